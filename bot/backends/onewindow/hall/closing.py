"""What the evening leaves: booked places for which nobody came, and numbers that nobody called.

A place is missed an hour after its slot has ended. A centre that keeps no hall, because nobody checks in there, misses
nobody: its places are left as they are. It keeps one from the first number on that it gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import places
from bot.backends.onewindow.hall import calls, news, row
from bot.backends.onewindow.hall.arriving import OVER_AFTER, day_at, is_over
from bot.backends.onewindow.hall.tables import number as table
from bot.backends.onewindow.tables import place, slot
from bot.backends.onewindow.transactions import change, look
from bot.database.jobs import Jobs
from procedures.provincial import Province

KEEPS_A_HALL = timedelta(days=28)
"""A centre in which nobody came for longer keeps no hall any more."""
LOOKED_AT = timedelta(days=7)
"""What was missed longer ago, while nothing ran, is not told any more."""
DAY_IS_OVER = timedelta(hours=18)
"""After which whoever came is certainly gone."""


async def sweep(engine: AsyncEngine, jobs: Jobs, province: Province, now: datetime, before: datetime) -> int:
    """As `Hall.sweep` says."""

    async def end(connection: AsyncConnection) -> None:
        await _end_numbers(connection, now)
        await calls.forget(connection, before)

    await change(engine, end)
    missed = await look(engine, lambda connection: _never_came(connection, now))
    return sum([await change(engine, partial(_miss, jobs, province, now, id)) for id in missed])


async def _never_came(connection: AsyncConnection, now: datetime) -> Sequence[str]:
    """Places whose time is over in centres that keep a hall, and for which nobody has a number."""
    kept = await connection.execute(
        select(table.c.centre, func.min(table.c.arrived_at).label("since"))
        .where(table.c.arrived_at > now - KEEPS_A_HALL)
        .group_by(table.c.centre)
    )
    since = {each.centre: each.since for each in kept}
    ended = await connection.execute(
        select(place.c.id, slot.c.centre, slot.c.starts_at)
        .join(slot, slot.c.id == place.c.slot)
        .outerjoin(table, table.c.place == place.c.id)
        .where(place.c.state.in_(("booked", "over")), table.c.id.is_(None), slot.c.centre.in_(since))
        .where(slot.c.starts_at > now - LOOKED_AT, slot.c.starts_at < now - OVER_AFTER)
        .order_by(place.c.id)
    )
    return [each.id for each in ended if each.starts_at >= since[each.centre]]


async def _miss(jobs: Jobs, province: Province, now: datetime, id: str, connection: AsyncConnection) -> bool:
    """Whether it is missed now, and by this call."""
    found = await places.find(connection, id)
    if found is None or found.state not in ("booked", "over") or not is_over(found, now):
        return False
    day = day_at(province, found.slot.centre, found.slot.starts_at)
    if not await row.add_never_came(connection, found, day):
        return False
    if found.state == "booked":
        await places.change_place(connection, id, state="over")
    await news.tell_missed(connection, jobs, found, now)
    return True


async def _end_numbers(connection: AsyncConnection, now: datetime) -> None:
    """Whoever was never called, or never finished, is gone; their appointments are over."""
    gone = (table.c.state.in_(("waiting", "called")), table.c.arrived_at < now - DAY_IS_OVER)
    came = select(table.c.place).where(*gone, table.c.place.is_not(None))
    await connection.execute(update(place).where(place.c.id.in_(came), place.c.state == "booked").values(state="over"))
    await connection.execute(update(table).where(*gone).values(state="left", finished_at=now))
