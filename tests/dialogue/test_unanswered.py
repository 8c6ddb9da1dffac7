"""A call that took effect and was not answered: whatever the citizen does next, there is one place and it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.terminal import as_text
from bot.dialogue.ports import BackendDown
from tests.backends.books import Line, read_books
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.failing import Failing
from tests.dialogue.silence import Silence, hush
from tests.dialogue.talk import Citizen, Town, Watch

TO_TIMES = (PARK_EN, "my own", "the keeper", "window", "East")
FIRST = "east.permits.20261130T0115Z"
ONE, NONE = Line(used=1, taken=1, capacity=2), Line(used=0, taken=0, capacity=2)


def silent(database: AsyncEngine, call: str, watch: Watch | None = None) -> Citizen:
    """A citizen whose One Window does what `call` asks and then falls silent, once."""
    town = Town(database, core.catalogue(), watch or Watch())
    assert town.backend is not None
    town.backend = Failing(town.backend, call, after=True, error=BackendDown)
    return town.citizen()


@pytest.mark.parametrize("next_line", ["another time", "/my", "what was that"])
async def test_a_lost_confirmation_is_found_before_anything_else(database: AsyncEngine, next_line: str) -> None:
    watch = Watch()
    citizen = silent(database, "confirm", watch)
    assert (await citizen.say(*TO_TIMES, "1", "yes")).startswith("The booking system does not answer")
    watch.wait(seconds=30)
    told = await citizen.say(next_line)
    assert told.startswith("[News] The system answers again.\n[Booked]")
    assert await read_books(database) == {FIRST: ONE}
    assert "Mon, Nov 30 09:15" in await citizen.say("/my")


async def test_whoever_does_not_want_to_wait_taps(database: AsyncEngine) -> None:
    citizen = silent(database, "confirm")
    await citizen.say(*TO_TIMES, "1", "yes")
    assert (await citizen.tap("try now")).startswith("[Booked]")
    assert await read_books(database) == {FIRST: ONE}


async def test_until_it_is_known_the_matter_stays_as_it_is(database: AsyncEngine) -> None:
    """To look for another time would lose sight of a place that is perhaps booked."""
    citizen = silent(database, "confirm")
    await citizen.say(*TO_TIMES, "1", "yes")
    told = await citizen.say("another time")
    assert told.startswith("It is not known yet whether this went through: booking Mon, Nov 30 09:15 at East Centre")
    assert await read_books(database) == {FIRST: ONE}


# --- it is tried again by itself -------------------------------------------------------------------------------------


async def by_itself(town: Town, citizen: Citizen, **span: int) -> str:
    """Time passes; what is due is done, and what it leads to is read."""
    town.watch.wait(**span)
    await town.work()
    citizen.shown = await citizen.terminal.waiting()
    return as_text(citizen.shown, airy=False)


def hushed(database: AsyncEngine) -> tuple[Town, Citizen, Silence]:
    town = Town(database, core.catalogue())
    silence = hush(town)
    return town, town.citizen(), silence


async def test_the_outcome_needs_no_one_window(database: AsyncEngine) -> None:
    town, citizen, silence = hushed(database)
    silence.lasts = True
    told = await citizen.say(*TO_TIMES[:3])
    assert told.startswith("[Result] Residents' parking permit")
    assert "Bring:" in told
    assert "Bring lease (you)" in await citizen.say("change it to rented", "why")
    assert silence.asked == []
    told = await citizen.say("change it to my own", "window", "East")
    assert told.startswith("The booking system does not answer just now. I keep what you are looking for: times for ")
    assert silence.asked == ["slots"]
    assert "no answer yet; I go on trying" in await citizen.say("why", "/my")
    assert silence.asked == ["slots"]
    silence.lasts = False
    told = await by_itself(town, citizen, minutes=1)
    assert told.startswith("[News] The system answers again.\nEast Centre has these times.")


async def test_a_wish_is_booked_and_told_by_itself(database: AsyncEngine) -> None:
    """The first try, after a minute, is as silent; the second, two minutes later, is answered."""
    town, citizen, silence = hushed(database)
    await citizen.say(*TO_TIMES)
    silence.lasts = True
    assert "I keep your wish: Wed, Dec 2 09:00 at East Centre" in await citizen.say("5")
    assert (await by_itself(town, citizen, seconds=59), silence.asked) == ("", ["hold"])
    assert (await by_itself(town, citizen, seconds=1), silence.asked) == ("", ["hold", "hold"])
    silence.lasts = False
    assert await by_itself(town, citizen, seconds=119) == ""
    told = await by_itself(town, citizen, seconds=1)
    assert told.startswith("[News] The system answers again.\n[Booked] Residents' parking permit")
    assert "When: Wed, Dec 2 09:00" in told
    assert await read_books(database) == {"east.permits.20261202T0100Z": ONE}
    assert await by_itself(town, citizen, hours=2) == ""


async def test_messages_meanwhile_do_not_wait_and_nothing_happens_twice(database: AsyncEngine) -> None:
    town, citizen, silence = hushed(database)
    await citizen.say(*TO_TIMES, "1")
    silence.lasts, silence.late = True, 1
    assert "I keep your wish" in await citizen.say("yes")
    for _ in range(3):
        assert (await citizen.say("why")).startswith("Bring ID card (you)")
    assert silence.asked == ["confirm"]
    town.watch.wait(seconds=30)
    assert (await citizen.say("why")).startswith("Bring ID card (you)")
    assert silence.asked == ["confirm", "confirm"]
    silence.lasts = False
    assert (await by_itself(town, citizen, seconds=30)).startswith("[News] The system answers again.\n[Booked]")
    assert await read_books(database) == {FIRST: ONE}


async def test_after_a_day_it_is_said_once_that_it_could_not_be_done(database: AsyncEngine) -> None:
    town, citizen, silence = hushed(database)
    await citizen.say(*TO_TIMES, "another time", "3 December")
    silence.lasts = True
    await citizen.say("1")
    said = [told for _ in range(30) if (told := await by_itself(town, citizen, hours=1))]
    assert [told.partition(":")[0] for told in said] == ["I am sorry"]
    assert "booking Thu, Dec 3 09:00 at East Centre" in said[0]
    assert citizen.options == ["try now", "drop it"]
    silence.lasts = False
    assert (await citizen.tap("try now")).startswith("[Booked]")


async def test_what_was_given_up_is_not_tried(database: AsyncEngine) -> None:
    """Also when the tap comes minutes later, to a One Window that answers again."""
    town, citizen, silence = hushed(database)
    await citizen.say(*TO_TIMES)
    silence.lasts = True
    await citizen.say("5")
    silence.lasts = False
    town.watch.wait(seconds=45)
    assert (await citizen.tap("drop it")).startswith("All right, I no longer try to book Wed, Dec 2 09:00")
    assert await by_itself(town, citizen, hours=2) == ""
    assert await read_books(database) == {}


@pytest.mark.parametrize("late", [0, 1])
async def test_finding_out_books_nothing_and_gives_back_what_was_booked(database: AsyncEngine, late: int) -> None:
    town, citizen, silence = hushed(database)
    await citizen.say(*TO_TIMES, "1")
    silence.lasts, silence.late = True, late
    await citizen.say("yes")
    assert (await citizen.tap("drop it")).startswith("All right, it is given up")
    silence.lasts = False
    told = await by_itself(town, citizen, minutes=1)
    assert ("this had gone through before you gave it up" in told, "is cancelled" in told) == (late == 1, late == 1)
    assert ("this had not gone through" in told) == (late == 0)
    assert await read_books(database) == {FIRST: NONE}


async def test_trying_again_really_cancels(database: AsyncEngine) -> None:
    citizen = silent(database, "cancel")
    await citizen.say(*TO_TIMES, "1", "yes")
    await citizen.tap("cancel")
    assert (await citizen.say("yes")).startswith("The booking system does not answer")
    assert "is cancelled" in await citizen.tap("try now")
    assert await read_books(database) == {FIRST: NONE}


async def test_nothing_is_called_booked_without_a_place(database: AsyncEngine) -> None:
    citizen = Town(database, core.catalogue()).citizen()
    await citizen.say(*TO_TIMES, "1", "yes")
    await citizen.tap("cancel")
    await citizen.say("yes")
    told = await citizen.say("help")
    assert "[Booked]" not in told
    assert 'Nothing is booked for "Residents\' parking permit"' in told
    assert "has these times" in await citizen.tap("book again")


async def test_a_year_whose_holidays_are_not_announced_is_not_called_full(database: AsyncEngine) -> None:
    after_the_calendar = Watch(datetime(2027, 1, 4, 1, 0, tzinfo=UTC))
    citizen = Town(database, core.catalogue(), after_the_calendar).citizen()
    assert (await citizen.say(*TO_TIMES)).startswith("The holidays of 2027 are not yet announced")


async def test_a_day_for_which_places_are_not_out_is_said_to_be_too_far(database: AsyncEngine) -> None:
    citizen = Town(database, core.catalogue()).citizen()
    assert (await citizen.say(*TO_TIMES, "28 December")).startswith("Places are open until Fri, Dec 11")
