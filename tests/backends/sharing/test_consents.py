"""What a consent allows, for how long, and what is left when it ends, also while registers are being asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.backends.onewindow.sharing.register import Represented
from bot.backends.onewindow.sharing.tables import consent, evidence, sharing_call
from bot.dialogue.shared_data import GivenConsent, NoConsent, Wanted
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import BUYER, HOME, SELLER, about, citizen, entry
from tests.backends.sharing.registers import Register

DAYS = 24 * 60
FORM = Wanted(person="you", registers=("home-register",), fields=("home-register.area", "home-register.owner"))
CHILD = Wanted(person="child", registers=("population-register",), document="household-register", acting_as="child")


async def test_a_consent_lasts_ninety_days(county: County) -> None:
    given = await county.window.agree(BUYER, about(HOME), "k1")
    assert given.until == county.clock() + timedelta(days=90)
    county.clock.turn(90 * DAYS - 1)
    assert len(await county.window.look_up(given.id, (HOME,), "k2")) == 1
    county.clock.turn(1)
    with pytest.raises(NoConsent):
        await county.window.look_up(given.id, (HOME,), "k3")


async def test_it_may_be_set_to_last_less(county: County) -> None:
    county.window._consent_lasts = timedelta(days=1)
    assert (await county.window.agree(BUYER, about(HOME), "k1")).until == county.clock() + timedelta(days=1)


async def test_each_consent_is_its_own(county: County) -> None:
    ids = {await county.agree(number, case=case) for number in (BUYER, SELLER) for case in ("A1", "A2")}
    assert len(ids) == 4


NOT_AGREED = {
    "another person": replace(HOME, person="seller"),
    "another document": replace(HOME, document="marriage-proof"),
    "no document": replace(HOME, document=None),
    "another register": replace(HOME, registers=("marriage-register",)),
    "one register more": replace(HOME, registers=(*HOME.registers, "marriage-register")),
    "a field more": replace(HOME, fields=("home-register.owner",)),
    "the child's": replace(HOME, acting_as="child"),
    "the form": FORM,
}


@pytest.mark.parametrize("thing", NOT_AGREED.values(), ids=NOT_AGREED)
async def test_what_was_not_agreed_to_is_not_asked(county: County, thing: Wanted) -> None:
    given = await county.agree(BUYER, HOME)
    with pytest.raises(NoConsent):
        await county.window.look_up(given, (HOME, thing), "k1")
    assert all(register.asked == [] for register in county.registers.values())
    assert [kind for kind, *_ in await county.log()] == ["agreed"]


async def test_less_than_was_agreed_to_may_be_asked(county: County) -> None:
    county.registers["archive"] = Register(entry(BUYER))
    given = await county.agree(BUYER, HOME, FORM, CHILD)
    less = (replace(HOME, registers=("archive",)), replace(FORM, fields=()), replace(CHILD, which=0))
    states = [each.state for each in await county.window.look_up(given, less, "k1")]
    assert states == ["found", "not_found", "not_found"]


async def test_what_a_citizen_says_may_change(county: County) -> None:
    given = await county.agree(BUYER, HOME)
    claims = (("home-register.owner", ("买方甲",)),)
    assert len(await county.window.look_up(given, (replace(HOME, claims=claims),), "k1")) == 1


async def test_a_consent_that_never_was(county: County) -> None:
    with pytest.raises(NoConsent):
        await county.window.look_up("0" * 32, (HOME,), "k1")
    with pytest.raises(NoConsent):
        await county.window.withdraw(BUYER, "0" * 32, "k1")
    with pytest.raises(NoConsent):
        await county.window.values("0" * 32)
    assert await county.log() == []


async def test_withdrawing_erases_what_was_read(county: County) -> None:
    county.registers["home-register"] = Register(entry(BUYER, area="89.5"))
    given, other = await county.agree(), await county.agree(case="A2")
    for each in (given, other):
        await county.window.look_up(each, (HOME,), "k1")
    await county.window.withdraw(BUYER, given, "k2")
    assert [row.consent for row in await county.rows(evidence)] == [other]
    kept = [row.asker for row in await county.rows(sharing_call) if row.call == "look_up" and row.answer is not None]
    assert kept == [other]
    row = next(row for row in await county.rows(consent) if row.id == given)
    assert (row.withdrawn_at, row.number, row.told) == (county.clock(), None, None)
    for again in ("k1", "k3"):
        with pytest.raises(NoConsent):
            await county.window.look_up(given, (HOME,), again)
    with pytest.raises(NoConsent):
        await county.window.values(given)


async def test_withdrawing_twice_is_withdrawing_once(county: County) -> None:
    given = await county.agree()
    for key in ("k1", "k1", "k2"):
        await county.window.withdraw(BUYER, given, key)
        county.clock.turn(1)
    [seen] = (await county.window.own_data(BUYER)).consents
    assert seen.withdrawn_at == county.clock() - timedelta(minutes=3)
    assert [kind for kind, *_ in await county.log()] == ["agreed", "withdrawn"]


async def test_only_whoever_gave_it_may_withdraw(county: County) -> None:
    given = await county.agree()
    with pytest.raises(NoConsent):
        await county.window.withdraw(SELLER, given, "k1")
    assert len(await county.window.look_up(given, (HOME,), "k2")) == 1
    # The refusal was not remembered: the same key of the right person is decided anew.
    await county.window.withdraw(BUYER, given, "k1")


async def test_consents_are_seen_by_whoever_gave_them(county: County) -> None:
    first = await county.agree(BUYER, HOME, FORM)
    county.clock.turn(1)
    second = await county.agree(BUYER, CHILD, case="A2")
    seen = (await county.window.own_data(BUYER)).consents
    now = county.clock()
    assert seen == (
        GivenConsent(second, "A2", "property-transfer", ("population-register",), now, now + timedelta(days=90), None),
        GivenConsent(
            first,
            "A1",
            "property-transfer",
            ("home-register", "archive"),
            now - timedelta(minutes=1),
            now + timedelta(days=90, minutes=-1),
            None,
        ),
    )
    assert (await county.window.own_data(SELLER)).consents == ()


async def test_a_number_is_the_same_in_small_letters(county: County) -> None:
    number = next(one for one in map(citizen, range(99)) if one.endswith("X"))
    given = await county.agree(number.lower())
    county.registers["home-register"] = Register(entry(number))
    assert (await county.window.look_up(given, (HOME,), "k1"))[0].state == "found"
    await county.window.withdraw(f" {number}", given, "k2")


End = Callable[[County, str], Awaitable[object]]


async def _withdraw(county: County, given: str) -> None:
    await county.window.withdraw(BUYER, given, "end")


async def _erase(county: County, given: str) -> None:
    await county.window.erase(BUYER, "end")


async def _expire(county: County, given: str) -> None:
    county.clock.turn(90 * DAYS)


@pytest.mark.parametrize(("end", "line"), [(_withdraw, "withdrawn"), (_erase, "erased"), (_expire, None)])
async def test_a_consent_that_ends_in_mid_look_up_leaves_nothing(county: County, end: End, line: str | None) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def wait() -> object:
        asked.set()
        await go_on.wait()
        return entry(BUYER, owner="买方甲")

    county.registers["home-register"] = Register(script=[wait])
    given = await county.agree()
    looking = asyncio.create_task(county.window.look_up(given, (HOME,), "k1"))
    await asked.wait()
    await end(county, given)
    go_on.set()
    with pytest.raises(NoConsent):
        await looking
    with pytest.raises(NoConsent):
        await county.window.look_up(given, (HOME,), "k1")
    assert await county.rows(evidence) == []
    assert [row for row in await county.rows(sharing_call) if row.call == "look_up" and row.answer] == []
    assert (await county.window.own_data(BUYER)).readings == ()
    # That registers were asked is noted nonetheless, once.
    assert [kind for kind, *_ in await county.log()] == list(filter(None, ["agreed", line, "refused"]))


async def test_what_was_shown_to_choose_from_is_kept_until_the_end(county: County) -> None:
    """Another child is born between question and choice: `which` still means the one that was shown."""
    older, younger, born = (Represented(number=citizen(n), name="孩子") for n in (11, 12, 13))
    register = county.registers["population-register"] = Register(*(entry(c.number) for c in (older, younger, born)))
    county.registers["birth-certificates"].acts_for(BUYER, "child", older, younger)
    given = await county.agree(BUYER, CHILD)
    [asked] = await county.window.look_up(given, (CHILD,), "k1")
    assert (asked.state, len(asked.candidates)) == ("several", 2)
    county.registers["birth-certificates"].acts_for(BUYER, "child", born, older, younger)
    [found] = await county.window.look_up(given, (replace(CHILD, which=1),), "k2")
    assert found.state == "found"
    assert [enquiry.number for enquiry in register.enquiries] == [younger.number]
    await county.window.withdraw(BUYER, given, "k3")
    assert [row.told for row in await county.rows(consent)] == [None]


async def test_what_was_read_is_erased_when_the_time_is_over(county: County) -> None:
    county.registers["home-register"] = Register(entry(BUYER), entry(SELLER))
    given = await county.agree()
    await county.window.look_up(given, (HOME,), "k1")
    county.clock.turn(89 * DAYS)
    other = await county.agree(SELLER)
    await county.window.look_up(other, (HOME,), "k1")
    await county.window.sweep(county.clock() - timedelta(days=30))
    assert [row.consent for row in await county.rows(evidence)] == [given, other]
    # Calls of long ago are forgotten, with their keys.
    assert {row.asker for row in await county.rows(sharing_call)}.isdisjoint({given})
    county.clock.turn(DAYS)
    await county.window.sweep(county.clock() - timedelta(days=30))
    assert [row.consent for row in await county.rows(evidence)] == [other]
    assert [(row.id, row.number is None) for row in await county.rows(consent) if row.id == given] == [(given, True)]
    [seen] = (await county.window.own_data(BUYER)).consents
    assert (seen.id, seen.registers, seen.withdrawn_at) == (given, HOME.registers, None)
