"""How a line stands now: who is at a window, who waits in which order, and about how long each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.hall import row
from bot.backends.onewindow.hall.pace import Pace, estimate, pace_of
from bot.backends.onewindow.hall.row import Line, Number
from bot.backends.onewindow.hall.tables import number as table
from bot.backends.onewindow.hall.turns import in_order
from bot.backends.onewindow.opening import MOMENT
from bot.backends.onewindow.tables import place, slot
from bot.dialogue.hall import Wait

SEEN = timedelta(minutes=30)
"""A window that called nobody for longer counts as closed."""
AHEAD = timedelta(hours=4)
"""Appointments of the next hours may go before somebody who has none."""


@dataclass(frozen=True)
class Standing:
    """`waiting`: in the order in which they are called, each with the wait."""

    called: tuple[Number, ...]
    waiting: tuple[Number, ...]
    for_a_newcomer: Wait


async def read(connection: AsyncConnection, line: Line, slot_minutes: int, now: datetime) -> Standing:
    """The line as it is at this moment."""
    services = await row.services(connection, line.centre, line.counter, now)
    pace = pace_of(services, await row.windows_open(connection, line, now - SEEN), slot_minutes)
    called = await row.standing(connection, line, "called")
    waiting = await row.standing(connection, line, "waiting")
    ordered = list(in_order(waiting, now, await row.in_a_row(connection, line, lock=False)))
    early = [_minutes(each.due_at, now) for each in ordered if _is_early(each, now)]
    coming = [*early, *[_minutes(at, now) for at in await _expected(connection, line, now)]]
    estimated = tuple(_estimated(ordered, pace, len(called), coming, now))
    newcomer = estimate(pace, len(ordered) - len(early), len(called), coming)
    return Standing(tuple(called), estimated, newcomer)


def _estimated(ordered: list[Number], pace: Pace, serving: int, coming: list[float], now: datetime) -> Iterator[Number]:
    appointments = 0
    for at, each in enumerate(ordered):
        if _is_early(each, now):
            # Before its time nobody promises it; from then on only appointments before it go first.
            wait = estimate(pace, appointments, serving)
            wait = replace(wait, minutes=max(wait.minutes, round(_minutes(each.due_at, now))))
        else:
            wait = estimate(pace, at, serving, () if each.kind == "appointment" else coming)
        appointments += each.kind == "appointment"
        yield replace(each, wait=wait)


async def _expected(connection: AsyncConnection, line: Line, now: datetime) -> list[datetime]:
    """When the next appointments begin at this counter of people who are not there yet."""
    first, last = (f"{line.centre}.{line.counter}.{at:{MOMENT}}" for at in (now, now + AHEAD))
    came = select(table.c.place).where(table.c.place.is_not(None), table.c.day == line.day)
    query = (
        select(slot.c.starts_at)
        .join(place, place.c.slot == slot.c.id)
        .where(slot.c.id.between(first, last), slot.c.centre == line.centre, slot.c.counter == line.counter)
        .where(place.c.state == "booked", place.c.id.not_in(came))
    )
    return list((await connection.scalars(query)).all())


def _is_early(number: Number, now: datetime) -> bool:
    return number.kind == "appointment" and number.due_at > now


def _minutes(at: datetime, now: datetime) -> float:
    return (at - now) / timedelta(minutes=1)
