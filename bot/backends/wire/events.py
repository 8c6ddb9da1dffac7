"""What a One Window tells by itself: each event has a cursor, and can be read again from any cursor on.

An event is short. It says which case something happened to, and what it stands for can be read at any time; only what
happens in a hall is said whole, since it is over in minutes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, field_validator

from bot.backends.wire.messages import _Told
from bot.backends.wire.writing import Cursor
from bot.dialogue.hall import InTheHall
from bot.dialogue.ports import Refused


class EventsGone(Refused):
    """What followed that cursor is not kept any more."""


class _Event(_Told):
    cursor: Cursor
    """Rises with every event of one client, in the order in which they became known."""
    at: AwareDatetime
    """When it became known here."""
    case: str


class ApplicationEvent(_Event):
    """Something happened to an application: read its status."""

    kind: Literal["application"] = "application"
    number: int
    """Of the line in its timeline; several that came together are told as one."""


class HallEvent(_Event):
    """Something happened to the citizen in the hall."""

    kind: Literal["hall"] = "hall"
    told: InTheHall


class WaitingEvent(_Event):
    """A place is offered to who waits, or the waiting is over."""

    kind: Literal["waiting"] = "waiting"
    what: Literal["offered", "unanswered", "dropped", "over"]
    waiting: str
    offer: str | None = None


Event = Annotated[ApplicationEvent | HallEvent | WaitingEvent, Field(discriminator="kind")]


KINDS = ("application", "hall", "waiting")


class Events(_Told):
    events: tuple[Event, ...]
    next: Cursor
    """Read from here on next time, as `after`; the same as before where nothing happened."""

    @field_validator("events", mode="before")
    @classmethod
    def _overlook(cls, told: Any) -> Any:
        """A newer One Window may tell of things that are not known here."""
        if not isinstance(told, list):
            return told
        return [each for each in told if not isinstance(each, dict) or each.get("kind", KINDS[0]) in KINDS]
