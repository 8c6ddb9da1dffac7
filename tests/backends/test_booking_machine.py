"""Whatever citizens do, in whatever order: no slot is overbooked and the books add up."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from bot.backends.onewindow import OneWindow
from bot.database.engine import open_engine
from bot.dialogue.ports import Appointment, Booker, Claim, Hold, LimitReached, Move, Refused
from tests.backends.books import read_books, read_places
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, TWO_WINDOWS, WEDNESDAY, Clock, build_town

CAPACITY = {EARLY: 1, NEXT: 1, TWO_WINDOWS: 2}
slots = st.sampled_from(sorted(CAPACITY))
one_or_two_slots = st.lists(slots, min_size=1, max_size=2)
cases = st.sampled_from(["A1", "A2", "A3"])
UNTIL_WEDNESDAY_OPENS = 24 * 60 + 20
minutes = st.sampled_from([1, HOLD_MINUTES - 1, HOLD_MINUTES, UNTIL_WEDNESDAY_OPENS])

NAMES = ("case", "chat")
Ids = tuple[str, ...]
Call = Callable[[], Awaitable[Any]]


class Booking(RuleBasedStateMachine):
    """Citizens at the One Window; beside it, what each was last told about an appointment.

    A chat asks for a case of its own or of another chat. Two places at once are for two matters: a passport, and under
    a second case (`A1 too`) a pension.
    """

    holds = Bundle[Ids]("holds")
    appointments = Bundle[str]("appointments")

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._engine = open_engine(f"sqlite:///{file}")
        self._clock = Clock()
        self._window = OneWindow(self._engine, build_town(), self._clock, HOLD_MINUTES)
        self._told: dict[str, Appointment] = {}
        self._answered: list[tuple[Call, Any]] = []
        self._places: Mapping[str, Any] = {}
        self._refusal: Refused | None = None

    @rule(target=holds, slots=one_or_two_slots, case=cases, chat=cases)
    def hold(self, slots: list[str], case: str, chat: str) -> Any:
        claims = [
            Claim(slot, *matter)
            for slot, matter in zip(
                slots, [(case, "apply", "passport"), (f"{case} too", "apply", "pension")], strict=False
            )
        ]
        answer: Sequence[Hold] = self._ask(partial(self._window.hold, claims, Booker(chat)))
        if isinstance(self._refusal, LimitReached):
            assert any(row.chat == chat and row.state == "booked" for row in self._places.values())
        return tuple(hold.id for hold in answer) if answer else multiple()

    @rule(appointment=appointments, slot=slots)
    def want_a_second(self, appointment: str, slot: str) -> None:
        """For the same matter, from the same chat, as another case: none as long as the first stands."""
        told, had = self._told[appointment], self._places[appointment]
        claim = Claim(slot, "A9", had.visit, had.procedure)
        answer = self._ask(partial(self._window.hold, [claim], Booker(had.chat)))
        if told.state == "booked" and told.slot.starts_at > self._clock():
            assert answer == ()

    @rule(target=appointments, holds=holds)
    def confirm(self, holds: Ids) -> Any:
        return self._note(self._ask(partial(self._window.confirm, holds)))

    @rule(target=appointments, appointment=appointments, slot=slots)
    def move(self, appointment: str, slot: str) -> Any:
        return self._note(self._ask(partial(self._window.move, [Move(appointment, slot)])))

    @rule(target=appointments, first=appointments, second=appointments, slots=st.permutations(sorted(CAPACITY)))
    def move_two(self, first: str, second: str, slots: list[str]) -> Any:
        moves = [Move(appointment, slot) for appointment, slot in {first: slots[0], second: slots[1]}.items()]
        return self._note(self._ask(partial(self._window.move, moves)))

    @rule(target=appointments, appointment=appointments)
    def cancel(self, appointment: str) -> Any:
        return self._note(self._ask(partial(self._window.cancel, [appointment])))

    @rule(holds=holds)
    def release(self, holds: Ids) -> None:
        for hold in holds:
            self._run(partial(self._window.release, hold))

    @rule(minutes=minutes)
    def wait(self, minutes: int) -> None:
        self._clock.turn(minutes)

    @rule()
    def look(self) -> None:
        for slot in self._run(partial(self._window.slots, "xihu", "passport", WEDNESDAY, 1)):
            assert slot.free == 1
        for id, told in self._told.items():
            now: Appointment = self._run(partial(self._window.appointment, id))
            assert (now.id, now.slot.id, now.state, now.revision) == (id, told.slot.id, told.state, told.revision)

    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        if self._answered:
            call, answer = data.draw(st.sampled_from(self._answered))
            assert self._run(call) == answer

    @invariant()
    def the_books_add_up(self) -> None:
        for slot, line in self._run(partial(read_books, self._engine)).items():
            assert line.used == line.taken <= CAPACITY[slot] == line.capacity

    @invariant()
    def places_are_as_they_were_told(self) -> None:
        before, self._places = self._places, {row.id: row for row in self._run(partial(read_places, self._engine))}
        for id, told in self._told.items():
            row = self._places[id]
            state = "booked" if row.state == "over" else row.state
            assert (row.case, row.slot, state, row.revision) == (told.case, told.slot.id, told.state, told.revision)
        _check_that_nobody_has_two(self._places.values())
        if self._refusal is not None:
            _check_that_nothing_changed(before, self._places)
            self._refusal = None

    def teardown(self) -> None:
        self._run(self._engine.dispose)
        self._runner.close()

    def _run(self, call: Call) -> Any:
        async def run() -> Any:
            return await call()

        return self._runner.run(run())

    def _ask(self, call: Callable[[str], Awaitable[Any]]) -> Any:
        """What the One Window answers to a call with a new key; nothing if it refuses."""
        keyed = partial(call, f"key-{len(self._answered)}")
        try:
            answer = self._run(keyed)
        except Refused as refusal:
            self._refusal = refusal
            return ()
        self._answered.append((keyed, answer))
        return answer

    def _note(self, answer: Sequence[Appointment]) -> Any:
        """The appointments that are new."""
        new = [each.id for each in answer if each.id not in self._told]
        self._told |= {each.id: each for each in answer}
        return multiple(*new)


def _check_that_nobody_has_two(places: Iterable[Any]) -> None:
    """For the same visit of a case, or of a chat for the same procedure."""
    live = [row for row in places if row.state in ("held", "booked")]
    of_cases, of_chats = (Counter((getattr(row, who), row.visit, row.procedure) for row in live) for who in NAMES)
    assert {*of_cases.values(), *of_chats.values()} <= {1}


def _check_that_nothing_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A call that is refused does all or nothing; what was over anyway may have been given back."""
    assert before.keys() == after.keys()
    for id, row in after.items():
        assert row == before[id] or (before[id].state, row.state) == ("held", "expired")


def test_no_order_of_events_overbooks(sqlite_template: Path, tmp_path: Path) -> None:
    numbers = count()

    class FreshBooking(Booking):
        def __init__(self) -> None:
            super().__init__(Path(shutil.copy(sqlite_template, tmp_path / f"{next(numbers)}.db")))

    # Twenty-five steps can be read as they are; making them fewer would take minutes.
    limits = settings(max_examples=25, stateful_step_count=25, deadline=None, database=None, phases=[Phase.generate])
    run_state_machine_as_test(FreshBooking, settings=limits)
