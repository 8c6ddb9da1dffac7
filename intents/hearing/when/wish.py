"""When somebody would like to come, as values: which days, which hours, rather soon or rather late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Days = tuple[date, date | None]
"""The first and the last day; None: from the first one on."""
Order = Literal["soonest", "latest"]


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody would like to come. What was not said is empty and leaves everything open."""

    days: tuple[Days, ...] = ()
    """Any of these days."""
    weekdays: tuple[int, ...] = ()
    """Any of these days of the week; Monday is 0."""
    but: tuple[Days, ...] = ()
    """None of these days."""
    but_weekdays: tuple[int, ...] = ()
    first: time | None = None
    """Not to begin earlier."""
    last: time | None = None
    """To begin before this; exactly then where it is `first` too."""
    order: Order | None = None
    """The earliest or the latest of all that is possible."""

    def __bool__(self) -> bool:
        return self != ANY

    def allows_day(self, day: date) -> bool:
        """Whether this day is one of those wished for."""
        if self.days and not any(_within(day, days) for days in self.days):
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        return day.weekday() not in self.but_weekdays and not any(_within(day, days) for days in self.but)

    def allows_time(self, begins: time) -> bool:
        """Whether a visit may begin then."""
        if self.first is not None and begins < self.first:
            return False
        if self.last is None:
            return True
        return begins == self.last if self.first == self.last else begins < self.last


ANY = Wish()
"""Whenever it is."""


@dataclass(frozen=True, slots=True)
class Either:
    """Said in a way that can be read otherwise: the dialogue asks. Without readings it is too vague."""

    readings: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """The time named is over."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """Earlier or later than what was offered; no more was said."""

    by: Literal["earlier", "later"]


When = Wish | Either | Past | Shifted


def _within(day: date, days: Days) -> bool:
    first, last = days
    return first <= day and (last is None or day <= last)
