"""When a time limit is over; the days are counted by hand on the calendar of 2026.

That calendar: the 1st to the 7th of October are off, in exchange Saturday the 10th is worked; weekends are off. The
office is open from 08:30 to 12:00 and from 13:30 to 17:00. The year 2027 is not entered.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.deadlines import Office, Stop, binding, deadline, office_of
from procedures.definition import Time
from procedures.vocabulary import Duration
from tests.backends.town import build_town

HERE = ZoneInfo("Asia/Shanghai")
OFFICE = office_of(build_town())


def at(written: str) -> datetime:
    """`10-08 09:30` in Hangzhou, in 2026."""
    return datetime.strptime(f"2026-{written}", "%Y-%m-%d %H:%M").replace(tzinfo=HERE)


def end(day: str) -> datetime:
    return at(f"{day} 23:59") + timedelta(seconds=59)


def over(limit: str, start: str | datetime, *stops: tuple[str, str]) -> datetime | None:
    moment = at(start) if isinstance(start, str) else start
    stood = [Stop(at(since), at(until)) for since, until in stops]
    return deadline(OFFICE, Duration.model_validate(limit), moment, stood)


@pytest.mark.parametrize(
    ("limit", "start", "day"),
    [
        ("5 working days", "12-01 08:10", "12-08"),  # Tuesday: the weekend is not counted
        ("1 working day", "12-01 23:59", "12-02"),
        ("1 working day", "12-02 00:00", "12-03"),  # midnight belongs to the new day
        ("1 working day", "12-05 12:00", "12-07"),  # Saturday
        ("1 working day", "09-30 10:00", "10-08"),  # the National Day week
        ("2 working days", "09-30 10:00", "10-09"),
        ("3 working days", "09-30 10:00", "10-10"),  # a Saturday that is worked
        ("4 working days", "09-30 10:00", "10-12"),
        ("0 working days", "12-01 10:00", "12-01"),
        ("7 days", "12-01 10:00", "12-08"),
        ("4 days", "12-01 10:00", "12-07"),  # ends on a Saturday, so on Monday
        ("15 days", "09-16 10:00", "10-08"),  # ends on a holiday
        ("24 days", "09-16 10:00", "10-10"),  # ends on the Saturday that is worked
        ("1 month", "11-30 10:00", "12-30"),
        ("1 month", "08-31 10:00", "09-30"),  # there is no 31st of September
        ("1 month", "01-31 10:00", "03-02"),  # the 28th of February is a Saturday
        ("2 months", "08-01 10:00", "10-08"),
        ("11 months", "01-15 10:00", "12-15"),
        ("on the spot", "12-01 10:00", "12-01"),
        ("on the spot", "12-01 07:00", "12-01"),
        ("on the spot", "12-01 16:59", "12-01"),
        ("on the spot", "12-01 17:00", "12-02"),
        ("on the spot", "12-05 10:00", "12-07"),
        ("on the spot", "09-30 18:00", "10-08"),
    ],
)
def test_days(limit: str, start: str, day: str) -> None:
    assert over(limit, start) == end(day)


@pytest.mark.parametrize(
    ("limit", "start", "moment"),
    [
        ("60 minutes", "12-01 09:00", "12-01 10:00"),
        ("60 minutes", "12-04 16:30", "12-07 09:00"),  # Friday: half an hour is left for Monday
        ("30 minutes", "12-01 11:50", "12-01 13:50"),  # over lunch
        ("10 minutes", "12-01 11:50", "12-01 12:00"),
        ("60 minutes", "12-01 07:00", "12-01 09:30"),
        ("60 minutes", "12-01 20:00", "12-02 09:30"),
        ("8 hours", "12-01 08:30", "12-02 09:30"),  # a day has seven
        ("1 hour", "09-30 16:30", "10-08 09:00"),
        ("0 minutes", "12-05 10:00", "12-05 10:00"),
    ],
)
def test_hours_pass_while_the_office_is_open(limit: str, start: str, moment: str) -> None:
    assert over(limit, start) == at(moment)


@pytest.mark.parametrize(
    ("limit", "start"),
    [
        ("30 working days", "12-01 10:00"),
        ("1 working day", "12-31 10:00"),
        ("60 days", "12-01 10:00"),
        ("1 month", "12-01 10:00"),
        ("60 minutes", "12-31 16:30"),
        ("on the spot", "12-31 17:00"),
    ],
)
def test_a_year_that_is_not_entered_is_not_guessed(limit: str, start: str) -> None:
    assert over(limit, start) is None


@pytest.mark.parametrize(
    ("limit", "start", "stop", "expected"),
    [
        # Due on the 8th; the clock stands from the 3rd, and goes on on the 7th, a Monday: the 3rd and the 4th are lost.
        ("5 working days", "12-01 10:00", ("12-03 10:00", "12-07 09:00"), end("12-10")),
        ("5 working days", "12-01 10:00", ("12-03 10:00", "12-03 16:00"), end("12-08")),  # within a day
        ("1 working day", "12-01 10:00", ("12-02 10:00", "12-04 23:00"), end("12-04")),  # never over while it stands
        ("5 working days", "12-01 10:00", ("12-09 10:00", "12-11 10:00"), end("12-08")),  # it was late before
        ("7 days", "12-01 10:00", ("12-03 10:00", "12-07 09:00"), end("12-14")),  # the 12th is a Saturday
        ("4 days", "12-01 10:00", ("12-07 10:00", "12-09 10:00"), end("12-09")),
        ("1 month", "08-31 10:00", ("09-10 10:00", "09-14 10:00"), end("10-08")),
        ("60 minutes", "12-01 09:00", ("12-01 09:30", "12-01 11:00"), at("12-01 11:30")),
        ("60 minutes", "12-01 09:00", ("12-01 08:00", "12-01 09:30"), at("12-01 10:30")),
        ("60 minutes", "12-01 11:30", ("12-01 11:45", "12-02 09:00"), at("12-02 09:45")),
        ("on the spot", "12-01 10:00", ("12-01 11:00", "12-03 17:30"), end("12-04")),
        ("on the spot", "12-01 10:00", ("12-02 11:00", "12-03 17:30"), end("12-01")),
    ],
)
def test_what_a_stop_takes_is_not_counted(limit: str, start: str, stop: tuple[str, str], expected: datetime) -> None:
    assert over(limit, start, stop) == expected


def test_two_stops_that_overlap_take_their_days_once() -> None:
    """Due on the 8th: the 3rd, the 4th, the 7th and the 8th are lost."""
    assert over("5 working days", "12-01 10:00", ("12-03 10:00", "12-08 9:00"), ("12-04 10:00", "12-09 9:00")) == end(
        "12-14"
    )


def limits(legal: str, promised: str | None) -> Time:
    kept = {"legal": {"limit": legal, "verified": "no"}}
    return Time.model_validate(kept | ({} if promised is None else {"promised": {"limit": promised, "verified": "no"}}))


@pytest.mark.parametrize(
    ("legal", "promised", "day"),
    [
        ("20 working days", "5 working days", "12-08"),
        ("5 working days", "20 working days", "12-08"),
        ("5 working days", None, "12-08"),
        ("60 working days", "5 working days", "12-08"),  # nobody knows the first: it lies in 2027
    ],
)
def test_the_shorter_binds(legal: str, promised: str | None, day: str) -> None:
    assert binding(OFFICE, limits(legal, promised), at("12-01 10:00")) == end(day)


def test_neither_is_known() -> None:
    assert binding(OFFICE, limits("60 working days", "30 working days"), at("12-01 10:00")) is None


def test_the_zone_tells_which_day_it_is() -> None:
    """16:00 UTC is midnight in Hangzhou and ten in the evening in the west, which keeps another time here."""
    moment = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    west = Office(OFFICE.calendar, OFFICE.hours, "Asia/Urumqi")
    one = Duration.model_validate("1 working day")
    assert deadline(OFFICE, one, moment) == datetime(2026, 12, 3, 15, 59, 59, tzinfo=UTC)
    assert deadline(west, one, moment) == datetime(2026, 12, 2, 17, 59, 59, tzinfo=UTC)


def test_an_office_without_hours_never_gets_anything_done_in_minutes() -> None:
    assert deadline(Office(OFFICE.calendar), Duration.model_validate("1 minute"), at("12-01 10:00")) is None


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 8, 31), timezones=st.just(HERE))  # noqa: DTZ001 - in HERE
amounts = st.one_of(
    st.integers(0, 30).map(lambda n: f"{n} working days"),
    st.integers(0, 60).map(lambda n: f"{n} days"),
    st.integers(0, 2).map(lambda n: f"{n} months"),
    st.integers(0, 2000).map(lambda n: f"{n} minutes"),
    st.integers(0, 40).map(lambda n: f"{n} hours"),
    st.just("on the spot"),
)
lengths = st.timedeltas(timedelta(), timedelta(days=20))


def known(limit: Duration, start: datetime, *stops: Stop) -> datetime:
    found = deadline(OFFICE, limit, start, stops)
    assert found is not None
    return found


@given(amounts.map(Duration.model_validate), moments)
def test_it_never_ends_before_it_began(limit: Duration, start: datetime) -> None:
    assert known(limit, start) >= start


@given(amounts.map(Duration.model_validate), moments, lengths)
def test_who_begins_later_ends_no_earlier(limit: Duration, start: datetime, later: timedelta) -> None:
    assert known(limit, start) <= known(limit, start + later)


@given(amounts.map(Duration.model_validate), moments)
def test_more_time_ends_no_earlier(limit: Duration, start: datetime) -> None:
    more = Duration(amount=limit.amount + 1, unit=limit.unit)
    assert known(limit, start) <= known(more, start)


@given(amounts.map(Duration.model_validate), moments, lengths, lengths)
def test_a_stop_only_puts_it_off(limit: Duration, start: datetime, until: timedelta, length: timedelta) -> None:
    stop = Stop(start + until, start + until + length)
    without, held = known(limit, start), known(limit, start, stop)
    assert held >= without
    if stop.since <= without and limit.amount:
        assert held >= stop.until


@given(amounts.map(Duration.model_validate), moments)
def test_days_end_with_a_working_day(limit: Duration, start: datetime) -> None:
    over = known(limit, start)
    if limit.amount and limit.unit not in ("minutes", "hours"):
        assert OFFICE.works_on(OFFICE.day_of(over))
        assert OFFICE.day_of(over + timedelta(seconds=1)) > OFFICE.day_of(over)
