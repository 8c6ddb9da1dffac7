"""Every fault against every line: `python -m tests.conformance [LINE …]` tells which lines each fault fails.

It should be its own and no other. That takes minutes, so tests run each fault against its own line and one control.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.conformance.lines import LINES
from bot.conformance.running import look
from bot.conformance.target import Patience
from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.database.migrations import migrate
from tests.conformance.faults import FAULTS, Wrong
from tests.conformance.served import Clock, serve

SLOW = "slow-client"
"""What lies between reads each body to its end, so each wrong backend has this fault too."""
IMPATIENT = Patience(stalled=0.5, news=60.0)


async def fails(name: str, wrong: Wrong) -> list[str]:
    """The lines that a fault fails, on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'right.db'}")
        try:
            await migrate(engine)
            served = wrong(await serve(engine, Vault.from_secret(new_secret()), Clock()))
            async with served.target(patience=IMPATIENT) as target:
                found = await look(target, [line for line in LINES if line.id != SLOW or name == SLOW])
        finally:
            await engine.dispose()
    return [each.line.id for each in found if each.result == "fail"]


async def main(names: list[str]) -> int:
    wrong = 0
    for name in names or list(FAULTS):
        failed = await fails(name, FAULTS[name])
        wrong += failed != [name]
        sys.stdout.write(f"{name} fails {', '.join(failed) or 'nothing'}{'' if failed == [name] else '  <--'}\n")
        sys.stdout.flush()
    return wrong


if __name__ == "__main__":
    sys.exit(min(asyncio.run(main(sys.argv[1:])), 1))
