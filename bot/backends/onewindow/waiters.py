"""Who waits for a place, in which order: the rows behind the waiting list.

They are locked after everything else. Whoever looks for the first passes over those that another transaction is at
work on, so that nobody waits here: they are being offered a place, or leave.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.tables import place, waiting
from bot.dialogue.ports import Booker, Slot
from bot.dialogue.waiting_list import Awaited

LISTED = ("waiting", "offered")


@dataclass(frozen=True)
class Waiter:
    """One who waits, or waited."""

    id: str
    awaited: Awaited
    booker: Booker
    state: str
    place: str | None
    """What is offered to them."""
    unanswered: int
    order: tuple[datetime, int]


async def first(
    connection: AsyncConnection, slot: Slot, local: time, without: Collection[str], now: datetime
) -> Waiter | None:
    """The first who waits for a slot that begins at `local` by its centre's clock, but for these cases; locked."""
    hour = _hour(local)
    fits = (
        waiting.c.centre == slot.centre,
        waiting.c.counter == slot.counter,
        waiting.c.state == "waiting",
        waiting.c.opens <= slot.starts_at,
        waiting.c.closes > slot.starts_at,
        waiting.c.closes > now,
        or_(waiting.c.earliest.is_(None), waiting.c.earliest <= hour),
        or_(
            waiting.c.latest.is_(None),
            waiting.c.latest > hour,
            and_(waiting.c.latest == hour, waiting.c.earliest == hour),
        ),
        waiting.c.case.not_in(without),
    )
    found = await connection.execute(
        select(waiting)
        .where(*fits)
        .order_by(waiting.c.since, waiting.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return _read(found.one_or_none())


async def add(connection: AsyncConnection, awaited: Awaited, booker: Booker, key: str, now: datetime) -> Waiter:
    """One more, at the end."""
    row = {
        "id": uuid4().hex,
        "key": key,
        "case": awaited.case,
        "visit": awaited.visit,
        "procedure": awaited.procedure,
        "chat": booker.chat,
        "person": booker.person,
        "centre": awaited.centre,
        "counter": awaited.counter,
        "opens": awaited.opens,
        "closes": awaited.closes,
        "earliest": _hour(awaited.earliest) if awaited.earliest else None,
        "latest": _hour(awaited.latest) if awaited.latest else None,
        "state": "waiting",
        "since": now,
        "unanswered": 0,
        "created_at": now,
    }
    await connection.execute(insert(waiting).values(row))
    added = await find(connection, waiting.c.key == key)
    assert added is not None, "it was just added"
    return added


async def find(connection: AsyncConnection, wanted: ColumnElement[bool]) -> Waiter | None:
    """The only one of those wanted, as they stand now."""
    return _read((await connection.execute(select(waiting).where(wanted))).one_or_none())


async def list_listed(connection: AsyncConnection, wanted: ColumnElement[bool]) -> list[Waiter]:
    """All of those wanted who wait, or were offered a place."""
    rows = await connection.execute(select(waiting).where(wanted, waiting.c.state.in_(LISTED)))
    return [found for row in rows if (found := _read(row)) is not None]


async def change(connection: AsyncConnection, wanted: ColumnElement[bool], *states: str, **values: Any) -> bool:
    """Writes the values to those wanted who are in one of these states; says whether there were any."""
    changed = update(waiting).where(wanted, waiting.c.state.in_(states)).values(values)
    return (await connection.execute(changed)).rowcount > 0


async def count_ahead(connection: AsyncConnection, waiter: Waiter, now: datetime) -> int:
    """How many would be offered a place before, of those who wait for some of the same times."""
    mine = waiter.awaited
    before = (
        waiting.c.centre == mine.centre,
        waiting.c.counter == mine.counter,
        waiting.c.state == "waiting",
        waiting.c.opens < mine.closes,
        waiting.c.closes > max(mine.opens, now),
        tuple_(waiting.c.since, waiting.c.number) < waiter.order,
    )
    return await connection.scalar(select(func.count()).select_from(waiting).where(*before)) or 0


def of(who: Booker) -> ColumnElement[bool]:
    """Those of a chat, or of a person."""
    chat = waiting.c.chat == who.chat
    return chat if who.person is None else or_(chat, waiting.c.person == who.person)


def for_same_visit_as(places: Sequence[str]) -> ColumnElement[bool]:
    """Those whose waiting is over once these places are booked or given up: of the same case, or the same booker."""
    same_booker = and_(
        place.c.procedure == waiting.c.procedure,
        or_(place.c.chat == waiting.c.chat, place.c.person == waiting.c.person),
    )
    same = and_(
        place.c.id.in_(places), place.c.visit == waiting.c.visit, or_(place.c.case == waiting.c.case, same_booker)
    )
    return select(place.c.id).where(same).correlate(waiting).exists()


def _read(row: Row[Any] | None) -> Waiter | None:
    if row is None:
        return None
    awaited = Awaited(
        row.case,
        row.visit,
        row.procedure,
        row.centre,
        row.counter,
        row.opens,
        row.closes,
        time.fromisoformat(row.earliest) if row.earliest else None,
        time.fromisoformat(row.latest) if row.latest else None,
    )
    order = (row.since, row.number)
    return Waiter(row.id, awaited, Booker(row.chat, row.person), row.state, row.place, row.unanswered, order)


def _hour(local: time) -> str:
    return f"{local:%H:%M}"
