"""Every path of a procedure in the words that scripts rely on, those of `outcome --json`."""

from __future__ import annotations

import json
from typing import Any

from bot.commands.outcome_json import as_json as outcome_json
from bot.commands.outcome_json import detail, documents
from procedures.checks import walk
from procedures.outcome import Outcome, WayOut, outcome
from procedures.provincial import Province
from procedures.publication import Publication

SHARED = ("answers", "stop", "first", "sent", "covered", "papers", "approvals", "then", "fee")
"""What does not depend on the way; `papers` are those of the window, else of the first way."""


def as_json(publication: Publication, province: Province) -> str:
    """One object; `paths` in the order of the questions and their options."""
    ends = [outcome(publication.definition, province, answers) for answers in walk(publication.definition)]
    paths = [_path(number, publication, end) for number, end in enumerate(ends, 1)]
    told = {"procedure": publication.definition.id, "publication": publication.hash, "paths": paths}
    return json.dumps(told, ensure_ascii=False)


def _path(number: int, publication: Publication, end: Outcome) -> dict[str, Any]:
    whole = outcome_json(publication, end, end.way())
    return {"path": number, **{name: whole[name] for name in SHARED}, "ways": [_way(way) for way in end.ways]}


def _way(way: WayOut) -> dict[str, Any]:
    return {
        "way": way.way.way,
        "visits": way.visit_count,
        "errands": len(way.errands),
        "bring": [detail(item) for item in way.bring],
        "hand_in": documents(way.hand_in),
        "also": documents(way.also),
    }
