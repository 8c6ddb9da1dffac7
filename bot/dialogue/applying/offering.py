"""What can be tapped or said while an application is prepared, and after it is handed in."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.applying.needs import Needs
from bot.dialogue.applying.stages import (
    Amending,
    Awaiting,
    Checking,
    ChoosingGiving,
    Preparing,
    Signing,
    Submitted,
    Uploading,
    Writing,
)
from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Term
from bot.dialogue.sharing.offering import invitations
from bot.dialogue.sharing.state import Sharing


def choices(stage: Preparing | Submitted, guide: Guide) -> tuple[Choice, ...]:
    """What can be tapped or said here."""
    match stage:
        case Awaiting(matter, _, _):
            asked = tuple(invitations(matter, matter.sharing or Sharing(step="used"), guide))
            return (*asked, _leave(matter))
        case Writing(matter, _, _):
            return (_leave(matter),)
        case Uploading():
            return _uploading(stage)
        case Signing(matter, _, _):
            return (Choice(f"sign:{matter.code}", Term("sign-it")), _leave(matter))
        case ChoosingGiving(matter, _, givings):
            return tuple(Choice(f"give:{matter.code}:{way}", Term(f"giving-{way}")) for way in givings)
        case Amending(matter, _, needs):
            return (*_lines(matter, needs), Choice(f"amend:{matter.code}:done", Term("amend-nothing")))
        case Checking(matter, _, _):
            return (
                Choice(f"submit:{matter.code}", Term("submit-it")),
                Choice(f"amend:{matter.code}", Term("amend-line")),
                _leave(matter),
            )
        case Submitted(matter, _):
            return case_choices(matter)


def _leave(matter: Matter) -> Choice:
    return Choice(f"leave:{matter.code}", Term("apply-leave"))


def _uploading(stage: Uploading) -> tuple[Choice, ...]:
    """Enough, none where one need not have it, or later where that is tolerated."""
    matter, number = stage.matter, stage.number
    here = matter.applying.of(stage.thing) if matter.applying else ()
    offered = []
    if here:
        offered.append(Choice(f"enough:{matter.code}:{number}", Term("upload-enough")))
    elif stage.item.if_any:
        offered.append(Choice(f"enough:{matter.code}:{number}", Term("upload-none")))
    if stage.item.tolerated is not None and not here:
        days = Term("upload-follow", {"days": stage.item.tolerated})
        offered.append(Choice(f"follow:{matter.code}:{number}", days))
    return (*offered, _leave(matter))


def _lines(matter: Matter, needs: Needs) -> Iterator[Choice]:
    """Every line of the card that the citizen can change: answers, fields, uploads, how the result comes."""
    outcome = needs.outcome
    for question in outcome.definition.questions:
        answer = outcome.journey.answers.get(question.id)
        if answer in question.options:
            values = {"question": question.ask, "answer": question.options[answer]}
            yield Choice(f"edit:{matter.code}:{question.id}", Term("amend-answer", values))
    for line in needs.lines():
        if needs.is_mine(line):
            label = line.field.label
            yield Choice(f"fix:{matter.code}:{line.field.id}", Term("form-fix", {"label": label}), (label.zh, label.en))
    for number, (item, _) in enumerate(needs.things()):
        name = needs.guide.province.documents[item.document].name
        yield Choice(f"reupload:{matter.code}:{number}", Term("amend-upload", {"document": name}))
    if len(needs.givings()) > 1:
        yield Choice(f"give:{matter.code}:", Term("amend-giving"))


def case_choices(matter: Matter) -> tuple[Choice, ...]:
    """What can be done with an application that is handed in."""
    now = matter.applying.now if matter.applying else None
    if now is None:
        return ()
    open_still = now.state == "deciding"
    return (
        Choice(f"status:{matter.code}", Term("case-status")),
        *((Choice(f"add:{matter.code}", Term("case-add")),) if matter.applying and matter.applying.additions else ()),
        *((Choice(f"pass:{matter.code}", Term("case-pass")),) if not now.over else ()),
        *((Choice(f"take-back:{matter.code}", Term("case-take-back")),) if open_still else ()),
    )
