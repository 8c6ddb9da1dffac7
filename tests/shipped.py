"""The shipped catalogue, read once a process: for tests of what it promises and of what README says about it."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.demonstration.figures import Prefilled, prefilled
from bot.demonstration.people import read_people
from procedures.burden import Burden, burden
from procedures.definition import Definition
from procedures.provincial import Province
from procedures.reading import SHIPPED, read_definition, read_province


@cache
def shipped_province() -> Province:
    province, problems = read_province(SHIPPED / "province")
    assert province is not None, problems
    return province


@cache
def shipped_definitions() -> tuple[Definition, ...]:
    read = [read_definition(file) for file in sorted((SHIPPED / "definitions").glob("*.yaml"))]
    assert all(each.definition is not None for each in read)
    return tuple(each.definition for each in read if each.definition is not None)


@cache
def shipped_burden() -> Burden:
    return burden(shipped_definitions(), shipped_province())


@cache
def demonstrated() -> Prefilled:
    """What is filled in for the people of the demonstration; none of their entries ends before this day."""
    definitions = {definition.id: definition for definition in shipped_definitions()}
    return prefilled(read_people(), definitions, shipped_province(), date(2026, 11, 30))
