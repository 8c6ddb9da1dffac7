"""The contract under repetition and haste: keys that come twice, and many citizens at once."""

from __future__ import annotations

import pytest

from bot.dialogue.ports import Backend, SlotGone
from tests.backends.contract.asking import book, free
from tests.backends.rush import CITIZENS, find_faults, rush
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, TEN_WINDOWS, TWO_WINDOWS, Clock


class KeysContract:
    """The second call with a key changes nothing more and answers as the first did."""

    async def test_the_same_key_holds_once(self, backend: Backend, clock: Clock) -> None:
        first = await backend.hold(TWO_WINDOWS, "A1", "apply", "k1")
        clock.turn(3)
        assert await backend.hold(TWO_WINDOWS, "A1", "apply", "k1") == first
        assert await free(backend, TWO_WINDOWS) == 1

    async def test_a_repeated_hold_does_not_come_back_to_life(self, backend: Backend, clock: Clock) -> None:
        first = await backend.hold(EARLY, "A1", "apply", "k1")
        clock.turn(HOLD_MINUTES)
        assert await backend.hold(EARLY, "A1", "apply", "k1") == first
        assert await free(backend, EARLY) == 1

    async def test_confirming_twice_books_once(self, backend: Backend) -> None:
        hold = await backend.hold(TWO_WINDOWS, "A1", "apply", "k1")
        first = await backend.confirm(hold.id, "k2")
        assert await backend.confirm(hold.id, "k2") == first
        assert await backend.confirm(hold.id, "another key") == first
        assert await free(backend, TWO_WINDOWS) == 1

    async def test_the_same_key_answers_as_before_whatever_came_since(self, backend: Backend, clock: Clock) -> None:
        hold = await backend.hold(TWO_WINDOWS, "A1", "apply", "k1")
        booked = await backend.confirm(hold.id, "k2")
        moved = await backend.move(booked.id, NEXT, "k3")
        cancelled = await backend.cancel(booked.id, "k4")
        clock.turn(3 * 24 * 60)
        assert await backend.hold(TWO_WINDOWS, "A1", "apply", "k1") == hold
        assert await backend.confirm(hold.id, "k2") == booked
        assert await backend.move(booked.id, NEXT, "k3") == moved
        assert await backend.cancel(booked.id, "k4") == cancelled

    async def test_the_same_key_moves_once(self, backend: Backend) -> None:
        booked = await book(backend, EARLY)
        moved = await backend.move(booked.id, TWO_WINDOWS, "k1")
        await backend.move(booked.id, NEXT, "k2")
        assert await backend.move(booked.id, TWO_WINDOWS, "k1") == moved
        assert (await backend.appointment(booked.id)).slot.id == NEXT

    async def test_a_refusal_is_not_remembered(self, backend: Backend) -> None:
        taken = await book(backend, EARLY, "A2")
        with pytest.raises(SlotGone):
            await backend.hold(EARLY, "A1", "apply", "k1")
        await backend.cancel(taken.id, "k2")
        assert (await backend.hold(EARLY, "A1", "apply", "k1")).slot.id == EARLY


class RushContract:
    """Two hundred citizens, ten places."""

    async def test_the_last_place_is_given_once(self, backend: Backend) -> None:
        result = await rush(backend, TEN_WINDOWS)
        assert find_faults(result, capacity=10) == set()
        assert (len(result.booked), len(result.gone)) == (10, CITIZENS - 10)
        assert await free(backend, TEN_WINDOWS) == 0
        for appointment in result.booked:
            assert (await backend.appointment(appointment.id)).state == "booked"
