"""`make kills`: the kill report. Takes about half an hour on two cores."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from tests.postgres import running_server
from tests.telegram.killing.lives import Way
from tests.telegram.killing.trial import Trial

WAYS: tuple[Way, ...] = ("polling", "webhook")


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


async def run(options: argparse.Namespace, trial: str, title: str, told: Trial) -> bool:
    """One trial; whether the promise was kept."""
    began = time.monotonic()
    if trial == "random":
        report(f"\n{title}: {options.conversations} conversations, kills at random")
        verdict = await told.at_random(options.conversations, kills=options.kills)
    else:
        verdict, points = await told.at_every_commit_point()
        report(f"\n{title}: kills before and after the commit at {points} commit points")
    report(f"{verdict}\n{'seconds':<48}{time.monotonic() - began:>8.0f}")
    return not verdict.findings


async def main(options: argparse.Namespace) -> bool:
    """All that was asked for."""
    report(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    kept = True
    with tempfile.TemporaryDirectory(prefix="onevisit-kills-") as folder, running_server() as server:
        for n, (database, way, trial) in enumerate(product(options.databases, options.ways, options.trials)):
            home = Path(folder) / str(n)
            home.mkdir()
            with contextlib.ExitStack() as stack:
                own = f"sqlite:///{home / 'onevisit.db'}"
                url = own if database == "sqlite" else stack.enter_context(server.database(f"trial_{n}"))
                kept &= await run(options, trial, f"{database}, {way}", Trial(way, url, home, tell))
    report("\nthe promise was kept" if kept else "\nTHE PROMISE WAS BROKEN")
    return kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill the bot again and again, and judge what came of it")
    parser.add_argument("--conversations", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["postgresql"])
    parser.add_argument("--trials", nargs="+", choices=["random", "commit-points"], default=["random", "commit-points"])
    sys.exit(not asyncio.run(main(parser.parse_args())))
