"""Feasts and days off by their names: 元旦前, 过完年, "over New Year", the next working day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from intents.hearing.when.calendar import ONE_DAY, Calendar
from intents.hearing.when.tokens import Day, OfMonth, OfWeek, Read, Reader, Values, reader, single
from intents.hearing.when.vocabulary import names, spoken
from intents.hearing.when.wish import Days

_NEW_YEAR = "春节"
_WORKING_WEEK = (0, 1, 2, 3, 4)


@cache
def feast_readers(calendar: Calendar) -> tuple[Reader, ...]:
    """Readers of the feasts in this calendar."""
    return (
        *(reader(spoken(f"fixed.{day}"), _fixed(day)) for day in names("fixed")),
        reader(spoken("working_day_after_feast"), _working_day_after(calendar)),
        reader(spoken("next_working_day"), lambda found, today: single(calendar.next_working(today))),
        reader(spoken("working_days"), lambda found, today: OfWeek(_WORKING_WEEK, every=True)),
        reader(spoken("new_years_eve"), _around(calendar, lambda first, last, today: (first, first))),
        reader(spoken("after_new_year"), _around(calendar, lambda first, last, today: (last + ONE_DAY, None))),
        *(reader(spoken(f"feast.{name}"), _feast(calendar, name)) for name in names("feast")),
        reader(spoken("before_new_year"), _around(calendar, lambda first, last, today: (today, first - ONE_DAY))),
        reader(spoken("feasts"), _feast(calendar, None)),
    )


def _fixed(day: str) -> Read:
    month, number = map(int, day.split("-"))
    return lambda found, today: OfMonth(number, month)


def _feast(calendar: Calendar, called: str | None) -> Read:
    def read(found: re.Match[str], today: date) -> Values | None:
        days = calendar.feast(today, called)
        return Day(days, "some") if days else None

    return read


def _around(calendar: Calendar, days_of: Callable[[date, date, date], Days]) -> Read:
    """Around the days off of the Chinese New Year; 节 is whichever feast comes next."""

    def read(found: re.Match[str], today: date) -> Values | None:
        days = calendar.feast(today, None if "节" in found[0] else _NEW_YEAR)
        return Day(days_of(*days, today), "some") if days else None

    return read


def _working_day_after(calendar: Calendar) -> Read:
    def read(found: re.Match[str], today: date) -> Values | None:
        days = calendar.feast(today)
        return single(calendar.next_working(days[1])) if days else None

    return read
