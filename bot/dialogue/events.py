"""What goes into the core, what it wants done in the world, and what came of it. Values only; nothing here acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.dialogue.applications import Status
from bot.dialogue.applying.effects import AddToCase, ApplicationEvent, CaseCall, Progressed, Submit, TakeBack
from bot.dialogue.companions.effects import CompanionAnswered, CompanionEffect, CompanionEvent
from bot.dialogue.effect import CaseEffect
from bot.dialogue.hall import InTheHall
from bot.dialogue.joint.effects import CancelTogether, ConfirmTogether, JointEffect, JointEvent, MoveTogether
from bot.dialogue.papers import KeptPaper, PaperWhy
from bot.dialogue.ports import Appointment, Hold, Slot
from bot.dialogue.sharing.effects import OtherAnswered, SharingEffect, SharingEvent, Woken
from bot.dialogue.waiting.effects import PlaceOffered, WaitedInVain, WaitingEffect, WaitingEvent

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
class Attached:
    """A file, kept; or why it was refused."""

    paper: KeptPaper | None = None
    why: PaperWhy | None = None


@dataclass(frozen=True)
class Incoming:
    """One update of a channel. `key` is the delivery's own: the same delivery twice changes nothing."""

    chat: str
    key: str
    event: (
        Said
        | Tapped
        | Located
        | Attached
        | Woken
        | OtherAnswered
        | Progressed
        | InTheHall
        | PlaceOffered
        | WaitedInVain
        | CompanionAnswered
    )


# --- what must happen in the world ---------------------------------------------------------------------------------


class _VisitEffect(CaseEffect):
    visit: str


class FindSlots(_VisitEffect):
    kind: Literal["find"] = "find"
    centre: str
    counter: str
    first_day: date


class HoldSlot(_VisitEffect):
    kind: Literal["hold"] = "hold"
    slot: str
    procedure: str = ""


class ReleaseHold(_VisitEffect):
    kind: Literal["release"] = "release"
    hold: str


class ConfirmHold(_VisitEffect):
    kind: Literal["confirm"] = "confirm"
    hold: str


class MovePlace(_VisitEffect):
    kind: Literal["move"] = "move"
    appointment: str
    slot: str


class CancelPlace(_VisitEffect):
    kind: Literal["cancel"] = "cancel"
    appointment: str


class FindOut(CaseEffect):
    """What became of an effect that got no answer and is wanted no more: looked at, and not done. Its key is that of
    the effect.
    """

    kind: Literal["find-out"] = "find-out"
    of: Annotated[
        ConfirmHold
        | MovePlace
        | CancelPlace
        | ConfirmTogether
        | MoveTogether
        | CancelTogether
        | Submit
        | AddToCase
        | TakeBack,
        Field(discriminator="kind"),
    ]


VisitEffect = FindSlots | HoldSlot | ReleaseHold | ConfirmHold | MovePlace | CancelPlace
Effect = Annotated[
    VisitEffect | JointEffect | WaitingEffect | CompanionEffect | SharingEffect | CaseCall | FindOut,
    Field(discriminator="kind"),
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

    effect: VisitEffect
    why: Literal["gone", "expired", "already-booked", "limit", "too-late", "unknown"]


@dataclass(frozen=True)
class FoundOut:
    """What the One Window holds: the places that an effect was about, or the case."""

    effect: FindOut
    appointments: tuple[Appointment, ...] = ()
    status: Status | None = None


@dataclass(frozen=True)
class NoAnswer:
    """The One Window did not answer; the effect may be asked for again with the same key."""

    effect: Effect


FromOutside = (
    Said
    | Tapped
    | Located
    | Attached
    | Woken
    | OtherAnswered
    | Progressed
    | InTheHall
    | PlaceOffered
    | WaitedInVain
    | CompanionAnswered
)
"""What begins a turn, rather than answering one."""
Answer = (
    SlotsFound
    | Held
    | Released
    | Booked
    | Cancelled
    | TurnedDown
    | FoundOut
    | NoAnswer
    | JointEvent
    | WaitingEvent
    | CompanionEvent
    | SharingEvent
    | ApplicationEvent
)
"""What an effect came to."""
Event = FromOutside | Answer
