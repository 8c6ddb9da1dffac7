"""How long somebody waits, from how long services really took. Pure, and said only as surely as it is known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from bot.dialogue.hall import Wait

MEASURED_FROM = 5
"""Services, at least, from which a time is called measured."""


@dataclass(frozen=True)
class Pace:
    """What one service takes in minutes, and how many windows there are to share them."""

    minutes: float
    measured: bool
    windows: int


def pace_of(services: Sequence[timedelta], windows: int, slot_minutes: int) -> Pace:
    """The median of the services. Where too few were measured, the time that a slot has for one."""
    measured = len(services) >= MEASURED_FROM
    minutes = median(each / timedelta(minutes=1) for each in services) if measured else slot_minutes
    return Pace(max(0.0, minutes), measured, max(1, windows))


def estimate(pace: Pace, ahead: int, serving: int = 0, coming: Iterable[float] = ()) -> Wait:
    """The wait of somebody who has `ahead` people before them. Never below zero; more people never make it shorter.

    `serving`: who is at a window now, taken to be half done. `coming`: in how many minutes appointments begin that go
    first; those that fall into the wait make it longer.
    """
    if ahead + serving < pace.windows:
        return Wait(ahead, 0, pace.measured)
    each = pace.minutes / pace.windows
    minutes = each * (ahead + serving / 2)
    for begins in sorted(coming):
        if 0 < begins < minutes:
            minutes += each
    return Wait(ahead, math.ceil(minutes), pace.measured)
