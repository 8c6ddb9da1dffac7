"""Windows that are closed for a while, since their clerks are on leave: fewer places, and nothing else changes.

What is booked already stays booked; whoever enters a leave is told how many citizens will come all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.opening import Opening, opening_of
from bot.backends.onewindow.tables import leave, place, slot
from bot.backends.onewindow.transactions import change, look
from procedures.provincial import Province


@dataclass(frozen=True)
class Leave:
    """So many windows of a counter are closed for each slot that runs into this time."""

    id: str
    centre: str
    counter: str
    starts_at: datetime
    ends_at: datetime
    windows: int

    def closes(self, opening: Opening) -> bool:
        same = (self.centre, self.counter) == (opening.centre, opening.counter)
        return same and self.starts_at < _ends_at(opening) and self.ends_at > opening.starts_at


@dataclass(frozen=True)
class Crowded:
    """A slot in which more are booked than windows will be open."""

    opening: Opening
    """With the windows that are open."""
    booked: int


async def add(
    engine: AsyncEngine, centre: str, counter: str, starts_at: datetime, ends_at: datetime, windows: int
) -> Leave:
    """Closes windows from the next place on. Raises BackendDown."""
    values = {"centre": centre, "counter": counter, "starts_at": starts_at, "ends_at": ends_at, "windows": windows}

    async def enter(connection: AsyncConnection) -> str:
        id = token_hex(4)
        await connection.execute(insert(leave).values(id=id, **values))
        return id

    return Leave(await change(engine, enter), centre, counter, starts_at, ends_at, windows)


async def remove(engine: AsyncEngine, id: str) -> bool:
    """Opens the windows again; whether there was such a leave. Raises BackendDown."""

    async def strike(connection: AsyncConnection) -> bool:
        return (await connection.execute(delete(leave).where(leave.c.id == id))).rowcount == 1

    return await change(engine, strike)


async def list_from(engine: AsyncEngine, now: datetime) -> list[Leave]:
    """The leaves that are not over, by their beginning. Raises BackendDown."""

    async def read(connection: AsyncConnection) -> list[Leave]:
        order = (leave.c.starts_at, leave.c.centre, leave.c.counter, leave.c.id)
        rows = await connection.execute(select(leave).where(leave.c.ends_at > now).order_by(*order))
        return [Leave(*row) for row in rows]

    return await look(engine, read)


async def list_crowded(engine: AsyncEngine, province: Province, concerned: Leave, now: datetime) -> list[Crowded]:
    """The coming slots of this leave in which more are booked than windows will be open, in time order.

    Raises BackendDown.
    """

    async def read(connection: AsyncConnection) -> list[Crowded]:
        booked = await connection.execute(
            select(slot.c.id, func.count().label("places"))
            .join(place, place.c.slot == slot.c.id)
            .where(
                slot.c.centre == concerned.centre,
                slot.c.counter == concerned.counter,
                slot.c.starts_at > now,
                slot.c.starts_at < concerned.ends_at,
                place.c.state == "booked",
            )
            .group_by(slot.c.id, slot.c.starts_at)
            .order_by(slot.c.starts_at)
        )
        number = {row.id: row.places for row in booked}
        known = [opening_of(province, id) for id in number]
        closed = [opening for opening in known if opening is not None and concerned.closes(opening)]
        return [
            Crowded(opening, number[opening.id])
            for opening in await staffed(connection, closed)
            if number[opening.id] > opening.windows
        ]

    return await look(engine, read)


async def staffed(connection: AsyncConnection, openings: Sequence[Opening]) -> list[Opening]:
    """The same slots with the windows that are open; one at which none is open takes nobody."""
    if not openings:
        return []
    first = min(opening.starts_at for opening in openings)
    last = max(_ends_at(opening) for opening in openings)
    rows = await connection.execute(
        select(leave).where(
            leave.c.centre.in_({opening.centre for opening in openings}),
            leave.c.counter.in_({opening.counter for opening in openings}),
            leave.c.starts_at < last,
            leave.c.ends_at > first,
        )
    )
    leaves = [Leave(*row) for row in rows]
    return [
        replace(opening, windows=max(0, opening.windows - sum(each.windows for each in leaves if each.closes(opening))))
        for opening in openings
    ]


def _ends_at(opening: Opening) -> datetime:
    return opening.starts_at + timedelta(minutes=opening.minutes)
