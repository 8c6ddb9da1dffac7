"""The promise of the reform, held against every path with every register up: one visit, and one paper.

2018 Zhejiang regulation on "At Most One Visit", art. 2 (one visit or none from application to result) and art. 4
(what cannot be done in one visit stands on a published list of exceptions).
"""

from __future__ import annotations

from collections.abc import Iterator

from procedures.checks.paths import Ends
from procedures.definition import Definition
from procedures.journey import replay
from procedures.outcome import Outcome, outcome
from procedures.problem import Location, Problem, Source
from procedures.provincial import Province
from procedures.settling import Item


def check_promise(definition: Definition, source: Source, province: Province, ends: Ends) -> Iterator[Problem]:
    """More visits or papers than promised without a named exception, and exceptions that nothing needs."""
    yield from _visits(definition, source, ends)
    yield from _reasons(definition, source, ends)
    yield from _usual(definition, source, province)


def papers(end: Outcome) -> tuple[Item, ...]:
    """The papers of the way that asks for most: evidence that has to be carried or uploaded."""
    each = (tuple(item for item in way.bring if item.kind == "evidence") for way in end.ways)
    return max(each, key=len, default=())


def _visits(definition: Definition, source: Source, ends: Ends) -> Iterator[Problem]:
    several = next(((p, w) for p, end in ends for w in end.ways if w.visit_count > 1), None)
    allowed = definition.exceptions.visits
    if several is not None and allowed is None:
        path, way = several
        what = f"On this path the {way.way.way} way takes {way.visit_count} visits; one is promised."
        remedy = "Do with one visit, or name the law under exceptions.visits."
        location: Location = ("ways", definition.ways.index(way.way))
        yield source.problem("visits", location, what, remedy, answers=path)
    if several is None and allowed is not None:
        what, remedy = (
            "No path takes more than one visit.",
            "Leave exceptions.visits out: an exception is not a licence.",
        )
        yield source.problem("needless-exception", ("exceptions", "visits"), what, remedy)


def _reasons(definition: Definition, source: Source, ends: Ends) -> Iterator[Problem]:
    """Each paper after the first says who issues it and why no register holds it."""
    seen: set[str] = set()
    for path, end in ends:
        for item in papers(end)[1:]:
            if item.because is None and item.document not in seen:
                seen.add(item.document)
                bare = ((i, line) for i, line in enumerate(definition.documents) if line.because is None)
                index = next(i for i, line in bare if item.document in line.documents)
                what = f"On this path '{item.document}' is one more paper after the first."
                remedy = "Say under 'because' who issues it and why no register holds it."
                yield source.problem("no-reason", ("documents", index), what, remedy, answers=path)


def _usual(definition: Definition, source: Source, province: Province) -> Iterator[Problem]:
    journey = replay(definition, definition.usual)
    if not journey.complete or journey.ignored or journey.stop is not None:
        open_question = f" '{journey.next_question.id}' is not answered." if journey.next_question else ""
        what = f"The usual path does not lead to its end.{open_question}"
        remedy = "Answer exactly the questions that the ordinary applicant is asked."
        yield source.problem("usual", ("usual",), what, remedy, answers=definition.usual)
        return
    end = outcome(definition, province, definition.usual)
    many, allowed = len(papers(end)) > 1, definition.exceptions.papers
    if many and allowed is None:
        names = ", ".join(item.document for item in papers(end))
        what, remedy = (
            f"The usual path asks for {len(papers(end))} papers ({names}); one is promised.",
            ("Let a register cover them, or give the reason under exceptions.papers."),
        )
        yield source.problem("papers", ("usual",), what, remedy, answers=definition.usual)
    if not many and allowed is not None:
        what, remedy = "The usual path asks for at most one paper.", "Leave exceptions.papers out."
        yield source.problem("needless-exception", ("exceptions", "papers"), what, remedy)
    if definition.before is not None and definition.before.papers != end.papers_before:
        what = f"{definition.before.papers} papers were published, the usual path counts {end.papers_before}."
        remedy = "Mend the document lines, or the figure."
        yield source.problem("before", ("before", "papers"), what, remedy)
