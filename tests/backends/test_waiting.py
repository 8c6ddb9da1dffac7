"""The waiting list of the embedded One Window: who is offered what, for how long, and that nothing gets lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.offers import NEWS, answer_by
from bot.backends.onewindow.tables import leave, place, waiting
from bot.backends.onewindow.waiting import AwaitedOneWindow, handlers
from bot.database.encryption import Vault
from bot.database.engine import open_engine, reading
from bot.database.jobs import Finish, Job, Jobs, work
from bot.dialogue.ports import Booker, HoldExpired, LimitReached, SlotGone, Unknown
from bot.dialogue.waiting_list import Awaited, Position
from tests.backends.books import Line, read_books
from tests.backends.contract import asking
from tests.backends.contract.asking import PROCEDURE, book, free
from tests.backends.town import EARLY, HOLD_MINUTES, LATER, NEXT, NOW, TEN_WINDOWS, Clock, build_town

THURSDAY = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)  # its midnight in Hangzhou
EARLY_BEGINS = datetime(2026, 12, 2, 0, 30, tzinfo=UTC)
LATER_BEGINS = datetime(2026, 12, 2, 2, 30, tzinfo=UTC)
TODAY = "xihu.passport.20261201T0130Z"  # Tuesday 09:30, an hour and twenty minutes from now
HANGZHOU = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def jobs(vault: Vault) -> Jobs:
    return Jobs(vault)


@pytest.fixture
def window(database: AsyncEngine, clock: Clock, jobs: Jobs) -> OneWindow:
    return OneWindow(database, build_town(), clock, HOLD_MINUTES, jobs)


@pytest.fixture
def waiting_list(database: AsyncEngine, clock: Clock, jobs: Jobs) -> AwaitedOneWindow:
    return AwaitedOneWindow(database, build_town(), clock, jobs)


@dataclass
class Replica:
    """A second process, as far as the database can tell."""

    window: OneWindow
    waiting_list: AwaitedOneWindow


@pytest.fixture
async def replica(database_url: str, clock: Clock, jobs: Jobs) -> AsyncIterator[Replica]:
    engine, town = open_engine(database_url), build_town()
    yield Replica(OneWindow(engine, town, clock, HOLD_MINUTES, jobs), AwaitedOneWindow(engine, town, clock, jobs))
    await engine.dispose()


# --- who is offered a place -----------------------------------------------------------------------------------------


async def test_first_come_first_served(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine
) -> None:
    booked = [await book(window, slot, f"B{slot}") for slot in (EARLY, NEXT)]
    ahead = [(await join(waiting_list, case)).ahead for case in ("A1", "A2", "A3")]
    assert ahead == [0, 1, 2]
    for number, each in enumerate(booked):
        await asking.cancel(window, each.id, f"k{number}")
    assert {case: slot for case, (_, slot) in (await offers(database)).items()} == {"A1": EARLY, "A2": NEXT}
    assert await waiting_list.count_ahead((await join(waiting_list, "A3")).id) == 0
    assert await read_books(database) == {EARLY: Line(1, 1, 1), NEXT: Line(1, 1, 1)}


async def by_cancelling(window: OneWindow, clock: Clock) -> None:
    await asking.cancel(window, (await book(window, EARLY, "B")).id, "freed")


async def by_moving(window: OneWindow, clock: Clock) -> None:
    await asking.move(window, (await book(window, EARLY, "B")).id, NEXT, "freed")


async def by_releasing(window: OneWindow, clock: Clock) -> None:
    await window.release((await asking.hold(window, EARLY, "B", "apply", "freed")).id)


async def by_holding_another(window: OneWindow, clock: Clock) -> None:
    await asking.hold(window, EARLY, "B", "apply", "k1")
    await asking.hold(window, NEXT, "B", "apply", "freed")


async def by_time(window: OneWindow, clock: Clock) -> None:
    await asking.hold(window, EARLY, "B", "apply", "k1")
    clock.turn(HOLD_MINUTES)
    assert await free(window, EARLY) == 0  # whoever looks ends the hold, and sees no free place


WAYS = [by_cancelling, by_moving, by_releasing, by_holding_another, by_time]


@pytest.mark.parametrize("free_it", WAYS, ids=lambda way: way.__name__)
async def test_a_place_that_becomes_free_is_offered(
    window: OneWindow,
    waiting_list: AwaitedOneWindow,
    database: AsyncEngine,
    clock: Clock,
    free_it: Callable[[OneWindow, Clock], Awaitable[None]],
) -> None:
    await join(waiting_list, "A1")
    await free_it(window, clock)
    ((case, (offer, slot)),) = (await offers(database)).items()
    assert (case, slot) == ("A1", EARLY)
    assert await free(window, EARLY) == 0
    with pytest.raises(SlotGone):
        await asking.hold(window, EARLY, "C", "apply", "k9")
    told = await waiting_list.find_offer(offer)
    assert (told.case, told.visit, told.slot.id, told.until) == ("A1", "apply", EARLY, clock() + timedelta(minutes=30))


MISFITS: dict[str, dict[str, Any]] = {
    "it begins too late": {"closes": EARLY_BEGINS},
    "it begins too early": {"opens": EARLY_BEGINS + timedelta(minutes=1)},
    "it is another counter": {"counter": "tax"},
    "it is another centre": {"centre": "hami"},
    "afternoons are wanted": {"earliest": time(12)},
    "it begins at an hour before which it should": {"latest": time(8, 30)},
    "half past nine is wanted": {"earliest": time(9, 30), "latest": time(9, 30)},
}


async def test_a_place_goes_to_the_first_whom_it_fits(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine
) -> None:
    for why, misfit in MISFITS.items():
        await join(waiting_list, why, **misfit)
    await join(waiting_list, "A1", opens=EARLY_BEGINS, earliest=time(8, 30), latest=time(8, 30))
    await asking.cancel(window, (await book(window, EARLY, "B")).id, "k1")
    assert list(await offers(database)) == ["A1"]


async def test_a_place_is_offered_while_it_is_an_hour_ahead(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock
) -> None:
    """Half past nine is an hour ahead at half past eight, which is in twenty minutes."""
    await join(waiting_list, "A1")
    clock.turn(20)
    await asking.cancel(window, (await book(window, TODAY, "B1")).id, "k1")
    assert list(await offers(database)) == ["A1"]
    await join(waiting_list, "A2")
    clock.turn(1)
    await waiting_list.decline(await offer_to(database, "A1"))
    assert await offers(database) == {}
    assert next(slot.id for slot in await window.slots("xihu", "passport", NOW.date(), 1)) == TODAY


async def test_a_place_at_a_window_that_was_closed_meanwhile_is_offered_to_nobody(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine
) -> None:
    booked = await book(window, EARLY, "B")
    await join(waiting_list, "A1")
    async with database.begin() as connection:
        row = {"id": "L1", "centre": "xihu", "counter": "passport", "starts_at": NOW, "ends_at": THURSDAY, "windows": 1}
        await connection.execute(insert(leave).values(row))
    await asking.cancel(window, booked.id, "k1")
    assert await offers(database) == {}
    assert await free(window, EARLY) == 0


async def test_whoever_gives_a_place_back_is_not_offered_it(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine
) -> None:
    await join(waiting_list, "A1")
    await window.release((await asking.hold(window, EARLY, "A1", "apply", "k1")).id)
    assert await offers(database) == {}
    assert await free(window, EARLY) == 1


# --- how long -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "begins", "until"),
    [
        ("2026-12-01T10:00", "2026-12-02T08:30", "2026-12-01T10:30"),
        ("2026-12-01T10:00", "2026-12-01T11:00", "2026-12-01T10:30"),
        ("2026-12-01T20:59", "2026-12-02T13:30", "2026-12-01T21:29"),
        ("2026-12-01T21:00", "2026-12-02T13:30", "2026-12-02T08:30"),
        ("2026-12-02T07:59", "2026-12-02T13:30", "2026-12-02T08:30"),
        ("2026-12-02T08:00", "2026-12-02T13:30", "2026-12-02T08:30"),
        ("2026-12-01T23:00", "2026-12-02T08:30", "2026-12-02T08:00"),
        ("2026-12-02T07:30", "2026-12-02T08:45", "2026-12-02T08:15"),
    ],
)
def test_an_offer_lasts_half_an_hour_or_over_night(now: str, begins: str, until: str) -> None:
    at, start, end = (datetime.fromisoformat(each).replace(tzinfo=HANGZHOU) for each in (now, begins, until))
    assert answer_by(start, at, HANGZHOU) == end


@settings(max_examples=200, deadline=None)
@given(
    now=st.integers(0, 3 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    ahead=st.timedeltas(timedelta(hours=1), timedelta(days=20)),
    zone=st.sampled_from([HANGZHOU, ZoneInfo("Asia/Urumqi")]),
)
def test_whoever_is_offered_a_place_has_half_an_hour_to_answer_and_another_to_come(
    now: datetime, ahead: timedelta, zone: ZoneInfo
) -> None:
    until = answer_by(now + ahead, now, zone)
    assert now + timedelta(minutes=30) <= until <= now + ahead - timedelta(minutes=30)
    assert until <= now + timedelta(hours=11, minutes=30)


async def test_unanswered_it_goes_to_the_next_and_the_first_to_the_end(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock, replica: Replica
) -> None:
    """Two processes look at the same moment, again and again; each of the offers ends once, two for each who waits."""
    first = (await join(waiting_list, "A1")).id
    await join(waiting_list, "A2")
    await by_cancelling(window, clock)
    for number, case in enumerate(["A2", "A1", "A2", None], 1):
        clock.turn(30)
        freed = await asyncio.gather(*(one.expire(clock()) for one in (window, replica.window) * 4))
        assert sum(freed) == 1
        assert list(await offers(database)) == [case] * (case is not None)
        assert await waiting_list.count_ahead(first) == (0 if number < 3 else None)
    assert await read_books(database) == {EARLY: Line(used=0, taken=0, capacity=1)}
    first_round = ["A1 offered", "A2 offered", "A1 unanswered", "A1 offered", "A2 unanswered"]
    assert await told(database, waiting_list) == [*first_round, "A2 offered", "A1 dropped", "A2 dropped"]


async def test_it_ends_on_time_although_nobody_looks(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock, jobs: Jobs
) -> None:
    for case in ("A1", "A2"):
        await join(waiting_list, case)
    await by_cancelling(window, clock)
    for minutes, case in ((29, "A1"), (1, "A2")):
        clock.turn(minutes)
        await work(database, jobs, handlers(waiting_list), now=clock(), limit=10)
        assert list(await offers(database)) == [case]


async def test_waiting_ends_with_the_times_that_are_wanted(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock, jobs: Jobs
) -> None:
    mine = (await join(waiting_list, "A1", closes=EARLY_BEGINS)).id
    clock.now = EARLY_BEGINS
    await work(database, jobs, handlers(waiting_list), now=clock(), limit=10)
    assert await waiting_list.count_ahead(mine) is None
    assert await told(database, waiting_list) == ["A1 over"]
    assert (await join(waiting_list, "A1", key="again")).ahead == 0


# --- taking it ------------------------------------------------------------------------------------------------------


async def test_taking_an_offer_books_it(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock
) -> None:
    mine = (await join(waiting_list, "A1")).id
    await by_cancelling(window, clock)
    offer = await offer_to(database, "A1")
    taken = await waiting_list.accept(offer, "k1")
    assert (taken.id, taken.case, taken.slot.id, taken.state, taken.revision) == (offer, "A1", EARLY, "booked", 0)
    assert await window.appointment(offer) == taken
    assert await waiting_list.count_ahead(mine) is None
    assert await waiting_list.accept(offer, "k1") == taken
    assert await waiting_list.accept(offer, "k2") == taken
    assert await read_books(database) == {EARLY: Line(1, 1, 1)}


async def test_taking_an_earlier_place_swaps_and_the_one_that_is_left_goes_to_the_next(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock, replica: Replica
) -> None:
    mine = await book(window, LATER, "A1")
    await join(waiting_list, "A1", closes=LATER_BEGINS)
    await join(waiting_list, "A2")
    await by_cancelling(window, clock)
    offer = await offer_to(database, "A1")
    lists = (waiting_list, replica.waiting_list)
    answers = await asyncio.gather(*(one.accept(offer, f"k{number}") for number, one in enumerate(lists * 3)))
    assert {(each.id, each.slot.id, each.state, each.revision) for each in answers} == {(mine.id, EARLY, "booked", 1)}
    assert {case: slot for case, (_, slot) in (await offers(database)).items()} == {"A2": LATER}
    assert await read_books(database) == {EARLY: Line(1, 1, 1), LATER: Line(1, 1, 1)}
    assert await waiting_list.accept(offer, "k0") == answers[0]


async def test_a_swap_that_breaks_off_leaves_everything_as_it_was(
    window: OneWindow,
    waiting_list: AwaitedOneWindow,
    database: AsyncEngine,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = await book(window, LATER, "A1")
    await join(waiting_list, "A1", closes=LATER_BEGINS)
    await by_cancelling(window, clock)
    offer = await offer_to(database, "A1")

    async def break_off(*_: object, **__: object) -> bool:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("bot.backends.onewindow.waiters.change", break_off)
        with pytest.raises(RuntimeError):
            await waiting_list.accept(offer, "k1")
    assert await window.appointment(mine.id) == mine
    assert await offer_to(database, "A1") == offer
    assert (await waiting_list.accept(offer, "k1")).slot.id == EARLY


async def test_an_offer_that_is_taken_late_has_gone_to_the_next(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock
) -> None:
    for case in ("A1", "A2"):
        await join(waiting_list, case)
    await by_cancelling(window, clock)
    offer = await offer_to(database, "A1")
    clock.turn(30)
    with pytest.raises(HoldExpired):
        await waiting_list.accept(offer, "k1")
    assert list(await offers(database)) == ["A2"]
    with pytest.raises(Unknown):
        await waiting_list.find_offer(offer)
    with pytest.raises(Unknown):
        await window.appointment(offer)


async def test_an_offer_is_no_hold_that_anybody_could_confirm(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock
) -> None:
    await join(waiting_list, "A1")
    await by_cancelling(window, clock)
    offer = await offer_to(database, "A1")
    await window.release(offer)
    with pytest.raises(Unknown):
        await asking.confirm(window, offer, "k1")
    with pytest.raises(Unknown):
        await asking.cancel(window, offer, "k2")
    assert await offer_to(database, "A1") == offer


async def test_taking_gives_up_what_was_held_meanwhile(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, clock: Clock
) -> None:
    await join(waiting_list, "A1")
    await asking.hold(window, LATER, "A1", "apply", "k1")
    await by_cancelling(window, clock)
    assert (await waiting_list.accept(await offer_to(database, "A1"), "k2")).slot.id == EARLY
    assert await read_books(database) == {EARLY: Line(1, 1, 1), LATER: Line(0, 0, 1)}


# --- leaving it -----------------------------------------------------------------------------------------------------


async def by_declining(window: OneWindow, waiting_list: AwaitedOneWindow, offer: str, mine: str, had: str) -> None:
    await waiting_list.decline(offer)


async def by_leaving(window: OneWindow, waiting_list: AwaitedOneWindow, offer: str, mine: str, had: str) -> None:
    await waiting_list.leave(mine)


async def by_cancelling_mine(
    window: OneWindow, waiting_list: AwaitedOneWindow, offer: str, mine: str, had: str
) -> None:
    await asking.cancel(window, had, "k1")


async def by_moving_mine(window: OneWindow, waiting_list: AwaitedOneWindow, offer: str, mine: str, had: str) -> None:
    await asking.move(window, had, NEXT, "k1")


GONE = [by_declining, by_leaving, by_cancelling_mine, by_moving_mine]


@pytest.mark.parametrize("leave_it", GONE, ids=lambda way: way.__name__)
async def test_whoever_wants_it_no_more_leaves_it_to_the_next_at_once(
    window: OneWindow,
    waiting_list: AwaitedOneWindow,
    database: AsyncEngine,
    clock: Clock,
    leave_it: Callable[[OneWindow, AwaitedOneWindow, str, str, str], Awaitable[None]],
) -> None:
    had = (await book(window, LATER, "A1")).id
    mine = (await join(waiting_list, "A1", closes=LATER_BEGINS)).id
    await join(waiting_list, "A2", closes=LATER_BEGINS)
    await by_cancelling(window, clock)
    offer = await offer_to(database, "A1")
    for _ in range(2):  # again, it changes nothing
        await leave_it(window, waiting_list, offer, mine, had)
        assert {case: slot for case, (_, slot) in (await offers(database)).items()} == {"A2": EARLY}
    assert await waiting_list.count_ahead(mine) is None
    with pytest.raises(Unknown):
        await waiting_list.accept(offer, "k9")


async def test_whoever_books_another_way_waits_no_more(window: OneWindow, waiting_list: AwaitedOneWindow) -> None:
    """Under another case of the same chat too."""
    mine = (await join(waiting_list, "A1", chat="C1")).id
    hold = await asking.hold(window, LATER, "A9", "apply", "k1", chat="C1")
    assert await waiting_list.count_ahead(mine) == 0
    await asking.confirm(window, hold.id, "k2")
    assert await waiting_list.count_ahead(mine) is None


# --- limits ---------------------------------------------------------------------------------------------------------


async def test_a_robot_that_joins_under_many_cases_waits_once(
    waiting_list: AwaitedOneWindow, replica: Replica, database: AsyncEngine
) -> None:
    lists = (waiting_list, replica.waiting_list)
    answers = await asyncio.gather(
        *(join(lists[number % 2], f"A{number}", chat="robot") for number in range(10)), return_exceptions=True
    )
    assert sum(isinstance(answer, LimitReached) for answer in answers) == 9
    async with reading(database) as connection:
        assert len((await connection.execute(select(waiting.c.id))).all()) == 1


async def test_a_person_waits_once_from_whatever_chat(waiting_list: AwaitedOneWindow) -> None:
    await join(waiting_list, "A1", chat="C1", person="P1")
    with pytest.raises(LimitReached):
        await join(waiting_list, "A2", chat="C2", person="P1")
    assert (await join(waiting_list, "A3", chat="C3", person="P2")).ahead == 1


async def test_one_waits_in_three_lists_at_a_time(waiting_list: AwaitedOneWindow) -> None:
    mine = [(await join(waiting_list, f"A{n}", chat="C1", procedure=f"procedure-{n}")).id for n in range(3)]
    with pytest.raises(LimitReached):
        await join(waiting_list, "A9", chat="C1", procedure="procedure-9")
    await waiting_list.leave(mine[1])
    await join(waiting_list, "A9", chat="C1", procedure="procedure-9")


async def test_whoever_is_booked_under_another_case_need_not_wait(
    window: OneWindow, waiting_list: AwaitedOneWindow
) -> None:
    hold = await asking.hold(window, EARLY, "A1", "apply", "k1", chat="C1")
    await asking.confirm(window, hold.id, "k2")
    with pytest.raises(LimitReached):
        await join(waiting_list, "A2", chat="C1")


async def test_joining_twice_with_one_key_is_one_position(waiting_list: AwaitedOneWindow, replica: Replica) -> None:
    await join(waiting_list, "A0")
    lists = (waiting_list, replica.waiting_list)
    answers = await asyncio.gather(*(join(one, "A1", key="k1") for one in lists * 4))
    assert len(set(answers)) == 1
    assert answers[0].ahead == 1


# --- all at once ----------------------------------------------------------------------------------------------------


async def test_places_that_are_freed_at_the_same_moment_are_never_there_for_everybody(
    window: OneWindow, waiting_list: AwaitedOneWindow, database: AsyncEngine, replica: Replica
) -> None:
    """Ten cancel, ten wait, and ten robots try to be faster."""
    ids = [(await book(window, TEN_WINDOWS, f"B{number}")).id for number in range(10)]
    for number in range(10):
        await join(waiting_list, f"A{number}", counter="social-security")
    both = (window, replica.window)
    await asyncio.gather(
        *(asking.cancel(both[number % 2], id, f"k{number}") for number, id in enumerate(ids)),
        *(_fail_to_hold(both[number % 2], f"robot {number}") for number in range(10)),
    )
    assert sorted(await offers(database)) == [f"A{number}" for number in range(10)]
    assert await read_books(database) == {TEN_WINDOWS: Line(10, 10, 10)}


async def _fail_to_hold(window: OneWindow, case: str) -> None:
    for number in range(3):
        with pytest.raises(SlotGone):
            await asking.hold(window, TEN_WINDOWS, case, "apply", f"{case}:{number}")


# --- to look at it --------------------------------------------------------------------------------------------------


async def join(
    waiting_list: AwaitedOneWindow,
    case: str,
    *,
    chat: str | None = None,
    person: str | None = None,
    key: str | None = None,
    **changes: Any,
) -> Position:
    wanted = {"centre": "xihu", "counter": "passport", "opens": NOW, "closes": THURSDAY, "procedure": PROCEDURE}
    awaited = Awaited(case=case, visit="apply", **(wanted | changes))  # type: ignore[arg-type]
    return await waiting_list.join(awaited, Booker(chat or case, person), key or f"{case}:join")


async def offers(database: AsyncEngine) -> dict[str, tuple[str, str]]:
    """Offer and slot, by the case that it is offered to."""
    async with reading(database) as connection:
        rows = await connection.execute(select(place).where(place.c.state == "offered").order_by(place.c.case))
        return {row.case: (row.id, row.slot) for row in rows}


async def offer_to(database: AsyncEngine, case: str) -> str:
    return (await offers(database))[case][0]


async def told(database: AsyncEngine, waiting_list: AwaitedOneWindow) -> list[str]:
    """What jobs there are to tell, in their order."""
    heard: list[str] = []

    async def hear(job: Job, finish: Finish) -> None:
        heard.append(f"{job.payload['case']} {job.payload['what']}")
        async with finish():
            pass

    jobs = waiting_list._offers.jobs
    assert jobs is not None
    await work(database, jobs, {NEWS: hear}, now=THURSDAY, limit=20)
    return heard
