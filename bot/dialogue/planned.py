"""A visit with its booked place, as calendars and reminders need it: worded only when the language is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.ports import Slot
from procedures.definition import Visit
from procedures.outcome import Outcome, WayOut
from procedures.vocabulary import Text


@dataclass(frozen=True)
class PlannedVisit:
    """`outcome`, `way` and `visit` are those of today; None where they no longer know this visit."""

    code: str
    procedure: str
    publication: str
    """The hash of the text from which `outcome` follows."""
    visit_id: str
    title: Text
    slot: Slot
    sequence: int
    cancelled: bool = False
    outcome: Outcome | None = None
    way: WayOut | None = None
    visit: Visit | None = None

    @property
    def purpose(self) -> Text | None:
        """What this visit is for, where the matter takes several."""
        return self.visit.purpose if self.visit and self.way and len(self.way.visits) > 1 else None


Issue = Callable[[PlannedVisit, datetime], str]
"""Writes the ticket of a visit at this moment, signed with a key that the core does not have; empty for none."""


def no_ticket(planned: PlannedVisit, now: datetime) -> str:
    """Where nobody signs."""
    return ""
