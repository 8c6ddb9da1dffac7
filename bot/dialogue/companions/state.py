"""What somebody is asked who has to come as well: it holds all that they are shown, and nothing about who asks."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.dialogue.ports import Slot
from procedures.vocabulary import Text

CompanionState = Literal["asked", "yes", "no"]
"""Asked and not yet answered; will come; cannot come at this time."""
CallingState = Literal["open", "own", "answered", "over", "moved"]
"""`own`: brought to the chat that asked. `over`: the visit has begun. `moved`: the place is no longer the one asked
about.
"""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Brought(_Kept):
    """A document to bring. `whose`: what its owners are called, where they are not whoever is asked."""

    document: str
    or_else: tuple[str, ...] = ()
    if_any: bool = False
    whose: tuple[Text, ...] = ()


class Calling(_Kept):
    """May somebody come to this visit at this time?"""

    code: str = ""
    """By which it is found; given when it is kept."""
    case: str
    visit: str
    role: str
    """Who is asked, by the procedure's name."""
    title: Text
    purpose: Text | None = None
    """What this visit is for, where the matter takes several."""
    appointment: str
    slot: Slot
    minutes: int
    bring: tuple[Brought, ...] = ()
