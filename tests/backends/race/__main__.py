"""`make race`: ten thousand attempts for a thousand places on each database, and a report of what was judged."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from tests.backends.race.offer import NoSuchOffer, offer_of
from tests.backends.race.trial import AT_A_TIME, WORKERS, Race
from tests.postgres import running_server

PAUSES = (1.0, 4.0)


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


async def main(options: argparse.Namespace) -> bool:
    """Whether nothing went wrong on either."""
    report(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    good = True
    with tempfile.TemporaryDirectory(prefix="onevisit-race-") as temporary, running_server() as server:
        for database in options.databases:
            began = time.monotonic()
            folder = Path(temporary) / database
            folder.mkdir()
            with contextlib.ExitStack() as stack:
                own = f"sqlite:///{folder / 'onevisit.db'}"
                url = own if database == "sqlite" else stack.enter_context(server.database("race"))
                report(f"\n{database}: {WORKERS} processes, {WORKERS * AT_A_TIME} attempts at a time")
                race = Race(url, folder, options.attempts, options.places, options.kills, PAUSES, tell=tell)
                verdict = await race.run()
            report(f"{verdict}\n{'seconds':<56}{time.monotonic() - began:>8.0f}")
            good &= not verdict.findings
    report("\nnothing went wrong" if good else "\nSOMETHING WENT WRONG")
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Race for few places while workers are killed, and judge it")
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=1000, help="at most; while there are attempts left")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    try:
        offer_of(chosen.places)
    except NoSuchOffer as error:
        parser.error(f"--places: {error}")
    sys.exit(not asyncio.run(main(chosen)))
