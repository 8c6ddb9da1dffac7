"""The contract on several places at once, as one joint visit needs them, and on what one person may have."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogue.ports import AlreadyBooked, Backend, Booker, Claim, HoldExpired, LimitReached, Move, SlotGone, Unknown
from tests.backends.contract import asking
from tests.backends.contract.asking import book, free
from tests.backends.town import EARLY, HOLD_MINUTES, NEXT, TEN_WINDOWS, TWO_WINDOWS, Clock

HOME = Claim(TWO_WINDOWS, "A1", "apply", "property")
CARD = Claim(NEXT, "A2", "apply", "card")
US = Booker("us")


class JointContract:
    """Several places are kept, booked, moved and given back together or not at all."""

    async def test_places_of_two_cases_are_kept_in_one_call(self, backend: Backend) -> None:
        holds = await backend.hold([HOME, CARD], US, "k1")
        assert [hold.slot.id for hold in holds] == [TWO_WINDOWS, NEXT]
        booked = await backend.confirm([hold.id for hold in holds], "k2")
        assert [(one.case, one.slot.id, one.state) for one in booked] == [
            ("A1", TWO_WINDOWS, "booked"),
            ("A2", NEXT, "booked"),
        ]
        assert (await free(backend, TWO_WINDOWS), await free(backend, NEXT)) == (1, 0)

    async def test_where_one_is_gone_none_is_kept(self, backend: Backend) -> None:
        await book(backend, NEXT, "B1")
        with pytest.raises(SlotGone):
            await backend.hold([HOME, CARD], US, "k1")
        assert await free(backend, TWO_WINDOWS) == 2

    async def test_one_slot_may_serve_several_of_them(self, backend: Backend) -> None:
        twice = [HOME, Claim(TWO_WINDOWS, "A2", "apply", "card")]
        await backend.hold(twice, US, "k1")
        assert await free(backend, TWO_WINDOWS) == 0
        with pytest.raises(SlotGone):
            await backend.hold([Claim(TWO_WINDOWS, "B1", "apply", "property")], Booker("them"), "k2")

    async def test_the_same_key_answers_for_all_of_them(self, backend: Backend, clock: Clock) -> None:
        holds = await backend.hold([HOME, CARD], US, "k1")
        booked = await backend.confirm([hold.id for hold in holds], "k2")
        clock.turn(HOLD_MINUTES)
        assert await backend.hold([HOME, CARD], US, "k1") == holds
        assert await backend.confirm([hold.id for hold in holds], "k2") == booked

    async def test_where_one_hold_is_over_none_is_booked(self, backend: Backend, clock: Clock) -> None:
        first = await backend.hold([HOME], US, "k1")
        clock.turn(HOLD_MINUTES - 1)
        second = await backend.hold([CARD], US, "k2")
        clock.turn(1)
        with pytest.raises(HoldExpired):
            await backend.confirm([second[0].id, first[0].id], "k3")
        assert (await backend.confirm([second[0].id], "k4"))[0].state == "booked"

    async def test_all_are_moved_or_none(self, backend: Backend) -> None:
        booked = [await book(backend, TWO_WINDOWS, "A1"), await book(backend, EARLY, "A2")]
        await book(backend, NEXT, "B1")
        with pytest.raises(SlotGone):
            await backend.move([Move(booked[0].id, TEN_WINDOWS), Move(booked[1].id, NEXT)], "k1")
        assert [await backend.appointment(one.id) for one in booked] == booked
        moved = await backend.move([Move(booked[1].id, TEN_WINDOWS), Move(booked[0].id, TEN_WINDOWS)], "k2")
        assert [(one.id, one.slot.id, one.revision) for one in moved] == [
            (booked[1].id, TEN_WINDOWS, 1),
            (booked[0].id, TEN_WINDOWS, 1),
        ]
        assert [await free(backend, slot) for slot in (TWO_WINDOWS, EARLY, TEN_WINDOWS)] == [2, 1, 8]

    async def test_two_appointments_may_change_places_where_both_are_full(self, backend: Backend) -> None:
        booked = [await book(backend, EARLY, "A1"), await book(backend, NEXT, "A2")]
        moved = await backend.move([Move(booked[0].id, NEXT), Move(booked[1].id, EARLY)], "k1")
        assert [one.slot.id for one in moved] == [NEXT, EARLY]
        assert [await free(backend, slot) for slot in (EARLY, NEXT)] == [0, 0]

    async def test_all_are_given_back_or_none(self, backend: Backend, clock: Clock) -> None:
        booked = [await book(backend, EARLY, "A1"), await book(backend, TWO_WINDOWS, "A2")]
        with pytest.raises(Unknown):
            await backend.cancel([booked[0].id, "nothing"], "k1")
        assert await free(backend, EARLY) == 0
        cancelled = await backend.cancel([one.id for one in booked], "k2")
        assert {one.state for one in cancelled} == {"cancelled"}
        assert [await free(backend, slot) for slot in (EARLY, TWO_WINDOWS)] == [1, 2]

    async def test_the_minutes_end_with_the_first_start_of_them(self, backend: Backend, clock: Clock) -> None:
        clock.now = (await backend.slots("xihu", "passport", clock.now.date() + timedelta(days=1), 1))[0].starts_at
        clock.turn(-5)
        holds = await backend.hold([HOME, CARD], US, "k1")
        assert {hold.until - clock.now for hold in holds} == {timedelta(minutes=5)}


class LimitsContract:
    """A place is there for those who come: nobody has two for one matter, or more visits ahead than one can make."""

    async def test_a_chat_has_one_place_for_a_matter_under_whatever_case(self, backend: Backend) -> None:
        await asking.confirm(backend, (await asking.hold(backend, EARLY, "A1", "apply", "k1", chat="us")).id, "k2")
        with pytest.raises(LimitReached):
            await asking.hold(backend, NEXT, "A2", "apply", "k3", chat="us")
        assert await free(backend, NEXT) == 1
        other_visit = await asking.hold(backend, NEXT, "A2", "collect", "k4", chat="us")
        assert other_visit.slot.id == NEXT

    async def test_a_person_has_one_place_from_whatever_chat(self, backend: Backend) -> None:
        holds = await backend.hold([HOME], Booker("home", "wang"), "k1")
        await backend.confirm([holds[0].id], "k2")
        again = Claim(TEN_WINDOWS, "A9", "apply", "property")
        with pytest.raises(LimitReached):
            await backend.hold([again], Booker("office", "wang"), "k3")
        assert (await backend.hold([again], Booker("office", "li"), "k4"))[0].slot.id == TEN_WINDOWS

    async def test_a_robot_that_begins_case_after_case_keeps_one_place(self, backend: Backend) -> None:
        """Each hold gives up the one before; once one is booked, there is no other."""
        for number in range(8):
            held = await asking.hold(backend, TEN_WINDOWS, f"R{number}", "apply", f"k{number}", chat="robot")
        assert await free(backend, TEN_WINDOWS) == 9
        await asking.confirm(backend, held.id, "confirm")
        with pytest.raises(LimitReached):
            await asking.hold(backend, TWO_WINDOWS, "R9", "apply", "k9", chat="robot")

    async def test_one_call_for_two_places_of_one_matter_is_refused(self, backend: Backend) -> None:
        with pytest.raises(LimitReached):
            await backend.hold([HOME, Claim(TEN_WINDOWS, "A2", "apply", "property")], US, "k1")

    async def test_a_visit_that_is_booked_already_is_told_as_such(self, backend: Backend) -> None:
        await backend.confirm([(await backend.hold([HOME], US, "k1"))[0].id], "k2")
        with pytest.raises(AlreadyBooked):
            await backend.hold([CARD, Claim(TEN_WINDOWS, "A1", "apply", "property")], US, "k3")

    async def test_no_more_than_five_visits_are_ahead(self, backend: Backend, clock: Clock) -> None:
        days = {slot.starts_at.date(): slot.id for slot in await backend.slots("xihu", "tax", clock.now.date(), 6)}
        first, *others = days.values()
        for number, slot in enumerate(others):
            await backend.hold([Claim(slot, f"A{number}", "apply", f"matter {number}")], US, f"k{number}")
        same_day = Claim(others[0].replace("tax", "social-security").split("T")[0] + "T0030Z", "B1", "apply", "another")
        assert await backend.hold([same_day], US, "same day")
        with pytest.raises(LimitReached):
            await backend.hold([Claim(first, "B2", "apply", "one more")], US, "one more")
