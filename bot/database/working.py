"""The worker: does what is due for as long as the program runs. Any number may run side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import NoReturn

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.errors import NotNow
from bot.database.jobs import Handler, Jobs, Worked, work

PAUSE = 5.0
"""Seconds between two looks when nothing is due."""
log = logging.getLogger(__name__)


async def work_forever(
    engine: AsyncEngine,
    jobs: Jobs,
    handlers: Mapping[str, Handler],
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> NoReturn:
    """Works until it is cancelled; what it was doing then is done by another worker, or after the next start.

    A job that fails is tried again by its own plan. A database that does not answer is asked again after a pause.
    """
    while True:
        worked: list[Worked] = []
        try:
            worked = await work(engine, jobs, handlers, now=clock())
        except (DBAPIError, OSError) as error:
            log.warning("The jobs cannot be reached: %s.", type(error).__name__)
        for done in worked:
            if done.error is not None and not isinstance(done.error, NotNow):  # its text may be personal
                log.warning("A job of the kind %s went wrong: %s.", done.job.kind, type(done.error).__name__)
        if not worked:
            await sleep(PAUSE)
