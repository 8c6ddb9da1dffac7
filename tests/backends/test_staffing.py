"""Windows that are closed for a while: fewer places, and what is booked stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow, staffing
from bot.backends.onewindow.opening import opening_of
from bot.backends.onewindow.staffing import Leave
from bot.dialogue.ports import SlotGone
from tests.backends.contract import asking
from tests.backends.contract.asking import book, free
from tests.backends.town import NOW, TWO_WINDOWS, Clock, build_town

AFTER = "xihu.real-estate.20261202T0100Z"
"""The slot that follows."""


def leave(minutes_from: int, minutes_to: int) -> Leave:
    """Counted from when the slot with two windows begins; it takes thirty minutes."""
    opening = opening_of(build_town(), TWO_WINDOWS)
    assert opening is not None
    begins, ends = (opening.starts_at + timedelta(minutes=minutes) for minutes in (minutes_from, minutes_to))
    return Leave("", "xihu", "real-estate", begins, ends, 1)


async def enter(database: AsyncEngine, told: Leave, windows: int) -> Leave:
    return await staffing.add(database, told.centre, told.counter, told.starts_at, told.ends_at, windows)


@pytest.mark.parametrize(
    ("minutes", "closed"), [((0, 30), True), ((29, 60), True), ((-60, 1), True), ((30, 60), False), ((-60, 0), False)]
)
def test_a_leave_closes_each_slot_that_runs_into_it(minutes: tuple[int, int], closed: bool) -> None:
    opening = opening_of(build_town(), TWO_WINDOWS)
    assert opening is not None
    assert leave(*minutes).closes(opening) == closed


async def test_fewer_places_are_offered_and_a_window_comes_back(window: OneWindow, database: AsyncEngine) -> None:
    entered = await enter(database, leave(0, 30), 1)
    assert (await free(window, TWO_WINDOWS), await free(window, AFTER)) == (1, 2)
    await book(window, TWO_WINDOWS, "A1")
    with pytest.raises(SlotGone):
        await asking.hold(window, TWO_WINDOWS, "A2", "apply", "k1")
    assert await staffing.remove(database, entered.id)
    assert not await staffing.remove(database, entered.id)
    assert await free(window, TWO_WINDOWS) == 1
    assert (await book(window, TWO_WINDOWS, "A2")).state == "booked"


async def test_what_is_booked_stays_and_whoever_enters_a_leave_is_told(
    window: OneWindow, database: AsyncEngine
) -> None:
    booked = [await book(window, TWO_WINDOWS, case) for case in ("A1", "A2")]
    await book(window, AFTER, "A3")
    await asking.hold(window, AFTER, "A4", "apply", "k1")
    entered = await enter(database, leave(0, 60), 1)
    crowded = await staffing.list_crowded(database, build_town(), entered, NOW)
    # One window stays open in each; of the second slot's two places one is only held.
    assert [(each.opening.id, each.booked, each.opening.windows) for each in crowded] == [(TWO_WINDOWS, 2, 1)]
    for each in booked:
        assert (await window.appointment(each.id)).state == "booked"
    assert await free(window, TWO_WINDOWS) == 0
    await asking.cancel(window, booked[0].id, "k2")
    assert await free(window, TWO_WINDOWS) == 0
    assert await staffing.list_crowded(database, build_town(), entered, NOW) == []


async def test_leaves_add_up_and_are_listed_until_they_are_over(
    window: OneWindow, database: AsyncEngine, clock: Clock
) -> None:
    entered = [await enter(database, leave(30, 60), 1), await enter(database, leave(0, 30), 1)]
    entered.append(await enter(database, leave(-30, 40), 1))
    assert (await free(window, TWO_WINDOWS), await free(window, AFTER)) == (0, 0)
    assert await staffing.list_from(database, clock()) == [entered[2], entered[1], entered[0]]
    assert await staffing.list_from(database, entered[2].ends_at) == [entered[0]]
