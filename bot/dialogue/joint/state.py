"""What a conversation keeps of a joint visit that is being arranged: what belongs to it, and what was offered."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.dialogue.ports import Slot
from intents.hearing.when import ANY, Wish

Kind = Literal["nearest", "earliest", "quietest"]
"""What is best about an offer; each has as few trips as there can be."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Seat(_Kept):
    """One visit of one matter, in one slot."""

    case: str
    visit: str
    slot: Slot


class Reason(_Kept):
    """Why one trip is not enough, for these visits."""

    kind: Literal["centre", "result", "never", "long", "clash"]
    cases: tuple[str, ...]
    days: int | None = None


class Offer(_Kept):
    """All visits in as few trips as there can be."""

    kind: Kind
    seats: tuple[Seat, ...]
    """In the order of their time."""


class Joint(_Kept):
    """Several matters in one visit, until it is booked."""

    event: str | None = None
    """The life event that brought them together."""
    answers: dict[str, str] = {}
    """To the life event's own questions."""
    left_out: tuple[str, ...] = ()
    """Procedures of the life event that are not wanted."""
    cases: tuple[str, ...] = ()
    """The matters, in the order in which they are done; none before the list is agreed to."""
    centres: dict[str, str] = {}
    """The competent centre, by whose centre it is: `home`, `household`, …; `anywhere`: the one that suits best."""
    wish: Wish = ANY
    offered: tuple[Offer, ...] = ()
    why: tuple[Reason, ...] = ()
    left: tuple[str, ...] = ()
    """Cases for which nothing is free."""
    later: tuple[str, ...] = ()
    """Cases that wait for the result of another, which is not there before the last day that can be booked."""
    moving: bool = False

    def but(self, **changes: object) -> Joint:
        """The same with some parts changed; what was offered is for the parts as they were."""
        return self.model_copy(update=changes if "offered" in changes else {"offered": (), **changes})
