"""What the core asks of the world, and how the world may refuse.

The One Window lies behind `Backend`. The embedded one and a city's own answer the same calls; one suite of tests
holds for all. Times are aware UTC; a centre's own zone is a matter of wording.

    Refused
    ├── SlotGone        the place was taken, or never offered
    ├── HoldExpired     the minutes for which it was kept are over
    ├── AlreadyBooked   this case has a place for this visit
    ├── LimitReached    this person or chat has a place for the same matter, or as many visits as one may have
    ├── TooLate         the appointment has begun or is over
    └── Unknown         no such hold or appointment
    BackendDown         no answer now; the same call may be made again
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

DAYS_OFFERED = 10
"""Working days for which times are offered."""
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


class LimitReached(Refused):
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
class Booker:
    """Who books: by names that stand for them, so that the One Window can tell that two are the same and not who."""

    chat: str
    person: str | None = None
    """Once they have shown who they are."""


@dataclass(frozen=True)
class Claim:
    """A place that is wanted: for one visit of one case."""

    slot: str
    case: str
    visit: str
    procedure: str
    """What the case is about: nobody has two places for the same visit of the same procedure."""


@dataclass(frozen=True)
class Move:
    """An appointment, and the slot to which it goes."""

    appointment: str
    slot: str


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
    and answers as the first did. Several places, as one joint visit needs them, are one call, answered in its order.
    """

    async def slots(self, centre: str, counter: str, first_day: date, working_days: int) -> tuple[Slot, ...]:
        """Slots with places left, in time order, over `working_days` from `first_day` on, none in the past.

        Days whose calendar is not yet announced are not offered. Unknown centre or counter: an empty tuple.
        """

    async def hold(
        self, claims: Sequence[Claim], booker: Booker, key: str, within: timedelta | None = None
    ) -> tuple[Hold, ...]:
        """Keep these places for some minutes, and for no longer than `within`, all or none. A case holds one place a
        visit: another hold replaces the one before.

        Raises SlotGone, AlreadyBooked, LimitReached.
        """

    async def release(self, hold: str) -> None:
        """Give a held place back. Giving back what is gone is no error."""

    async def confirm(self, holds: Sequence[str], key: str) -> tuple[Appointment, ...]:
        """Make the held places appointments, all or none. Raises HoldExpired, Unknown."""

    async def move(self, moves: Sequence[Move], key: str) -> tuple[Appointment, ...]:
        """Take the new places and give the old ones back, all or nothing. Raises SlotGone, TooLate, Unknown."""

    async def cancel(self, appointments: Sequence[str], key: str) -> tuple[Appointment, ...]:
        """Give the places back, all or none; possible until the start. Raises TooLate, Unknown."""

    async def appointment(self, appointment: str) -> Appointment:
        """What the One Window holds now: read back after every change. Raises Unknown."""
