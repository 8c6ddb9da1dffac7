"""The people as they are shipped: numbers that are nobody's, facts that agree, words that the province knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from stdnum import numdb
from stdnum.cn import ric, uscc

from bot.demonstration.people import AREA, Entry, Late, Mistaken, People, Person
from bot.demonstration.registers import stands_for
from procedures.journey import replay
from procedures.numbers import read_citizen_number, read_firm_code
from procedures.outcome import outcome
from tests.demonstration.conftest import TODAY
from tests.shipped import shipped_definitions, shipped_province

DEFINITIONS = {definition.id: definition for definition in shipped_definitions()}
ASSIGNED = tuple(
    map(
        str,
        (
            *(*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)),
            *(71, 81, 82, 83),  # Taiwan, Hong Kong, Macao, and since 2018 residents from Taiwan
        ),
    )
)
"""The first two digits that GB/T 2260 has given to provinces, 33 for Zhejiang among them."""


def entries(people: People) -> Iterator[tuple[str, str, Person, Entry]]:
    for id, person in people.everybody.items():
        for register, entry in person.entries.items():
            yield id, register, person, entry


def values(people: People) -> Iterator[str]:
    yield from (person.number for person in people.everybody.values())
    yield from (value for _, _, _, entry in entries(people) for value in entry.fields.values())


def test_there_are_enough_of_them(people: People) -> None:
    assert len(people.citizens) >= 14
    assert len(people.firms) >= 5


def test_every_citizen_number_is_right(people: People) -> None:
    for person in people.citizens.values():
        assert read_citizen_number(person.number, TODAY) == person.number
        assert person.number[-1] == ric.calc_check_digit(person.number)


def test_every_firm_code_is_right(people: People) -> None:
    for firm in people.firms.values():
        assert read_firm_code(firm.number) == uscc.validate(firm.number) == firm.number
        assert firm.number[8:17][-1] == organisation_check(firm.number[8:16])


def organisation_check(code: str) -> str:
    """GB 11714: the organisation code inside has a check character of its own."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(alphabet.index(c) * weight for c, weight in zip(code, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X"[(11 - total % 11) % 11]


def test_no_number_can_be_somebodys(people: People) -> None:
    """Not by the prefix, and not by the list of all areas that were ever assigned."""
    for id, person in people.everybody.items():
        area = person.number[2:8] if id in people.firms else person.number[:6]
        assert area == AREA
        assert not area.startswith(ASSIGNED)
        assert not dict(numdb.get("cn/loc").info(area)[0][1])


def test_no_value_looks_like_a_number_of_somebody_else(people: People) -> None:
    """A number that stands in an entry is its owner's; nothing else is as long as a number or a bank card."""
    numbers = {person.number for person in people.everybody.values()}
    for value in values(people):
        digits = "".join(character for character in value if character.isdigit())
        assert value in numbers or len(digits) < 11, value


def test_nobody_is_called_like_a_person(people: People) -> None:
    """By their roles, and whoever else is named by what they are to one of these."""
    roles = {person.called for person in people.everybody.values()}
    named = ("name", "spouse", "household_head", "owner", "mother", "father", "child_name", "legal_representative")
    for _, _, _, entry in entries(people):
        for field in named:
            said = entry.fields.get(field)
            assert said is None or said == "示范大学" or any(said.startswith(role) for role in roles), said


def test_what_registers_say_of_a_citizen_agrees_with_the_number(people: People) -> None:
    for id, person in people.citizens.items():
        born = date.fromisoformat(f"{person.number[6:10]}-{person.number[10:12]}-{person.number[12:14]}")
        for register in ("population-register", "birth-certificates"):
            fields = person.entries[register].fields if register in person.entries else {}
            assert fields.get("birth_date", born.isoformat()) == born.isoformat(), id
            assert fields.get("sex") in (None, "男" if int(person.number[16]) % 2 else "女"), id
            assert fields.get("age_group", age_group(born)) == age_group(born), id
            assert fields.get("citizen_number", person.number) == person.number, id
        assert all(born <= entry.recorded <= TODAY for entry in person.entries.values()), id


def age_group(born: date) -> str:
    age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    groups = ((16, "未满16周岁"), (18, "16至17周岁"), (60, "18至59周岁"), (70, "60至69周岁"), (100, "70至99周岁"))
    return next((group for below, group in groups if age < below), "满100周岁")


def test_an_entry_says_no_other_day_than_the_register(people: People) -> None:
    """`valid_until` stands in the entry's own place; where the register has a field of it too, they agree."""
    for id, register, _, entry in entries(people):
        told = entry.fields.get("valid_until")
        if told not in (None, "长期") and register != "disability-register":
            assert entry.valid_until == date.fromisoformat(told or ""), (id, register)


def test_the_province_knows_every_word_of_theirs(people: People) -> None:
    province = shipped_province()
    for id, register, _, entry in entries(people):
        assert register in province.registers, (id, register)
        assert entry.fields.keys() <= province.registers[register].fields.keys(), (id, register)
        assert set(entry.documents or ()) <= stands_for(register, province), (id, register)


def test_every_matter_is_answered_to_its_end(people: People) -> None:
    for id, person in people.everybody.items():
        for matter in person.matters:
            definition = DEFINITIONS[matter.procedure]
            journey = replay(definition, matter.answers)
            assert (journey.complete, journey.stop, journey.ignored) == (True, None, ()), (id, matter.procedure)
            assert matter.others.keys() <= definition.people.keys(), (id, matter.procedure)


def test_the_usual_matters_are_among_them(people: People) -> None:
    """A buyer and a seller of one home, and a newborn: nothing is missing there."""
    for id, procedure in (
        ("buyer-a", "property-transfer"),
        ("seller-b", "property-transfer"),
        ("newborn-mother", "newborn"),
    ):
        matter = next(m for m in people.citizens[id].matters if m.procedure == procedure)
        states = {state for documents in matter.expect.values() for state in documents.values()}
        assert states == {"found"}, id
    usual = people.citizens["buyer-a"].matters[0]
    assert usual.answers == DEFINITIONS["property-transfer"].usual
    end = outcome(DEFINITIONS["property-transfer"], shipped_province(), usual.answers)
    assert {entry.document for entry in end.covered} == {d for documents in usual.expect.values() for d in documents}
    assert len({entry.document for entry in end.covered}) == 8


def test_children_come_before_each_other_by_age(people: People) -> None:
    older = person("99000119800101001X")
    family = {
        "parent": Person(name=older.name, number="990001198001010036", represents=("young", "old", "firm")),
        "young": person("990001202001010028"),
        "old": person("990001201001010027"),
    }
    some = People(citizens=family, firms={"firm": person("91990001MA00000157")})
    numbers = [child.number for child in some.represented_by(family["parent"], "child")]
    assert numbers == ["990001201001010027", "990001202001010028"]
    assert [firm.number for firm in some.represented_by(family["parent"], "company")] == ["91990001MA00000157"]
    assert some.represented_by(family["old"], "child") == ()


def person(number: str, **other: Any) -> Person:
    return Person.model_validate({"name": {"zh": "某人", "en": "Somebody"}, "number": number, **other})


def entry(**other: Any) -> dict[str, Any]:
    return {"recorded": "2026-01-01", **other}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"represents": ["nobody"]}, {}),
        ({"entries": {"tax-records": entry(trouble={"entry_of": "nobody"})}}, {}),
        ({"entries": {"tax-records": entry(trouble={"entry_of": "second"})}}, {}),
        ({"entries": {"tax-records": entry(trouble={"late": 0})}}, {}),
        ({"entries": {"tax-records": entry(trouble="tired")}}, {}),
        ({"entries": {"tax-records": {}}}, {}),
        ({"nickname": "x"}, {}),
        ({}, {"number": "990001199001010001"}),
        ({}, {"number": "123"}),
    ],
)
def test_slips_of_the_pen_are_refused(first: dict[str, Any], second: dict[str, Any]) -> None:
    name = {"zh": "某人", "en": "Somebody"}
    written = {
        "citizens": {
            "first": {"name": name, "number": "990001199001010001", **first},
            "second": {"name": name, "number": "990001199001010002", **second},
        }
    }
    with pytest.raises(ValidationError):
        People.model_validate(written)


def test_one_id_is_one_person() -> None:
    one = person("990001199001010001")
    with pytest.raises(ValidationError):
        People(citizens={"same": one}, firms={"same": person("91990001MA00000157")})


def test_troubles_are_written_shortly() -> None:
    assert Entry.model_validate(entry(trouble="down")).trouble == "down"
    assert Entry.model_validate(entry(trouble={"late": 3})).trouble == Late(late=3)
    assert Entry.model_validate(entry(trouble={"entry_of": "second"})).trouble == Mistaken(entry_of="second")


def test_nothing_personal_is_printed(people: People) -> None:
    printed = repr(people)
    assert not any(value in printed for value in values(people) if len(value) > 6)
