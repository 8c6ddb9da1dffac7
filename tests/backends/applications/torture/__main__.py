"""`make torture`: ten thousand applications on each database, and a report of what was judged."""

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

from tests.backends.applications.torture.trial import Trial
from tests.postgres import running_server


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


async def main(options: argparse.Namespace) -> bool:
    """Whether the promise was kept on each."""
    report(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    kept = True
    with tempfile.TemporaryDirectory(prefix="onevisit-torture-") as folder, running_server() as server:
        for database in options.databases:
            began = time.monotonic()
            with contextlib.ExitStack() as stack:
                own = f"sqlite:///{Path(folder) / 'onevisit.db'}"
                url = own if database == "sqlite" else stack.enter_context(server.database("torture"))
                report(f"\n{database}: {options.count} applications, at least {options.kills} kills")
                verdict = await Trial(
                    url, options.count, options.kills, options.processes, quiet_within=3600, tell=tell
                ).run()
            report(f"{verdict}\n{'seconds':<56}{time.monotonic() - began:>8.0f}")
            kept &= not verdict.findings
    report("\nthe promise was kept" if kept else "\nTHE PROMISE WAS BROKEN")
    return kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill workers again and again, and judge what came of it")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    sys.exit(not asyncio.run(main(parser.parse_args())))
