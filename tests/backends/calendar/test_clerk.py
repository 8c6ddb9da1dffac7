"""What a clerk sees in the calendar, and what the window says of what a clerk does there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.backends.caldav import CalendarWindow
from bot.dialogue.ports import SlotGone, Unknown
from tests.backends.calendar.clerk import Clerk, Seen, at_the_calendar
from tests.backends.calendar.conftest import WHO, Calendars
from tests.backends.contract import asking
from tests.backends.contract.asking import book, free
from tests.backends.town import EARLY, LATER, NEXT, TWO_WINDOWS


def at(hour: int, minute: int) -> datetime:
    """On Wednesday, in UTC."""
    return datetime(2026, 12, 2, hour, minute, tzinfo=UTC)


@pytest.fixture
async def clerk(calendars: Calendars, window: CalendarWindow) -> AsyncIterator[Clerk]:
    """At the passports; after the calendars were made."""
    async with at_the_calendar(f"{calendars.url}xihu.passport/", WHO) as clerk:
        yield clerk


async def test_a_clerk_sees_what_is_held_booked_moved_and_cancelled(window: CalendarWindow, clerk: Clerk) -> None:
    held = await asking.hold(window, EARLY, "A1", "apply", "k1")
    early = (at(0, 30), at(1, 30), f"{held.id}-0", 0)
    assert await clerk.look() == [Seen(f"{EARLY}-1.ics", "TENTATIVE", *early)]
    booked = await asking.confirm(window, held.id, "k2")
    assert await clerk.look() == [Seen(f"{EARLY}-1.ics", "CONFIRMED", *early)]
    moved = await asking.move(window, booked.id, NEXT, "k3")
    next_ = (at(1, 30), at(2, 30), f"{held.id}-1", 1)
    assert await clerk.look() == [Seen(f"{NEXT}-1.ics", "CONFIRMED", *next_)]
    await asking.cancel(window, moved.id, "k4")
    assert await clerk.look() == [Seen(f"{NEXT}-1.ics", "CANCELLED", *next_)]


async def test_a_released_hold_leaves_nothing(window: CalendarWindow, clerk: Clerk) -> None:
    held = await asking.hold(window, EARLY, "A1", "apply", "k1")
    await window.release(held.id)
    assert await clerk.look() == []


async def test_what_a_clerk_deletes_is_unknown_and_free(window: CalendarWindow, clerk: Clerk) -> None:
    booked = await book(window, EARLY)
    await clerk.delete(f"{EARLY}-1.ics")
    with pytest.raises(Unknown):
        await window.appointment(booked.id)
    with pytest.raises(Unknown):
        await asking.move(window, booked.id, NEXT, "k1")
    with pytest.raises(Unknown):
        await asking.cancel(window, booked.id, "k2")
    assert (await book(window, EARLY, "A2")).slot.id == EARLY


async def test_what_a_clerk_takes_to_another_time_is_then(window: CalendarWindow, clerk: Clerk) -> None:
    booked = await book(window, EARLY)
    await clerk.take_to(f"{EARLY}-1.ics", "20261202T014500Z", "20261202T024500Z")
    told = await window.appointment(booked.id)
    assert (told.id, told.state, told.slot.starts_at, told.slot.minutes) == (booked.id, "booked", at(1, 45), 60)
    assert [await free(window, slot) for slot in (EARLY, NEXT, LATER)] == [1, 0, 0]
    with pytest.raises(SlotGone):
        await asking.hold(window, LATER, "A2", "apply", "k1")


async def test_the_time_from_which_a_clerk_took_somebody_can_be_booked(window: CalendarWindow, clerk: Clerk) -> None:
    """The entry keeps its name; nobody finds the slot offered and then gone."""
    first = await book(window, EARLY)
    await clerk.take_to(f"{EARLY}-1.ics", "20261202T014500Z", "20261202T024500Z")
    second = await book(window, EARLY, "A2")
    assert (second.slot.id, await free(window, EARLY)) == (EARLY, 0)
    with pytest.raises(SlotGone):
        await asking.hold(window, EARLY, "A3", "apply", "k1")
    back = await asking.move(window, first.id, LATER, "k2")
    assert (back.slot.id, back.revision) == (LATER, 1)
    assert [each.name for each in await clerk.look()] == [f"{EARLY}-2.ics", f"{LATER}-1.ics"]


async def test_what_a_clerk_cancels_is_cancelled(window: CalendarWindow, clerk: Clerk) -> None:
    booked = await book(window, EARLY)
    await clerk.cancel(f"{EARLY}-1.ics")
    assert (await window.appointment(booked.id)).state == "cancelled"
    assert await free(window, EARLY) == 1


async def test_what_a_clerks_program_spoilt_is_unknown_and_still_takes_its_window(
    window: CalendarWindow, clerk: Clerk
) -> None:
    booked = await book(window, EARLY)
    await clerk.spoil(f"{EARLY}-1.ics")
    with pytest.raises(Unknown):
        await window.appointment(booked.id)
    with pytest.raises(SlotGone):
        await asking.hold(window, EARLY, "A2", "apply", "k1")


@pytest.mark.parametrize(
    "hours",
    [
        ("DTSTART:20261202T003000Z", "DTEND:20261202T010000Z"),
        ("DTSTART:20261202T004500Z", "DURATION:PT5M"),
        ("DTSTART;VALUE=DATE:20261202",),
    ],
    ids=["times", "length", "the whole day"],
)
async def test_an_entry_of_a_clerks_own_closes_a_window(
    window: CalendarWindow, calendars: Calendars, hours: tuple[str, ...]
) -> None:
    async with at_the_calendar(f"{calendars.url}xihu.real-estate/", WHO) as clerk:
        await clerk.put("SUMMARY:Training", *hours)
    assert await free(window, TWO_WINDOWS) == 1
    await book(window, TWO_WINDOWS)
    with pytest.raises(SlotGone):
        await asking.hold(window, TWO_WINDOWS, "A2", "apply", "k1")
