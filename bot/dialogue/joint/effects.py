"""What must happen for a joint visit, and what came of it. Values only; nothing here acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.dialogue.effect import CaseEffect
from bot.dialogue.ports import DAYS_OFFERED, Appointment, Hold, Move, Slot


class FindAcross(CaseEffect):
    """Times at several counters of several centres."""

    kind: Literal["find-across"] = "find-across"
    counters: tuple[tuple[str, str], ...]
    """(centre, counter)."""
    first_day: date
    days: int = DAYS_OFFERED
    """Working days from the first on."""


class HoldTogether(CaseEffect):
    kind: Literal["hold-together"] = "hold-together"
    seats: tuple[tuple[str, str, str, str], ...]
    """(slot, case, visit, procedure)."""


class ConfirmTogether(CaseEffect):
    kind: Literal["confirm-together"] = "confirm-together"
    holds: tuple[str, ...]


class MoveTogether(CaseEffect):
    kind: Literal["move-together"] = "move-together"
    moves: tuple[Move, ...]


class ReleaseTogether(CaseEffect):
    kind: Literal["release-together"] = "release-together"
    holds: tuple[str, ...]


class CancelTogether(CaseEffect):
    kind: Literal["cancel-together"] = "cancel-together"
    appointments: tuple[str, ...]


JointEffect = FindAcross | HoldTogether | ConfirmTogether | MoveTogether | ReleaseTogether | CancelTogether
JointWhy = Literal["gone", "expired", "already-booked", "limit", "too-late", "unknown"]


@dataclass(frozen=True)
class FoundAcross:
    effect: FindAcross
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class HeldTogether:
    effect: HoldTogether
    holds: tuple[Hold, ...]


@dataclass(frozen=True)
class BookedTogether:
    """Confirmed or moved, as read back from the One Window."""

    effect: ConfirmTogether | MoveTogether
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class ReleasedTogether:
    effect: ReleaseTogether


@dataclass(frozen=True)
class CancelledTogether:
    effect: CancelTogether
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class JointTurnedDown:
    """The One Window said no to all of it."""

    effect: JointEffect
    why: JointWhy


JointEvent = FoundAcross | HeldTogether | BookedTogether | ReleasedTogether | CancelledTogether | JointTurnedDown
