"""Reads an application whole and writes back what is different, everything that is personal sealed.

Whoever changes one has locked its row first, so that its lines are numbered without gaps and it is decided once. What
has to happen later is put as a job in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.applications import columns, tables
from bot.backends.onewindow.applications.rows import Application
from bot.backends.onewindow.applications.timeline import HEARD
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.leasing import insert_once
from bot.dialogue.ports import Unknown

CLOCK, DELIVER, PROGRESS = "clock", "deliver", "progress"
"""The kinds of job."""
ASK_AGAIN = timedelta(days=7)
"""How often it is looked whether a calendar has been entered."""
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Books:
    """Everything in the transaction of the caller."""

    vault: Vault
    jobs: Jobs

    def index(self, number: str) -> bytes:
        """By what a person is found again, without being named."""
        return self.vault.blind_index(number.strip().upper(), tables.application.c.number)

    async def find(self, connection: AsyncConnection, case: str, *, lock: bool = False) -> Application:
        """Locked, nobody else changes it before this transaction ends. Raises Unknown."""
        found = await self.look_for(connection, case, lock=lock)
        if found is None:
            raise Unknown(case)
        return found

    async def look_for(self, connection: AsyncConnection, case: str, *, lock: bool = False) -> Application | None:
        """Like `find`; None where there is no such case, or none any more."""
        query = select(tables.application).where(tables.application.c.case == case)
        row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
        if row is None:
            return None
        read = columns.Reader(self.vault)
        return read.application(
            row,
            parts=await _rows(connection, tables.part, case, read.part),
            steps=await _rows(connection, tables.step, case, read.step),
            deliveries=await _rows(connection, tables.delivery, case, read.delivery),
            asks=await _rows(connection, tables.ask, case, read.ask),
            owed=await _rows(connection, tables.owed, case, read.owed),
            events=await _rows(connection, tables.event, case, read.event),
        )

    async def add(self, connection: AsyncConnection, application: Application, now: datetime) -> bool:
        """Adds it; False if the case is there."""
        write = columns.Writer(self.vault)
        row = write.application(application)
        if not await insert_once(connection, tables.application, row, unique=("case",)):
            return False
        parts = [{**write.part(part), "number": number} for number, part in enumerate(application.parts, 1)]
        await _insert(connection, tables.part, application.case, parts)
        await self._save_lists(connection, None, application)
        await self._put_jobs(connection, None, application, now)
        return True

    async def save(
        self, connection: AsyncConnection, before: Application, application: Application, now: datetime
    ) -> None:
        """Writes what became different since it was found."""
        write = columns.Writer(self.vault)
        row = write.application(application, with_body=application.body != before.body)
        await connection.execute(update(tables.application).where(tables.application.c.case == row["case"]).values(row))
        await self._save_lists(connection, before, application)
        await self._put_jobs(connection, before, application, now)

    async def _save_lists(self, connection: AsyncConnection, before: Application | None, after: Application) -> None:
        write = columns.Writer(self.vault)
        lists: Sequence[tuple[Table, str, Callable[[Any], Mapping[str, Any]]]] = (
            (tables.step, "steps", write.step),
            (tables.delivery, "deliveries", write.delivery),
            (tables.ask, "asks", write.ask),
            (tables.owed, "owed", write.owed),
            (tables.event, "events", write.event),
        )
        for table, name, row in lists:
            was = [] if before is None else getattr(before, name)
            await _save(connection, table, after.case, was, getattr(after, name), row)

    async def _put_jobs(
        self, connection: AsyncConnection, before: Application | None, after: Application, now: datetime
    ) -> None:
        case, known = after.case, 0 if before is None else len(before.events)
        for event in after.events[known:]:
            if event.what in HEARD:
                due = now + HEARD[event.what]
                await self._put(connection, PROGRESS, f"{case}/{event.number}", case, event.number, due)
        old = set() if before is None else set(before.deliveries)
        for delivery in after.deliveries:
            if delivery.next_at is not None and delivery.state == "sending" and delivery not in old:
                key = f"{case}/{delivery.number}/{delivery.tries}/{delivery.next_at.isoformat()}"
                await self._put(connection, DELIVER, key, case, delivery.number, delivery.next_at)
        for moment in sorted(_moments(after, now) - (set() if before is None else _moments(before, now))):
            await self._put(connection, CLOCK, f"{case}/{moment.isoformat()}", case, 0, moment)

    async def _put(
        self, connection: AsyncConnection, kind: str, key: str, case: str, number: int, due: datetime
    ) -> None:
        payload = {"case": case, "number": number}
        await self.jobs.put(connection, kind=kind, key=f"{kind}/{key}", payload=payload, due_at=due)


def _moments(application: Application, now: datetime) -> set[datetime]:
    """When something of it may be over, so that somebody has to look."""
    found: Iterable[datetime | None] = (
        *(each.until for each in application.asks if each.state == "open"),
        *(each.until for each in application.owed if each.state == "open"),
        *(step.until for step in application.steps if step.state == "open"),
    )
    moments = {each for each in found if each is not None}
    if any(step.state == "open" and step.until is None for step in application.steps):
        again = (now + ASK_AGAIN).replace(hour=0, minute=0, second=0, microsecond=0)
        moments.add(again)
    return moments


async def _rows(connection: AsyncConnection, table: Table, case: str, read: Callable[[Row[Any]], Kept]) -> list[Kept]:
    order = [table.c.number] if "number" in table.c else [table.c.asked_at, table.c.department]
    rows = await connection.execute(select(table).where(table.c.case == case).order_by(*order))
    return [read(row) for row in rows]


async def _save(
    connection: AsyncConnection,
    table: Table,
    case: str,
    before: Sequence[Kept],
    after: Sequence[Kept],
    write: Callable[[Kept], Mapping[str, Any]],
) -> None:
    """Rows only change or are added at the end."""
    keys = [column for column in table.primary_key if column.name != "case"]
    for was, now in zip(before, after, strict=False):
        if was != now:
            row = write(now)
            which = [key == row[key.name] for key in keys]
            await connection.execute(update(table).where(table.c.case == case, *which).values(row))
    await _insert(connection, table, case, [write(each) for each in after[len(before) :]])


async def _insert(connection: AsyncConnection, table: Table, case: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await connection.execute(insert(table), [{"case": case, **row} for row in rows])
