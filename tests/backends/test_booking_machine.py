"""Whatever citizens do, in whatever order: no slot is overbooked and the books add up."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from bot.backends.onewindow import OneWindow
from bot.database.engine import open_engine
from bot.dialogue.ports import Appointment, Hold, Refused
from tests.backends.books import read_books
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, TWO_WINDOWS, WEDNESDAY, Clock, build_town

CAPACITY = {EARLY: 1, NEXT: 1, TWO_WINDOWS: 2}
slots = st.sampled_from(sorted(CAPACITY))
cases = st.sampled_from(["A1", "A2", "A3"])
UNTIL_WEDNESDAY_OPENS = 24 * 60 + 20
minutes = st.sampled_from([1, HOLD_MINUTES - 1, HOLD_MINUTES, UNTIL_WEDNESDAY_OPENS])

Call = Callable[[], Awaitable[Any]]


class Booking(RuleBasedStateMachine):
    """Citizens at the One Window; beside it, what each was last told about an appointment."""

    holds = Bundle[str]("holds")
    appointments = Bundle[str]("appointments")

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._engine = open_engine(f"sqlite:///{file}")
        self._clock = Clock()
        self._window = OneWindow(self._engine, build_town(), self._clock, HOLD_MINUTES)
        self._told: dict[str, Appointment] = {}
        self._answered: list[tuple[Call, Any]] = []

    @rule(target=holds, slot=slots, case=cases)
    def hold(self, slot: str, case: str) -> Any:
        answer = self._ask(partial(self._window.hold, slot, case, "apply"))
        return answer.id if isinstance(answer, Hold) else multiple()

    @rule(target=appointments, hold=holds)
    def confirm(self, hold: str) -> Any:
        return self._note(self._ask(partial(self._window.confirm, hold)))

    @rule(target=appointments, appointment=appointments, slot=slots)
    def move(self, appointment: str, slot: str) -> Any:
        return self._note(self._ask(partial(self._window.move, appointment, slot)))

    @rule(target=appointments, appointment=appointments)
    def cancel(self, appointment: str) -> Any:
        return self._note(self._ask(partial(self._window.cancel, appointment)))

    @rule(hold=holds)
    def release(self, hold: str) -> None:
        self._run(partial(self._window.release, hold))

    @rule(minutes=minutes)
    def wait(self, minutes: int) -> None:
        self._clock.turn(minutes)

    @rule()
    def look(self) -> None:
        for slot in self._run(partial(self._window.slots, "xihu", "passport", WEDNESDAY, 1)):
            assert slot.free == 1

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
    def everybody_has_what_they_were_told(self) -> None:
        for id, told in self._told.items():
            now = self._run(partial(self._window.appointment, id))
            assert (now.case, now.slot.id, now.state, now.revision) == (
                told.case,
                told.slot.id,
                told.state,
                told.revision,
            )

    def teardown(self) -> None:
        self._run(self._engine.dispose)
        self._runner.close()

    def _run(self, call: Call) -> Any:
        async def run() -> Any:
            return await call()

        return self._runner.run(run())

    def _ask(self, call: Callable[[str], Awaitable[Any]]) -> Any:
        """What the One Window answers to a call with a new key, or None if it refuses."""
        keyed = partial(call, f"key-{len(self._answered)}")
        try:
            answer = self._run(keyed)
        except Refused:
            return None
        self._answered.append((keyed, answer))
        return answer

    def _note(self, answer: Appointment | None) -> Any:
        if answer is None:
            return multiple()
        known = answer.id in self._told
        self._told[answer.id] = answer
        return multiple() if known else answer.id


def test_no_order_of_events_overbooks(sqlite_template: Path, tmp_path: Path) -> None:
    numbers = count()

    class FreshBooking(Booking):
        def __init__(self) -> None:
            super().__init__(Path(shutil.copy(sqlite_template, tmp_path / f"{next(numbers)}.db")))

    # Twenty-five steps can be read as they are; making them fewer would take minutes.
    limits = settings(max_examples=25, stateful_step_count=25, deadline=None, database=None, phases=[Phase.generate])
    run_state_machine_as_test(FreshBooking, settings=limits)
