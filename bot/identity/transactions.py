"""The one place that knows how a database can fail under a login, and what may simply be tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.engine import reading
from bot.dialogue.identity import IdentityDown

Result = TypeVar("Result")
Work = Callable[[AsyncConnection], Awaitable[Result]]

TRIES = 20
"""With each collision somebody else got through, so it takes at most as many as call for one chat at once."""
# PostgreSQL, appendix A: serialization_failure, deadlock_detected, unique_violation (two new links of one chat at once)
COLLISIONS = ("40001", "40P01", "23505")


async def change(engine: AsyncEngine, work: Work[Result]) -> Result:
    """Does the work in one transaction, again from the start if it collided with another. Raises IdentityDown.

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
    """Reads at one moment, waiting for nobody. Raises IdentityDown."""
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
        raise IdentityDown("the database of the logins does not answer") from error
