"""Slots by the calendar alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.backends.onewindow.opening import opening_of, openings
from tests.backends.town import WEDNESDAY, build_town


def test_an_id_leads_back_to_its_slot() -> None:
    town = build_town()
    slots = list(openings(town, "xihu", "real-estate", WEDNESDAY, 30))
    # Thirty working days are wanted; from the 2nd to the 31st of December 2026 there are 22, with 14 slots each.
    assert len(slots) == 22 * 14
    assert [opening_of(town, slot.id) for slot in slots] == slots


def test_hours_are_those_of_the_centres_own_zone() -> None:
    """Half past eight in Hami, UTC+6, is half past two in UTC."""
    first = next(openings(build_town(), "hami", "passport", WEDNESDAY, 1))
    assert first.id == "hami.passport.20261202T0230Z"
    assert first.starts_at == datetime(2026, 12, 2, 2, 30, tzinfo=UTC)


def test_hours_may_be_written_in_any_order() -> None:
    town = build_town(hours=("13:30-17:00", "08:30-12:00"))
    starts = [slot.starts_at for slot in openings(town, "xihu", "tax", WEDNESDAY, 1)]
    assert starts == sorted(starts)
    assert len(starts) == 8


def starts(first_day: date, days: int, counter: str = "real-estate") -> dict[date, list[str]]:
    """When the centre that opens on Saturdays has slots: by day, in Hangzhou's time."""
    found: dict[date, list[str]] = {}
    for slot in openings(build_town(), "yuhang", counter, first_day, days):
        local = slot.starts_at + timedelta(hours=8)
        found.setdefault(local.date(), []).append(f"{local:%H:%M}")
    return found


def test_a_saturday_has_hours_of_its_own_and_a_lunch_of_its_own() -> None:
    """09:00-11:30 and 13:00-14:00, half an hour each."""
    saturday = starts(date(2026, 12, 5), 1)[date(2026, 12, 5)]
    assert saturday == ["09:00", "09:30", "10:00", "10:30", "11:00", "13:00", "13:30"]


@pytest.mark.parametrize(
    ("first_day", "days", "open_on"),
    [
        (date(2026, 12, 4), 2, ["12-04", "12-05", "12-07"]),  # Friday: the Saturday counts as none of the two
        (date(2026, 12, 4), 1, ["12-04"]),  # the Saturday lies behind the last of them
        (date(2026, 12, 5), 1, ["12-05", "12-07"]),
        (date(2026, 12, 6), 1, ["12-07"]),  # Sunday
        (date(2026, 9, 30), 2, ["09-30", "10-08"]),  # Saturday, the 3rd, is in the National Day week
        (date(2026, 10, 8), 3, ["10-08", "10-09", "10-10"]),  # Saturday, the 10th, is worked, and counts
        (date(2026, 12, 26), 9, ["12-26", "12-28", "12-29", "12-30", "12-31"]),  # 2027 is not announced
    ],
)
def test_saturdays_are_offered_and_do_not_count(first_day: date, days: int, open_on: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in starts(first_day, days)] == open_on


def test_a_saturday_worked_in_exchange_has_ordinary_hours() -> None:
    """08:30-12:00 and 13:30-17:00: seven slots each."""
    worked = starts(date(2026, 10, 10), 1)[date(2026, 10, 10)]
    assert (worked[0], worked[-1], len(worked)) == ("08:30", "16:30", 14)


def test_a_counter_may_stay_closed_on_saturdays() -> None:
    assert list(starts(date(2026, 12, 4), 2, "tax")) == [date(2026, 12, 4), date(2026, 12, 7)]
    assert date(2026, 10, 10) in starts(date(2026, 10, 10), 1, "tax")


def test_an_id_of_a_saturday_leads_back_to_its_slot() -> None:
    saturday = "yuhang.real-estate.20261205T0100Z"
    found = opening_of(build_town(), saturday)
    assert found is not None
    assert (found.id, found.windows) == (saturday, 2)
    assert opening_of(build_town(), "yuhang.real-estate.20261205T0030Z") is None
    assert opening_of(build_town(), "yuhang.tax.20261205T0100Z") is None
