"""What citizens may see, take along, and have erased."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.backends.onewindow.sharing.register import Represented
from bot.backends.onewindow.sharing.tables import consent, evidence, notice, sharing_call
from bot.backends.onewindow.sharing.verifying import Whole, verify
from bot.dialogue.shared_data import Erased, NoConsent, OwnData
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import ADDRESS, BUYER, HOME, NOW, RECORDED, SELLER, citizen, entry
from tests.backends.sharing.registers import Register
from tests.backends.sharing.story import CHILD, FILLING, fill, mark

CHILDREN = (citizen(501), citizen(502))


async def read_something(county: County, number: str = BUYER) -> str:
    """A consent on which something of the citizen was read."""
    fill(county.registers, number, CHILDREN)
    given = await county.agree(number, FILLING, CHILD)
    await county.window.look_up(given, (FILLING, replace(CHILD, which=0)), "look")
    return given


async def test_nothing_is_known_of_whoever_never_agreed(county: County) -> None:
    await read_something(county)
    assert await county.window.own_data(SELLER) == OwnData((), ())
    exported = json.loads(await county.window.export(SELLER, "k1"))
    assert (exported["consents"], exported["readings"], exported["evidence"]) == ([], [], [])
    assert await county.window.erase(SELLER, "k2") == Erased(evidence=0, consents_ended=0, kept=2)


async def test_an_export_holds_all_of_it(county: County) -> None:
    given = await read_something(county)
    text = await county.window.export(BUYER, "k1")
    exported = json.loads(text)
    assert text == json.dumps(exported, indent=2, ensure_ascii=False)
    assert exported["made_at"] == NOW.isoformat()
    [agreed] = exported["consents"]
    assert (agreed["id"], agreed["case"], agreed["procedure"]) == (given, "A1", "property-transfer")
    assert (agreed["until"], agreed["withdrawn_at"]) == ((NOW + timedelta(days=90)).isoformat(), None)
    assert [thing["document"] for thing in agreed["agreed_to"]] == ["home-certificate", "household-register"]
    assert len(exported["readings"]) == 4
    assert exported["readings"][-1] == {
        "at": "2026-12-01T00:10:00Z",
        "case": "A1",
        "procedure": "property-transfer",
        "register": "birth-certificates",
        "document": None,
        "state": "found",
        "by": "citizen",
    }
    home, child = exported["evidence"]
    assert home["record"]["fields"]["area"] == mark(BUYER)
    assert home["record"]["recorded"] == RECORDED.isoformat()
    assert (child["person"], child["record"]["number"]) == ("child", CHILDREN[0])


async def test_the_own_number_is_cut_down_wherever_it_stands(county: County) -> None:
    number = next(one for one in map(citizen, range(99)) if one.endswith("X"))
    known = {"owner": f"买方甲 ({number.lower()})", "address": ADDRESS + number}
    county.registers["home-register"] = Register(entry(number, known))
    claims = (("home-register.owner", (number,)),)
    given = await county.agree(number, replace(FILLING, claims=claims))
    await county.window.look_up(given, (FILLING,), "look")
    text = await county.window.export(number, "k1")
    assert number[:-4] not in text.upper()
    assert text.count("*" * 14 + number[-4:]) == 5
    assert json.loads(text)["evidence"][0]["record"]["fields"]["address"] == ADDRESS + "*" * 14 + number[-4:]


async def test_an_export_is_noted(county: County) -> None:
    for key in ("k1", "k1", "k2"):
        await county.window.export(BUYER, key)
    assert [kind for kind, *_ in await county.log()] == ["exported", "exported"]


@pytest.mark.parametrize("end", ["withdraw", "erase", "sweep"])
async def test_an_export_does_not_outlast_what_it_tells(county: County, end: str) -> None:
    given = await read_something(county)
    assert mark(BUYER) in await county.window.export(BUYER, "k1")
    if end == "withdraw":
        await county.window.withdraw(BUYER, given, "k2")
    elif end == "erase":
        await county.window.erase(BUYER, "k2")
    else:
        county.clock.turn(90 * 24 * 60)
        await county.window.sweep(county.clock() - timedelta(days=365))
    assert [row for row in await county.rows(sharing_call) if row.answer and row.call in ("look_up", "export")] == []
    assert mark(BUYER) not in await county.window.export(BUYER, "k1")
    assert [kind for kind, *_ in await county.log()].count("exported") == 1


async def test_erasing_leaves_the_log_alone(county: County) -> None:
    given = await read_something(county)
    other = await county.agree(BUYER, HOME, case="A2")
    await county.window.withdraw(BUYER, other, "k1")
    before = (await county.window.own_data(BUYER)).readings
    assert await county.window.erase(BUYER, "k2") == Erased(evidence=2, consents_ended=1, kept=1 + 4 + 1 + 1 + 1)
    assert (await county.rows(consent), await county.rows(evidence)) == ([], [])
    assert await county.window.own_data(BUYER) == OwnData((), before)
    assert isinstance(await verify(county.engine, county.vault), Whole)
    for call in (
        county.window.look_up(given, (HOME,), "look"),
        county.window.look_up(given, (HOME,), "k3"),
        county.window.withdraw(BUYER, given, "k4"),
        county.window.values(given),
    ):
        with pytest.raises(NoConsent):
            await call
    assert await county.window.erase(BUYER, "k5") == Erased(evidence=0, consents_ended=0, kept=9)


async def test_erasing_counts_only_consents_that_still_held(county: County) -> None:
    await county.agree(BUYER, HOME)
    county.clock.turn(90 * 24 * 60)
    await county.agree(BUYER, HOME, case="A2")
    assert (await county.window.erase(BUYER, "k1")).consents_ended == 1


async def test_a_notice_on_its_way_is_still_delivered(county: County) -> None:
    given = await read_something(county)
    [finding] = await county.window.look_up(given, (FILLING,), "again")
    await county.window.dispute(given, finding, "k1")
    await county.window.erase(BUYER, "k2")
    assert len(await county.rows(notice)) == 1


async def test_one_citizens_erasure_touches_nobody_else(county: County) -> None:
    await read_something(county)
    other = await read_something(county, SELLER)
    seen, exported = await county.window.own_data(SELLER), await county.window.export(SELLER, "k1")
    await county.window.erase(BUYER, "k2")
    assert await county.window.own_data(SELLER) == seen
    assert await county.window.export(SELLER, "k1") == exported
    assert len(await county.window.values(other)) == 2


async def test_a_child_is_written_out_with_its_parent(county: County) -> None:
    """The parent reads for the child; the child's own number is not the parent's, and stays whole."""
    child = Represented(number=citizen(501), name="孩子甲")
    county.registers["birth-certificates"].acts_for(BUYER, "child", child)
    county.registers["population-register"] = Register(entry(child.number, name=child.name))
    given = await county.agree(BUYER, CHILD)
    await county.window.look_up(given, (CHILD,), "k1")
    text = await county.window.export(BUYER, "k2")
    assert (child.number in text, BUYER in text) == (True, False)
