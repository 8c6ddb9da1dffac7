"""Breaks a definition in every small way and asks whether `check` notices: what it misses, a citizen would find.

    mutate(definition, source, province, procedures) -> how many changed definitions there are, and which of them pass

A rule is proven when removing, widening, narrowing or flipping it fails a check or an example. A change that leads
to the same outcome on every path, whichever registers are down, is no change and does not count as a survivor.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from procedures.checks import check
from procedures.checks.mutants import Mutant, mutants, standing_at
from procedures.checks.names import check_names
from procedures.checks.paths import MOST_PATHS, Path, walk
from procedures.checks.proof import holds
from procedures.condition import ALWAYS, Condition
from procedures.definition import Definition
from procedures.journey import replay
from procedures.outcome import Outcome, WayOut, outcome
from procedures.problem import Source
from procedures.provincial import Province
from procedures.settling import Gaps
from procedures.vocabulary import Line

OUTSIDE_OUTCOMES = frozenset({"usual", "exceptions"})
"""Parts that no outcome shows, so that equal outcomes excuse no change there."""

ASKING = frozenset({"questions", "stops"})
"""Parts that decide which paths there are."""
CONDITIONS = frozenset({"if", "you_if", "on_paper_if"})


@dataclass(frozen=True)
class Mutated:
    """What became of one definition's mutants: how many there are, and those that `check` does not notice."""

    mutants: int
    survivors: tuple[Mutant, ...]


def survivors(definition: Definition, source: Source, province: Province, procedures: Container[str]) -> list[Mutant]:
    """The mutants that `check` does not notice although they lead to another outcome somewhere."""
    return list(mutate(definition, source, province, procedures).survivors)


def mutate(
    definition: Definition,
    source: Source,
    province: Province,
    procedures: Container[str],
    chosen: Container[int] | None = None,
) -> Mutated:
    """Try every mutant, or those whose numbers in the order of `mutants` are `chosen`."""
    original = _Original(definition, province)
    count, alive = 0, []
    for number, mutant in enumerate(mutants(definition)):
        if chosen is None or number in chosen:
            count += 1
            if _survives(mutant, original, source, procedures):
                alive.append(mutant)
    return Mutated(count, tuple(alive))


def _survives(mutant: Mutant, original: _Original, source: Source, procedures: Container[str]) -> bool:
    """Whether the mutant differs and passes. The examples are asked first: they are quick and notice most."""
    definition, province = mutant.definition, original.province
    if next(check_names(definition, source, province, procedures), None) is not None:
        return False
    if definition.examples[0].answers != definition.usual:
        return False
    if not all(holds(definition, province, example) for example in definition.examples):
        return False
    differs = mutant.location[0] in OUTSIDE_OUTCOMES or original.differs(mutant)
    return differs and check(definition, source, province, procedures).ok


class _Original:
    """The outcomes of the unchanged definition on every path, with registers up and down, worked out when asked for."""

    def __init__(self, definition: Definition, province: Province) -> None:
        self.province = province
        self._definition = definition
        self._paths = walk(definition, most=MOST_PATHS)
        self._ends: dict[tuple[int, frozenset[str]], object] = {}

    def differs(self, mutant: Mutant) -> bool:
        """Whether the mutant asks other questions or leads anywhere to another outcome."""
        if mutant.location[0] in ASKING:
            return self._asks_otherwise(mutant.definition)
        if mutant.definition.result != self._definition.result:
            return True
        touched = [number for number, path in enumerate(self._paths) if self._touches(mutant, path)]
        return any(
            _substance(outcome(mutant.definition, self.province, self._paths[number], Gaps(down)))
            != self._end(number, down)
            for down in self._downs()
            for number in touched
        )

    def _asks_otherwise(self, mutant: Definition) -> bool:
        """Where the same questions are answered and the same stop is reached, the same follows."""
        if walk(mutant, most=MOST_PATHS) != self._paths:
            return True
        return any(_stop(mutant, path) != _stop(self._definition, path) for path in self._paths)

    def _touches(self, mutant: Mutant, path: Path) -> bool:
        """Whether the change can matter on this path: a condition that holds on it as before says the same there."""
        if mutant.location[-1] not in CONDITIONS:
            return True
        before, after = (standing_at(each, mutant.location) for each in (self._definition, mutant.definition))
        if not (isinstance(before, Condition) and isinstance(after, Condition)):
            return True
        return before.holds(path) is not after.holds(path)

    def _end(self, number: int, down: frozenset[str]) -> object:
        if (number, down) not in self._ends:
            end = outcome(self._definition, self.province, self._paths[number], Gaps(down))
            self._ends[number, down] = _substance(end)
        return self._ends[number, down]

    def _downs(self) -> Iterator[frozenset[str]]:
        """Every register up, all down, each one down; those that hold nothing of this procedure are left alone."""
        named = {document for line in self._definition.documents for document in line.documents}
        registers = sorted({r for document in named for r in self.province.documents[document].held_by})
        yield frozenset()
        yield frozenset(registers)
        yield from (frozenset({register}) for register in registers)


def _stop(definition: Definition, path: Path) -> str | None:
    stop = replay(definition, path).stop
    return stop.id if stop else None


def _substance(end: Outcome) -> tuple[object, ...]:
    """What an outcome says, without the conditions of the lines that say it."""
    said = (end.covered, end.sent, end.gaps, end.papers_before, end.stop and end.stop.id)
    paid = tuple((_bare([line]), who) for line, who in (*end.fee, *end.taxes))
    told = tuple(_bare(each) for each in (end.first, end.form, end.approvals, end.then, end.notes))
    return (said, paid, told, tuple(_way(way) for way in end.ways))


def _way(out: WayOut) -> tuple[object, ...]:
    bare = _bare([out.way.model_copy(update={"visits": (), "errands": ()})])
    return (
        bare,
        out.bring,
        out.hand_in,
        out.also,
        _bare(out.visits),
        _bare(out.errands),
        out.collects,
        out.who,
        out.attend,
    )


def _bare(told: Iterable[Line]) -> list[Line]:
    return [line.model_copy(update={"when": ALWAYS}) for line in told]
