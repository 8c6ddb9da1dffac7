"""What every command that serves citizens over the network does while it runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator

from sqlalchemy.exc import DBAPIError

from bot.app import App
from bot.database.working import work_forever

SWEEP_EVERY = 3600.0
"""Seconds."""
log = logging.getLogger(__name__)


def log_to_stderr() -> None:
    """For whoever runs a server. Libraries tell only what went wrong: requests carry the token in their address."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)


def until_told() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


@contextlib.asynccontextmanager
async def working(app: App) -> AsyncIterator[None]:
    """Jobs are done and old rows swept until the end of the block; what was under way then is done by the next."""
    tasks = [
        asyncio.create_task(work_forever(app.engine, app.jobs, app.handlers(), app.clock)),
        asyncio.create_task(_sweep_forever(app)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _sweep_forever(app: App) -> None:
    while True:
        try:
            await app.sweep()
        except (DBAPIError, OSError) as error:
            log.warning("Old rows could not be swept: %s.", type(error).__name__)
        await asyncio.sleep(SWEEP_EVERY)
