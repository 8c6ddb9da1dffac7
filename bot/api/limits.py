"""How often one may call: a bucket of tokens for each name, filled steadily and emptied by calls.

In the process alone: behind several processes each counts for itself, so a client may do that many times as much. It
keeps one client from taking all of a process, and nobody from guessing keys for long; it is no bill.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.ports import Clock


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `a_minute`."""

    a_minute: int
    burst: int


CALLS = Rate(1200, 200)
"""Of a client's key: twenty a second is a city's morning, and two hundred at once a joint visit of forty citizens."""
WRONG_KEYS = Rate(20, 20)
"""Of an address: proving a key takes a core for some hundredths of a second, and nobody mistypes so often."""
MOST = 10_000
"""Names that are counted at a time, some megabytes; who has not called for longest is forgotten first."""


class TooMany(Exception):
    """`seconds`: after which one more is possible."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many calls; one more after {seconds} s")
        self.seconds = seconds


class Limits:
    """The buckets of one kind of call."""

    def __init__(self, clock: Clock, rate: Rate = CALLS, most: int = MOST) -> None:
        self.rate = rate
        self._clock = clock
        self._most = most
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        """Tokens, and the moment at which there were so many."""

    def __len__(self) -> int:
        return len(self._left)

    def take(self, name: str) -> None:
        """One call more. Raises TooMany, which takes nothing."""
        left, now = self._now(name)
        if left < 1:
            raise TooMany(max(1, math.ceil((1 - left) * 60 / self.rate.a_minute)))
        self._keep(name, left - 1, now)

    def give_back(self, name: str) -> None:
        """What was taken counts for nothing."""
        left, now = self._now(name)
        self._keep(name, left + 1, now)

    def _now(self, name: str) -> tuple[float, datetime]:
        now = self._clock()
        left, at = self._left.get(name, (float(self.rate.burst), now))
        if now < at:  # the clock was put back
            self._left[name] = (left, now)
            return left, now
        return min(self.rate.burst, left + (now - at).total_seconds() * self.rate.a_minute / 60), now

    def _keep(self, name: str, left: float, now: datetime) -> None:
        self._left[name] = (min(left, self.rate.burst), now)
        self._left.move_to_end(name)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
