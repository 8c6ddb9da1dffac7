"""The one place that knows how a database can fail under a piece of work, and what may simply be tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.engine import reading

Result = TypeVar("Result")
Work = Callable[[AsyncConnection], Awaitable[Result]]

# PostgreSQL, appendix A: serialization_failure, deadlock_detected, unique_violation
COLLISIONS = ("40001", "40P01", "23505")


@dataclass(frozen=True)
class Transactions:
    """The transactions of one part of the program, which tells in its own words that its database does not answer."""

    silent: Callable[[], Exception]
    """Makes the error for a database that does not answer."""
    tries: int
    """How often work that collides is begun, the first time included."""

    async def change(self, engine: AsyncEngine, work: Work[Result]) -> Result:
        """Does the work in one transaction, again from the start if it collided with another. Raises as `silent` says.

        A refusal that `work` raises undoes everything.
        """
        async with self._answering():
            for _ in range(self.tries - 1):
                try:
                    return await _at_once(engine, work)
                except DBAPIError as error:
                    if getattr(error.orig, "sqlstate", None) not in COLLISIONS:
                        raise
            return await _at_once(engine, work)

    async def look(self, engine: AsyncEngine, work: Work[Result]) -> Result:
        """Reads at one moment, waiting for nobody. Raises as `silent` says."""
        async with self._answering(), reading(engine) as connection:
            return await work(connection)

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, TimeoutError) as error:
            raise self.silent() from error


async def _at_once(engine: AsyncEngine, work: Work[Result]) -> Result:
    async with engine.begin() as connection:
        return await work(connection)
