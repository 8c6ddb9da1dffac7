"""A wished-for time: what it means by the calendar, what has to be asked, and what is left alone."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.hearing.when import ANY, Calendar, Either, Past, Shifted, Wish, hear_when
from intents.hearing.when.notation import read_when, read_wish, write_wish

CALENDAR = Calendar(
    days_off=(
        (date(2027, 1, 1), ("元旦", "New Year")),
        *((date(2027, 2, day), ("春节", "Spring Festival")) for day in range(5, 11)),
    ),
    working=frozenset({date(2027, 2, 13)}),
)
MONDAY = datetime.fromisoformat("2026-11-30 09:00")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # days
        ("明天下午", "2026-12-01 pm"),
        ("the day after tomorrow at half past two", "2026-12-02 14:30"),
        ("下周三上午十点", "2026-12-09 10:00"),
        ("12月3号", "2026-12-03"),
        ("Dec 3rd in the morning", "2026-12-03 am"),
        ("the 15th", "2026-12-15"),
        ("in three days", "2026-12-03"),
        # stretches and deadlines
        ("周三到周五", "2026-12-02..2026-12-04"),
        ("3到5号", "2026-12-03..2026-12-05"),
        ("before the end of the month", "2026-11-30..2026-11-30"),
        ("10号以后", "2026-12-11.."),
        ("by Friday", "2026-11-30..2026-12-04"),
        ("not before December", "2026-12-01.."),
        ("下个月初", "2026-12-01..2026-12-10"),
        # several, every week, refusals
        ("周二或者周四", "2026-12-01,2026-12-03"),
        ("any Monday or Friday", "mon,fri"),
        ("工作日", "workdays"),
        ("周一周二都不行", "not-mon,tue"),
        ("周一到周三都不行", "not-mon,tue,wed"),
        ("mornings are no good", "pm"),
        ("除了下周都行", "not-2026-12-07..2026-12-13"),
        # hours
        ("between ten and half past eleven", "10:00-11:30"),
        ("明天中午12点", "2026-12-01 12:00"),
        ("明天23点", "2026-12-01 23:00"),
        ("差一刻四点", "15:45"),
        ("around 3 on Wednesday", "2026-12-02 14:30-15:30"),
        ("after work on Thursday", "2026-12-03 17:00-"),
        # feasts
        ("年前", "2026-11-30..2027-02-04"),
        ("过完年", "2027-02-11.."),
        ("over New Year", "2027-01-01"),
        ("next working day", "2026-12-01"),
        # soon and late
        ("as soon as possible", "soonest"),
        ("this week, the earlier the better", "2026-11-30..2026-12-06 soonest"),
        ("越晚越好", "latest"),
        ("随便哪天", "any"),
        ("anything earlier?", "earlier"),
        ("再晚一点", "later"),
        # asked about, over, or no wish
        ("next Friday", "ask: 2026-12-04 / 2026-12-11"),
        ("周一", "ask: 2026-11-30 / 2026-12-07"),
        ("12/3", "ask: 2026-12-03 / 2027-03-12"),
        ("改天", "ask"),
        ("anything but Friday afternoon", "ask"),
        ("昨天下午", "past"),
        ("今天上午八点", "past"),
        ("要带几张照片", "none"),
        ("my son was born in May", "none"),
        # reasons, consequences, slips
        ("下周三下午行不行，上午店里要进货", "2026-12-09 pm"),
        ("周五不行，周五要跑一趟上海", "not-fri"),
        ("明天你们放假，那下礼拜一", "2026-12-07"),
        ("I have exams until Wednesday, so from Thursday on", "2026-12-03.."),
        ("xia zhou san xiawu", "2026-12-09 pm"),
        ("tommorow mornig", "2026-12-01 am"),
    ],
)
def test_what_a_sentence_means(sentence: str, expected: str) -> None:
    assert hear_when(sentence, MONDAY, CALENDAR) == read_when(expected) or _as_days(sentence, expected)


def _as_days(sentence: str, expected: str) -> bool:
    """Whether both allow the same days, however they are written; readings of a question are not compared."""
    heard, wanted = hear_when(sentence, MONDAY, CALENDAR), read_when(expected)
    if isinstance(heard, Either) and isinstance(wanted, Either):
        return bool(heard.readings) == bool(wanted.readings)
    if not isinstance(heard, Wish) or not isinstance(wanted, Wish):
        return False
    days = [date.fromordinal(MONDAY.toordinal() + n) for n in range(120)]
    return (heard.first, heard.last, heard.order) == (wanted.first, wanted.last, wanted.order) and all(
        heard.allows_day(day) == wanted.allows_day(day) for day in days
    )


def test_a_weekend_worked_in_exchange_is_a_working_day() -> None:
    assert CALENDAR.is_working(date(2027, 2, 13))
    assert not CALENDAR.is_working(date(2027, 2, 14))
    assert CALENDAR.next_working(date(2027, 2, 4)) == date(2027, 2, 11)


@pytest.mark.parametrize("sentence", ["90 to five", "4/0", "after 9999-12-31", "before 0001-01-01", "2月30日", "25点"])
def test_a_time_that_does_not_exist_raises_nothing(sentence: str) -> None:
    hear_when(sentence, MONDAY, CALENDAR)


WISHES = st.builds(
    Wish,
    days=st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(lambda day: (day, day)), max_size=2).map(tuple),
    weekdays=st.sets(st.integers(0, 6), max_size=3).map(lambda days: tuple(sorted(days))),
    but_weekdays=st.sets(st.integers(0, 6), max_size=3).map(lambda days: tuple(sorted(days))),
    first=st.sampled_from([None, time(9), time(14, 30)]),
    last=st.sampled_from([None, time(16)]),
    order=st.sampled_from([None, "soonest", "latest"]),
)


@given(WISHES)
def test_a_wish_is_read_as_it_was_written(wish: Wish) -> None:
    assert read_wish(write_wish(wish)) == wish


def test_the_same_in_words_for_what_is_no_wish() -> None:
    assert read_when("past") == Past()
    assert read_when("earlier") == Shifted("earlier")
    assert read_when("none") is None
    assert read_wish("any") == ANY


@given(
    st.text(alphabet="0123456789年月日号周下一二三四五六天点半:-/ amptodynexmrchb前后到,，不行或", max_size=40),
    st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2090-01-01")),
)
def test_no_wish_lies_before_today(sentence: str, now: datetime) -> None:
    heard = hear_when(sentence, now, CALENDAR)
    wishes = (heard,) if isinstance(heard, Wish) else heard.readings if isinstance(heard, Either) else ()
    for wish in wishes:
        assert all(first >= now.date() for first, _ in wish.days)
