"""What happens to a citizen in the hall on the day, as their chat hears of it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

HallNews = Literal["checked-in", "called", "called-in-vain", "served", "missed"]


@dataclass(frozen=True)
class Wait:
    """How many are before somebody and about how long that takes."""

    ahead: int
    minutes: int
    measured: bool
    """Whether that is how long services took lately; else it is what is planned for them."""


@dataclass(frozen=True)
class InTheHall:
    """Something happened to the citizen of a case, at the booked place that was in `slot`."""

    what: HallNews
    case: str
    visit: str
    slot: str
    starts_at: datetime
    centre: str
    counter: str
    at: datetime
    """When it happened."""
    number: str | None = None
    window: str | None = None
    late: bool = False
    """Whether they came after their time, and wait with those who have none."""
    wait: Wait | None = None
