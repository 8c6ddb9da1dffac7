"""The contract under repetition and haste: keys that come twice, and many citizens at once."""

from __future__ import annotations

import pytest

from bot.dialogue.ports import Backend, SlotGone
from tests.backends.contract import asking
from tests.backends.contract.asking import book, free
from tests.backends.rush import CITIZENS, find_faults, rush
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, TEN_WINDOWS, TWO_WINDOWS, Clock


class KeysContract:
    """The second call with a key changes nothing more and answers as the first did."""

    async def test_the_same_key_holds_once(self, backend: Backend, clock: Clock) -> None:
        first = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1")
        clock.turn(3)
        assert await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1") == first
        assert await free(backend, TWO_WINDOWS) == 1

    async def test_a_repeated_hold_does_not_come_back_to_life(self, backend: Backend, clock: Clock) -> None:
        first = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        clock.turn(HOLD_MINUTES)
        assert await asking.hold(backend, EARLY, "A1", "apply", "k1") == first
        assert await free(backend, EARLY) == 1

    async def test_confirming_twice_books_once(self, backend: Backend) -> None:
        hold = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1")
        first = await asking.confirm(backend, hold.id, "k2")
        assert await asking.confirm(backend, hold.id, "k2") == first
        assert await asking.confirm(backend, hold.id, "another key") == first
        assert await free(backend, TWO_WINDOWS) == 1

    async def test_the_same_key_answers_as_before_whatever_came_since(self, backend: Backend, clock: Clock) -> None:
        hold = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1")
        booked = await asking.confirm(backend, hold.id, "k2")
        moved = await asking.move(backend, booked.id, NEXT, "k3")
        cancelled = await asking.cancel(backend, booked.id, "k4")
        clock.turn(3 * 24 * 60)
        assert await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1") == hold
        assert await asking.confirm(backend, hold.id, "k2") == booked
        assert await asking.move(backend, booked.id, NEXT, "k3") == moved
        assert await asking.cancel(backend, booked.id, "k4") == cancelled

    async def test_the_same_key_moves_once(self, backend: Backend) -> None:
        booked = await book(backend, EARLY)
        moved = await asking.move(backend, booked.id, TWO_WINDOWS, "k1")
        await asking.move(backend, booked.id, NEXT, "k2")
        assert await asking.move(backend, booked.id, TWO_WINDOWS, "k1") == moved
        assert (await backend.appointment(booked.id)).slot.id == NEXT

    async def test_a_refusal_is_not_remembered(self, backend: Backend) -> None:
        taken = await book(backend, EARLY, "A2")
        with pytest.raises(SlotGone):
            await asking.hold(backend, EARLY, "A1", "apply", "k1")
        await asking.cancel(backend, taken.id, "k2")
        assert (await asking.hold(backend, EARLY, "A1", "apply", "k1")).slot.id == EARLY


class RushContract:
    """A hundred citizens, ten places."""

    async def test_the_last_place_is_given_once(self, backend: Backend) -> None:
        result = await rush(backend, TEN_WINDOWS)
        assert find_faults(result, capacity=10) == set()
        assert (len(result.booked), len(result.gone)) == (10, CITIZENS - 10)
        assert await free(backend, TEN_WINDOWS) == 0
        for appointment in result.booked:
            assert (await backend.appointment(appointment.id)).state == "booked"
