"""What goes through the core: events in, replies and effects out. Values only; nothing here acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.dialogue.planned import PlannedVisit
from bot.dialogue.ports import Appointment, Hold, Slot
from procedures.definition import Definition
from procedures.outcome import Outcome
from procedures.vocabulary import Text

# --- what a citizen does -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    text: str


@dataclass(frozen=True)
class Tapped:
    """A button. Its key names the case and what is chosen, so an old message still tells what was meant."""

    key: str


@dataclass(frozen=True)
class Located:
    """Where the citizen is, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Incoming:
    """One update of a channel. `key` is the delivery's own: the same delivery twice changes nothing."""

    chat: str
    key: str
    event: Said | Tapped | Located


# --- what must happen in the world ---------------------------------------------------------------------------------


class _Effect(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    case: str
    visit: str
    key: str = ""
    """Made from case and step by the engine; the backend acts once on it."""


class FindSlots(_Effect):
    kind: Literal["find"] = "find"
    centre: str
    counter: str
    first_day: date


class HoldSlot(_Effect):
    kind: Literal["hold"] = "hold"
    slot: str


class ReleaseHold(_Effect):
    kind: Literal["release"] = "release"
    hold: str


class ConfirmHold(_Effect):
    kind: Literal["confirm"] = "confirm"
    hold: str


class MovePlace(_Effect):
    kind: Literal["move"] = "move"
    appointment: str
    slot: str


class CancelPlace(_Effect):
    kind: Literal["cancel"] = "cancel"
    appointment: str


Effect = Annotated[
    FindSlots | HoldSlot | ReleaseHold | ConfirmHold | MovePlace | CancelPlace, Field(discriminator="kind")
]

# --- what came of it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SlotsFound:
    effect: FindSlots
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Held:
    effect: HoldSlot
    hold: Hold


@dataclass(frozen=True)
class Released:
    effect: ReleaseHold


@dataclass(frozen=True)
class Booked:
    """Confirmed or moved, as read back from the One Window."""

    effect: ConfirmHold | MovePlace
    appointment: Appointment


@dataclass(frozen=True)
class Cancelled:
    effect: CancelPlace


@dataclass(frozen=True)
class TurnedDown:
    """The One Window said no."""

    effect: Effect
    why: Literal["gone", "expired", "already-booked", "too-late", "unknown"]


@dataclass(frozen=True)
class NoAnswer:
    """The One Window did not answer; the effect may be asked for again with the same key."""

    effect: Effect


Event = Said | Tapped | Located | SlotsFound | Held | Released | Booked | Cancelled | TurnedDown | NoAnswer

# --- what is said --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Term:
    """A word or sentence of the locale files, by its id."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = str | int | date | datetime | Text | Term
"""What can stand in a sentence; texts and terms come out in the citizen's language."""


@dataclass(frozen=True)
class Choice:
    """Something to tap or say. `words`: other ways to say it."""

    key: str
    label: Text | Term
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """`planned`: what the citizen's calendar now has to know. `silent`: said while people sleep."""

    choices: tuple[Choice, ...] = field(default=(), kw_only=True)
    planned: tuple[PlannedVisit, ...] = field(default=(), kw_only=True)
    silent: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Say(Reply):
    """A sentence of the locale files."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Promise(Reply):
    """What is promised before the first question: visits, papers, questions at most; and what was heard already."""

    definition: Definition
    usual: Outcome
    questions_at_most: int
    understood: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Card(Reply):
    """The outcome, told at once and whole (一次性告知)."""

    outcome: Outcome
    code: str


@dataclass(frozen=True)
class Why(Reply):
    """Why each of the papers is or is not needed."""

    outcome: Outcome


@dataclass(frozen=True)
class Ticket(Reply):
    """Booked: where, when, with what."""

    outcome: Outcome
    way: str
    code: str
    places: tuple[tuple[str, datetime, Slot], ...]
    """(visit, start by the centre's clock, slot) in the order of the visits."""


@dataclass(frozen=True)
class Reminded(Reply):
    """A visit that comes soon; `start` by the centre's clock."""

    visit: PlannedVisit
    start: datetime
    day: Literal["today", "tomorrow"]


@dataclass(frozen=True)
class Online(Reply):
    """How to finish without a visit."""

    outcome: Outcome
    way: str
    code: str


@dataclass(frozen=True)
class MatterLine:
    """One matter under /my."""

    code: str
    title: Text
    state: Term
    places: tuple[tuple[datetime, Text], ...]
    """(start by the centre's clock, centre)."""


@dataclass(frozen=True)
class Mine(Reply):
    matters: tuple[MatterLine, ...]


@dataclass(frozen=True)
class Option:
    key: str
    label: str


@dataclass(frozen=True)
class Entry:
    """A booked place as calendar entry and point on the map. Only what JSON can say."""

    uid: str
    """The same for every state of one visit of one case, so that a calendar replaces what it holds."""
    sequence: int
    """Rises with every change."""
    cancelled: bool
    title: str
    starts_at: str
    """ISO 8601, UTC."""
    minutes: int
    zone: str
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    about: str
    """What to bring, in one line."""
    code: str


@dataclass(frozen=True)
class Message:
    """A reply in the citizen's language, as a channel writes it."""

    text: str
    options: tuple[Option, ...] = ()
    entries: tuple[Entry, ...] = ()
    silent: bool = False
    """Delivered without a sound."""
