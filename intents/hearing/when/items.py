"""What a single word of a clause names, as days and hours of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise

from intents.hearing.when.calendar import ONE_DAY, month_from, week_from
from intents.hearing.when.parts import on_the_clock
from intents.hearing.when.tokens import Clock, Day, Mark, Named, NoSuchTime, OfMonth, OfWeek, Part, Turning
from intents.hearing.when.wish import Days

_YEARS_AHEAD = 9
"""Within so many years every date comes, the 29th of February too."""

Hours = tuple[time | None, time | None]
"""The first and the last time; None: open on that side."""


class Unclear(Exception):
    """More than the values can say."""


@dataclass
class Item:
    """Days, days of any week, or hours: a reading each; how it is turned, and whether it is refused."""

    days: list[Days] = field(default_factory=list)
    every: frozenset[int] = frozenset()
    hours: list[Hours] = field(default_factory=list)
    named: frozenset[int] = frozenset()
    """The days of the week that were named without a week: refused, they are refused in every week."""
    turned: Turning | None = None
    denied: bool = False
    joined: Mark | None = None
    """How it is joined to the item before it."""

    @property
    def is_hours(self) -> bool:
        """Whether it tells of hours rather than of days."""
        return bool(self.hours)


def item_of(value: Named, today: date, *, part: str | None, after: date | None) -> Item:
    """The days or hours that a value names, in the `part` of the day, a date `after` the one before it.

    Raises NoSuchTime.
    """
    match value:
        case Day(days=days, or_else=other):
            return Item(days=[days, *([other] if other else [])])
        case OfMonth():
            return Item(days=_dates(value, today, after))
        case OfWeek(days=numbers, weeks=None, every=True):
            return Item(every=frozenset(numbers))
        case OfWeek():
            return _weekdays(value, today)
        case Part(first=first, last=last):
            return Item(hours=[(first, last)])
        case Clock():
            return Item(hours=[(at, at) for at in _times(value, part)])


def _times(clock: Clock, part: str | None) -> tuple[time, ...]:
    at = on_the_clock(clock, part)
    if at is not None:
        return (at,)
    return time(clock.hour, clock.minute), time(clock.hour + 12, clock.minute)


def _dates(value: OfMonth, today: date, after: date | None) -> list[Days]:
    first = _date(value, today, after)
    if not value.swapped or value.month is None:
        return [_one(first)]
    return [_one(first), _one(_date(OfMonth(value.month, value.day), today, None))]


def _date(value: OfMonth, today: date, after: date | None) -> date:
    """The day itself, or the next one so called; after another one, the next after that. Raises NoSuchTime."""
    if value.year is not None and value.month is not None:
        return _made(value.year, value.month, value.day)
    since = after or today
    for months in range(12 * _YEARS_AHEAD):
        first, last = month_from(since, months)
        if value.month in (None, first.month) and value.day <= last.day and first.replace(day=value.day) >= since:
            return first.replace(day=value.day)
        if value.month is None and months > 1:
            break
    raise NoSuchTime(str(value))


def _made(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchTime(str(error)) from None


def _weekdays(value: OfWeek, today: date) -> Item:
    if value.weeks is not None:
        monday, _ = week_from(today, value.weeks)
        return _together([monday + timedelta(days=day) for day in value.days])
    days = [_one(day) for day in _coming(value, today)]
    return Item(days=days, named=frozenset() if value.english else frozenset(value.days))


def _coming(value: OfWeek, today: date) -> list[date]:
    """The day of the week that comes next; two readings where it is today, or a "next" one of this week."""
    number = value.days[0]
    coming = today + timedelta(days=(number - today.weekday()) % 7)
    both = [coming, coming + timedelta(weeks=1)]
    match value.english:
        case "this":
            return [coming]
        case "next":
            return both if today.weekday() < number else [week_from(today, 1)[0] + number * ONE_DAY]
    return both if coming == today else [coming]


def _one(day: date) -> Days:
    return day, day


def _together(days: Sequence[date]) -> Item:
    """Several days as one stretch, or as days of the week where they are not in a row."""
    if all(other - day == ONE_DAY for day, other in pairwise(days)):
        return Item(days=[(days[0], days[-1])])
    return Item(every=frozenset(day.weekday() for day in days))
