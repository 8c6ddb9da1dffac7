"""What a conversation keeps of an effect that got no answer, until it is known what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from bot.dialogue.applying.effects import AddToCase, Submit, TakeBack
from bot.dialogue.events import (
    CancelPlace,
    ConfirmHold,
    Effect,
    FindOut,
    FindSlots,
    HoldSlot,
    MovePlace,
)
from bot.dialogue.joint.effects import (
    CancelTogether,
    ConfirmTogether,
    FindAcross,
    HoldTogether,
    MoveTogether,
)
from bot.dialogue.ports import Slot

Looking = FindSlots | FindAcross
Holding = HoldSlot | HoldTogether
Confirmation = ConfirmHold | ConfirmTogether
Lasting = Confirmation | MovePlace | MoveTogether | CancelPlace | CancelTogether | Submit | AddToCase | TakeBack
"""What lasts if it has happened. A look changes nothing, and a place that is kept falls free by itself."""
Keepable = Looking | Holding | Lasting | FindOut
"""The effects that are kept when they get no answer."""


class Unsettled(BaseModel):
    """An effect that got no answer."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    name: str
    """The key of the effect with which it began; it stays while one effect leads to the next."""
    effect: Effect
    """What is asked for again, as it was. A place that was kept at last is confirmed, so this may change."""
    cases: tuple[str, ...]
    """The matters that it is about."""
    places: tuple[Slot, ...] = ()
    """The places that are wanted, as far as they are known."""
    since: datetime
    tried_at: datetime
    next_at: datetime
    """When it is tried again by itself."""
    tries: int = 0
    """How often it was tried again by itself."""
    asked: bool = False
    """Whether the citizen waits for an answer now."""
    renewed: bool = False
    """Whether the places were asked for anew since the last silence, because their minutes were over."""
    over: bool = False
    """It is no longer tried by itself; the citizen was told so."""

    def but(self, **changes: object) -> Self:
        """The same with some parts changed."""
        return self.model_copy(update=changes)
