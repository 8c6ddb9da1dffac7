"""An outcome in the words that scripts rely on. Fields may be added at the end, never renamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from procedures.outcome import Outcome, WayOut
from procedures.publication import Publication
from procedures.settling import Item, Why


def as_json(publication: Publication, end: Outcome, way: WayOut | None) -> dict[str, Any]:
    """The outcome of `publication`; what depends on the way is of `way`, which is None where none is certain."""
    journey = end.journey
    return {
        "procedure": end.definition.id,
        "publication": publication.hash,
        "answers": dict(journey.answers),
        "ignored": list(journey.ignored),
        "complete": end.complete,
        "next_question": journey.next_question.id if journey.next_question else None,
        "stop": _stop(end),
        "first": [first.procedure for first in end.first],
        "way": way.way.way if way else None,
        "ways": [_way(each) for each in end.ways],
        "bring": documents(way.bring if way else ()),
        "visits": way.visit_count if way else 0,
        "errands": len(way.errands) if way else 0,
        "online": any(each.way.way == "online" for each in end.ways),
        **_documents(end, way),
        "approvals": [{"step": approval.step, "department": approval.department} for approval in end.approvals],
        "then": [then.tell for then in end.then],
        "fee": [{"yuan": fee.yuan, "who": who} for fee, who in end.fee],
        "waiting": list(journey.waiting),
        "produced": documents(item for item in (way.also if way else ()) if item.why is Why.PRODUCED),
    }


def _documents(end: Outcome, way: WayOut | None) -> dict[str, Any]:
    """What becomes of each document."""
    items = (*way.bring, *way.hand_in, *way.also) if way else ()
    needed = [item for item in items if item.why not in (Why.HANDED_IN, Why.PRODUCED)]
    return {
        "details": [detail(item) for item in needed],
        "hand_in": documents(way.hand_in if way else ()),
        "sent": [{"document": sent.document, "holder": sent.holder, "of": list(sent.of)} for sent in end.sent],
        "covered": [
            {"document": c.document, "of": list(c.of), "register": c.register, "department": c.department}
            for c in end.covered
        ],
        "gaps": [
            {"document": gap.document, "of": list(gap.of), "register": gap.register, "why": gap.why} for gap in end.gaps
        ],
        "tolerated": [
            {"document": item.document, "working_days": item.tolerated} for item in items if item.tolerated is not None
        ],
        "papers": {"before": end.papers_before, "after": len(documents(way.bring if way else ()))},
    }


def documents(items: Iterable[Item]) -> list[str]:
    """Their ids, each once, whoever brings it."""
    return list(dict.fromkeys(item.document for item in items))


def _stop(end: Outcome) -> dict[str, Any] | None:
    if end.stop is None:
        return None
    return {"say": end.stop.say.model_dump(), "instead": list(end.stop.instead), "id": end.stop.id}


def _way(out: WayOut) -> dict[str, Any]:
    return {
        "way": out.way.way,
        "visits": out.visit_count,
        "errands": len(out.errands),
        "bring": documents(out.bring),
    }


def detail(item: Item) -> dict[str, Any]:
    return {
        "document": item.document,
        "kind": item.kind,
        "of": list(item.of),
        "because": item.because.model_dump() if item.because else None,
        "why": item.why.value,
    }
