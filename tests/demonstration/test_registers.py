"""The registers answer as people.yaml says, and fail in each of the ways that it names."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.register import Enquiry, Record, RegisterDown
from bot.database.encryption import Vault
from bot.demonstration.people import People
from bot.demonstration.registers import SLOW, DemonstrationRegister, registers, stands_for
from bot.demonstration.switches import Setting, Switches, all_up
from bot.dialogue.shared_data import Asked, Wanted
from tests.demonstration.conftest import Clock
from tests.demonstration.looking import open_shared
from tests.shipped import shipped_province

NUMBER, OTHER = "990001199001010001", "990001199001010002"
ENTRY = {"recorded": "2026-01-02", "valid_until": "2030-12-31", "fields": {"status": "已婚"}}


def somebody(entry: Mapping[str, object], register: str = "marriage-register") -> People:
    """One person with this entry, and another with an ordinary one."""
    name = {"zh": "某人", "en": "Somebody"}
    return People.model_validate(
        {
            "citizens": {
                "one": {"name": name, "number": NUMBER, "entries": {register: entry}},
                "other": {"name": name, "number": OTHER, "entries": {register: {"recorded": "2020-02-02"}}},
            }
        }
    )


def open_register(
    people: People, register: str = "marriage-register", switches: Switches = all_up, latency: float = 0
) -> DemonstrationRegister:
    return registers(people, shipped_province(), switches, latency)[register]


def about(number: str = NUMBER, document: str | None = "marital-proof") -> Enquiry:
    return Enquiry(number, document, "marriage-registration", "case")


def all_set_to(setting: Setting) -> Switches:
    async def state(_register: str) -> Setting | None:
        return setting

    return state


def test_there_is_one_for_each_of_the_province(people: People) -> None:
    province = shipped_province()
    assert registers(people, province, all_up).keys() == province.registers.keys()
    assert stands_for("marriage-register", province) >= {"marital-proof", "marriage-certificate", "divorce-papers"}


async def test_an_entry_is_answered_as_it_is_written() -> None:
    assert await open_register(somebody(ENTRY)).ask(about()) == Record(
        number=NUMBER, recorded=date(2026, 1, 2), valid_until=date(2030, 12, 31), fields={"status": "已婚"}
    )


async def test_who_is_not_known_has_no_entry() -> None:
    people = somebody(ENTRY)
    assert await open_register(people).ask(about("990001199001010003")) is None
    assert await open_register(people, "tax-records").ask(about()) is None


@pytest.mark.parametrize(
    ("documents", "asked", "found"),
    [
        (None, "marital-proof", True),
        (None, "divorce-papers", True),
        (None, "ownership-certificate", False),  # another register's
        (["divorce-papers"], "divorce-papers", True),
        (["divorce-papers"], "marital-proof", False),
        (["divorce-papers"], None, True),  # fields alone
        ([], "marital-proof", False),
        ([], None, True),
    ],
)
async def test_an_entry_stands_for_its_documents(documents: list[str] | None, asked: str | None, found: bool) -> None:
    entry = {**ENTRY, "documents": documents}
    answer = await open_register(somebody(entry)).ask(about(document=asked))
    assert (answer is not None) is found


async def test_a_register_that_is_down_raises() -> None:
    register = open_register(somebody({**ENTRY, "trouble": "down"}))
    with pytest.raises(RegisterDown) as down:
        await register.ask(about())
    assert NUMBER not in str(down.value)
    with pytest.raises(RegisterDown):
        await register.represented(NUMBER, "child")
    assert await register.ask(about(OTHER)) is not None  # only about the one


async def test_nonsense_is_no_record() -> None:
    register = open_register(somebody({**ENTRY, "trouble": "nonsense"}))
    assert not isinstance(await register.ask(about()), Record | None)
    assert not isinstance(await register.represented(NUMBER, "child"), tuple)


async def test_a_mistaken_register_names_whose_entry_it_is() -> None:
    register = open_register(somebody({**ENTRY, "trouble": {"entry_of": "other"}}))
    answer = await register.ask(about())
    assert answer is not None
    assert (answer.number, answer.recorded) == (OTHER, date(2020, 2, 2))


async def test_a_late_register_answers_late() -> None:
    register = open_register(somebody({**ENTRY, "trouble": {"late": 0.3}}))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(register.ask(about()), 0.1)
    answer = await asyncio.wait_for(register.ask(about()), 5)
    assert answer is not None
    assert answer.number == NUMBER


async def test_an_ordinary_answer_takes_a_moment() -> None:
    began = asyncio.get_running_loop().time()
    await open_register(somebody(ENTRY), latency=0.05).ask(about())
    assert asyncio.get_running_loop().time() - began >= 0.05


async def test_a_switch_is_for_everybody() -> None:
    people = somebody(ENTRY)
    for number in (NUMBER, OTHER, "990001199001010003"):
        with pytest.raises(RegisterDown):
            await open_register(people, switches=all_set_to("down")).ask(about(number))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(open_register(people, switches=all_set_to("slow")).ask(about(number)), 0.05)
    with pytest.raises(RegisterDown):
        await open_register(people, switches=all_set_to("down")).represented(NUMBER, "child")


def test_slow_is_longer_than_anybody_waits() -> None:
    assert SLOW >= 10


async def test_parents_are_told_by_the_registers_that_know(people: People) -> None:
    all_registers = registers(people, shipped_province(), all_up, latency=0)

    async def represented(id: str, register: str, relation: str) -> list[str]:
        found = await all_registers[register].represented(
            people.everybody[id].number, "child" if relation == "child" else "company"
        )
        return [each.number for each in found]

    newborn, schoolchild = people.citizens["newborn"].number, people.citizens["schoolchild"].number
    child = people.citizens["child-of-divorced"].number
    assert await represented("newborn-mother", "birth-certificates", "child") == [newborn]
    assert await represented("newborn-father", "birth-certificates", "child") == [newborn]
    assert await represented("newborn-mother", "population-register", "child") == []  # not registered yet
    assert await represented("migrant-worker", "birth-certificates", "child") == [schoolchild]
    assert await represented("divorced", "population-register", "child") == [child]
    assert await represented("newborn-mother", "birth-certificates", "company") == []
    firms = [people.firms[id].number for id in ("firm-a", "firm-b")]
    assert await represented("representative", "business-register", "company") == firms
    assert await represented("representative", "business-register", "child") == []
    assert await represented("founder", "business-register", "company") == []  # the firm is not there yet
    assert await represented("newborn", "birth-certificates", "child") == []
    nobody = await all_registers["business-register"].represented("990001199001010003", "company")
    assert nobody == ()


async def test_whoever_acts_for_two_firms_has_to_say_for_which(
    database: AsyncEngine, vault: Vault, people: People, clock: Clock
) -> None:
    shared = open_shared(database, vault, people, clock)
    licence = Wanted(
        person="company", registers=("business-register",), document="business-licence", acting_as="company"
    )
    number = people.citizens["representative"].number
    consent = await shared.agree(number, Asked("case", "vehicle-registration", "publication", (licence,)), "1")
    (finding,) = await shared.look_up(consent.id, (licence,), "2")
    assert (finding.state, len(finding.candidates)) == ("several", 2)
