"""How much of the forms the registers fill for the people of the demonstration: measured, not claimed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.demonstration.people import Matter, People
from procedures.definition import Definition, FormField
from procedures.outcome import outcome
from procedures.provincial import Province
from procedures.settling import NO_GAPS, Situation


@dataclass(frozen=True)
class Prefilled:
    """Of `fields` that people have to fill in, `filled` come from registers."""

    filled: int
    fields: int


def prefilled(
    people: People,
    definitions: Mapping[str, Definition],
    province: Province,
    today: date,
    down: Collection[str] = (),
) -> Prefilled:
    """Over every matter of every person, all form fields of its outcome, and those that a register fills.

    A field counts as filled where the register, unless it is `down`, has a valid entry, without trouble, of the person
    whom it is about, and the entry has the field. Matters whose procedure is not among `definitions` are left out.
    """
    found = [
        filled
        for id, person in people.everybody.items()
        for matter in person.matters
        if matter.procedure in definitions
        for filled in _fields(people, id, matter, definitions[matter.procedure], province, today, down)
    ]
    return Prefilled(sum(found), len(found))


def _fields(
    people: People,
    you: str,
    matter: Matter,
    definition: Definition,
    province: Province,
    today: date,
    down: Collection[str],
) -> Iterator[bool]:
    """For each field of the form, whether a register fills it."""
    end = outcome(definition, province, matter.answers)
    situation = Situation(definition, province, end.journey, NO_GAPS)
    for field in end.form:
        yield _is_filled(people, matter.who(situation.person(field.of), you), field, today, down)


def _is_filled(people: People, whose: str | None, field: FormField, today: date, down: Collection[str]) -> bool:
    if whose is None or field.source is None:
        return False
    register, _, name = field.source.partition(".")
    entry = people.everybody[whose].entries.get(register)
    return (
        register not in down
        and entry is not None
        and entry.trouble is None
        and entry.is_valid(today)
        and name in entry.fields
    )
