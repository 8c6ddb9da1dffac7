"""What the core asks of the world, and how the world may refuse.

The One Window lies behind `Backend`. The embedded one and a city's own answer the same calls; one suite of tests
holds for all. Times are aware UTC; a centre's own zone is a matter of wording.

    Refused
    ├── SlotGone        the place was taken, or never offered
    ├── HoldExpired     the minutes for which it was kept are over
    ├── AlreadyBooked   this case has a place for this visit
    ├── TooLate         the appointment has begun or is over
    └── Unknown         no such hold or appointment
    BackendDown         no answer now; the same call may be made again
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

Clock = Callable[[], datetime]
"""Tells the present moment, aware and in UTC."""


class Refused(Exception):
    """The One Window understood and said no."""


class SlotGone(Refused):
    pass


class HoldExpired(Refused):
    pass


class AlreadyBooked(Refused):
    pass


class TooLate(Refused):
    pass


class Unknown(Refused):
    pass


class BackendDown(Exception):
    """The One Window does not answer. Nothing is known to have happened; a repeated call is safe."""


@dataclass(frozen=True)
class Slot:
    """A bookable time at a centre's counter."""

    id: str
    centre: str
    counter: str
    starts_at: datetime
    minutes: int
    free: int
    """Places left when it was read."""


@dataclass(frozen=True)
class Hold:
    """A place kept for some minutes."""

    id: str
    slot: Slot
    until: datetime


@dataclass(frozen=True)
class Appointment:
    """A booked place. `revision` rises with every move, so that a calendar entry can be replaced."""

    id: str
    case: str
    visit: str
    slot: Slot
    state: Literal["booked", "cancelled"]
    revision: int = 0


class Backend(Protocol):
    """The One Window. Every call that changes something takes a `key`: the second call with it changes nothing more
    and answers as the first did.
    """

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        """Slots with places left, in time order, over `working_days` from `first_day` on, none in the past.

        Days whose calendar is not yet announced are not offered. Unknown centre or counter: an empty tuple.
        """

    async def hold(self, slot: str, case: str, visit: str, key: str) -> Hold:
        """Keep a place for some minutes. A case holds one place a visit: another hold replaces the one before.

        Raises SlotGone, AlreadyBooked.
        """

    async def release(self, hold: str) -> None:
        """Give a held place back. Giving back what is gone is no error."""

    async def confirm(self, hold: str, key: str) -> Appointment:
        """Make the held place an appointment. Raises HoldExpired, Unknown."""

    async def move(self, appointment: str, slot: str, key: str) -> Appointment:
        """Take the new place and give the old one back, both or neither. Raises SlotGone, TooLate, Unknown."""

    async def cancel(self, appointment: str, key: str) -> Appointment:
        """Give the place back; possible until the start. Raises TooLate, Unknown."""

    async def appointment(self, appointment: str) -> Appointment:
        """What the One Window holds now: read back after every change. Raises Unknown."""
