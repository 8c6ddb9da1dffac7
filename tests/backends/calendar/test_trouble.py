"""The calendar server is silent, processes die in the middle, two do the same at once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import httpx2
import pytest

from bot.backends.caldav import CalendarWindow, server
from bot.backends.caldav.entry import Place
from bot.backends.caldav.places import Places
from bot.backends.caldav.server import Changed, Taken
from bot.backends.onewindow.opening import Opening
from bot.dialogue.ports import Appointment, BackendDown, Booker, Claim, Hold, Move, SlotGone
from tests.backends.calendar.clerk import at_the_calendar
from tests.backends.calendar.conftest import WHO, Calendars, OpenWindow
from tests.backends.contract import asking
from tests.backends.contract.asking import book, free
from tests.backends.town import EARLY, LATER, NEXT, TEN_WINDOWS, TWO_WINDOWS
from tests.dialogue.failing import Killed

HOME, CARD = Claim(TWO_WINDOWS, "A1", "apply", "property"), Claim(NEXT, "A2", "apply", "card")
US = Booker("us")
Call = Callable[[CalendarWindow], Awaitable[tuple[Any, ...]]]


class Cut(httpx2.AsyncBaseTransport):
    """Fails once, after so many changes reached the server; the last one's answer is lost."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, after: int, error: BaseException) -> None:
        self._inner = inner
        self._left = after
        self._error = error

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._inner.handle_async_request(request)
        self._left -= request.method in ("PUT", "DELETE")
        if self._left == 0:
            self._left = -1
            await answer.aclose()
            raise self._error
        return answer

    async def aclose(self) -> None:
        await self._inner.aclose()


async def _hold(window: CalendarWindow) -> tuple[Hold, ...]:
    return await window.hold([HOME, CARD], US, "k1")


async def _confirm(window: CalendarWindow) -> tuple[Appointment, ...]:
    return await window.confirm([each.id for each in await _hold(window)], "k2")


async def _move(window: CalendarWindow) -> tuple[Appointment, ...]:
    booked = await _confirm(window)
    return await window.move([Move(booked[0].id, TEN_WINDOWS), Move(booked[1].id, EARLY)], "k3")


async def _cancel(window: CalendarWindow) -> tuple[Appointment, ...]:
    return await window.cancel([each.id for each in await _confirm(window)], "k4")


def _lost() -> BaseException:
    return httpx2.ReadError("the answer is lost")


@pytest.mark.parametrize(
    ("call", "changes", "error", "left"),
    [
        (_hold, (1, 2), Killed, {TWO_WINDOWS: 1, NEXT: 0, EARLY: 1, TEN_WINDOWS: 10}),
        (_confirm, (3, 4), _lost, {TWO_WINDOWS: 1, NEXT: 0, EARLY: 1, TEN_WINDOWS: 10}),
        (_move, (5, 6, 7, 8), Killed, {TWO_WINDOWS: 2, NEXT: 1, EARLY: 0, TEN_WINDOWS: 9}),
        (_cancel, (5, 6), Killed, {TWO_WINDOWS: 2, NEXT: 1, EARLY: 1, TEN_WINDOWS: 10}),
    ],
)
async def test_whoever_is_interrupted_asks_again_and_it_is_done_once(
    open_window: OpenWindow,
    call: Call,
    changes: tuple[int, ...],
    error: Callable[[], BaseException],
    left: dict[str, int],
) -> None:
    """After each change that the call makes, the process ends or hears no answer; the call is repeated, with its key,
    by another. `changes`: which they are, counted from the first hold on.
    """
    for after in changes:
        async with open_window(partial(Cut, after=after, error=error())) as first:
            with pytest.raises((Killed, BackendDown)):
                await call(first)
        async with open_window() as second:
            answers = await call(second)
            assert await call(second) == answers
            assert {slot: await free(second, slot) for slot in left} == left
            for answer in answers:
                if isinstance(answer, Appointment):
                    assert await second.appointment(answer.id) == answer
        open_window.calendars.clear()


async def test_a_move_that_was_cut_off_is_finished_by_the_same_key(
    open_window: OpenWindow, calendars: Calendars
) -> None:
    """The new place is taken, the old one not given up: the new one counts, and both are kept."""
    async with open_window() as first:
        booked = await book(first, EARLY)
    async with open_window(partial(Cut, after=1, error=Killed())) as second:
        with pytest.raises(Killed):
            await asking.move(second, booked.id, NEXT, "k1")
    async with open_window() as third, at_the_calendar(f"{calendars.url}xihu.passport/", WHO) as clerk:
        assert [each.name for each in await clerk.look()] == [f"{EARLY}-1.ics", f"{NEXT}-1.ics"]
        assert (await third.appointment(booked.id)).slot.id == NEXT
        moved = await asking.move(third, booked.id, NEXT, "k1")
        assert (moved.id, moved.slot.id, moved.revision) == (booked.id, NEXT, 1)
        assert [each.name for each in await clerk.look()] == [f"{NEXT}-1.ics"]


async def test_a_move_that_was_cut_off_is_cleared_up_by_the_next_change(open_window: OpenWindow) -> None:
    for change in (partial(asking.move, slot=LATER, key="k2"), partial(asking.cancel, key="k2")):
        async with open_window() as first:
            booked = await book(first, EARLY)
        async with open_window(partial(Cut, after=1, error=Killed())) as second:
            with pytest.raises(Killed):
                await asking.move(second, booked.id, NEXT, "k1")
        async with open_window() as third:
            changed = await change(third, booked.id)
            assert [await free(third, slot) for slot in (EARLY, NEXT)] == [1, 1]
            assert await third.appointment(booked.id) == changed
        open_window.calendars.clear()


async def test_a_joint_move_that_was_cut_off_is_undone_where_the_rest_is_gone(open_window: OpenWindow) -> None:
    async with open_window() as first:
        booked = await _confirm(first)
    moves = [Move(booked[0].id, TEN_WINDOWS), Move(booked[1].id, EARLY)]
    async with open_window(partial(Cut, after=1, error=Killed())) as second:
        with pytest.raises(Killed):
            await second.move(moves, "k3")
    async with open_window() as third:
        await book(third, EARLY, "B1")
        with pytest.raises(SlotGone):
            await third.move(moves, "k3")
        assert [(await third.appointment(each.id)).slot.id for each in booked] == [TWO_WINDOWS, NEXT]
        assert await free(third, TEN_WINDOWS) == 10


async def test_two_processes_with_one_key_hold_one_place_and_move_once(open_window: OpenWindow) -> None:
    """The place's UID is made from the key, and no UID may stand twice in a calendar."""
    async with open_window() as here, open_window() as there:
        both = (here, there) * 4
        held = await asyncio.gather(*(asking.hold(one, TWO_WINDOWS, "A1", "apply", "k1") for one in both))
        assert {hold.id for hold in held} == {held[0].id}
        assert await free(here, TWO_WINDOWS) == 1
        booked = await asking.confirm(here, held[0].id, "k2")
        moved = await asyncio.gather(*(asking.move(one, booked.id, NEXT, "k3") for one in both))
        assert {(each.slot.id, each.revision) for each in moved} == {(NEXT, 1)}
        assert [await free(here, slot) for slot in (TWO_WINDOWS, NEXT)] == [2, 0]


async def test_whoever_moves_and_whoever_cancels_at_once_leave_one_truth(open_window: OpenWindow) -> None:
    async with open_window() as here, open_window() as there:
        for number in range(3):
            booked = await book(here, TWO_WINDOWS, f"A{number}")
            answers = await asyncio.gather(
                asking.move(here, booked.id, TEN_WINDOWS, f"{number}:move"),
                asking.cancel(there, booked.id, f"{number}:cancel"),
                return_exceptions=True,
            )
            assert not [each for each in answers if isinstance(each, BackendDown)]
            assert (await here.appointment(booked.id)).state == "cancelled"
            assert [await free(here, slot) for slot in (TWO_WINDOWS, TEN_WINDOWS)] == [2, 10]


async def test_two_moves_of_one_appointment_at_once_leave_one_place(open_window: OpenWindow) -> None:
    async with open_window() as here, open_window() as there:
        booked = await book(here, EARLY)
        answers = await asyncio.gather(
            asking.move(here, booked.id, TWO_WINDOWS, "k1"), asking.move(there, booked.id, TEN_WINDOWS, "k2")
        )
        now = await here.appointment(booked.id)
        assert now.slot.id in {answer.slot.id for answer in answers}
        left = {slot: await free(here, slot) for slot in (EARLY, TWO_WINDOWS, TEN_WINDOWS)}
        assert left == {EARLY: 1, TWO_WINDOWS: 2, TEN_WINDOWS: 10} | {now.slot.id: now.slot.free}
        assert now.slot.free == {TWO_WINDOWS: 1, TEN_WINDOWS: 9}[now.slot.id]


async def test_what_was_cancelled_makes_room_for_one(window: CalendarWindow) -> None:
    """It keeps its name in the calendar, so the next one stands beside it: one, however many come at once."""
    first = await book(window, TWO_WINDOWS, "A1")
    await book(window, TWO_WINDOWS, "A2")
    for turn in range(2):
        await asking.cancel(window, first.id, f"{turn}:cancel")
        many = [
            asking.hold(window, TWO_WINDOWS, f"{turn}:{number}", "apply", f"{turn}:{number}") for number in range(6)
        ]
        answers = await asyncio.gather(*many, return_exceptions=True)
        (held,) = [each for each in answers if isinstance(each, Hold)]
        assert len([each for each in answers if isinstance(each, SlotGone)]) == 5
        first = await asking.confirm(window, held.id, f"{turn}:confirm")


async def test_counting_before_taking_is_found_out(window: CalendarWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps the twelve from two windows is that they take the same names, and nothing else."""

    async def count_and_take(places: Places, opening: Opening, new: Place, call: str, key: str, now: datetime) -> Place:
        there = await places._server.during(new.calendar, opening.starts_at, new.ends_at)
        if len(there) >= opening.windows:
            raise SlotGone(opening.id)
        return await places._server.add(replace(new, name=f"{new.id}.ics").noting(call, key, 0))

    async def want(turn: str) -> int:
        cases = [f"{turn}{number}" for number in range(12)]
        many = (asking.hold(window, TWO_WINDOWS, case, "apply", case) for case in cases)
        return len([each for each in await asyncio.gather(*many, return_exceptions=True) if isinstance(each, Hold)])

    with monkeypatch.context() as wrong:
        wrong.setattr(Places, "take", count_and_take)
        assert await want("A") > 2
    assert await want("B") == 0


async def test_a_place_is_put_where_nothing_is_and_changed_as_it_was_read(window: CalendarWindow) -> None:
    """Also by whoever would put the very same there again, later."""
    held = await asking.hold(window, EARLY, "A1", "apply", "k1")
    (first,) = await window._places.find(held.id)
    await asking.confirm(window, held.id, "k2")
    with pytest.raises(Taken):
        await window._server.add(first)
    with pytest.raises(Changed):
        await window._server.change(first)
    assert not await window._server.delete(first)
    assert (await window.appointment(held.id)).state == "booked"


class Answering(httpx2.AsyncBaseTransport):
    """Always the same, or never."""

    def __init__(self, _: httpx2.AsyncBaseTransport, status: int, text: str) -> None:
        self._status = status
        self._text = text
        self.asked = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if not self._status:
            await asyncio.sleep(60)
        return httpx2.Response(self._status, text=self._text)


@pytest.mark.usefixtures("window")  # makes the calendars
@pytest.mark.parametrize(
    ("status", "text"),
    [(500, ""), (503, "busy"), (401, ""), (404, ""), (200, "a page"), (207, "no XML"), (0, "never")],
)
async def test_a_server_that_does_not_do_its_work_is_down(
    open_window: OpenWindow, status: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WITHIN", 0.05)
    async with open_window(partial(Answering, status=status, text=text)) as window:
        with pytest.raises(BackendDown):
            await free(window, EARLY)
        with pytest.raises(BackendDown):
            await asking.hold(window, EARLY, "A1", "apply", "k1")
        with pytest.raises(BackendDown):
            await window.appointment("0" * 32)


async def test_calendars_are_made_where_there_are_none(window: CalendarWindow, calendars: Calendars) -> None:
    booked = await book(window, EARLY)
    shutil.rmtree(next(calendars.folder.rglob("xihu.tax")))
    with pytest.raises(BackendDown):
        await book(window, "xihu.tax.20261202T0030Z", "A2")
    await window.make_calendars()
    assert await window.appointment(booked.id) == booked
    assert (await book(window, "xihu.tax.20261202T0030Z", "A2")).state == "booked"


@pytest.mark.usefixtures("window")
async def test_nobody_there_is_down(open_window: OpenWindow) -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    async with open_window(lambda _: httpx2.MockTransport(refuse)) as window:
        with pytest.raises(BackendDown) as told:
            await asking.cancel(window, "0" * 32, "k1")
        assert str(told.value) == "ConnectError"
