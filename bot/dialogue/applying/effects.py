"""What the core asks of the office where applications are handed in, and what came of it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.dialogue.applications import Added, Status, Submission
from bot.dialogue.effect import CaseEffect

# --- what must happen ----------------------------------------------------------------------------------------------


class Submit(CaseEffect):
    kind: Literal["submit"] = "submit"
    person: str
    """Who applies."""
    submission: Submission


class ReadCase(CaseEffect):
    """How a case stands: one of this chat, or, with `person`, one that belongs to this person."""

    kind: Literal["read-case"] = "read-case"
    of: str
    person: str | None = None


class AddToCase(CaseEffect):
    kind: Literal["add"] = "add"
    person: str
    added: Added


class TakeBack(CaseEffect):
    kind: Literal["take-back"] = "take-back"
    person: str


class GivePass(CaseEffect):
    kind: Literal["give-pass"] = "give-pass"
    person: str


class ReadWithPass(CaseEffect):
    kind: Literal["read-with-pass"] = "read-with-pass"
    of: str
    code: str


CaseCall = Submit | ReadCase | AddToCase | TakeBack | GivePass | ReadWithPass

# --- what came of it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseTold:
    """It is done, and this is how the case stands."""

    effect: Submit | ReadCase | AddToCase | TakeBack | ReadWithPass
    status: Status


@dataclass(frozen=True)
class PassGiven:
    effect: GivePass
    code: str = field(repr=False)
    until: datetime


CaseWhy = Literal["incomplete", "closed", "not-asked", "unknown", "person-gone"]


@dataclass(frozen=True)
class CaseTurnedDown:
    """The office said no."""

    effect: CaseCall
    why: CaseWhy
    missing: tuple[str, ...] = ()
    """Fields that nothing fills any more, where it is incomplete."""


ApplicationEvent = CaseTold | PassGiven | CaseTurnedDown

# --- what reaches a chat by itself -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progressed:
    """Something happened to a case that was handed in from this chat."""

    case: str
    status: Status
