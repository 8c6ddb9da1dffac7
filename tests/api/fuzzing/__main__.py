"""`make fuzz`: schemathesis with a key of each kind, on each database; ends with its exit code."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import web
from bot.api.keys import CENTRE
from bot.database.engine import open_engine
from bot.database.migrations import migrate
from tests.api.fuzzing import KNOWN
from tests.api.fuzzing.standing import CLIENT, DEPARTMENT, HALL, Known, Standing, build
from tests.postgres import running_server

ROOT = Path(__file__).parents[3]
HOOKS = "tests.api.fuzzing.hooks"
DESCRIPTION = "/api/v1/openapi.json"
ONCE = ("add", "approve", "refuse", "ask", "hand_out")
"""Each is done once in a case, and refused ever after: that most are refused is no news."""
OFTEN = 0.6
"""How often a value is one that exists, and not a generated one."""
MISSING = (
    "schemathesis is not there; `make fuzz` installs it, or "
    "`python -m venv .venv/fuzz && .venv/fuzz/bin/pip install schemathesis==4.32.5`."
)


@dataclass(frozen=True)
class Run:
    """One run of schemathesis: with whose key, over which calls."""

    name: str
    scope: str
    calls: tuple[str, ...]


def ids(names: str) -> tuple[str, ...]:
    return tuple(told for name in names.split() for told in ("--include-operation-id", name))


RUNS = (
    Run("a client, over the backend", CLIENT, ("--exclude-path-regex", "^/api/v1/desk/",
                                              "--exclude-operation-id", "submit")),
    # Conditions stand within conditions, so of what is drawn for `submit` much is given up: there that is no finding.
    Run("a client, handing in", CLIENT, ("--include-path-regex", "^/api/v1/applications",
                                        "--suppress-health-check", "filter_too_much")),
    Run("a department, at the desk", DEPARTMENT, ids("inbox read_case open_paper approve refuse ask")),
    Run("the centre, at the desk", CENTRE, ids("late stuck read_case open_paper hand_out redeliver settle")),
    Run("a hall", HALL, ("--include-path-regex", "^/api/v1/desk/hall/")),
)  # fmt: skip


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def is_no_request(record: logging.LogRecord) -> bool:
    """schemathesis tries which signs the server takes in a header; those that it does not are no news."""
    return record.levelno > logging.WARNING


def found() -> Path | None:
    """The program, beside this Python or in the environment of its own that `make fuzz` makes."""
    places = (Path(sys.executable).parent, Path(sys.prefix) / "fuzz" / "bin")
    name = shutil.which("schemathesis", path=os.pathsep.join(map(str, places)))
    return None if name is None else Path(name)


def settings(key: str, known: Known) -> str:
    """The configuration in TOML: the key, what exists, and the hooks."""
    lines = [f'hooks = "{HOOKS}"', "[headers]", f'Authorization = "Bearer {key}"']
    for number, values in enumerate(known.values()):
        lines += [f"[dictionaries.known{number}]", f"values = {json.dumps(values)}"]
    for call in ONCE:
        lines += ["[[operations]]", f'include-operation-id = "{call}"', "warnings = false"]
    lines.append("[parameters]")
    lines += [
        f'"{place}" = {{dictionary = "known{number}", probability = {OFTEN}}}' for number, place in enumerate(known)
    ]
    return "\n".join(lines) + "\n"


async def fuzz(program: Path, run: Run, standing: Standing, port: int, told: Sequence[str]) -> int:
    """Its exit code. Its report goes to where this program's does."""
    known = standing.known[run.scope]
    with tempfile.TemporaryDirectory(prefix="onevisit-fuzz-") as folder:
        file = Path(folder) / "schemathesis.toml"
        file.touch(0o600)
        file.write_text(settings(standing.given[run.scope], known), encoding="utf-8")
        address = f"http://127.0.0.1:{port}"
        command = ["--config-file", str(file), "run", address + DESCRIPTION, "--url", address, *run.calls, *told]
        there = Path(folder) / "known.json"
        there.write_text(json.dumps(known), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), KNOWN: str(there)}
        process = await asyncio.create_subprocess_exec(program, *command, cwd=folder, env=environment)
        try:
            return await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def fuzz_all(program: Path, database: str, address: str, runs: Sequence[Run], told: Sequence[str]) -> int:
    """The exit code of the first that found something, else 0."""
    engine = open_engine(address)
    worst = 0
    try:
        await migrate(engine)
        standing = await build(engine)
        with contextlib.closing(web.listen("127.0.0.1", 0)) as place:
            async with web.serving(standing.app, place):
                for run in runs:
                    began = time.monotonic()
                    report(f"\n{database}: {run.name}")
                    code = await fuzz(program, run, standing, place.getsockname()[1], told)
                    report(f"{database}: {run.name}: exit {code}, {time.monotonic() - began:.0f} s")
                    worst = worst or code
    finally:
        await engine.dispose()
    return worst


async def main(options: argparse.Namespace, told: Sequence[str]) -> int:
    program = found()
    if program is None:
        sys.stderr.write(f"{MISSING}\n")
        return 2
    logging.getLogger("uvicorn.error").addFilter(is_no_request)
    runs = [run for number, run in enumerate(RUNS, 1) if number in options.runs]
    told = ["--max-examples", str(options.max_examples), "--generation-database", "none", *told]
    worst = 0
    for database in options.databases:
        with tempfile.TemporaryDirectory(prefix="onevisit-fuzz-") as folder, contextlib.ExitStack() as stack:
            address = f"sqlite:///{folder}/town.db"
            if database == "postgresql":
                address = stack.enter_context(stack.enter_context(running_server()).database("town"))
            worst = await fuzz_all(program, database, address, runs, told) or worst
    report("\nnothing was found" if not worst else "\nSOMETHING WAS FOUND")
    return worst


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description="Hold the API against its description; what else is said is said to schemathesis"
    )
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--max-examples", type=int, default=100)
    parser.add_argument("--runs", nargs="+", type=int, choices=range(1, len(RUNS) + 1), default=range(1, len(RUNS) + 1))
    sys.exit(asyncio.run(main(*parser.parse_known_args())))
