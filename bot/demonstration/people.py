"""The people and firms of the demonstration province, and what each register says of them.

They are written in people.yaml and named by their roles. Their numbers pass every check of GB 11643 and GB 32100, in
the area 990001, which is assigned to nobody: none of them can be somebody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from bot.dialogue.shared_data import Relation, State
from procedures.vocabulary import Id, Model, Text, Words

SHIPPED = Path(__file__).parent / "people.yaml"
AREA = "990001"
"""Where GB/T 2260 has a county, this is none."""

Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
Written = Annotated[str, BeforeValidator(lambda told: told.isoformat() if isinstance(told, date) else told)]
"""What stands in a field; YAML reads a date where a text looks like one."""


class Late(Model):
    """The register answers, but only after so many seconds."""

    late: float = Field(gt=0)


class Mistaken(Model):
    """The register answers with the entry of somebody else."""

    entry_of: Id


Trouble = Literal["down", "nonsense"] | Late | Mistaken
"""What goes wrong when this register is asked about this person."""


class Entry(Model):
    """What one register has of one person. Values are written as the register writes them."""

    recorded: date
    valid_until: date | None = None
    fields: dict[str, Written] = Field(default={}, repr=False)
    documents: tuple[Id, ...] | None = None
    """The documents for which it stands; None: every one that the register can stand in for."""
    trouble: Trouble | None = None

    def is_valid(self, today: date) -> bool:
        return self.valid_until is None or self.valid_until >= today


class Matter(Model):
    """Something that a person typically wants done, and what comes of asking the registers for it."""

    procedure: Id
    answers: dict[Id, Id]
    others: dict[Id, Id] = Field(default={})
    """Who the other people of the procedure are."""
    expect: dict[Id, dict[Id, State]] = Field(default={})
    """By person of the procedure and document; written from the facts, not from what the registers answer."""
    shows: Text
    """What there is to try in it."""

    def who(self, person: str, you: str) -> str | None:
        """Which person or firm that person of the procedure is; None if nobody was said to be."""
        return self.others.get(person, you if person == "you" else None)


class Person(Model):
    """A citizen or a firm."""

    name: Text
    number: Number = Field(repr=False)
    represents: tuple[Id, ...] = ()
    """The children and firms that this person may act for."""
    entries: dict[Id, Entry] = Field(default={}, repr=False)
    """By register; what is missing here, the register has not."""
    matters: tuple[Matter, ...] = ()

    @property
    def called(self) -> Words:
        """The name by which registers know this person."""
        return self.name.zh


class People(Model):
    """Everybody in the demonstration province."""

    citizens: dict[Id, Person]
    firms: dict[Id, Person] = Field(default={})

    @model_validator(mode="after")
    def _known(self) -> People:
        everybody = self.everybody
        if len({person.number for person in everybody.values()}) < len(self.citizens) + len(self.firms):
            raise ValueError("two of them have one name or one number")
        for id, person in everybody.items():
            named = {*person.represents, *(other for matter in person.matters for other in matter.others.values())}
            if named - everybody.keys():
                raise ValueError(f"{id} names {', '.join(sorted(named - everybody.keys()))}, who is not there")
            for register, entry in person.entries.items():
                other = entry.trouble.entry_of if isinstance(entry.trouble, Mistaken) else id
                if other not in everybody or register not in everybody[other].entries:
                    raise ValueError(f"{other} has no entry in {register} with which to answer about {id}")
        return self

    @property
    def everybody(self) -> Mapping[str, Person]:
        return {**self.citizens, **self.firms}

    def with_number(self, number: str) -> Person | None:
        return next((person for person in self.everybody.values() if person.number == number), None)

    def represented_by(self, person: Person, relation: Relation) -> tuple[Person, ...]:
        """The children, the eldest first, or the firms, by their codes, that this person may act for."""
        among = self.citizens if relation == "child" else self.firms
        found = [among[id] for id in person.represents if id in among]
        return tuple(sorted(found, key=_age_or_code))


def _age_or_code(person: Person) -> str:
    """A citizen number has the date of birth at its seventh to fourteenth place (GB 11643)."""
    return person.number[6:]


def read_people(file: Path = SHIPPED) -> People:
    """The people written in this file. Raises pydantic's ValidationError, ruamel's YAMLError or OSError."""
    from ruamel.yaml import YAML  # slow to import

    return People.model_validate(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))
