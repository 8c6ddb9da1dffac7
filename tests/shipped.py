"""The shipped catalogue, read once a process: for tests of what it promises and of what README says about it."""

from __future__ import annotations

from functools import cache

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
