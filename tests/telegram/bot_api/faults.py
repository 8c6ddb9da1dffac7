"""What goes wrong on the way, on demand: refusals, slow answers, cut lines, updates twice or in another order.

All chance comes from one seed, so a failing run can be run again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.telegram.bot_api.errors import Refused, too_many

FETCHING = ("getupdates", "getme", "getwebhookinfo", "setwebhook", "deletewebhook")
Item = TypeVar("Item")


@dataclass
class Failure:
    """The next `times` calls (of this method, if one is named) are refused, without any effect."""

    status: int
    reason: str
    retry_after: int | None
    times: int
    method: str


@dataclass
class Faults:
    """Shares are between 0 and 1, times in seconds. A method '' is every method but the fetching ones."""

    busy_share: float = 0.0
    """Calls answered with 429 although they are not too fast; no effect takes place."""
    busy_for: int = 1
    slow_share: float = 0.0
    """Calls answered after `slow_for`; the effect takes place at once."""
    slow_for: float = 0.0
    cut_share: float = 0.0
    """Calls whose line is cut after the effect took place: the bot cannot know."""
    twice_share: float = 0.0
    """Updates delivered a second time although the first delivery was good."""
    shuffled_share: float = 0.0
    """Updates that arrive out of order."""
    failures: list[Failure] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    """One method name for each cut that was asked for."""
    dice: random.Random = field(default_factory=lambda: random.Random(0))

    def set(self, seed: int | None = None, **shares: float) -> None:
        """Change some; `seed` begins the chances anew."""
        if seed is not None:
            self.dice = random.Random(seed)
        for name, value in shares.items():
            if not isinstance(getattr(self, name, None), int | float):
                raise TypeError(f"no such fault: {name}")
            setattr(self, name, value)

    def fail_next(self, status: int, retry_after: int | None, times: int, method: str, reason: str) -> None:
        """Refuse the next calls."""
        self.failures.append(Failure(status, reason, retry_after, times, method.lower()))

    def cut_next(self, times: int, method: str) -> None:
        """Cut the line of the next calls, after their effect."""
        self.cuts += [method.lower()] * times

    def before(self, method: str) -> None:
        """:raises Refused: when this call is to fail without effect"""
        failure = next((one for one in self.failures if _fits(one.method, method)), None)
        if failure is not None:
            failure.times -= 1
            if failure.times == 0:
                self.failures.remove(failure)
            if failure.status == 429:
                raise too_many(failure.retry_after or 1)
            raise Refused(failure.status, failure.reason, failure.retry_after)
        if _fits("", method) and self.happens(self.busy_share):
            raise too_many(self.busy_for)

    def cuts_now(self, method: str) -> bool:
        """Whether this answer gets lost."""
        wanted = next((one for one in self.cuts if _fits(one, method)), None)
        if wanted is not None:
            self.cuts.remove(wanted)
            return True
        return _fits("", method) and self.happens(self.cut_share)

    def delay(self, method: str) -> float:
        """Seconds before this answer."""
        return self.slow_for if _fits("", method) and self.happens(self.slow_share) else 0.0

    def shuffle(self, items: list[Item]) -> list[Item]:
        """The items, each out of its place with the chance of `shuffled_share`."""
        keys = [
            (place + self.dice.uniform(-5, 5) if self.happens(self.shuffled_share) else place)
            for place in range(len(items))
        ]
        return [item for _, item in sorted(zip(keys, items, strict=True), key=lambda pair: pair[0])]

    def happens(self, share: float) -> bool:
        """Throw the dice; without a share they are not even taken up."""
        return share > 0 and self.dice.random() < share


def read_failure(details: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `fail_next` with what was left out."""
    defaults: dict[str, Any] = {"status": 429, "retry_after": None, "times": 1, "method": "", "reason": ""}
    return defaults | details


def _fits(wanted: str, method: str) -> bool:
    return wanted == method if wanted else method not in FETCHING
