"""The waiting list for booked visits, as the core asks for it: first come, first served.

A protocol of its own, since a city's own One Window may have no such list; then nobody is told of one. A place that
becomes free is offered to the first whom it fits, and kept for them until `Offer.until`. It is bound to their case,
chat and person, and cannot be handed on. Raises BackendDown as the One Window does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from bot.dialogue.ports import Appointment, Booker, Slot


@dataclass(frozen=True)
class Awaited:
    """What somebody waits for: a place for one visit of one case, at one counter, within a span of time."""

    case: str
    visit: str
    procedure: str
    centre: str
    counter: str
    opens: datetime
    closes: datetime
    """Slots are wanted that begin from `opens` on and before `closes`."""
    earliest: time | None = None
    """Not to begin earlier, by the centre's clock."""
    latest: time | None = None
    """To begin before this; exactly then where it is `earliest` too."""


@dataclass(frozen=True)
class Position:
    """Where somebody stands in the list."""

    id: str
    ahead: int
    """How many have waited for longer, for some of the same times."""


@dataclass(frozen=True)
class Offer:
    """A place kept for somebody who waits, until they take it or leave it."""

    id: str
    waiting: str
    """The id of their position."""
    case: str
    visit: str
    slot: Slot
    until: datetime


class WaitingList(Protocol):
    """Whoever has a booked place for the same visit waits for a better one, and swaps it."""

    async def join(self, awaited: Awaited, booker: Booker, key: str) -> Position:
        """Wait from now on. The second call with the key answers for the same position.

        Raises LimitReached for who waits already or is booked for the same visit of the same procedure, or waits in as
        many lists as one may.
        """

    async def leave(self, waiting: str) -> None:
        """Wait no more; what was offered goes to the next. Leaving what is over is no error."""

    async def count_ahead(self, waiting: str) -> int | None:
        """How many are before; None for who waits no more."""

    async def find_offer(self, offer: str) -> Offer:
        """An offer that stands. Raises Unknown."""

    async def accept(self, offer: str, key: str) -> Appointment:
        """Book the offered place, or swap the booked one for it: the appointment keeps its id and the place that it
        leaves goes to the next, all or nothing. The second call with the key answers as the first did.

        Raises HoldExpired, LimitReached, TooLate, Unknown.
        """

    async def decline(self, offer: str) -> None:
        """Leave the list; the place goes to the next at once. Declining what is over is no error."""
