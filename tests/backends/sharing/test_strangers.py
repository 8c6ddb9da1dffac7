"""Nobody ever sees, keeps or exports anything of another citizen, whatever registers do."""

from __future__ import annotations

import asyncio
from itertools import product

from bot.backends.onewindow.sharing.register import Represented
from bot.backends.onewindow.sharing.tables import evidence
from bot.dialogue.shared_data import Wanted
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import ADDRESS, citizen, entry
from tests.backends.sharing.registers import DOWN, Register
from tests.conftest import THOROUGH

FIELDS = ("home-register.owner", "home-register.address", "home-register.area", "archive.address")
HOME = Wanted(person="you", registers=("home-register", "archive"), document="home-certificate", fields=FIELDS)
CHILD = Wanted(person="child", registers=("population-register",), document="household-register", acting_as="child")
BEHAVIOURS = ("own", "none", "down", "nonsense", "another's", "another's in a list")
FAMILY = ("own", "down", "nonsense")


def secret(number: str) -> str:
    """What stands in this citizen's entries alone."""
    return f"<{number[::-1]}>"


def whole(number: str) -> dict[str, str]:
    told = secret(number)
    return {"owner": told, "address": f"{told}{ADDRESS}", "area": told, "name": told}


def behave(register: Register, behaviour: str, number: str, other: str) -> None:
    """How the register answers about this citizen next; about others it answers well."""
    register.entries = {one: entry(one, whole(one)) for one in (number, other)}
    faults: dict[str, list[object]] = {
        "none": [None],
        "down": [DOWN] * 3,
        "nonsense": [whole(other)],
        "another's": [entry(other, whole(other))],
        "another's in a list": [(entry(number, whole(number)), entry(other, whole(other)))],
    }
    register.script = iter(faults.get(behaviour, []))


async def test_nothing_of_another_citizen_is_ever_told_or_kept(county: County, database_url: str) -> None:
    """Every way in which two registers and the register of births can behave together: 108 citizens, one each.

    Half of them on each kind of database: what differs is what registers say, not who keeps it.
    """
    county.window = county.replica(county.timer.patience(open_after=10**6))
    combinations = list(product(BEHAVIOURS, BEHAVIOURS, FAMILY))
    if not THOROUGH:
        combinations = combinations[database_url.startswith("sqlite") :: 2]
    seen: set[str] = set()
    for turn, (home, archive, births) in enumerate(combinations):
        number, other, child = (citizen(n * 200 + turn) for n in (0, 1, 2))
        strangers = (other, child)
        behave(county.registers["home-register"], home, number, other)
        behave(county.registers["archive"], archive, number, other)
        behave(county.registers["birth-certificates"], births, number, other)
        behave(county.registers["population-register"], "own", child, other)
        county.registers["population-register"].acts_for(other, "child", Represented(number=child, name=secret(child)))

        given = (await county.agree(number, HOME, CHILD), await county.agree(other, HOME, CHILD))
        findings = await county.window.look_up(given[0], (HOME, CHILD), "look")
        values = await county.window.values(given[0])
        exported = await county.window.export(number, "export")
        own = await county.window.own_data(number)
        told = f"{findings} {values} {exported} {own}"
        assert [stranger for stranger in strangers if secret(stranger) in told or stranger in told] == []
        seen.update(state.state for state in findings)
        kept = [row for row in await county.rows(evidence) if row.consent == given[0]]
        numbers = [county.vault.open_json(row.record, evidence.c.record)["record"] for row in kept]
        assert [text for text in numbers if number not in text] == []
        assert (findings[0].state == "found") == (secret(number) in f"{values}")
    assert seen == {"found", "not_found", "unavailable"}


async def test_two_citizens_at_once_stay_apart(county: County) -> None:
    numbers = [citizen(n) for n in range(16)]
    home = county.registers["home-register"]
    home.entries = {number: entry(number, whole(number)) for number in numbers}
    given = [await county.agree(number, HOME) for number in numbers]
    answers = await asyncio.gather(*(county.window.look_up(each, (HOME,), "look") for each in given))
    for number, consent, [finding] in zip(numbers, given, answers, strict=True):
        assert dict(finding.shown)["home-register.area"] == secret(number)
        assert set((await county.window.values(consent)).values()) == {secret(number), f"{secret(number)}{ADDRESS}"}
