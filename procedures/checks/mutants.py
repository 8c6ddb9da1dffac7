"""Every small change of a definition: one line removed, one condition widened, one word flipped, and so on.

mutants(definition) -> the changed definitions, one change each, always in the same order
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from procedures.checks.names import conditions, lines
from procedures.checks.proof import without
from procedures.condition import ALWAYS, Clause, Condition, Test
from procedures.definition import Definition
from procedures.problem import Location
from procedures.vocabulary import Line

_ATTRIBUTES = {"if": "when"}
_FLIPS: dict[str, dict[Any, Any]] = {
    "hand_in": {"always": "if-any", "if-any": "always"},
    "sent_by": {"you": "holder", "holder": "you"},
    "produced": {True: False, False: True},
    "identity": {"face": "document", "document": "face"},
    "apart": {True: False},
}
"""Not `type` of a form's field: it leads nobody to another outcome, it only tells what is refused while one types."""
_NUMBERS = ("minutes", "after_days", "within_days", "tolerated", "yuan", "step")


@dataclass(frozen=True)
class Mutant:
    """A definition with one small change, and where and what it is."""

    location: Location
    what: str
    definition: Definition

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.location))}: {self.what}"


def mutants(definition: Definition) -> Iterator[Mutant]:
    """Every small change of `definition`, one at a time."""
    for location, _ in lines(definition):
        yield Mutant(location, "removed", without(definition, location))
    yield from _fewer(definition)
    yield from _conditions(definition)
    yield from _flipped(definition)
    yield from _announced(definition)
    yield from _sooner(definition)
    yield from _unnamed(definition)
    yield from _usual(definition)


def _fewer(definition: Definition) -> Iterator[Mutant]:
    """One person or way of delivery less, where several are named."""
    for location, named in _lists(definition):
        for i, name in enumerate(named):
            if len(named) > 1:
                yield _mutant(definition, location, f"without '{name}'", (*named[:i], *named[i + 1 :]))


def _lists(definition: Definition) -> Iterator[tuple[Location, tuple[str, ...]]]:
    yield ("result", "give"), definition.result.give
    for location, line in lines(definition):
        yield from (((*location, key), getattr(line, key)) for key in ("of", "who") if _is_list(line, key))


def _is_list(line: Line, key: str) -> bool:
    return isinstance(getattr(line, key, None), tuple)


def _conditions(definition: Definition) -> Iterator[Mutant]:
    for location, condition, _ in conditions(definition):
        if condition == ALWAYS:
            continue
        yield _mutant(definition, location, "dropped", ALWAYS if location[-1] == "if" else None)
        yield _mutant(definition, location, "negated", Condition(any_of=(Clause(unless=condition),)))
        for what, changed in _shifted(definition, condition):
            yield _mutant(definition, location, what, changed)


def _shifted(definition: Definition, condition: Condition) -> Iterator[tuple[str, Condition]]:
    """The condition with one option out, or one more in."""
    for i, clause in enumerate(condition.any_of):
        for what, changed in _shifted_clause(definition, clause):
            yield what, Condition(any_of=(*condition.any_of[:i], changed, *condition.any_of[i + 1 :]))


def _shifted_clause(definition: Definition, clause: Clause) -> Iterator[tuple[str, Clause]]:
    for i, test in enumerate(clause.tests):
        question = definition.question(test.question)
        for option in question.options if question else ():
            what = f"{test.question}: '{option}' {'out' if option in test.options else 'in'}"
            tests = (*clause.tests[:i], _toggled(test, option), *clause.tests[i + 1 :])
            yield what, Clause(tests=tests, unless=clause.unless)
    if clause.unless is not None:
        for what, unless in _shifted(definition, clause.unless):
            yield f"not {what}", Clause(tests=clause.tests, unless=unless)


def _toggled(test: Test, option: str) -> Test:
    kept = tuple(o for o in test.options if o != option)
    options = kept if option in test.options else (*test.options, option)
    return Test(question=test.question, options=options, negated=test.negated)


def _flipped(definition: Definition) -> Iterator[Mutant]:
    """The other of two words, and another number."""
    for location, line in lines(definition):
        for key, other in _FLIPS.items():
            said = getattr(line, key, None)
            if said in other:
                yield _mutant(definition, (*location, key), f"{said} → {other[said]}", other[said])
        for key in _NUMBERS:
            number = getattr(line, key, None)
            if number is not None:
                another = _another(number)
                yield _mutant(definition, (*location, key), f"{number} → {another}", another)


def _another(number: int) -> int:
    return number - 1 if number > 1 else number + 1


def _announced(definition: Definition) -> Iterator[Mutant]:
    """Publicity left out, and a day or month shorter or longer."""
    for i, approval in enumerate(definition.approvals):
        announced = approval.publicity
        if announced is not None:
            location = ("approvals", i, "publicity")
            other = announced.model_copy(update={"amount": _another(announced.amount)})
            yield _mutant(definition, location, "removed", None)
            yield _mutant(definition, location, f"{announced.written()} → {other.written()}", other)


def _sooner(definition: Definition) -> Iterator[Mutant]:
    """Somebody told without waiting for one of those whom they need."""
    for i, then in enumerate(definition.then):
        for j, name in enumerate(then.after):
            rest = (*then.after[:j], *then.after[j + 1 :])
            yield _mutant(definition, ("then", i, "after"), f"without '{name}'", rest)


def _unnamed(definition: Definition) -> Iterator[Mutant]:
    """Documents for every visit instead of those named, and exceptions left out."""
    for i, line in enumerate(definition.documents):
        if line.at:
            yield _mutant(definition, ("documents", i, "at"), "removed", ())
    for key in ("visits", "papers"):
        if getattr(definition.exceptions, key) is not None:
            yield _mutant(definition, ("exceptions", key), "removed", None)


def _usual(definition: Definition) -> Iterator[Mutant]:
    for name, answer in definition.usual.items():
        question = definition.question(name)
        for option in question.options if question else ():
            if option != answer:
                yield _mutant(definition, ("usual", name), f"{answer} → {option}", option)


def _mutant(definition: Definition, location: Location, what: str, value: Any) -> Mutant:
    return Mutant(location, what, _changed(definition, location, lambda _: value))


def _changed(node: Any, location: Location, change: Callable[[Any], Any]) -> Any:
    """`node` with what stands at `location` changed and nothing else touched."""
    if not location:
        return change(node)
    step, rest = location[0], location[1:]
    if isinstance(node, tuple):
        i = int(step)
        return (*node[:i], _changed(node[i], rest, change), *node[i + 1 :])
    if isinstance(node, dict):
        return {**node, step: _changed(node[step], rest, change)}
    name = _ATTRIBUTES.get(str(step), str(step))
    return node.model_copy(update={name: _changed(getattr(node, name), rest, change)})


def standing_at(node: Any, location: Location) -> Any:
    """What stands at `location` in a definition."""
    for step in location:
        if isinstance(node, tuple):
            node = node[int(step)]
        elif isinstance(node, dict):
            node = node[step]
        else:
            node = getattr(node, _ATTRIBUTES.get(str(step), str(step)))
    return node
