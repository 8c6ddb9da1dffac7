"""Others who want the same places: a counter with few of them, booked and given back by people who are not heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.backends.onewindow.opening import opening_of
from bot.backends.onewindow.tables import leave
from bot.dialogue.ports import Booker, Claim
from tests.dialogue.talk import Town

WEEKS = timedelta(weeks=5)


async def leave_only(town: Town, slots: Sequence[str]) -> None:
    """Close every other slot of the counter for some weeks; in these, in the order of their time, leave one window."""
    openings = [opening for slot in slots if (opening := opening_of(town.catalogue.province, slot)) is not None]
    assert len(openings) == len(slots), f"one of {slots} was never offered"
    windows = openings[0].windows
    spans: list[tuple[datetime, datetime, int]] = []
    begins = town.watch()
    for opening in openings:
        ends = opening.starts_at + timedelta(minutes=opening.minutes)
        spans += [(begins, opening.starts_at, windows), (opening.starts_at, ends, windows - 1)]
        begins = ends
    spans.append((begins, begins + WEEKS, windows))
    rows = [
        {
            "id": f"leave-{number}",
            "centre": openings[0].centre,
            "counter": openings[0].counter,
            "starts_at": first,
            "ends_at": last,
            "windows": closed,
        }
        for number, (first, last, closed) in enumerate(spans)
        if closed and first < last
    ]
    async with town.engine.begin() as connection:
        await connection.execute(insert(leave), rows)


async def take(town: Town, slot: str) -> None:
    """Somebody books it."""
    assert town.backend is not None
    claim, who = Claim(slot, f"case of {slot}", "visit", "something else"), Booker(f"chat of {slot}")
    (hold,) = await town.backend.hold([claim], who, f"{slot}/hold")
    town.taken[slot] = (await town.backend.confirm([hold.id], f"{slot}/confirm"))[0].id


async def give_back(town: Town, slot: str) -> None:
    """And cancels it."""
    assert town.backend is not None
    await town.backend.cancel([town.taken[slot]], f"{slot}/cancel")
