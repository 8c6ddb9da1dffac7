"""A calendar server as the One Window: the contract."""

from __future__ import annotations

import pytest

from bot.backends.caldav import CalendarWindow
from bot.dialogue.ports import Backend, Move, SlotGone
from tests.backends.contract import BackendContract
from tests.backends.contract.asking import book, free
from tests.backends.town import EARLY, NEXT


@pytest.fixture
def backend(window: CalendarWindow) -> Backend:
    return window


class TestCalendarWindow(BackendContract):
    """Calendars are a backend, but for one thing."""

    async def test_two_appointments_may_change_places_where_both_are_full(self, backend: Backend) -> None:
        """They may not. A calendar changes one entry at a time: a place is taken before the old one is given up, so
        that nobody who is interrupted stands there without any. Both stay where they are.
        """
        booked = [await book(backend, EARLY, "A1"), await book(backend, NEXT, "A2")]
        with pytest.raises(SlotGone):
            await backend.move([Move(booked[0].id, NEXT), Move(booked[1].id, EARLY)], "k1")
        assert [await backend.appointment(one.id) for one in booked] == booked
        assert [await free(backend, slot) for slot in (EARLY, NEXT)] == [0, 0]
