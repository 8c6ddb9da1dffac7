"""The one place that knows how a database can fail under the One Window, and what may simply be tried again.

Calls lock in one order (key, place, slots by id), so they hardly ever block each other for good. What is left is
PostgreSQL's to report and ours to repeat: a deadlock, or two first holds of one case at the same moment.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.engine import reading
from bot.dialogue.ports import BackendDown

Result = TypeVar("Result")
Work = Callable[[AsyncConnection], Awaitable[Result]]

TRIES = 5
# PostgreSQL, appendix A: serialization_failure, deadlock_detected, unique_violation
COLLISIONS = ("40001", "40P01", "23505")


async def change(engine: AsyncEngine, work: Work[Result]) -> Result:
    """Does the work in one transaction, again from the start if it collided with another. Raises BackendDown.

    A refusal that `work` raises undoes everything.
    """
    async with _answering():
        for _ in range(TRIES - 1):
            try:
                return await _at_once(engine, work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in COLLISIONS:
                    raise
        return await _at_once(engine, work)


async def look(engine: AsyncEngine, work: Work[Result]) -> Result:
    """Reads at one moment, waiting for nobody. Raises BackendDown."""
    async with _answering(), reading(engine) as connection:
        return await work(connection)


async def _at_once(engine: AsyncEngine, work: Work[Result]) -> Result:
    async with engine.begin() as connection:
        return await work(connection)


@asynccontextmanager
async def _answering() -> AsyncIterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, TimeoutError) as error:
        raise BackendDown("the database of the One Window does not answer") from error
