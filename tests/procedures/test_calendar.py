"""Working days: weekdays, holidays, weekends worked in exchange, and years that nobody has announced yet."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from procedures.calendar import NotYetAnnounced, is_working_day, working_days
from tests.small import small_province

CALENDAR = small_province().calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 30), True),  # a Wednesday
        (date(2026, 10, 1), False),  # a Thursday and National Day
        (date(2026, 10, 3), False),  # a Saturday
        (date(2026, 10, 4), False),  # a Sunday
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
    ],
)
def test_offices_work_on_weekdays_but_holidays_and_on_exchanged_weekends(day: date, works: bool) -> None:
    assert is_working_day(CALENDAR, day) is works


def test_a_year_that_is_not_entered_is_never_guessed() -> None:
    with pytest.raises(NotYetAnnounced, match="2027 are not yet announced") as refused:
        is_working_day(CALENDAR, date(2027, 1, 4))
    assert refused.value.day == date(2027, 1, 4)


def test_working_days_begin_with_the_first_day_and_leave_out_the_others() -> None:
    days = islice(working_days(CALENDAR, date(2026, 9, 30)), 8)
    assert [day.isoformat() for day in days] == [
        "2026-09-30",
        "2026-10-02",
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
        "2026-10-08",
        "2026-10-09",
        "2026-10-10",
    ]


def test_working_days_end_with_the_last_day_announced() -> None:
    assert list(working_days(CALENDAR, date(2026, 12, 31))) == [date(2026, 12, 31)]
    assert list(working_days(CALENDAR, date(2027, 1, 1))) == []
