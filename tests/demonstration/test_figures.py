"""How much of the forms is filled: counted by hand for a few, and for whom it must not count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.demonstration.figures import Prefilled, prefilled
from bot.demonstration.people import People
from tests.demonstration.conftest import TODAY
from tests.shipped import shipped_definitions, shipped_province

DEFINITIONS = {definition.id: definition for definition in shipped_definitions()}


def some(people: People, *ids: str) -> People:
    """The people, but only these want anything."""
    idle = {id: person.model_copy(update={"matters": ()}) for id, person in people.citizens.items() if id not in ids}
    return People(citizens={**people.citizens, **idle}, firms=people.firms)


@pytest.mark.parametrize(
    ("id", "filled", "fields"),
    [
        # address, area, use, price, both names and numbers; neither how the buyers own it nor the phone number
        ("buyer-a", 8, 10),
        ("seller-b", 8, 10),
        # twice the same two applications: sex, birth, both parents' names, the address, not the name given now;
        # childcare: the claimant's name; child's name and number are in no household yet, the account is mistaken
        ("newborn-father", 5 + 1, 6 + 5),
        # neither household nor marriage are registered here; the address expired with the residence registration
        # name, number, two addresses, phone; child's name, number, address, leased address (expired), phone
        ("migrant-worker", 0, 5 + 5),
        # the register that knows the name and number answers nonsense
        ("agent", 0, 3),
        # the firm's name from the firm; not the plate chosen; invoices: the names of firm and handler
        ("representative", 1 + 2, 4 + 3),
        # the firm's register is down
        ("station-manager", 0, 3),
    ],
)
def test_fields_are_counted_as_one_would_by_hand(people: People, id: str, filled: int, fields: int) -> None:
    assert prefilled(some(people, id), DEFINITIONS, shipped_province(), TODAY) == Prefilled(filled, fields)


def test_nobody_wants_anything(people: People) -> None:
    assert prefilled(some(people), DEFINITIONS, shipped_province(), TODAY) == Prefilled(0, 0)
    assert prefilled(people, {}, shipped_province(), TODAY) == Prefilled(0, 0)


@pytest.mark.parametrize(
    ("entry", "filled"),
    [
        ({}, 2),
        ({"trouble": "down"}, 0),
        ({"trouble": "nonsense"}, 0),
        ({"trouble": {"late": 9}}, 0),
        ({"trouble": {"entry_of": "one"}}, 0),
        ({"valid_until": "2026-11-29"}, 0),
        ({"valid_until": "2026-11-30"}, 2),
        ({"fields": {"name": "某人"}}, 1),
        ({"fields": {}}, 0),
    ],
)
def test_what_fills_a_form(entry: dict[str, Any], filled: int) -> None:
    """Name and number of a licence's renewal come from one register, the licence's own number from another."""
    written = {"recorded": "2020-01-01", "fields": {"name": "某人", "citizen_number": "990001199001010001"}, **entry}
    one = {
        "name": {"zh": "某人", "en": "Somebody"},
        "number": "990001199001010001",
        "entries": {"population-register": written},
        "matters": [
            {
                "procedure": "driving-licence-renewal",
                "answers": DEFINITIONS["driving-licence-renewal"].usual,
                "shows": {"zh": "换证", "en": "a renewal"},
            }
        ],
    }
    people = People.model_validate({"citizens": {"one": one}})
    found = prefilled(people, DEFINITIONS, shipped_province(), date(2026, 11, 30))
    assert (found.filled, found.fields) == (filled, 4)


def test_the_shipped_figure(people: People) -> None:
    found = prefilled(people, DEFINITIONS, shipped_province(), TODAY)
    assert 0.4 < found.filled / found.fields < 0.9
