"""Until when each department decides, and what happens when it does not.

The clock shows Tuesday, the 1st of December 2026, ten past eight in Hangzhou; ten working days end on the 15th.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.dialogue.applications import Added
from tests.backends.applications.hall import Hall, approval, happenings, part, time
from tests.backends.applications.test_supplements import DAY, ITEMS, end
from tests.backends.sharing.county import BUYER


async def test_the_clock_runs_from_the_submission_for_all_steps(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (2, "market")))
    hall.clock.turn(3 * DAY)
    status = await hall.approve("fire")
    assert [step.until for step in status.steps] == [end(15), end(15)]
    assert [step.since for step in status.steps] == [status.submitted_at, hall.clock()]


async def test_the_promise_binds_where_it_is_shorter(hall: Hall) -> None:
    status = await hall.submit(part(time=time("20 working days", "2 working days")))
    assert status.until == end(3)


async def test_on_the_spot_means_today(hall: Hall) -> None:
    assert (await hall.submit(part(time=time("20 working days", "on the spot")))).until == end(1)


async def test_the_whole_is_decided_when_its_last_part_is(hall: Hall) -> None:
    status = await hall.submit(part(), part((1, "food"), procedure="food", time=time("2 working days")))
    assert (status.until, [step.until for step in status.steps]) == (end(15), [end(15), end(3)])


async def test_a_part_that_nobody_can_tell_yet(hall: Hall) -> None:
    status = await hall.submit(part(), part((1, "food"), procedure="food", time=time("30 working days")))
    assert (status.until, [step.until for step in status.steps]) == (None, [end(15), None])


async def test_what_is_announced_counts_for_it_and_those_after_it(hall: Hall) -> None:
    """Announced to the end of Friday the 4th, so three working days are lost: the 18th. The fire brigade has no part
    in it.
    """
    announced = approval(1, "market", publicity="3 working days")
    status = await hall.submit(part((1, "fire"), announced, (2, "food")))
    assert [step.until for step in status.steps] == [end(15), end(18), None]
    assert status.until == end(18)
    await hall.approve("fire")
    hall.clock.turn(4 * DAY)
    status = await hall.approve("market")
    assert status.steps[2].until == end(18)


async def test_what_will_be_announced_is_counted_beforehand(hall: Hall) -> None:
    """As if it began at once; it begins on the 7th, and takes the 8th to the 10th, and its own day."""
    status = await hall.submit(part((1, "fire"), approval(2, "market", publicity="3 working days")))
    assert (status.until, status.steps[0].until) == (end(18), end(15))
    hall.clock.turn(6 * DAY)
    status = await hall.approve("fire")
    assert status.until == status.steps[1].until == end(21)


async def test_late_is_noted_once_and_seen_by_the_manager(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (1, "market")))
    await hall.approve("market")
    await hall.work(14 * DAY)
    assert (await hall.desk.late(), happenings(await hall.status())) == ((), ["submitted", "approved"])
    await hall.work(DAY)
    status = await hall.status()
    assert happenings(status) == ["submitted", "approved", "late"]
    told = status.events[-1]
    assert (told.part, told.body, told.until) == ("company", "fire", end(15))
    assert [step.late for step in status.steps] == [True, False]
    assert [(step.case, step.department, step.late) for step in await hall.desk.late()] == [("A1", "fire", True)]
    await hall.work(10 * DAY)
    assert happenings(await hall.status()).count("late") == 1
    assert (await hall.approve("fire")).state == "approved"
    assert await hall.desk.late() == ()


async def test_two_steps_that_are_late(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (1, "market")))
    await hall.work(15 * DAY)
    assert happenings(await hall.status()) == ["submitted", "late", "late"]
    assert [step.department for step in await hall.desk.late()] == ["fire", "market"]


async def test_the_manager_sees_it_also_before_anybody_noted_it(hall: Hall) -> None:
    await hall.submit()
    hall.clock.turn(15 * DAY)
    assert [(step.department, step.late) for step in await hall.desk.late()] == [("market", False)]


async def test_nothing_is_late_while_the_citizen_is_asked(hall: Hall) -> None:
    """Asked on the 15th, the last day, for ten days; answered on the 21st, which is then the last day."""
    await hall.submit()
    hall.clock.turn(14 * DAY)
    await hall.desk.ask("A1", "market", ITEMS, "ask", 10)
    await hall.work(2 * DAY)
    assert (await hall.desk.late(), happenings(await hall.status())) == ((), ["submitted", "asked"])
    hall.clock.turn(4 * DAY)
    await hall.window.add(BUYER, "A1", Added(note="好了"), "add")
    status = await hall.status()
    assert status.steps[0].until == end(21)
    await hall.work(DAY)
    assert happenings(await hall.status()) == ["submitted", "asked", "added", "late"]


async def test_withdrawn_is_never_late(hall: Hall) -> None:
    await hall.submit()
    await hall.window.withdraw(BUYER, "A1", "withdraw")
    assert await hall.work(20 * DAY) == []
    assert happenings(await hall.status()) == ["submitted", "withdrawn"]


async def test_a_calendar_that_is_entered_later(hall: Hall) -> None:
    """The year 2027 is entered when a week has passed: 30 working days end with the 12th of January."""
    await hall.submit(part(time=time("30 working days")))
    assert await hall.work(5 * DAY) == []
    assert (await hall.status()).until is None
    year = hall.province.calendar[2026].model_copy(update={"holidays": {}, "working": ()})
    hall.province.calendar[2027] = year
    assert await hall.work(3 * DAY) == []
    status = await hall.status()
    assert status.steps[0].until == status.until == datetime(2027, 1, 12, 15, 59, 59, tzinfo=UTC)


async def test_midnight_is_the_offices(hall: Hall) -> None:
    """At 16:00 UTC a new day begins in Hangzhou."""
    hall.clock.now = datetime(2026, 12, 1, 15, 59, 59, tzinfo=UTC)
    assert (await hall.submit(part(time=time("1 working day")))).until == end(2)
    hall.clock.now = datetime(2026, 12, 1, 16, 0, 0, tzinfo=UTC)
    assert (await hall.submit(part(time=time("1 working day")), case="A2")).until == end(3)


async def test_holidays_are_not_counted(hall: Hall) -> None:
    """Handed in on Wednesday, the 30th of September: off until the 7th, and Saturday the 10th is worked."""
    hall.clock.now = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
    status = await hall.submit(part(time=time("3 working days")))
    assert status.until == datetime(2026, 10, 10, 15, 59, 59, tzinfo=UTC)
