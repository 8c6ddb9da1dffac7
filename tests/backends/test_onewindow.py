"""The embedded One Window: the contract, and what only its books can show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow import OneWindow, slots, transactions
from bot.backends.onewindow.opening import Opening
from bot.backends.onewindow.tables import place, slot
from bot.database.engine import open_engine
from bot.dialogue.ports import Appointment, Backend, SlotGone, Unknown
from tests.backends.books import Line, read_books
from tests.backends.contract import BackendContract, asking
from tests.backends.contract.asking import book, free
from tests.backends.rush import find_faults, rush
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, TEN_WINDOWS, TWO_WINDOWS, WEDNESDAY, Clock, build_town


@pytest.fixture
def backend(window: OneWindow) -> Backend:
    return window


@pytest.fixture
async def replica(database_url: str, clock: Clock) -> AsyncIterator[OneWindow]:
    """A second process, as far as the database can tell."""
    engine = open_engine(database_url)
    yield OneWindow(engine, build_town(), clock, HOLD_MINUTES)
    await engine.dispose()


class TestOneWindow(BackendContract):
    """The embedded One Window is a backend."""


async def test_a_rush_fills_the_slot_exactly(window: OneWindow, database: AsyncEngine) -> None:
    result = await rush(window, TEN_WINDOWS)
    assert find_faults(result, capacity=10) == set()
    assert await read_books(database) == {TEN_WINDOWS: Line(used=10, taken=10, capacity=10)}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_booking_that_counts_before_it_inserts_is_found_out(
    window: OneWindow, database: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rush is only worth something if the usual mistake fails in it; on SQLite that mistake goes unnoticed.

    Left to chance it fails nearly always; so that it always does, nobody inserts before eleven have counted.
    """
    counted, eleven = count(1), asyncio.Event()

    async def count_first(connection: AsyncConnection, wanted: Sequence[Opening], left: Iterable[str] = ()) -> None:
        opening = wanted[0]
        taken = select(func.count()).where(place.c.slot == opening.id, place.c.state.in_(("held", "booked")))
        full = (await connection.scalar(taken) or 0) >= opening.windows
        if next(counted) == 11:
            eleven.set()
        await eleven.wait()
        if full:
            raise SlotGone(opening.id)

    async with database.begin() as connection:
        line = {"centre": "xihu", "counter": "social-security", "minutes": 30, "capacity": 10, "used": 0}
        await connection.execute(insert(slot).values(id=TEN_WINDOWS, starts_at=window._clock(), **line))
    monkeypatch.setattr(slots, "exchange", count_first)
    assert "overbooked" in find_faults(await rush(window, TEN_WINDOWS), capacity=10)


async def test_two_replicas_with_one_key_hold_one_place(
    window: OneWindow, replica: OneWindow, database: AsyncEngine
) -> None:
    """The slot has one place: whoever came second with another key would be told that it is gone."""
    answers = await asyncio.gather(*(asking.hold(one, EARLY, "A1", "apply", "k1") for one in (window, replica) * 8))
    assert len(set(answers)) == 1
    assert await read_books(database) == {EARLY: Line(used=1, taken=1, capacity=1)}


async def test_two_replicas_with_one_key_move_once(
    window: OneWindow, replica: OneWindow, database: AsyncEngine
) -> None:
    booked = await book(window, EARLY)
    answers = await asyncio.gather(*(asking.move(one, booked.id, NEXT, "k1") for one in (window, replica) * 8))
    assert {(answer.slot.id, answer.revision) for answer in answers} == {(NEXT, 1)}
    assert await read_books(database) == {EARLY: Line(0, 0, 1), NEXT: Line(1, 1, 1)}


async def test_one_case_on_two_telephones_holds_one_place(
    window: OneWindow, replica: OneWindow, database: AsyncEngine
) -> None:
    """Neither first hold sees the other; the database refuses the second and it is decided anew."""
    for turn in range(10):
        case = f"A{turn}"
        await asyncio.gather(
            asking.hold(window, TEN_WINDOWS, case, "apply", f"{case}:here"),
            asking.hold(replica, TWO_WINDOWS, case, "apply", f"{case}:there"),
        )
        held = await _list_held(database)
        assert len(held) == 1
        await window.release(held[0])
    assert {line.used for line in (await read_books(database)).values()} == {0}


async def test_two_replicas_that_cancel_free_one_place(
    window: OneWindow, replica: OneWindow, database: AsyncEngine
) -> None:
    """Each with a key of its own, as when two officials press the button."""
    await book(window, TWO_WINDOWS, "B1")
    booked = await book(window, TWO_WINDOWS)
    answers = await asyncio.gather(
        *(asking.cancel(one, booked.id, f"k{number}") for number, one in enumerate((window, replica) * 8))
    )
    assert {answer.state for answer in answers} == {"cancelled"}
    assert await read_books(database) == {TWO_WINDOWS: Line(used=1, taken=1, capacity=2)}


async def test_a_hold_is_confirmed_or_released_but_not_both(
    window: OneWindow, replica: OneWindow, database: AsyncEngine
) -> None:
    for number in range(10):
        hold = await asking.hold(window, TEN_WINDOWS, f"A{number}", "apply", f"{number}:hold")
        answers = await asyncio.gather(
            asking.confirm(window, hold.id, f"{number}:confirm"), replica.release(hold.id), return_exceptions=True
        )
        assert isinstance(answers[0], Appointment | Unknown)
    line = (await read_books(database))[TEN_WINDOWS]
    assert line.used == line.taken


async def test_crossing_moves_never_wait_for_each_other(
    window: OneWindow, database: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no second try allowed, a deadlock would end as BackendDown."""
    there, back = TEN_WINDOWS, "xihu.social-security.20261202T0100Z"
    ids = [(await book(window, slot, f"{slot}:{number}")).id for slot in (there, back) for number in range(4)]
    monkeypatch.setattr(transactions, "TRIES", 1)

    async def travel(id: str, slots: list[str]) -> None:
        for number in range(10):
            await asking.move(window, id, slots[number % 2], f"{id}:{number}")

    first, second = ([back, there], [there, back])
    await asyncio.gather(*(travel(id, first) for id in ids[:4]), *(travel(id, second) for id in ids[4:]))
    assert await read_books(database) == {there: Line(4, 4, 10), back: Line(4, 4, 10)}


async def test_a_hold_that_ends_is_freed_by_one_of_many(
    window: OneWindow, replica: OneWindow, database: AsyncEngine, clock: Clock
) -> None:
    for number in range(10):
        await asking.hold(window, TEN_WINDOWS, f"A{number}", "apply", f"k{number}")
    kept = await book(window, EARLY, "B1")
    clock.turn(HOLD_MINUTES)
    freed = await asyncio.gather(*(one.expire(clock()) for one in (window, replica) * 4))
    assert sum(freed) == 10
    assert await read_books(database) == {TEN_WINDOWS: Line(0, 0, 10), EARLY: Line(1, 1, 1)}
    assert await window.appointment(kept.id) == kept


async def test_nothing_is_freed_before_its_time(window: OneWindow, clock: Clock) -> None:
    await asking.hold(window, EARLY, "A1", "apply", "k1")
    assert await window.expire(clock() + timedelta(minutes=HOLD_MINUTES, seconds=-1)) == 0


async def test_windows_that_staff_add_or_close_count_from_the_next_place_on(
    database: AsyncEngine, clock: Clock
) -> None:
    one, two = (OneWindow(database, build_town(passport_windows=windows), clock) for windows in (1, 2))
    first = await book(one, EARLY, "A1")
    second = await book(two, EARLY, "A2")
    assert await read_books(database) == {EARLY: Line(used=2, taken=2, capacity=2)}
    assert await free(one, EARLY) == 0
    await asking.cancel(two, second.id, "k1")
    with pytest.raises(SlotGone):
        await asking.hold(one, EARLY, "A3", "apply", "k2")
    assert await one.appointment(first.id) == await two.appointment(first.id)


async def test_an_appointment_stays_when_the_hours_change(
    window: OneWindow, database: AsyncEngine, clock: Clock
) -> None:
    booked = await book(window, EARLY)
    afternoons = OneWindow(database, build_town(hours=("13:30-17:00",)), clock)
    assert await afternoons.appointment(booked.id) == booked
    assert (await asking.move(afternoons, booked.id, "xihu.passport.20261202T0530Z", "k1")).revision == 1
    assert EARLY not in [one.id for one in await afternoons.slots("xihu", "passport", WEDNESDAY, 1)]


async def _list_held(database: AsyncEngine) -> list[str]:
    async with database.connect() as connection:
        return list((await connection.scalars(select(place.c.id).where(place.c.state == "held"))).all())
