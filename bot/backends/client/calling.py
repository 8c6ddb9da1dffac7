"""How often a call is tried, and for how long.

Tries again after a pause that doubles and is drawn anew each time from zero to its length ("full jitter": Marc Brooker,
Exponential Backoff And Jitter, AWS Architecture Blog, 2015); and only where a second call does no more than the first.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.dialogue.ports import Clock


@dataclass(frozen=True)
class Patience:
    """How long and how often a backend is asked; times in seconds."""

    connect: float = 2.0
    read: float = 5.0
    """Until something comes, each time."""
    deadline: float = 10.0
    """For a call with all its tries and pauses."""
    tries: int = 4
    """The first included."""
    first_pause: float = 0.1
    longest_pause: float = 2.0
    open_after: int = 5
    """Failures in a row after which the backend is spared."""
    open_for: timedelta = timedelta(seconds=15)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[float, float], float] = random.uniform

    def pause(self, attempt: int, at_least: float = 0.0) -> float:
        """Before this attempt, counted from 1 for the second. `at_least`: what the backend asked for."""
        longest = min(self.first_pause * 2 ** (attempt - 1), self.longest_pause)
        return at_least + self.draw(0, longest)


PATIENCE = Patience()
WORTH_ANOTHER = frozenset({408, 429, 502, 503, 504})
"""Statuses that pass by themselves: RFC 9110, 15.5.9 and 15.6, and RFC 6585, 4. A 500 does not, as a rule."""


class Silent(Exception):
    """No answer of this attempt. Its text is the kind; `after`: the seconds for which the backend asked."""

    def __init__(
        self, kind: str, *, again: bool, after: float = 0.0, answered: bool = False, too_many: bool = False
    ) -> None:
        super().__init__(kind)
        self.again = again
        """Whether another attempt may go better."""
        self.after = after
        self.answered = answered
        """Whether the backend is there, and only asks for patience."""
        self.too_many = too_many
        """Whether it was called too often."""


def seconds_of(retry_after: str | None, clock: Clock) -> float:
    """What a header Retry-After asks for: seconds, or a day and time (RFC 9110, 10.2.3). 0 where it says nothing."""
    if retry_after is None:
        return 0.0
    written = retry_after.strip()
    if written.isascii() and written.isdecimal():
        return float(written[:9])
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - _aware(clock())).total_seconds())


def _aware(now: datetime) -> datetime:
    return now.astimezone(UTC)
