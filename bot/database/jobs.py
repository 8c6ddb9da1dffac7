"""Work that has to happen later or elsewhere: reminders, deliveries to departments.

A job is put in the transaction that causes it. Any worker may take it; what its handler writes and the mark that it is
done are one transaction, so the work counts once even when it is tried twice. A worker that dies leaves its job to the
next when the lease ends. What cannot be done after all attempts stays as `failed`, for staff to see. Only a job whose
handler says `NotNow` waits without counting attempts: what it needs may be silent for longer than all of them take.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database import leasing
from bot.database.encryption import Vault
from bot.database.errors import JobUnfinished, LeaseLost, NotNow
from bot.database.leasing import WAITING
from bot.database.tables import job as job_table

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
NOT_NOW = timedelta(minutes=2)
"""How long to wait for what does not answer."""


@dataclass(frozen=True)
class Job:
    """A job that its taker now has to do; `attempts` counts how often it was taken, this time included."""

    id: int
    kind: str
    key: str
    payload: Any = field(repr=False)
    attempts: int


Finish = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens the transaction that ends a job: what is written in it and the mark `done` are committed together."""

Handler = Callable[[Job, Finish], Awaitable[None]]
"""Does the slow part first (a call to a department), then writes inside `async with finish() as connection`."""


@dataclass(frozen=True)
class Worked:
    """A job that was tried, and the error if it went wrong."""

    job: Job
    error: Exception | None


class Jobs:
    """The jobs of all kinds. `lease` must outlast the slowest handler; after `attempts` tries a job is failed."""

    def __init__(self, vault: Vault, *, lease: timedelta = timedelta(minutes=5), attempts: int = 8) -> None:
        self._vault = vault
        self._lease = lease
        self._attempts = attempts

    async def put(self, connection: AsyncConnection, *, kind: str, key: str, payload: Any, due_at: datetime) -> bool:
        """Adds a job (anything JSON can say, sealed here); a key put before adds nothing and says False."""
        return await leasing.insert_once(
            connection,
            job_table,
            {
                "key": key,
                "kind": kind,
                "payload": self._vault.seal_json(payload, job_table.c.payload),
                "state": WAITING,
                "due_at": due_at,
                "attempts": 0,
            },
        )

    async def withdraw(self, connection: AsyncConnection, *, key: str) -> bool:
        """Deletes the job of that key, done or not; a handler now at work on it will find its lease lost."""
        return (await connection.execute(delete(job_table).where(job_table.c.key == key))).rowcount == 1

    async def take(
        self, connection: AsyncConnection, kinds: Collection[str], *, now: datetime, limit: int = 1
    ) -> list[Job]:
        """Jobs to do now, longest due first; commit before doing them. Kinds that are not named stay untouched."""
        await self._fail_abandoned(connection, now)
        wanted = job_table.c.kind.in_(kinds)
        rows = await leasing.take(connection, job_table, wanted, now=now, lease=self._lease, limit=limit)
        return [
            Job(row.id, row.kind, row.key, self._vault.open_json(row.payload, job_table.c.payload), row.attempts)
            for row in rows
        ]

    async def done(self, connection: AsyncConnection, job: Job, *, now: datetime) -> None:
        """Call in the transaction of the handler's writes. Raises LeaseLost, which rolls them back."""
        if not await leasing.settle(
            connection, job_table, job, state="done", settled_at=now, payload=None, trouble=None
        ):
            raise LeaseLost(f"Job {job.id} ({job.kind}) was taken over or withdrawn meanwhile.")

    async def failed(self, connection: AsyncConnection, job: Job, error: Exception, *, now: datetime) -> bool:
        """Plans the next try, or gives up after the last. False: another worker has it now."""
        if isinstance(error, NotNow):
            return await self._put_off(connection, job, now)
        trouble = type(error).__name__
        if job.attempts >= self._attempts:
            return await leasing.settle(connection, job_table, job, state="failed", settled_at=now, trouble=trouble)
        return await leasing.settle(connection, job_table, job, due_at=now + pause(job.attempts), trouble=trouble)

    async def sweep(self, connection: AsyncConnection, *, before: datetime) -> int:
        """Deletes what was done before that moment; failed jobs stay until staff have dealt with them."""
        return await leasing.sweep(connection, job_table, ("done",), before)

    async def _put_off(self, connection: AsyncConnection, job: Job, now: datetime) -> bool:
        """A new row in the place of the old one: attempts only ever rise, since they tell workers apart."""
        mine = (job_table.c.id == job.id, job_table.c.attempts == job.attempts, job_table.c.state == WAITING)
        if (await connection.execute(delete(job_table).where(*mine))).rowcount == 0:
            return False
        return await self.put(connection, kind=job.kind, key=job.key, payload=job.payload, due_at=now + NOT_NOW)

    async def _fail_abandoned(self, connection: AsyncConnection, now: datetime) -> None:
        """A job that kills its worker each time never comes back to report it."""
        await connection.execute(
            update(job_table)
            .where(
                job_table.c.state == WAITING,
                job_table.c.attempts >= self._attempts,
                job_table.c.lease_until <= now,
            )
            .values(state="failed", settled_at=now, lease_until=None, trouble=LeaseLost.__name__)
        )


async def work(
    engine: AsyncEngine, jobs: Jobs, handlers: Mapping[str, Handler], *, now: datetime, limit: int = 1
) -> list[Worked]:
    """Takes up to `limit` due jobs and does them one after the other; a handler's error never stops the others.

    Empty when nothing is due. An error is returned to be logged; the row keeps only its name.
    """
    async with engine.begin() as connection:
        taken = await jobs.take(connection, handlers.keys(), now=now, limit=limit)
    return [Worked(job, await _do(engine, jobs, job, handlers[job.kind], now)) for job in taken]


async def _do(engine: AsyncEngine, jobs: Jobs, job: Job, handler: Handler, now: datetime) -> Exception | None:
    finished = False

    @asynccontextmanager
    async def finish() -> AsyncIterator[AsyncConnection]:
        nonlocal finished
        async with engine.begin() as connection:
            yield connection
            await jobs.done(connection, job, now=now)
        finished = True

    try:
        await handler(job, finish)
        if not finished:
            raise JobUnfinished(f"The handler of {job.kind} returned without finishing job {job.id}.")
    except Exception as error:
        async with engine.begin() as connection:
            await jobs.failed(connection, job, error, now=now)
        return error
    return None


def pause(attempts: int) -> timedelta:
    """How long to wait after that many attempts: 30 seconds, doubled each time, at most six hours."""
    doublings = min(attempts - 1, 20)  # more would only overflow
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
