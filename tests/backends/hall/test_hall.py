"""The day in the hall on each database: who may come, who is called, who is missed; two windows and two replicas."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.backends.onewindow.hall.refusals import (
    Cancelled,
    ComeLater,
    NotCalled,
    OtherCentre,
    OtherDay,
    Over,
    WindowBusy,
)
from bot.backends.onewindow.tables import place
from bot.database.engine import open_engine, reading
from bot.dialogue.hall import Wait
from bot.dialogue.ports import Appointment, Refused, TooLate, Unknown
from tests.backends.books import Line, read_books
from tests.backends.contract import asking
from tests.backends.hall.conftest import CENTRE, COUNTER, FIRST, LAST, SECOND, Day
from tests.backends.town import TWO_WINDOWS, Clock


@pytest.fixture
async def replica(day: Day, database_url: str) -> AsyncIterator[Day]:
    """A second process, as far as the database can tell."""
    engine = open_engine(database_url)
    yield replace(day, engine=engine)
    await engine.dispose()


async def state(day: Day, appointment: Appointment) -> str | None:
    """How its place stands in the books."""
    async with reading(day.engine) as connection:
        return await connection.scalar(select(place.c.state).where(place.c.id == appointment.id))


# --- who comes -------------------------------------------------------------------------------------------------------


async def test_a_visit_from_the_door_to_the_end(day: Day, clock: Clock) -> None:
    await day.book(FIRST)
    number = await day.check_in()
    assert (number.number, number.kind, number.wait) == ("D001", "appointment", Wait(0, 0, False))
    assert (await day.check_in()).number == "D001", "the same number, however often"
    assert await day.call("5") == "D001"
    clock.turn(12)
    assert (await day.end("d001")).state == "served"
    assert (await day.check_in()).state == "served"
    told = [(each.what, each.number, each.window) for each in await day.news()]
    assert told == [("checked-in", "D001", None), ("called", "D001", "5"), ("served", "D001", "5")]
    with pytest.raises(TooLate):
        await asking.cancel(day.window, (await day.window.appointment(number.place or "")).id, "k")


@pytest.mark.parametrize(
    ("minutes", "kind"), [(-60, "appointment"), (15, "appointment"), (16, "late"), (89, "late")], ids=str
)
async def test_early_on_time_and_late(day: Day, clock: Clock, minutes: int, kind: str) -> None:
    await day.book(FIRST)
    clock.turn(minutes)
    assert (await day.check_in()).kind == kind


async def test_who_cannot_check_in_is_told_why(day: Day, clock: Clock) -> None:
    await day.book(LAST, "SOON")
    await day.book("hami.passport.20261202T0230Z", "AWAY")
    await day.book("xihu.passport.20261203T0030Z", "MORROW")
    dropped = await day.book("xihu.social-security.20261202T0130Z", "DROPPED")
    await asking.cancel(day.window, dropped.id, "k")
    refused: dict[str, Refused] = {}
    for case in ("SOON", "AWAY", "MORROW", "DROPPED", "NOBODY"):
        with pytest.raises(Refused) as refusal:
            await day.check_in(case)
        refused[case] = refusal.value
    assert [type(each) for each in refused.values()] == [ComeLater, OtherCentre, OtherDay, Cancelled, Unknown]
    soon, away, morrow = refused["SOON"], refused["AWAY"], refused["MORROW"]
    assert isinstance(soon, ComeLater)
    assert soon.opens_at.isoformat() == "2026-12-02T07:30:00+00:00"  # an hour before half past four
    assert isinstance(away, OtherCentre)
    assert away.centre == "hami"
    assert isinstance(morrow, OtherDay)
    assert morrow.starts_at.isoformat() == "2026-12-03T00:30:00+00:00"
    await day.book(FIRST, "LONG-AGO")
    clock.turn(90)
    with pytest.raises(Over):
        await day.check_in("LONG-AGO")


async def test_a_number_is_never_given_twice(day: Day, replica: Day) -> None:
    await day.book(FIRST)
    numbers = [
        number.number
        for number in await asyncio.gather(
            *(one.hall.walk_in(CENTRE, COUNTER, f"w{at}") for at, one in enumerate((day, replica) * 4)),
            *(one.hall.check_in("A1", CENTRE, f"c{at}") for at, one in enumerate((day, replica))),
            *(one.hall.walk_in(CENTRE, "passport", "the same key") for one in (day, replica)),
        )
    ]
    assert len(set(numbers[:8])) == 8
    assert numbers[8] == numbers[9]
    assert {*numbers[:9]} == {f"D00{at}" for at in range(1, 10)}
    assert numbers[10:] == ["A001", "A001"]


async def test_who_cancels_after_checking_in_leaves_the_line(day: Day, clock: Clock) -> None:
    booked = await day.book(SECOND)
    await day.check_in()
    moved = await asking.move(day.window, booked.id, LAST, "k")
    assert await day.call() is None
    clock.turn(7 * 60 + 15)
    assert (await day.check_in()).due_at == moved.slot.starts_at
    assert await day.call() == "D002"
    with pytest.raises(TooLate):
        await asking.cancel(day.window, booked.id, "k2")
    assert await read_books(day.engine) == {SECOND: Line(0, 0, 10), LAST: Line(1, 1, 10)}


# --- who is next -----------------------------------------------------------------------------------------------------


async def test_two_windows_that_call_at_once_get_two_people(day: Day, replica: Day) -> None:
    for _ in range(6):
        await day.walk_in()
    ask = (one.hall.call_next(CENTRE, COUNTER, str(at), f"c{at}") for at, one in enumerate((day, replica) * 4))
    called = [number.number for number in await asyncio.gather(*ask) if number]
    assert sorted(called) == [f"D00{at}" for at in range(1, 7)]


async def test_a_window_calls_once_and_finishes_first(day: Day) -> None:
    for _ in range(2):
        await day.walk_in()
    first = await day.hall.call_next(CENTRE, COUNTER, "5", "k")
    assert await day.hall.call_next(CENTRE, COUNTER, "5", "k") == first, "a call that is repeated calls nobody else"
    with pytest.raises(WindowBusy, match="D001"):
        await day.call("5")
    with pytest.raises(NotCalled):
        await day.end("D002")
    with pytest.raises(Unknown):
        await day.end("D003")
    await day.end("D002", "left")
    await day.end("D001")
    assert await day.call("5") is None


async def test_after_two_appointments_a_walk_in_who_waited_long_is_next(day: Day, clock: Clock) -> None:
    cases = ["A1", "A2", "A3"]
    for case in cases:
        await day.book(FIRST, case)
    await day.walk_in()
    clock.turn(-1)
    for case in cases:
        await day.check_in(case)
    clock.turn(35)
    assert [await day.call(window) for window in "1234"] == ["D002", "D003", "D001", "D004"]


async def test_who_does_not_come_waits_once_more(day: Day, clock: Clock) -> None:
    appointment = await day.book(FIRST)
    await day.check_in()
    await day.walk_in()
    assert await day.call() == "D001"
    clock.turn(3)
    again = await day.no_show("D001")
    assert (again.state, again.kind) == ("waiting", "late")
    assert [await day.call("1"), await day.call("2")] == ["D002", "D001"]
    assert (await day.no_show("D001")).state == "missed"
    with pytest.raises(Over):
        await day.check_in()
    assert [each.what for each in await day.news()] == [
        "checked-in", "called", "called-in-vain", "called", "missed",
    ]  # fmt: skip
    assert await state(day, appointment) == "over"


async def test_the_wait_is_measured_once_five_were_served(day: Day, clock: Clock) -> None:
    for _ in range(2):
        await day.walk_in("passport")
    assert (await day.hall.estimate(CENTRE, "passport")) == Wait(2, 120, False)
    await day.serve(minutes=10, times=5)
    assert await day.hall.estimate(CENTRE, COUNTER) == Wait(0, 0, True)
    for _ in range(3):
        await day.walk_in()
    assert await day.call("9") == "D006"
    assert await day.hall.estimate(CENTRE, COUNTER) == Wait(2, 25, True)
    assert [(each.number, each.wait) for each in await day.hall.queue(CENTRE, COUNTER)] == [
        ("D006", None), ("D007", Wait(0, 5, True)), ("D008", Wait(1, 15, True)),
    ]  # fmt: skip
    clock.turn(29 * 24 * 60)
    assert (await day.hall.estimate(CENTRE, COUNTER)).measured is False


# --- the evening -----------------------------------------------------------------------------------------------------


async def test_nobody_came_counts_once_whoever_sweeps(day: Day, replica: Day, clock: Clock) -> None:
    missed = await day.book(FIRST, "A1")
    came = await day.book(SECOND, "A2")
    await day.check_in("A2")
    clock.turn(89)
    assert await day.hall.sweep(clock()) == 0, "until an hour after its end they may still come"
    clock.turn(1)
    assert sum(await asyncio.gather(*(one.hall.sweep(clock()) for one in (day, replica) * 3))) == 1
    [told] = [each for each in await day.news() if each.what == "missed"]
    assert (told.case, told.slot, told.number) == ("A1", FIRST, None)
    assert [await state(day, each) for each in (missed, came)] == ["over", "booked"]
    assert (await read_books(day.engine))[FIRST] == Line(1, 1, 10), "it was taken all the same"
    clock.turn(24 * 60)
    assert await day.hall.sweep(clock()) == 0
    assert await state(day, came) == "over", "nobody called them, and the day is over"


async def test_a_centre_that_keeps_no_hall_misses_nobody(day: Day, clock: Clock) -> None:
    booked = await day.book(TWO_WINDOWS)
    clock.turn(5 * 60)
    assert await day.hall.sweep(clock()) == 0
    assert await state(day, booked) == "booked"
