"""`make pair`: hundreds of citizens on each database, and a report of what was judged."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.backends.pair.trial import Trial
from tests.postgres import Server, running_server

PAUSES = (2.5, 6.0)
LASTS = (1.0, 4.0)
FEW = (4, 0, 0, 0.0)
"""Citizens, kills, silences and breaks of the trial in which mistakes are planted."""
STILL = 10.0
"""Seconds without a change after which that is over: some citizens wait in vain."""
PLANTED = ("was told of no place, and the books have", "that housing has approved it was said 0 times")


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


@contextlib.contextmanager
def databases(kind: str, server: Server, folder: Path) -> Iterator[tuple[str, str]]:
    """The addresses of two empty ones."""
    folder.mkdir(parents=True)
    if kind == "sqlite":
        yield f"sqlite:///{folder}/window.db", f"sqlite:///{folder}/city.db"
    else:
        with server.database("window") as ours, server.database("city") as theirs:
            yield ours, theirs


async def main(options: argparse.Namespace) -> bool:
    """Whether the promise was kept on each, and the judge has found what was planted."""
    report(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="onevisit-pair-") as temporary, running_server() as server:
        home = Path(options.keep or temporary)
        with databases("sqlite", server, home / "faulty") as both:
            kept = await find_planted(*both, home / "faulty")
        for kind in options.databases:
            began = time.monotonic()
            with databases(kind, server, home / kind) as both:
                report(f"\n{kind}: {options.citizens} citizens, {options.kills} kills of each side")
                trial = Trial(*both, home / kind, options.citizens, options.kills, options.silences)
                trial.pauses, trial.lasts, trial.tell = PAUSES, LASTS, tell
                verdict = await trial.run()
            report(f"{verdict}\n{'seconds':<56}{time.monotonic() - began:>8.0f}")
            kept &= not verdict.findings
    report("\nthe promise was kept" if kept else "\nTHE PROMISE WAS BROKEN")
    return kept


async def find_planted(ours: str, theirs: str, folder: Path) -> bool:
    """Whether the judge finds a bot that books anew and a One Window that does not tell, before it is believed."""
    findings = (await Trial(ours, theirs, folder, *FEW, patience=STILL, faulty=True).run()).findings
    for planted in PLANTED:
        number = sum(planted in finding for finding in findings)
        report(f"planted and found: ... {planted} ...{number:>8}")
    return all(any(planted in finding for finding in findings) for planted in PLANTED)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill a bot and its One Window again and again, and judge both")
    parser.add_argument("--citizens", type=int, default=400)
    parser.add_argument("--kills", type=int, default=40, help="of the One Window, and of the bot")
    parser.add_argument("--silences", type=int, default=20)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["postgresql", "sqlite"])
    parser.add_argument("--keep", help="a folder in which the logs stay")
    sys.exit(not asyncio.run(main(parser.parse_args())))
