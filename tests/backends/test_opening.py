"""Slots by the calendar alone."""

from __future__ import annotations

from datetime import UTC, datetime

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
