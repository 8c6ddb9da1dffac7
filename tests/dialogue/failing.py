"""A One Window that fails once, at the worst moment: what crashes and silent lines look like from the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.dialogue.ports import Appointment, Backend, Hold, Slot

T = TypeVar("T")


class Killed(BaseException):
    """The process is gone in the middle of a call."""


@dataclass
class Failing:
    """A One Window that fails once: in the named call, before or after the call took effect."""

    inner: Backend
    call: str = ""
    after: bool = False
    error: type[BaseException] = Killed
    failures: int = field(default=0, init=False)

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        return await self._do("slots", lambda: self.inner.slots(centre, counter, first_day, working_days))

    async def hold(self, slot: str, case: str, visit: str, key: str) -> Hold:
        return await self._do("hold", lambda: self.inner.hold(slot, case, visit, key))

    async def release(self, hold: str) -> None:
        return await self._do("release", lambda: self.inner.release(hold))

    async def confirm(self, hold: str, key: str) -> Appointment:
        return await self._do("confirm", lambda: self.inner.confirm(hold, key))

    async def move(self, appointment: str, slot: str, key: str) -> Appointment:
        return await self._do("move", lambda: self.inner.move(appointment, slot, key))

    async def cancel(self, appointment: str, key: str) -> Appointment:
        return await self._do("cancel", lambda: self.inner.cancel(appointment, key))

    async def appointment(self, appointment: str) -> Appointment:
        return await self._do("appointment", lambda: self.inner.appointment(appointment))

    async def _do(self, call: str, act: Callable[[], Awaitable[T]]) -> T:
        fails = call == self.call and not self.failures
        self.failures += fails
        if fails and not self.after:
            raise self.error
        answer = await act()
        if fails:
            raise self.error
        return answer
