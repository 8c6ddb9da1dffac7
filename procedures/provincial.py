"""What all procedures share: departments, their registers, documents, counters, centres, calendar, words, tables.

A document is described once, here. So a register that goes live takes its paper off every procedure at once, and a
register that is down puts it back everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from procedures.glossary import Term
from procedures.table import Tables
from procedures.vocabulary import Id, Model, Text, Verified, Words

Kind = Literal["identity", "evidence", "form", "commitment", "photo", "hand-in"]
ZONE = "Asia/Shanghai"
"""The clock of the province, and of its centres unless they say otherwise."""


class Department(Text):
    pass


class RegisterField(Text):
    """One thing that a register knows, by its name."""

    shown: Literal["whole", "part", "no"] = "part"
    """How much of it a citizen sees in the chat before it is used: names and addresses in part, numbers never."""


class Register(Model):
    """A department's database that can stand in for a document."""

    name: Text
    department: Id
    fields: dict[Annotated[str, Field(pattern=r"^[a-z_]+$")], RegisterField] = Field(default={})
    """What it tells: what can be filled into a form, and what answers can be compared with."""


class Holder(Text):
    """Somebody outside the departments who has or sends a document."""


class Document(Model):
    """A type of paper or proof. `held_by`: registers in order; the first that serves, serves."""

    name: Text
    kind: Kind
    held_by: tuple[Id, ...] = ()
    on_paper: Text | None = None
    """What exactly to bring when no register serves; without it, the document's name says it."""


class Counter(Model):
    """A kind of window. Every visit there takes one place of `slot_minutes`."""

    name: Text
    slot_minutes: int = Field(gt=0, le=240)


def _span(written: Any) -> Any:
    if isinstance(written, str) and written.count("-") == 1:
        start, _, end = written.partition("-")
        return {"start": start, "end": end}
    return written


class Hours(Model):
    """A span of opening, local time of the centre: `08:30-12:00`."""

    start: time
    end: time


Span = Annotated[Hours, BeforeValidator(_span)]


class CentreCounter(Model):
    windows: int = Field(gt=0)
    """Windows open at the same time: the places of each slot."""
    saturday: bool = True
    """Whether it opens on the Saturdays on which the centre does."""


class Location(Model):
    """A point on the map, in degrees (WGS 84)."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Centre(Model):
    """A service centre. Times are local to its zone."""

    name: Text
    district: Text
    address: Text
    location: Location | None = None
    """Where the map shows it; without it the centre is never called the nearest."""
    zone: Words = ZONE
    hours: tuple[Span, ...] = Field(min_length=1)
    """On working days."""
    saturday: tuple[Span, ...] = ()
    """On Saturdays that are neither a holiday nor worked in exchange. They stay days off for every time limit."""
    counters: dict[Id, CentreCounter] = Field(min_length=1)
    called: tuple[Words, ...] = ()
    """Other names people use for the district or the centre."""
    near: tuple[Words, ...] = ()
    """Quarters, towns, stations and sights in the district, by which people say where they are."""
    verified: Verified


class Year(Model):
    """Public holidays of a year and the weekends worked in exchange (调休)."""

    source: Words
    verified: Verified
    holidays: dict[date, Text]
    working: tuple[date, ...] = ()


class Deciding(Model):
    """One question between procedures that a sentence may mean. `options`: what is answered, by procedure."""

    ask: Text
    options: dict[Id, Text] = Field(min_length=2, max_length=4)


class Province(Model):
    """Everything that definitions may name."""

    departments: dict[Id, Department]
    registers: dict[Id, Register]
    holders: dict[Id, Holder]
    documents: dict[Id, Document]
    counters: dict[Id, Counter]
    centres: dict[Id, Centre]
    calendar: dict[int, Year]
    matters: dict[Id, Text]
    """Procedures by name, also those that have no definition yet."""
    glossary: dict[Id, Term] = Field(default={})
    """Words that a citizen may not know."""
    tables: Tables = Tables()
    deciding: dict[Id, Deciding] = Field(default={})
    """Questions between close procedures, each set of procedures once."""

    def register_for(self, document: str, down: frozenset[str]) -> str | None:
        """The first register that holds `document` and serves."""
        return next((r for r in self.documents[document].held_by if r not in down), None)

    def department_of(self, register: str) -> str:
        return self.registers[register].department


PARTS: Mapping[str, str] = {name: f"{name}.yaml" for name in Province.model_fields}
"""The file in `province/` that holds each part."""
OPTIONAL = frozenset(name for name, field in Province.model_fields.items() if not field.is_required())
"""Parts whose file may be missing."""
