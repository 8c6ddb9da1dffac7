"""Applications as departments and the centre read them, in JSON. Fields may be added, never renamed.

A department reads what was handed in for the procedures on which it decides, and nothing of the others: of those only
how they stand. What bodies answered, in their own words, is for the centre.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from bot.backends.onewindow.applications.lists import CaseFile, Stuck, Waiting
from bot.dialogue.applications import HandedIn, Part, Status

Json = dict[str, Any]
_status = TypeAdapter(Status)
_waiting = TypeAdapter(Waiting)
_stuck = TypeAdapter(Stuck)
JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"


def waiting_json(waiting: Waiting) -> Json:
    return _written(_waiting, waiting)


def stuck_json(stuck: Stuck) -> Json:
    return _written(_stuck, stuck)


def status_json(status: Status, department: str | None = None) -> Json:
    """`department`: who reads it; without it, the centre."""
    written = _written(_status, status)
    written["titles"] = [{"procedure": procedure, "title": title} for procedure, title in written["titles"]]
    written["steps"] = [{"number": number, **step} for number, step in enumerate(written["steps"], 1)]
    if department is not None:
        for delivery in written["deliveries"]:
            del delivery["note"]
    return written


def case_json(file: CaseFile, department: str | None = None) -> Json:
    """Its status with what was handed in; nothing of that is left once the case is `erased`."""
    return {
        **status_json(file.status, department),
        "erased": file.submission is None,
        "parts": [_part_json(part, file.form.get(part.procedure, {})) for part in _parts(file, department)],
        "added": [each.model_dump(mode="json") for each in file.added],
    }


def has_step(status: Status, department: str) -> bool:
    return any(step.department == department for step in status.steps)


def papers_of(file: CaseFile, department: str | None = None) -> frozenset[str]:
    """The ids of the kept papers that it may read."""
    handed_in: Iterator[HandedIn] = (paper for part in _parts(file, department) for paper in part.papers)
    added = (paper for each in file.added for paper in each.added.papers)
    return frozenset(paper.paper for papers in (handed_in, added) for paper in papers if paper.paper is not None)


def kind_of(content: bytes) -> tuple[str, str]:
    """The media type of a kept paper, and the ending of its file. It was looked at when it was kept."""
    if content.startswith(PDF):
        return "application/pdf", "pdf"
    if content.startswith(PNG):
        return "image/png", "png"
    if content.startswith(JPEG):
        return "image/jpeg", "jpg"
    return "application/octet-stream", "bin"


def _parts(file: CaseFile, department: str | None) -> tuple[Part, ...]:
    if file.submission is None:
        return ()
    theirs = {step.part for step in file.status.steps if department in (None, step.department)}
    return tuple(part for part in file.submission.parts if part.procedure in theirs)


def _part_json(part: Part, values: Any) -> Json:
    form = [{**entered.model_dump(mode="json"), "value": values.get(entered.id)} for entered in part.form]
    written = part.model_dump(mode="json", include={"procedure", "publication", "title", "answers", "papers", "signed"})
    return {**written, "form": form}


def _written(adapter: TypeAdapter[Any], value: Any) -> Json:
    written: Json = adapter.dump_python(value, mode="json")
    return written
