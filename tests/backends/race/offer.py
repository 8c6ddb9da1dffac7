"""The places that are raced for, and the time in which it happens."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from bot.backends.onewindow.opening import Opening, openings
from tests.backends.town import build_town

STARTS = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
"""So long before the first slot that none begins while the race goes on: four weeks."""
FIRST_DAY, DAYS = date(2026, 11, 30), 30
CENTRE, COUNTERS = "xihu", ("passport", "real-estate", "social-security", "tax")
NEVER = "xihu.passport.20261206T0030Z"
"""A Sunday."""
HOLD_MINUTES = 10
CROWD, WANTED = 50, 6
"""So many citizens in a row want the same few slots."""
SUNK = timedelta(hours=1)
"""After which every hold is over."""


@dataclass(frozen=True)
class Clock:
    """The same in all processes. `born`: when the race began, by the machine's own count of seconds. It runs `speed`
    times as fast as the wall's, so that holds end within seconds."""

    born: float
    speed: float

    def __call__(self) -> datetime:
        return STARTS + timedelta(seconds=(time.monotonic() - self.born) * self.speed)

    def now(self) -> float:
        return self().timestamp()


class NoSuchOffer(Exception):
    """The calendar of the town has not so many places, or they would not be at four counters."""


@dataclass(frozen=True)
class Offer:
    """Slots with so many places together, the earliest of the town."""

    openings: tuple[Opening, ...]

    @property
    def windows(self) -> dict[str, int]:
        """How many places each slot has."""
        return {opening.id: opening.windows for opening in self.openings}

    @property
    def places(self) -> int:
        return sum(opening.windows for opening in self.openings)

    def pick(self, chance: random.Random, legs: int, citizen: int) -> list[str]:
        """Slots at so many different counters on one day. Citizens who come one after the other want the same few
        slots every other time; else each place is as likely as any other."""
        wanted = self.openings
        if chance.random() < 0.5:
            first_wanted = citizen // CROWD * WANTED % len(self.openings)
            wanted = self.openings[first_wanted : first_wanted + WANTED]
        [first] = chance.choices(wanted, [opening.windows for opening in wanted])
        picked = [first]
        for counter in chance.sample(COUNTERS, len(COUNTERS)):
            there = [each for each in self.openings if each.counter == counter and _day(each) == _day(first)]
            if len(picked) < legs and counter != first.counter and there:
                picked.append(chance.choice(there))
        return [opening.id for opening in picked]

    def pick_at(self, chance: random.Random, counter: str) -> str:
        """A slot at that counter, on any day."""
        return chance.choice([each for each in self.openings if each.counter == counter]).id


@cache
def offer_of(places: int) -> Offer:
    """Raises NoSuchOffer."""
    town = build_town()
    coming = [each for name in COUNTERS for each in openings(town, CENTRE, name, FIRST_DAY, DAYS)]
    chosen, left = [], places
    for opening in sorted(coming, key=lambda each: (each.starts_at, each.id)):
        if opening.windows <= left:
            chosen.append(opening)
            left -= opening.windows
    if left or {each.counter for each in chosen} != set(COUNTERS):
        raise NoSuchOffer(f"{places} places cannot be offered: take more than a dozen, and at most some thousands")
    return Offer(tuple(chosen))


def _day(opening: Opening) -> date:
    return opening.starts_at.date()
