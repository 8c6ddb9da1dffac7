"""The examples hold, and together they notice every line: whoever removes one is told before a citizen is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from procedures.checks.names import lines
from procedures.definition import Definition
from procedures.example import Example, Expect
from procedures.outcome import Outcome, WayOut, outcome
from procedures.problem import Location, Problem, Source
from procedures.provincial import Province
from procedures.settling import Covered, Gaps, Item, Sent, Why


def check_proof(definition: Definition, source: Source, province: Province) -> Iterator[Problem]:
    """Examples that fail, and lines that no example would miss."""
    failed = False
    for i, example in enumerate(definition.examples):
        for location, what, remedy in failures(definition, province, example):
            failed = True
            yield source.problem("example", ("examples", i, *location), what, remedy, answers=example.answers)
    if definition.examples[0].answers != definition.usual:
        failed = True
        what = "The first example is not the usual path."
        yield source.problem("usual-example", ("examples", 0), what, "Begin the examples with the usual answers.")
    if failed:
        return
    for location, _ in lines(definition):
        if all(holds(without(definition, location), province, example) for example in definition.examples):
            what = "No example would notice if this line were missing."
            yield source.problem("unproven", location, what, "Add an example that needs it.")


def holds(definition: Definition, province: Province, example: Example) -> bool:
    return next(failures(definition, province, example), None) is None


def failures(definition: Definition, province: Province, example: Example) -> Iterator[tuple[Location, str, str]]:
    """Where an example does not hold: location within it, what, remedy."""
    gaps = Gaps(frozenset(example.down), {(gap.document, gap.of): gap.why for gap in example.gaps})
    end = outcome(definition, province, example.answers, gaps)
    if end.journey.ignored:
        names = ", ".join(f"'{name}'" for name in end.journey.ignored)
        yield ("answers",), f"This path does not ask for {names}.", "Leave these answers out."
    if not end.complete and end.journey.next_question is not None:
        what = f"'{end.journey.next_question.id}' is not answered."
        yield ("answers",), what, "An example answers every question of its path."
    expected = example.expect.model_dump(exclude_none=True)
    way = end.way(example.expect.way)
    if example.expect.way is not None and way is None:
        yield ("expect", "way"), f"The way '{example.expect.way}' is not offered here.", "Mend the example or the ways."
        return
    actual = told(end, way)
    if end.stop is not None and example.expect.stop is None:
        yield ("expect",), f"This path ends at the stop '{end.stop.id}'.", "Write stop: … in the example, or mend 'if'."
    for name, wanted in expected.items():
        found = _as_written(actual.get(name, type(wanted)()), wanted)
        if found != wanted:
            what = f"'{name}' should be {_shown(wanted)} and is {_shown(found)}."
            yield ("expect", name), what, "One of the two is wrong: ask the law, then mend it."


def told(end: Outcome, way: WayOut | None) -> dict[str, Any]:
    """The outcome in the words of an example's `expect`; without a `way`, what one would ask for is left out."""
    return {
        "stop": end.stop.id if end.stop else None,
        "first": tuple(first.procedure for first in end.first),
        "ways": tuple(out.way.way for out in end.ways),
        "sent": _people(end.sent),
        "covered": _people(end.covered),
        "gaps": tuple(gap.document for gap in end.gaps),
        "papers": (end.papers_before, len(way.bring) if way else 0),
        "fee": _sums((who, fee.yuan) for fee, who in end.fee),
        "taxes": tuple(tax.id for tax, _ in end.taxes),
        "approvals": tuple((approval.step, approval.department) for approval in end.approvals),
        "publicity": tuple((each.department, each.publicity.written()) for each in end.approvals if each.publicity),
        "apart": tuple(approval.department for approval in end.approvals if approval.apart),
        "then": tuple(then.tell for then in end.then),
        "after": {then.tell: then.after for then in end.then if then.after},
        "give": end.definition.result.give,
        "form": tuple(field.id for field in end.form),
        "notes": tuple(note.id for note in end.notes if note.id),
        **(_told_of(way) if way else {}),
    }


def _told_of(way: WayOut) -> dict[str, Any]:
    return {
        "way": way.way.way,
        "bring": _people(way.bring),
        "hand_in": _people(way.hand_in),
        "if_any": tuple(item.document for item in way.hand_in if item.if_any),
        "also": _people(way.also),
        "produced": tuple(item.document for item in way.also if item.why is Why.PRODUCED),
        "tolerated": {item.document: item.tolerated for item in way.bring if item.tolerated},
        "visits": way.visit_count,
        "errands": tuple(errand.id for errand in way.errands),
        "counters": tuple(visit.counter for visit in way.visits),
        "minutes": sum(visit.minutes for visit in way.visits),
        "at": {visit.id: _people(way.at(visit)) for visit in way.visits},
        "attend": dict(way.attend),
        "days": {visit.id: (visit.after_days, visit.within_days) for visit in way.visits},
        "who": way.who,
    }


def _sums(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for who, yuan in amounts:
        sums[who] += yuan
    return dict(sums)


def _people(entries: tuple[Item, ...] | tuple[Covered, ...] | tuple[Sent, ...]) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        named[entry.document] = (*named.get(entry.document, ()), *entry.of)
    return named


def _as_written(found: Any, wanted: Any) -> Any:
    """`found` in the detail of `wanted`: a number for a count, no people where the example names none."""
    if isinstance(found, dict) and isinstance(wanted, int):
        return len(found)
    if isinstance(found, dict) and isinstance(wanted, tuple):
        return tuple(found)
    if isinstance(found, dict) and isinstance(wanted, dict):
        return {name: _part_as_written(part, wanted.get(name, part)) for name, part in found.items()}
    return found


def _part_as_written(found: Any, wanted: Any) -> Any:
    return () if wanted == () else _as_written(found, wanted)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        entries = (str(name) if part in ((), {}) else f"{name} ({_shown(part)})" for name, part in value.items())
        return ", ".join(entries) or "nothing"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "nothing"
    return "nothing" if value is None else str(value)


def without(definition: Definition, location: Location) -> Definition:
    """The definition with one line removed."""
    part, index, *inner = location
    entries = list(getattr(definition, str(part)))
    if inner:
        entries[int(index)] = _way_without(entries[int(index)], str(inner[0]), int(inner[1]))
    else:
        del entries[int(index)]
    return definition.model_copy(update={str(part): tuple(entries)})


def _way_without(way: Any, part: str, index: int) -> Any:
    kept = list(getattr(way, part))
    del kept[index]
    return way.model_copy(update={part: tuple(kept)})


__all__ = ["Expect", "check_proof", "failures", "holds", "told", "without"]
