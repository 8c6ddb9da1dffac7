"""What is said of a joint visit, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.joint.state import Kind
from bot.dialogue.ports import Slot
from bot.dialogue.replies import Reply
from procedures.definition import Visit
from procedures.outcome import Outcome, WayOut
from procedures.vocabulary import Text


@dataclass(frozen=True)
class Seated:
    """One visit of one matter, in its slot; `start` by the centre's clock."""

    code: str
    title: Text
    start: datetime
    slot: Slot
    outcome: Outcome
    way: WayOut
    visit: Visit
    given: Mapping[str, Text]
    """Documents that need not be brought, with the matter of the same visit that hands them out."""


@dataclass(frozen=True)
class Because:
    """Why one trip is not enough for these matters."""

    kind: str
    titles: tuple[Text, ...]
    days: int | None = None


@dataclass(frozen=True)
class Again:
    """A matter for which the law wants another visit afterwards, and how it says so."""

    title: Text
    visits: int
    """Further ones."""
    say: Text | None


@dataclass(frozen=True)
class EventCard(Reply):
    """What belongs to a life event, in its order. `visits`: whether somebody has to come for it."""

    title: Text
    achieves: Text
    parts: tuple[tuple[Text, bool], ...]


@dataclass(frozen=True)
class JointCard(Reply):
    """All of it in as few trips as there can be: when, in which order, and what to bring, once."""

    offers: tuple[tuple[Kind, tuple[Seated, ...]], ...]
    why: tuple[Because, ...]
    left: tuple[Text, ...]
    """For these nothing is free."""
    later: tuple[Text, ...]
    """These wait for the result of another, and are booked when it is there."""
    again: tuple[Again, ...]
    without_visit: tuple[tuple[Text, str], ...]
    """(title, way) of those for which nobody has to come."""


@dataclass(frozen=True)
class JointConfirm(Reply):
    """The places are kept for some minutes."""

    seated: tuple[Seated, ...]
    minutes: int


@dataclass(frozen=True)
class JointTicket(Reply):
    """Booked, all of it."""

    seated: tuple[Seated, ...]
    again: tuple[Again, ...]
    without_visit: tuple[tuple[Text, str], ...]


JointReply = EventCard | JointCard | JointConfirm | JointTicket
