"""Asks one register, prepared for whatever comes back: nothing, late, nonsense, or somebody else's entry.

Tries again after a pause that doubles and is drawn anew each time from zero to its length ("full jitter": Marc Brooker,
Exponential Backoff And Jitter, AWS Architecture Blog, 2015), so that replicas do not come back all at once.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TypeVar

from bot.backends.circuit import Circuit
from bot.backends.onewindow.sharing.register import Enquiry, Record, Register, RegisterDown, Represented
from bot.dialogue.ports import Clock
from bot.dialogue.shared_data import Relation
from procedures.numbers import WrongNumber, read_firm_code

log = logging.getLogger(__name__)
Read = TypeVar("Read")


class Silent(Enum):
    """Why there is no answer that could be used."""

    DOWN = "down"
    """No answer, or none in time, or the register is spared after failures."""
    NONSENSE = "nonsense"
    WRONG_PERSON = "wrong-person"
    """An entry of somebody who was not asked about. It is dropped where it arrives."""


@dataclass(frozen=True)
class Patience:
    """How long and how often registers are asked; times in seconds."""

    deadline: float = 4.0
    """For a whole look-up."""
    tries: int = 3
    """For one register, the first included."""
    first_pause: float = 0.1
    longest_pause: float = 1.0
    open_after: int = 5
    """Failures in a row after which a register is spared."""
    open_for: timedelta = timedelta(seconds=30)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[float, float], float] = random.uniform
    timer: Callable[[], float] = time.monotonic


PATIENCE = Patience()


class _Nonsense(Exception):
    """Raised only to be named in the log."""


class _WrongPerson(Exception):
    pass


class Asking:
    """The registers of one installation, and which of them this process has found failing."""

    def __init__(self, registers: Mapping[str, Register], clock: Clock, patience: Patience = PATIENCE) -> None:
        self._registers = registers
        self._clock = clock
        self._patience = patience
        self._circuits: dict[str, Circuit] = {}

    def until(self) -> float:
        """When a look-up that begins now has to end, by the timer."""
        return self._patience.timer() + self._patience.deadline

    async def ask(self, register: str, enquiry: Enquiry, until: float) -> Record | Silent | None:
        """The entry of the person who is asked about; None if there is none. Never raises, never later than `until`."""

        def read(answer: object) -> Record | None:
            if answer is None:
                return None
            record = _check(answer, Record)
            if record.number.upper() != enquiry.number:
                raise _WrongPerson
            return record

        return await self._call(register, lambda one: one.ask(enquiry), read, until)

    async def represented(
        self, register: str, number: str, relation: Relation, until: float
    ) -> tuple[Represented, ...] | Silent:
        """For whom the holder of this number may act, as this register says. Like `ask`, it never raises."""

        def read(answer: object) -> tuple[Represented, ...]:
            if not isinstance(answer, tuple):
                raise _Nonsense(type(answer).__name__)
            people = (_check(each, Represented) for each in answer)
            return tuple(each.model_copy(update={"number": _in_one_form(each.number, relation)}) for each in people)

        return await self._call(register, lambda one: one.represented(number, relation), read, until)

    async def _call(
        self, name: str, call: Callable[[Register], Awaitable[object]], read: Callable[[object], Read], until: float
    ) -> Read | Silent:
        register = self._registers.get(name)
        if register is None:
            return Silent.DOWN
        circuit = self._circuit(name)
        for attempt in range(self._patience.tries):
            if attempt > 0 and not await self._pause(attempt, until):
                break
            if self._left(until) <= 0 or not circuit.lets_through():
                break
            answer = await self._try(name, lambda: call(register), read, until)
            circuit.note(answered=not isinstance(answer, Silent))
            if answer is not Silent.DOWN:
                return answer
        return Silent.DOWN

    async def _try(
        self, name: str, call: Callable[[], Awaitable[object]], read: Callable[[object], Read], until: float
    ) -> Read | Silent:
        limit = asyncio.timeout(self._left(until))
        try:
            async with limit:
                answer = await call()
            return read(answer) if self._left(until) > 0 else Silent.DOWN
        except (RegisterDown, OSError):  # a connection that breaks, a time that is over
            return Silent.DOWN
        except _WrongPerson:
            log.warning("The register %s answered with the entry of another person.", name)
            return Silent.WRONG_PERSON
        except (Exception, asyncio.CancelledError) as error:
            if limit.expired():
                return Silent.DOWN
            if isinstance(error, asyncio.CancelledError) and _is_cancelled():
                raise
            what = str(error) if isinstance(error, _Nonsense) else type(error).__name__  # its text may be personal
            log.warning("The register %s answered nonsense: %s.", name, what)
            return Silent.NONSENSE

    async def _pause(self, attempt: int, until: float) -> bool:
        """Waits before another attempt; False, at once, if there would be no time left for it."""
        longest = min(self._patience.first_pause * 2 ** (attempt - 1), self._patience.longest_pause)
        pause = self._patience.draw(0, longest)
        if pause >= self._left(until):
            return False
        await self._patience.sleep(pause)
        return True

    def _circuit(self, name: str) -> Circuit:
        if name not in self._circuits:
            self._circuits[name] = Circuit(self._clock, self._patience.open_after, self._patience.open_for)
        return self._circuits[name]

    def _left(self, until: float) -> float:
        return until - self._patience.timer()


Kind = TypeVar("Kind", Record, Represented)


def _check(answer: object, kind: type[Kind]) -> Kind:
    """The answer, which may have been built past its own checks."""
    if not isinstance(answer, kind):
        raise _Nonsense(type(answer).__name__)
    return kind.model_validate(vars(answer))


def _in_one_form(number: str, relation: Relation) -> str:
    """The number of a child, or of a firm, which has to be a unified social credit code. Raises _Nonsense."""
    if relation != "company":
        return number.upper()
    try:
        return read_firm_code(number)
    except WrongNumber:
        raise _Nonsense("a firm's code that is none") from None


def _is_cancelled() -> bool:
    """Whether it is we who are to stop, and not something inside the register that was."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
