"""What is written in the fields of the forms: the same data are checked alike, in whichever procedure they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from procedures.definition import Definition, FormField
from tests.shipped import shipped_definitions

SEVERAL = {("company-registration", "identity_numbers")}
"""Fields that take the numbers of several people, and so none that could be checked."""
NUMBERS = {
    "电话": "phone",
    "公民身份号码": "citizen-number",
    "身份证号码": "citizen-number",
    "银行卡号": "bank-account",
}
"""What a label says word for word, and the type that follows from it."""


def fields() -> Iterator[tuple[Definition, FormField]]:
    for definition in shipped_definitions():
        yield from ((definition, field) for field in definition.form if (definition.id, field.id) not in SEVERAL)


def test_what_one_register_field_fills_is_of_one_type_everywhere() -> None:
    types: dict[str, set[str]] = defaultdict(set)
    for _, field in fields():
        if field.source is not None:
            types[field.source].add(field.type)
    assert {source: found for source, found in types.items() if len(found) > 1} == {}
    assert types["population-register.citizen_number"] == {"citizen-number"}
    assert types["social-security-card.bank_account"] == {"bank-account"}
    assert types["population-register.name"] == {"text"}


def test_a_number_that_its_label_names_is_checked() -> None:
    loose = [
        (definition.id, field.id, wanted)
        for definition, field in fields()
        for named, wanted in NUMBERS.items()
        if field.label.zh.endswith(named) and field.type != wanted
    ]
    assert loose == []


def test_every_form_asks_for_a_number_that_can_be_called_and_checks_it() -> None:
    phones = [field.type for _, field in fields() if field.id == "phone"]
    assert len(phones) > 50
    assert set(phones) == {"phone"}
