"""The shipped catalogue, read once a process: for tests of what it promises and of what README says about it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from bot.catalogue.compiled import load
from bot.catalogue.content import SHIPPED, Catalogue
from bot.demonstration.figures import Prefilled, prefilled
from bot.demonstration.people import read_people
from procedures.burden import Burden, burden
from procedures.definition import Definition
from procedures.provincial import Province

CACHE = Path(__file__).parent.parent / ".pytest_cache" / "cache"
"""What `XDG_CACHE_HOME` may say in tests: the compiled catalogue lies below it, once for all processes and runs. Its
name is a digest of all that it is made from, so it is never out of date.
"""


@cache
def shipped_catalogue() -> Catalogue:
    catalogue = load(SHIPPED / "definitions", CACHE / "onevisit")
    assert catalogue.problems == ()
    return catalogue


def shipped_province() -> Province:
    return shipped_catalogue().province


@cache
def shipped_definitions() -> tuple[Definition, ...]:
    """In the order of their ids."""
    return tuple(publication.definition for _, publication in sorted(shipped_catalogue().procedures.items()))


@cache
def shipped_burden() -> Burden:
    return burden(shipped_definitions(), shipped_province())


@cache
def demonstrated() -> Prefilled:
    """What is filled in for the people of the demonstration; none of their entries ends before this day."""
    definitions = {definition.id: definition for definition in shipped_definitions()}
    return prefilled(read_people(), definitions, shipped_province(), date(2026, 11, 30))
