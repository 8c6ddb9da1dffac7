"""What is asked for afterwards: once and everything at once, and the clock stands meanwhile.

The clock shows Tuesday, the 1st of December 2026, ten past eight in Hangzhou; ten working days end on the 15th.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.backends.onewindow.applications.refusals import AskedBefore, NotYet, NotYours, StillAsked
from bot.dialogue.applications import Added, Closed, HandedIn, Incomplete, NotAsked, Status
from bot.dialogue.ports import Unknown
from tests.backends.applications.hall import Hall, happenings, part
from tests.backends.sharing.county import BUYER, SELLER

DAY = 24 * 60
ITEMS = ("房东签字的合同", "身份证反面")
LEASE = HandedIn(document="lease", person="you", paper="p1")
FOLLOWS = HandedIn(document="lease", person="you", follows_within=3)


def end(day: int) -> datetime:
    """The last second of that day in Hangzhou."""
    return datetime(2026, 12, day, 15, 59, 59, tzinfo=UTC)


async def ask(hall: Hall, department: str = "market", key: str = "ask", days: int = 5) -> Status:
    return await hall.desk.ask("A1", department, ITEMS, key, days)


async def add(hall: Hall, *papers: HandedIn, note: str | None = None, key: str = "add") -> Status:
    return await hall.window.add(BUYER, "A1", Added(papers=papers, note=note), key)


async def test_the_citizen_knows_what_is_asked_for_and_until_when(hall: Hall) -> None:
    await hall.submit()
    hall.clock.turn(2 * DAY)  # Thursday the 3rd
    status = await ask(hall)
    assert (status.asked, status.asked_until) == (ITEMS, end(10))
    told = status.events[-1]
    assert (told.what, told.part, told.body, told.asked, told.until) == ("asked", "company", "market", ITEMS, end(10))


async def test_the_clock_stands_until_it_is_added(hall: Hall) -> None:
    """From the 3rd to the 7th, a Monday, two working days are lost: not the 15th, but the 17th."""
    status = await hall.submit()
    assert status.steps[0].until == status.until == end(15)
    hall.clock.turn(2 * DAY)
    await ask(hall)
    hall.clock.turn(4 * DAY)
    hall.papers.there = {"p1": None}
    status = await add(hall, LEASE, note="都在这里")
    assert status.steps[0].until == status.until == end(17)
    assert (status.asked, status.asked_until, happenings(status)) == ((), None, ["submitted", "asked", "added"])
    assert hall.papers.there == {"p1": "A1"}
    (added,) = (await hall.desk.read("A1")).added
    assert (added.at, added.added.note, added.added.papers) == (hall.clock(), "都在这里", (LEASE,))


async def test_what_is_not_added_in_time(hall: Hall) -> None:
    """The clock stood from the 3rd to the 10th, six working days: not the 15th, but the 23rd."""
    await hall.submit()
    hall.clock.turn(2 * DAY)
    await ask(hall)
    with pytest.raises(StillAsked):
        await hall.refuse("market")
    assert await hall.work(7 * DAY) == []  # the 10th, in the morning
    assert happenings(await hall.status()) == ["submitted", "asked"]
    assert await hall.work(DAY) == []
    status = await hall.status()
    assert happenings(status) == ["submitted", "asked", "paper-missing"]
    assert (status.events[-1].asked, status.events[-1].body, status.events[-1].until) == (ITEMS, "market", end(10))
    assert (status.steps[0].until, status.steps[0].late) == (end(23), False)
    assert (await hall.desk.inbox("market"))[0].asked == "missing"
    assert (await hall.refuse("market")).state == "refused"


async def test_late_is_better_than_never(hall: Hall) -> None:
    await hall.submit()
    await ask(hall, days=1)
    await hall.work(3 * DAY)
    status = await hall.status()
    assert (status.asked, status.asked_until) == (ITEMS, None)
    until = status.steps[0].until
    status = await add(hall, note="对不起，来晚了")
    assert (status.steps[0].until, status.asked) == (until, ())
    assert happenings(status) == ["submitted", "asked", "paper-missing", "added"]


async def test_asked_once_and_everything_at_once(hall: Hall) -> None:
    await hall.submit(part((1, "market"), (1, "fire")))
    await ask(hall)
    with pytest.raises(AskedBefore):
        await ask(hall, key="more")
    assert happenings(await ask(hall, "fire")) == ["submitted", "asked", "asked"]
    await add(hall, note="好了")
    with pytest.raises(AskedBefore):
        await ask(hall, key="again")


async def test_one_answer_answers_everybody_who_asked(hall: Hall) -> None:
    await hall.submit(part((1, "market"), (1, "fire")))
    await ask(hall, days=5)
    assert (await ask(hall, "fire", days=2)).asked_until == end(3)
    assert (await add(hall, note="好了")).asked == ()
    with pytest.raises(NotAsked):
        await add(hall, note="还有", key="more")


async def test_an_approval_needs_no_answer_any_more(hall: Hall) -> None:
    await hall.submit(part((1, "market"), (2, "fire")))
    await ask(hall)
    assert (await hall.approve("market")).asked == ()
    with pytest.raises(NotAsked):
        await add(hall, note="好了")


async def test_the_clock_stood_for_those_after_it_also_without_an_answer(hall: Hall) -> None:
    """From the 3rd to the 7th two working days are lost: not the 15th, but the 17th."""
    await hall.submit(part((1, "market"), (2, "fire")))
    hall.clock.turn(2 * DAY)
    await ask(hall)
    hall.clock.turn(4 * DAY)
    status = await hall.approve("market")
    assert [step.until for step in status.steps] == [end(15), end(17)]
    assert status.until == end(17)


async def test_who_may_not_ask(hall: Hall) -> None:
    await hall.submit(part((1, "market"), (2, "fire")))
    with pytest.raises(NotYours):
        await ask(hall, "bank")
    with pytest.raises(NotYet):
        await ask(hall, "fire")
    with pytest.raises(Unknown):
        await hall.desk.ask("A2", "market", ITEMS, "ask")


async def test_who_may_not_add(hall: Hall) -> None:
    await hall.submit()
    with pytest.raises(NotAsked):
        await add(hall, note="好了")
    await ask(hall)
    with pytest.raises(Unknown):
        await hall.window.add(SELLER, "A1", Added(note="好了"), "add")
    with pytest.raises(Incomplete) as raised:
        await add(hall)
    assert raised.value.missing == ITEMS
    with pytest.raises(Incomplete) as raised:
        await add(hall, LEASE)
    assert raised.value.missing == ("lease",)
    await hall.window.withdraw(BUYER, "A1", "withdraw")
    with pytest.raises(Closed):
        await add(hall, LEASE)


async def test_adding_twice_with_a_key_is_adding_once(hall: Hall) -> None:
    await hall.submit()
    await ask(hall)
    first = await add(hall, note="好了")
    hall.clock.turn(DAY)
    assert await add(hall, note="好了") == first
    assert len((await hall.desk.read("A1")).added) == 1


async def test_a_paper_that_was_to_follow_comes(hall: Hall) -> None:
    """Three working days from Tuesday the 1st."""
    status = await hall.submit(part(papers=(FOLLOWS,)))
    assert (status.asked, status.asked_until) == (("lease",), end(4))
    hall.papers.there = {"p1": None}
    status = await add(hall, LEASE)
    assert (status.asked, status.asked_until) == ((), None)
    assert status.steps[0].until == end(15)  # the clock did not stand
    await hall.work(5 * DAY)
    assert happenings(await hall.status()) == ["submitted", "added"]


async def test_a_paper_that_was_to_follow_and_does_not(hall: Hall) -> None:
    other = FOLLOWS.model_copy(update={"document": "photo"})
    await hall.submit(part(papers=(FOLLOWS, other)), part((1, "food"), procedure="food", papers=(FOLLOWS,)))
    await hall.work(3 * DAY)
    assert happenings(await hall.status()) == ["submitted"]
    await hall.work(DAY)
    await hall.work(DAY)
    status = await hall.status()
    assert happenings(status) == ["submitted", "paper-missing", "paper-missing"]
    assert [(event.part, event.asked, event.until) for event in status.events[1:]] == [
        ("company", ("lease", "photo"), end(4)),
        ("food", ("lease",), end(4)),
    ]
    hall.papers.there = {"p1": None}
    assert (await add(hall, LEASE)).asked == ("photo",)


async def test_a_paper_that_was_to_follow_leaves_what_was_asked_for_open(hall: Hall) -> None:
    await hall.submit(part(papers=(FOLLOWS,)))
    await ask(hall)
    hall.papers.there = {"p1": None, "p2": None}
    assert (await add(hall, LEASE)).asked == ITEMS
    scan = HandedIn(document="", person="you", paper="p2")
    assert (await add(hall, scan, key="rest")).asked == ()


async def test_a_paper_without_a_name_is_what_was_to_follow(hall: Hall) -> None:
    await hall.submit(part(papers=(FOLLOWS,)))
    with pytest.raises(NotAsked):
        await add(hall, note="明天送来")
    hall.papers.there = {"p1": None}
    assert (await add(hall, HandedIn(document="", person="you", paper="p1"))).asked == ()


async def test_nothing_is_missed_once_it_is_decided(hall: Hall) -> None:
    await hall.submit(part(papers=(FOLLOWS,)))
    await hall.approve("market")
    assert await hall.work(10 * DAY) == []
    assert happenings(await hall.status()) == ["submitted", "approved", "decided", "in-hand"]
