"""Working days, by the calendar that the State Council publishes each year and staff enter.

A year that nobody has entered yet is "not yet announced": the program never guesses one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from procedures.provincial import Year

SATURDAY = 5


class NotYetAnnounced(LookupError):
    """The calendar of this day's year is not entered yet."""

    def __init__(self, day: date) -> None:
        super().__init__(f"the holidays of {day.year} are not yet announced")
        self.day = day


def is_working_day(calendar: Mapping[int, Year], day: date) -> bool:
    """Whether offices work on `day`: weekdays but holidays, and weekends worked in exchange.

    Raises NotYetAnnounced for a year that is not entered.
    """
    year = calendar.get(day.year)
    if year is None:
        raise NotYetAnnounced(day)
    if day in year.working:
        return True
    return day.weekday() < SATURDAY and day not in year.holidays


def working_days(calendar: Mapping[int, Year], start: date) -> Iterator[date]:
    """Working days from `start` on, `start` included; ends with the last day that is announced."""
    day = start
    while day.year in calendar:
        if is_working_day(calendar, day):
            yield day
        day += timedelta(days=1)
