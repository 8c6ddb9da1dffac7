"""A One Window that fails once, at the worst moment: what crashes and silent lines look like from the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from bot.dialogue.ports import Appointment, Backend, Booker, Claim, Hold, Move, Slot

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

    async def hold(
        self, claims: Sequence[Claim], booker: Booker, key: str, within: timedelta | None = None
    ) -> tuple[Hold, ...]:
        return await self._do("hold", lambda: self.inner.hold(claims, booker, key, within))

    async def release(self, hold: str) -> None:
        return await self._do("release", lambda: self.inner.release(hold))

    async def confirm(self, holds: Sequence[str], key: str) -> tuple[Appointment, ...]:
        return await self._do("confirm", lambda: self.inner.confirm(holds, key))

    async def move(self, moves: Sequence[Move], key: str) -> tuple[Appointment, ...]:
        return await self._do("move", lambda: self.inner.move(moves, key))

    async def cancel(self, appointments: Sequence[str], key: str) -> tuple[Appointment, ...]:
        return await self._do("cancel", lambda: self.inner.cancel(appointments, key))

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
