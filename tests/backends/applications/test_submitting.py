"""Handed in once whatever happens, with everything that it needs, filled from what registers really said."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.backends.onewindow.applications.tables import application, event
from bot.dialogue.applications import AlreadySubmitted, Entered, HandedIn, Incomplete
from bot.dialogue.ports import BackendDown, Unknown
from bot.dialogue.shared_data import CONSENT_LASTS
from tests.backends.applications.hall import TITLE, Hall, part, submission
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import ADDRESS, BUYER, HOME, SELLER, entry
from tests.backends.sharing.story import FILLING

NAME = Entered(id="name", label=TITLE, person="you", value="西湖茶叶店")
OWNER = Entered(id="owner", label=TITLE, person="you", source="home-register.owner")
HOME_ADDRESS = Entered(id="address", label=TITLE, person="you", source="home-register.address")
OTHERS = Entered(id="other", label=TITLE, person="other", source="home-register.address")
CORRECTED = Entered(id="owner", label=TITLE, person="you", value="买方丙", source="home-register.owner")


async def test_what_the_citizen_gets_back(hall: Hall) -> None:
    status = await hall.submit(part((1, "fire"), (2, "market")), give="post")
    assert (status.case, status.give, status.submitted_at) == ("A1", "post", hall.clock())
    assert [(name, title.en) for name, title in status.titles] == [("company", "Opening a company")]
    assert [(event.number, event.what, event.until) for event in status.events] == [(1, "submitted", status.until)]
    assert await hall.status() == status
    assert await hall.window.status("A1", BUYER) == status


async def test_the_second_call_with_a_key_is_answered_as_the_first(hall: Hall) -> None:
    first = await hall.submit()
    await hall.approve("market")
    hall.clock.turn(60)
    assert await hall.submit() == first
    assert len(await hall.rows(application)) == 1


async def test_another_key_for_the_same_case(hall: Hall) -> None:
    await hall.submit()
    with pytest.raises(AlreadySubmitted):
        await hall.window.submit(BUYER, submission(), "another")


async def test_nobody_is_answered_what_another_was(hall: Hall) -> None:
    await hall.submit()
    with pytest.raises(AlreadySubmitted):
        await hall.submit(number=SELLER)


async def test_nobody_reads_what_is_not_theirs(hall: Hall) -> None:
    await hall.submit()
    with pytest.raises(Unknown):
        await hall.window.status("A1", SELLER)
    with pytest.raises(Unknown):
        await hall.window.status("A2")


@pytest.mark.parametrize("same_key", [True, False])
async def test_twenty_at_the_same_moment_hand_it_in_once(hall: Hall, same_key: bool) -> None:
    async def hand_in(n: int) -> object:
        try:
            return await hall.window.submit(BUYER, submission(part((1, "fire"))), "key" if same_key else f"key {n}")
        except AlreadySubmitted:
            return "already"

    answers = await asyncio.gather(*(hand_in(n) for n in range(20)))
    kept = await hall.status()
    assert answers.count(kept) == (20 if same_key else 1)
    assert answers.count("already") == (0 if same_key else 19)
    assert len(await hall.rows(application)) == len(await hall.rows(event)) == 1


async def test_a_database_that_is_gone(silent: object, hall: Hall) -> None:
    with pytest.raises(BackendDown):
        await hall.replica(silent).submit(BUYER, submission(), "key")  # type: ignore[arg-type]


# --- the form --------------------------------------------------------------------------------------------------------


async def test_the_form_is_filled_from_what_registers_really_said(county: County) -> None:
    hall = Hall(county.engine, county.vault, county.clock)
    window = hall.replica()
    window._values = county.window.values
    county.registers["home-register"].entries[BUYER] = entry(BUYER, owner="买方甲", address=ADDRESS, number="1")
    consent = await county.agree(BUYER, FILLING)
    await county.window.look_up(consent, (FILLING,), "look")
    wanted = part(form=(NAME, OWNER, HOME_ADDRESS), consents=(consent,))
    await window.submit(BUYER, submission(wanted), "submit")
    form = (await hall.desk.read("A1")).form["company"]
    assert form == {"name": "西湖茶叶店", "owner": "买方甲", "address": ADDRESS}


@pytest.mark.parametrize("ended", ["withdrawn", "expired", "never"])
async def test_a_consent_that_has_ended_fills_nothing(county: County, ended: str) -> None:
    hall = Hall(county.engine, county.vault, county.clock)
    window = hall.replica()
    window._values = county.window.values
    county.registers["home-register"].entries[BUYER] = entry(BUYER, owner="买方甲", address=ADDRESS)
    consent = await county.agree(BUYER, FILLING, HOME)
    await county.window.look_up(consent, (FILLING,), "look")
    if ended == "withdrawn":
        await county.window.withdraw(BUYER, consent, "withdraw")
    elif ended == "expired":
        county.clock.now += CONSENT_LASTS + timedelta(seconds=1)
    wanted = part(form=(NAME, OWNER, HOME_ADDRESS), consents=("none",) if ended == "never" else (consent,))
    with pytest.raises(Incomplete) as raised:
        await window.submit(BUYER, submission(wanted), "submit")
    assert raised.value.missing == ("owner", "address")
    assert await hall.rows(application) == []


async def test_what_the_citizen_wrote_counts_before_what_the_register_says(hall: Hall) -> None:
    hall.values["c"] = {("you", "home-register.owner"): "买方乙"}
    await hall.submit(part(form=(CORRECTED,), consents=("c",)))
    assert (await hall.desk.read("A1")).form["company"] == {"owner": "买方丙"}


async def test_values_are_those_of_the_person_they_are_about(hall: Hall) -> None:
    hall.values["c"] = {("you", "home-register.address"): "甲", ("other", "home-register.address"): "乙"}
    await hall.submit(part(form=(HOME_ADDRESS, OTHERS), consents=("c",)))
    assert (await hall.desk.read("A1")).form["company"] == {"address": "甲", "other": "乙"}


async def test_several_consents_fill_one_form(hall: Hall) -> None:
    hall.values |= {"c": {("you", "home-register.address"): "甲"}, "d": {("other", "home-register.address"): "乙"}}
    await hall.submit(part(form=(HOME_ADDRESS, OTHERS), consents=("c", "d")))
    assert (await hall.desk.read("A1")).form["company"] == {"address": "甲", "other": "乙"}


async def test_each_part_is_filled_on_its_own_consents(hall: Hall) -> None:
    hall.values["c"] = {("you", "home-register.owner"): "买方乙"}
    with pytest.raises(Incomplete) as raised:
        await hall.submit(part(form=(OWNER,), consents=("c",)), part(form=(OWNER, NAME), procedure="food"))
    assert raised.value.missing == ("owner",)


# --- papers ----------------------------------------------------------------------------------------------------------


async def test_papers_belong_to_the_case_from_then_on(hall: Hall) -> None:
    hall.papers.there = {"p1": None, "p2": None}
    await hall.submit(part(papers=(HandedIn(document="lease", person="you", paper="p1"),)))
    assert hall.papers.there == {"p1": "A1", "p2": None}


async def test_papers_that_are_gone_are_named_with_what_else_is_missing(hall: Hall) -> None:
    hall.papers.there = {"p1": None}
    lease, title = (HandedIn(document=name, person="you", paper=name[0]) for name in ("lease", "title"))
    never = HandedIn(document="photo", person="you")
    with pytest.raises(Incomplete) as raised:
        await hall.submit(part(form=(OWNER,), papers=(lease, title, never)))
    assert raised.value.missing == ("owner", "lease", "title", "photo")


async def test_a_paper_that_is_gone_at_the_last_moment(hall: Hall) -> None:
    hall.papers.there = {"p1": None}
    exist = hall.papers.exist

    async def then_gone(ids: object) -> set[str]:
        there = await exist(ids)
        hall.papers.there.clear()
        return there

    hall.papers.exist = then_gone  # type: ignore[method-assign]
    with pytest.raises(Incomplete) as raised:
        await hall.submit(part(papers=(HandedIn(document="lease", person="you", paper="p1"),)))
    assert raised.value.missing == ("lease",)
    assert await hall.rows(application) == []


async def test_once_handed_in_it_needs_nothing_more(hall: Hall) -> None:
    """The paper and the consent are gone when the same call comes again."""
    hall.papers.there, hall.values["c"] = {"p1": None}, {("you", "home-register.owner"): "买方乙"}
    wanted = part(form=(OWNER,), consents=("c",), papers=(HandedIn(document="lease", person="you", paper="p1"),))
    first = await hall.submit(wanted)
    hall.papers.there.clear()
    hall.values.clear()
    assert await hall.submit(wanted) == first
