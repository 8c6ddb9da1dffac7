"""The contract on places: hold, confirm, move, cancel, read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.ports import AlreadyBooked, Backend, Booker, Claim, HoldExpired, SlotGone, TooLate, Unknown
from tests.backends.contract import asking
from tests.backends.contract.asking import book, free
from tests.backends.town import EARLY, HOLD_MINUTES, LATER, NEXT, NOW, TWO_WINDOWS, Clock


class BookingContract:
    """Hold, confirm, move, cancel, read back."""

    async def test_a_hold_keeps_the_place_for_ten_minutes(self, backend: Backend) -> None:
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        assert (hold.slot.id, hold.slot.free, hold.until) == (EARLY, 0, NOW + timedelta(minutes=HOLD_MINUTES))
        with pytest.raises(SlotGone):
            await asking.hold(backend, EARLY, "A2", "apply", "k2")

    async def test_a_confirmed_hold_reads_back_as_booked(self, backend: Backend) -> None:
        hold = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1")
        booked = await asking.confirm(backend, hold.id, "k2")
        assert (booked.case, booked.visit, booked.slot.id) == ("A1", "apply", TWO_WINDOWS)
        assert (booked.state, booked.revision) == ("booked", 0)
        assert await backend.appointment(booked.id) == booked
        assert await free(backend, TWO_WINDOWS) == 1

    @pytest.mark.parametrize(
        "slot",
        [
            "xihu.passport.20261202T0031Z",  # between two slots
            "xihu.passport.20261202T0330Z",  # would run into lunch
            "xihu.passport.20261205T0030Z",  # a Saturday
            "xihu.passport.20270104T0030Z",  # not announced
            "xihu.passport.20261201T0000Z",  # before opening
            "xihu.passport.20261130T0030Z",  # yesterday
            "xihu.marriage.20261202T0030Z",  # no such counter in this centre
            "nowhere.passport.20261202T0030Z",
            "xihu.passport.20261302T0030Z",
            "xihu.passport.99991231T2330Z",
            "xihu.passport.２０２６1202T0030Z",
            "xihu.passport.20261202T0030Z ",
            "xihu.passport",
            "",
        ],
    )
    async def test_a_slot_that_is_not_offered_is_gone(self, backend: Backend, slot: str) -> None:
        with pytest.raises(SlotGone):
            await asking.hold(backend, slot, "A1", "apply", "k1")

    async def test_a_hold_ends_after_its_minutes(self, backend: Backend, clock: Clock) -> None:
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        clock.turn(HOLD_MINUTES)
        with pytest.raises(HoldExpired):
            await asking.confirm(backend, hold.id, "k2")
        assert await free(backend, EARLY) == 1
        with pytest.raises(HoldExpired):
            await asking.confirm(backend, hold.id, "k3")

    async def test_a_hold_lasts_until_its_last_minute(self, backend: Backend, clock: Clock) -> None:
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        clock.turn(HOLD_MINUTES - 1)
        assert (await asking.confirm(backend, hold.id, "k2")).state == "booked"

    async def test_a_place_may_be_kept_for_less_and_never_for_more(self, backend: Backend, clock: Clock) -> None:
        claim = Claim(EARLY, "A1", "apply", "passport")
        (hold,) = await backend.hold([claim], Booker("A1"), "k1", timedelta(minutes=2))
        assert hold.until == NOW + timedelta(minutes=2)
        clock.turn(2)
        with pytest.raises(HoldExpired):
            await backend.confirm([hold.id], "k2")
        (longer,) = await backend.hold([claim], Booker("A1"), "k3", timedelta(hours=2))
        assert longer.until == NOW + timedelta(minutes=2 + HOLD_MINUTES)

    async def test_an_ended_hold_makes_way_for_the_next_citizen(self, backend: Backend, clock: Clock) -> None:
        await asking.hold(backend, EARLY, "A1", "apply", "k1")
        clock.turn(HOLD_MINUTES)
        assert (await asking.hold(backend, EARLY, "A2", "apply", "k2")).slot.id == EARLY

    async def test_a_hold_never_outlasts_the_start(self, backend: Backend, clock: Clock) -> None:
        clock.now = datetime(2026, 12, 2, 0, 25, tzinfo=UTC)
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        assert hold.until == datetime(2026, 12, 2, 0, 30, tzinfo=UTC)

    async def test_holding_the_same_slot_again_renews(self, backend: Backend, clock: Clock) -> None:
        first = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1")
        clock.turn(6)
        again = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k2")
        assert (again.id, again.until) == (first.id, NOW + timedelta(minutes=6 + HOLD_MINUTES))
        assert await free(backend, TWO_WINDOWS) == 1

    async def test_another_hold_replaces_the_first(self, backend: Backend) -> None:
        first = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        await asking.hold(backend, NEXT, "A1", "apply", "k2")
        assert (await free(backend, EARLY), await free(backend, NEXT)) == (1, 0)
        with pytest.raises(Unknown):
            await asking.confirm(backend, first.id, "k3")

    async def test_a_refused_hold_leaves_the_first(self, backend: Backend) -> None:
        await book(backend, NEXT, "A2")
        first = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        with pytest.raises(SlotGone):
            await asking.hold(backend, NEXT, "A1", "apply", "k2")
        assert (await asking.confirm(backend, first.id, "k3")).slot.id == EARLY

    async def test_a_released_hold_is_free_once(self, backend: Backend) -> None:
        hold = await asking.hold(backend, TWO_WINDOWS, "A1", "apply", "k1")
        await backend.release(hold.id)
        await backend.release(hold.id)
        await backend.release("nothing")
        assert await free(backend, TWO_WINDOWS) == 2
        with pytest.raises(Unknown):
            await asking.confirm(backend, hold.id, "k2")

    async def test_releasing_a_hold_does_not_cancel_what_was_booked(self, backend: Backend) -> None:
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        booked = await asking.confirm(backend, hold.id, "k2")
        await backend.release(hold.id)
        assert await backend.appointment(booked.id) == booked
        assert await free(backend, EARLY) == 0

    async def test_a_case_is_booked_once_a_visit(self, backend: Backend) -> None:
        await book(backend, EARLY)
        with pytest.raises(AlreadyBooked):
            await asking.hold(backend, NEXT, "A1", "apply", "k1")
        assert await free(backend, NEXT) == 1
        assert (await book(backend, NEXT, visit="collect")).slot.id == NEXT

    async def test_who_missed_an_appointment_may_book_again(self, backend: Backend, clock: Clock) -> None:
        missed = await book(backend, EARLY)
        clock.now = missed.slot.starts_at + timedelta(minutes=59)
        with pytest.raises(AlreadyBooked):
            await asking.hold(backend, LATER, "A1", "apply", "k1")
        clock.turn(1)
        assert (await book(backend, LATER)).slot.id == LATER
        assert await backend.appointment(missed.id) == missed
        with pytest.raises(TooLate):
            await asking.cancel(backend, missed.id, "k2")

    async def test_moving_takes_the_new_place_and_frees_the_old(self, backend: Backend) -> None:
        booked = await book(backend, EARLY)
        moved = await asking.move(backend, booked.id, NEXT, "k1")
        assert (moved.id, moved.slot.id, moved.state, moved.revision) == (booked.id, NEXT, "booked", 1)
        assert await backend.appointment(booked.id) == moved
        assert (await free(backend, EARLY), await free(backend, NEXT)) == (1, 0)
        assert (await asking.move(backend, booked.id, EARLY, "k2")).revision == 2

    async def test_moving_to_a_full_slot_keeps_the_old(self, backend: Backend) -> None:
        booked = await book(backend, EARLY)
        await book(backend, NEXT, "A2")
        for slot in (NEXT, "xihu.passport.20261205T0030Z", "xihu.passport.20261130T0030Z"):
            with pytest.raises(SlotGone):
                await asking.move(backend, booked.id, slot, "k1")
        assert await backend.appointment(booked.id) == booked

    async def test_moving_to_where_it_is_changes_nothing(self, backend: Backend) -> None:
        booked = await book(backend, EARLY)
        assert await asking.move(backend, booked.id, EARLY, "k1") == booked

    async def test_cancelling_frees_the_place_once(self, backend: Backend) -> None:
        booked = await book(backend, TWO_WINDOWS)
        cancelled = await asking.cancel(backend, booked.id, "k1")
        assert (cancelled.id, cancelled.state) == (booked.id, "cancelled")
        assert await asking.cancel(backend, booked.id, "k2") == cancelled
        assert await backend.appointment(booked.id) == cancelled
        assert await free(backend, TWO_WINDOWS) == 2
        assert (await book(backend, NEXT)).slot.id == NEXT

    async def test_what_was_cancelled_can_not_be_moved_or_confirmed(self, backend: Backend) -> None:
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        booked = await asking.confirm(backend, hold.id, "k2")
        await asking.cancel(backend, booked.id, "k3")
        with pytest.raises(Unknown):
            await asking.move(backend, booked.id, NEXT, "k4")
        with pytest.raises(Unknown):
            await asking.confirm(backend, hold.id, "k5")

    async def test_until_the_start_it_can_be_changed_and_not_after(self, backend: Backend, clock: Clock) -> None:
        booked, other = await book(backend, EARLY), await book(backend, TWO_WINDOWS, "A2")
        clock.now = booked.slot.starts_at - timedelta(minutes=1)
        assert (await asking.cancel(backend, other.id, "k1")).state == "cancelled"
        clock.turn(1)
        with pytest.raises(TooLate):
            await asking.cancel(backend, booked.id, "k2")
        with pytest.raises(TooLate):
            await asking.move(backend, booked.id, NEXT, "k3")
        assert await backend.appointment(booked.id) == booked

    async def test_nothing_is_known_of_ids_never_given(self, backend: Backend) -> None:
        with pytest.raises(Unknown):
            await asking.confirm(backend, "nothing", "k1")
        with pytest.raises(Unknown):
            await asking.move(backend, "nothing", EARLY, "k2")
        with pytest.raises(Unknown):
            await asking.cancel(backend, "nothing", "k3")
        with pytest.raises(Unknown):
            await backend.appointment("nothing")

    async def test_a_hold_is_no_appointment(self, backend: Backend) -> None:
        hold = await asking.hold(backend, EARLY, "A1", "apply", "k1")
        with pytest.raises(Unknown):
            await backend.appointment(hold.id)
        with pytest.raises(Unknown):
            await asking.cancel(backend, hold.id, "k2")
