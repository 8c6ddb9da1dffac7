"""Whoever waits, leaves, takes an offer or checks in, in whatever order: places go to the first who waits."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow
from bot.backends.onewindow.hall.hall import Hall
from bot.backends.onewindow.offers import AHEAD
from bot.backends.onewindow.opening import MOMENT
from bot.backends.onewindow.tables import waiting
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine, reading
from bot.database.jobs import Jobs
from bot.dialogue.ports import Booker, Claim, Move, Refused
from bot.dialogue.waiting_list import Awaited
from tests.backends.books import read_books, read_places
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, NOW, TWO_WINDOWS, Clock, build_town

SLOTS = (EARLY, NEXT, TWO_WINDOWS)
slots = st.sampled_from(SLOTS)
people = st.sampled_from(["P1", "P2", "P3", "P4", "P5"])
A_DAY = 24 * 60
minutes = st.sampled_from([HOLD_MINUTES, 31, A_DAY])
"""A hold is over, an offer is over, it is the day itself: twenty past eight, before the first slot."""


class Waiting(RuleBasedStateMachine):
    """Each person has a chat and a case of their own, for one visit of one procedure."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._engine = open_engine(f"sqlite:///{file}")
        self._clock, town = Clock(), build_town()
        jobs = Jobs(Vault.from_secret(new_secret()))
        self._window = OneWindow(self._engine, town, self._clock, HOLD_MINUTES, jobs)
        self._list = AwaitedOneWindow(self._engine, town, self._clock, jobs)
        self._hall = Hall(self._engine, jobs, town, self._clock)
        self._numbers = count()
        self._places: Mapping[str, Any] = {}
        self._waiters: Mapping[str, Any] = {}
        self._served: set[str] = set()

    @initialize()
    def all_places_are_taken(self) -> None:
        """By people who give them back later."""
        for number, slot in enumerate((EARLY, NEXT, TWO_WINDOWS, TWO_WINDOWS)):
            self._book(f"B{number}", slot)

    @rule(person=people, slot=slots)
    def book(self, person: str, slot: str) -> None:
        self._book(person, slot)

    @rule(person=people, slot=slots)
    def hold(self, person: str, slot: str) -> None:
        self._ask(partial(self._window.hold, [_claim(person, slot)], Booker(person), self._key()))

    @rule(person=people, counter=st.sampled_from(["passport", "real-estate"]))
    def join(self, person: str, counter: str) -> None:
        wanted = Awaited(person, "apply", "card", "xihu", counter, NOW, NOW.replace(day=3))
        self._ask(partial(self._list.join, wanted, Booker(person), self._key()))

    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        if self._waiters:
            self._ask(partial(self._list.leave, data.draw(st.sampled_from(list(self._waiters)))))

    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        """One tap: it is mine, and what I had goes to the next; late, it is nobody's."""
        offered = self._in("offered")
        if offered:
            row = data.draw(st.sampled_from(offered))
            answer = self._ask(partial(self._list.accept, row.id, self._key()))
            if answer is not None:
                assert (answer.case, answer.slot.id, answer.state) == (row.case, row.slot, "booked")
                assert row.held_until > self._clock()

    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        if offered := self._in("offered"):
            self._ask(partial(self._list.decline, data.draw(st.sampled_from(offered)).id))

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if booked := self._in("booked"):
            row = data.draw(st.sampled_from(booked))
            answer = self._ask(partial(self._window.cancel, [row.id], self._key()))
            assert answer is None or row.id not in self._served

    @rule(data=st.data(), slot=slots)
    def move(self, data: st.DataObject, slot: str) -> None:
        if booked := self._in("booked"):
            row = data.draw(st.sampled_from(booked))
            self._ask(partial(self._window.move, [Move(row.id, slot)], self._key()))

    @rule(minutes=minutes)
    def wait(self, minutes: int) -> None:
        self._clock.turn(minutes)
        self._run(partial(self._window.expire, self._clock()))

    @rule(data=st.data(), served=st.booleans())
    def come(self, data: st.DataObject, served: bool) -> None:
        """Check in, be called, be done."""
        booked = self._in("booked")
        if not booked:
            return
        row = data.draw(st.sampled_from(booked))
        number = self._ask(partial(self._hall.check_in, row.case, "xihu", self._key()))
        if number is None or not served:
            return
        counter = row.slot.split(".")[1]
        called = self._ask(partial(self._hall.call_next, "xihu", counter, f"window {next(self._numbers)}", self._key()))
        if called is not None:
            self._ask(partial(self._hall.finish, "xihu", called.number, "served", self._key()))
            self._served |= {called.place} if called.place else set()

    @invariant()
    def the_books_add_up(self) -> None:
        for line in self._run(partial(read_books, self._engine)).values():
            assert line.used == line.taken <= line.capacity

    @invariant()
    def what_is_free_was_not_wanted(self) -> None:
        """A place that was left in this step is free only where nobody waits for it who did not leave it, or where it
        is too late to offer it.
        """
        before, waited = self._places, self._waiters
        self._places = {row.id: row for row in self._run(partial(read_places, self._engine))}
        self._waiters = {row.id: row for row in self._run(partial(_read_waiters, self._engine))}
        left = {row.case for id, row in before.items() if _had(row) and not _has(self._places[id], row.slot)}
        for slot in SLOTS:
            if _taken(self._places, slot) < _taken(before, slot) and _starts(slot) >= self._clock() + AHEAD:
                waiting_on = [w for id, w in self._waiters.items() if id in waited and w.state == "waiting"]
                assert {each.case for each in waiting_on if _fits(each, slot)} <= left
        for id, row in self._places.items():
            if row.state == "offered" and (id not in before or before[id].state != "offered"):
                _check_that_it_was_their_turn(row, waited, left)

    @invariant()
    def nobody_has_two(self) -> None:
        live = [row.case for row in self._places.values() if row.state in ("held", "booked")]
        assert len(live) == len(set(live))

    def teardown(self) -> None:
        self._run(self._engine.dispose)
        self._runner.close()

    def _book(self, person: str, slot: str) -> None:
        holds = self._ask(partial(self._window.hold, [_claim(person, slot)], Booker(person), self._key()))
        if holds:
            self._ask(partial(self._window.confirm, [holds[0].id], self._key()))

    def _in(self, state: str) -> list[Row[Any]]:
        """In an order that the ids, which are made anew each time, do not decide."""
        found = (row for row in self._places.values() if row.state == state)
        return sorted(found, key=lambda row: (row.case, row.slot))

    def _key(self) -> str:
        return f"key-{next(self._numbers)}"

    def _ask(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """The answer, or None where it is refused."""
        try:
            return self._run(call)
        except Refused:
            return None

    def _run(self, call: Callable[[], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            return await call()

        return self._runner.run(run())


def _claim(person: str, slot: str) -> Claim:
    return Claim(slot, person, "apply", "card")


def _starts(slot: str) -> datetime:
    return datetime.strptime(slot.rpartition(".")[2], MOMENT).replace(tzinfo=UTC)


def _had(row: Row[Any]) -> bool:
    return row.state in ("held", "booked", "offered")


def _has(row: Row[Any], slot: str) -> bool:
    return _had(row) and row.slot == slot


def _taken(places: Mapping[str, Any], slot: str) -> int:
    return sum(row.slot == slot and row.state in ("held", "booked", "offered", "over") for row in places.values())


def _fits(waiter: Row[Any], slot: str) -> bool:
    return bool(slot.startswith(f"{waiter.centre}.{waiter.counter}."))


def _check_that_it_was_their_turn(offered: Row[Any], waited: Mapping[str, Any], left: set[str]) -> None:
    """Nobody who waited for longer, and did not leave the place, was passed over."""
    in_line = [w for w in waited.values() if w.state == "waiting" and _fits(w, offered.slot) and w.case not in left]
    theirs = next(w for w in waited.values() if w.case == offered.case and w.state == "waiting")
    assert all((theirs.since, theirs.number) <= (each.since, each.number) for each in in_line)


async def _read_waiters(engine: AsyncEngine) -> Any:
    async with reading(engine) as connection:
        return (await connection.execute(select(waiting).order_by(waiting.c.number))).all()


def test_places_go_to_the_first_who_waits_whatever_happens(sqlite_template: Path, tmp_path: Path) -> None:
    numbers = count()

    class FreshWaiting(Waiting):
        def __init__(self) -> None:
            super().__init__(Path(shutil.copy(sqlite_template, tmp_path / f"{next(numbers)}.db")))

    limits = settings(max_examples=10, stateful_step_count=20, deadline=None, database=None, phases=[Phase.generate])
    run_state_machine_as_test(FreshWaiting, settings=limits)
