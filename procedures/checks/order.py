"""What waits for something must be able to come: whoever is told later, and what is announced before it is decided."""

from __future__ import annotations

from collections.abc import Iterator

from procedures.definition import Definition
from procedures.problem import Problem, Source, nearest

DAYS = ("days", "working days", "months")
"""The units in which something is announced to everybody."""


def check_order(definition: Definition, source: Source) -> Iterator[Problem]:
    """`after` names only who is told further up, so that nobody waits in a circle; publicity lasts for days."""
    yield from _told_before(definition, source)
    yield from _announced(definition, source)


def _told_before(definition: Definition, source: Source) -> Iterator[Problem]:
    told = {then.tell for then in definition.then}
    above: list[str] = []
    for i, then in enumerate(definition.then):
        for j, name in enumerate(then.after):
            if name not in told:
                what, remedy = f"'{name}' is told of nothing here.", nearest(name, above)
                yield source.problem("unknown-tell", ("then", i, "after", j), what, remedy)
            elif name not in above:
                what, remedy = f"'{name}' is not told any earlier.", "Move its line above this one, or leave it out."
                yield source.problem("later-tell", ("then", i, "after", j), what, remedy)
        above.append(then.tell)


def _announced(definition: Definition, source: Source) -> Iterator[Problem]:
    for i, approval in enumerate(definition.approvals):
        announced = approval.publicity
        if announced is not None and (announced.unit not in DAYS or not announced.amount):
            what = f"Nothing is announced to everybody for '{announced.written()}'."
            yield source.problem("no-publicity", ("approvals", i, "publicity"), what, "Write it like '20 days'.")
