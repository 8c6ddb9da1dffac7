"""The contract on slots: which times are offered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.dialogue.ports import Backend
from tests.backends.contract.asking import book, free
from tests.backends.town import EARLY, MONDAY, TWO_WINDOWS, WEDNESDAY, Clock


async def days(backend: Backend, first_day: date, working_days: int) -> list[date]:
    """The days (of Hangzhou) on which the passport counter has slots."""
    slots = await backend.slots("xihu", "passport", first_day, working_days)
    return sorted({(slot.starts_at + timedelta(hours=8)).date() for slot in slots})


class SlotsContract:
    """Which slots are offered."""

    async def test_a_day_has_the_slots_of_its_opening_hours(self, backend: Backend) -> None:
        slots = await backend.slots("xihu", "real-estate", WEDNESDAY, 1)
        assert [slot.id for slot in slots] == [
            "xihu.real-estate.20261202T0030Z",
            "xihu.real-estate.20261202T0100Z",
            "xihu.real-estate.20261202T0130Z",
            "xihu.real-estate.20261202T0200Z",
            "xihu.real-estate.20261202T0230Z",
            "xihu.real-estate.20261202T0300Z",
            "xihu.real-estate.20261202T0330Z",
            "xihu.real-estate.20261202T0530Z",
            "xihu.real-estate.20261202T0600Z",
            "xihu.real-estate.20261202T0630Z",
            "xihu.real-estate.20261202T0700Z",
            "xihu.real-estate.20261202T0730Z",
            "xihu.real-estate.20261202T0800Z",
            "xihu.real-estate.20261202T0830Z",
        ]
        assert slots[0].starts_at == datetime(2026, 12, 2, 0, 30, tzinfo=UTC)
        assert {(slot.centre, slot.counter, slot.minutes, slot.free) for slot in slots} == {
            ("xihu", "real-estate", 30, 2)
        }

    async def test_no_slot_runs_into_lunch_or_past_closing(self, backend: Backend) -> None:
        starts = [slot.starts_at.strftime("%H:%M") for slot in await backend.slots("xihu", "tax", WEDNESDAY, 1)]
        assert starts == ["00:30", "01:15", "02:00", "02:45", "05:30", "06:15", "07:00", "07:45"]

    async def test_weekends_are_closed(self, backend: Backend) -> None:
        assert await days(backend, date(2026, 12, 4), 2) == [date(2026, 12, 4), date(2026, 12, 7)]

    async def test_where_a_centre_opens_on_saturdays_they_can_be_booked(self, backend: Backend) -> None:
        slots = await backend.slots("yuhang", "real-estate", date(2026, 12, 4), 2)
        assert [slot.id for slot in slots if slot.starts_at.date() == date(2026, 12, 5)] == [
            "yuhang.real-estate.20261205T0100Z",
            "yuhang.real-estate.20261205T0130Z",
            "yuhang.real-estate.20261205T0200Z",
            "yuhang.real-estate.20261205T0230Z",
            "yuhang.real-estate.20261205T0300Z",
            "yuhang.real-estate.20261205T0500Z",
            "yuhang.real-estate.20261205T0530Z",
        ]
        assert (await book(backend, "yuhang.real-estate.20261205T0100Z")).state == "booked"

    async def test_holidays_are_closed_and_the_saturday_in_exchange_is_open(
        self, backend: Backend, clock: Clock
    ) -> None:
        clock.now = datetime(2026, 9, 1, tzinfo=UTC)
        assert await days(backend, date(2026, 9, 30), 4) == [
            date(2026, 9, 30),
            date(2026, 10, 8),
            date(2026, 10, 9),
            date(2026, 10, 10),
        ]

    async def test_days_not_announced_are_not_offered(self, backend: Backend) -> None:
        assert await days(backend, date(2026, 12, 31), 3) == [date(2026, 12, 31)]
        assert await days(backend, date(2027, 1, 4), 3) == []

    async def test_what_has_begun_is_not_offered(self, backend: Backend, clock: Clock) -> None:
        clock.now = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
        assert [slot.id for slot in await backend.slots("xihu", "real-estate", MONDAY, 2)] == [
            "xihu.real-estate.20261201T0730Z",
            "xihu.real-estate.20261201T0800Z",
            "xihu.real-estate.20261201T0830Z",
        ]

    async def test_what_is_full_is_not_offered(self, backend: Backend) -> None:
        await book(backend, EARLY)
        await book(backend, TWO_WINDOWS, "A2")
        assert EARLY not in [slot.id for slot in await backend.slots("xihu", "passport", WEDNESDAY, 1)]
        assert await free(backend, TWO_WINDOWS) == 1

    @pytest.mark.parametrize(("centre", "counter"), [("nowhere", "tax"), ("xihu", "nothing"), ("xihu", "marriage")])
    async def test_an_unknown_counter_has_no_slots(self, backend: Backend, centre: str, counter: str) -> None:
        assert await backend.slots(centre, counter, WEDNESDAY, 5) == ()
