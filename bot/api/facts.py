"""Which facts a refusal may name: the questions of the procedures that a department decides on in a case."""

from __future__ import annotations

from bot.backends.onewindow.applications.lists import CaseFile
from bot.dialogue.keeping import Publications


async def questions(
    file: CaseFile, department: str, number: int | None, publications: Publications
) -> frozenset[str] | None:
    """By the text that the case began with, and by its answers where this release no longer reads that text.

    `number`: the step, if one was named. None once the case is erased, when nothing is decided any more.
    """
    if file.submission is None:
        return None
    theirs = {
        step.part
        for at, step in enumerate(file.status.steps, 1)
        if step.department == department and number in (None, at)
    }
    found: set[str] = set()
    for part in file.submission.parts:
        if part.procedure in theirs:
            text = await publications.find(part.publication)
            found.update(part.answers if text is None else (question.id for question in text.questions))
    return frozenset(found)
