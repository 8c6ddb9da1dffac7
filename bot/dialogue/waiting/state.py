"""What a matter keeps while its citizen waits for a place."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.dialogue.waiting_list import Awaited, Offer


class Waiting(BaseModel):
    """One position in the waiting list, as the citizen last heard of it."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    id: str
    awaited: Awaited
    ahead: int
    offer: Offer | None = None
    """What waits for their answer."""

    def but(self, *, ahead: int | None = None, offer: Offer | None = None) -> Waiting:
        """The same, with this offer or none."""
        return Waiting(id=self.id, awaited=self.awaited, ahead=self.ahead if ahead is None else ahead, offer=offer)

    def offered(self, now: datetime) -> Offer | None:
        """What can still be taken."""
        return self.offer if self.offer is not None and self.offer.until > now else None


def besides(waiting: Waiting | None, visit: str) -> Waiting | None:
    """What is waited for once this visit is booked or given up."""
    return None if waiting is not None and waiting.awaited.visit == visit else waiting
