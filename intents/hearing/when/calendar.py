"""Weeks, months and days off, as far as somebody's words need them: 下周, 节后, the next working day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from intents.hearing.when.tokens import NoSuchTime

SATURDAY = 5
ONE_DAY = timedelta(days=1)
_LONGEST = 400
"""Days that are looked ahead: a feast comes once a year."""


@dataclass(frozen=True)
class Calendar:
    """The days off with their names, and the weekends worked in exchange. Two that say the same are equal."""

    days_off: tuple[tuple[date, tuple[str, ...]], ...] = ()
    working: frozenset[date] = frozenset()

    @cached_property
    def off(self) -> Mapping[date, tuple[str, ...]]:
        """The names of each day off."""
        return dict(self.days_off)

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day, as far as the calendar is known."""
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        day += ONE_DAY
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def feast(self, today: date, called: str | None = None) -> tuple[date, date] | None:
        """The first and last day off of the feast that is now or comes next; any feast where no name is given."""
        for first in (today + n * ONE_DAY for n in range(_LONGEST)):
            if self._is_off(first, called):
                break
        else:
            return None
        while self._is_off(first - ONE_DAY, called):
            first -= ONE_DAY
        last = first
        while self._is_off(last + ONE_DAY, called):
            last += ONE_DAY
        return first, last

    def _is_off(self, day: date, called: str | None) -> bool:
        names = self.off.get(day, ())
        return bool(names) if called is None else any(called in name for name in names)


def week_from(today: date, weeks: int) -> tuple[date, date]:
    """Monday and Sunday of the week so many weeks from this one."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def month_from(today: date, months: int) -> tuple[date, date]:
    """The first and last day of the month so many months from this one."""
    year, index = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, index + 1, 1), date(year, index + 1, monthrange(year, index + 1)[1])


def next_month_numbered(today: date, number: int) -> tuple[date, date]:
    """The first and last day of the month with this number that is now or comes next. Raises NoSuchTime."""
    if not 1 <= number <= 12:
        raise NoSuchTime(str(number))
    return month_from(today, (number - today.month) % 12)
