"""The One Window's books, read behind its back: what its tables really hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.tables import place, slot
from bot.database.engine import reading

OCCUPYING = ("held", "booked", "offered", "over")


@dataclass(frozen=True)
class Line:
    """One slot: places it says are taken, places that somebody really has, and how many there are."""

    used: int
    taken: int
    capacity: int


async def read_books(engine: AsyncEngine) -> dict[str, Line]:
    """A line for every slot that was ever held."""
    taken = (
        select(func.count())
        .where(place.c.slot == slot.c.id, place.c.state.in_(OCCUPYING))
        .scalar_subquery()
        .label("taken")
    )
    async with reading(engine) as connection:
        rows = await connection.execute(select(slot.c.id, slot.c.used, taken, slot.c.capacity))
        return {row.id: Line(row.used, row.taken, row.capacity) for row in rows}


async def read_places(engine: AsyncEngine) -> Sequence[Row[Any]]:
    """Every place that was ever given."""
    async with reading(engine) as connection:
        return (await connection.execute(select(place).order_by(place.c.id))).all()
