"""What can be tapped or said in each stage. A key names its case, so an old button still tells what was meant."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.applying import offering as applying
from bot.dialogue.applying.needs import can_apply
from bot.dialogue.applying.stages import Preparing, Submitted
from bot.dialogue.booked import beside_ticket
from bot.dialogue.companions.offering import answering
from bot.dialogue.conversation import Matter, Place
from bot.dialogue.guide import Guide
from bot.dialogue.joint import offering as joint
from bot.dialogue.joint.stages import JointStage, Onward
from bot.dialogue.ports import Slot
from bot.dialogue.replies import Choice, Term, Value
from bot.dialogue.sharing import offering as sharing
from bot.dialogue.stage import (
    Asking,
    Called,
    Choosing,
    ChoosingCentre,
    ChoosingSlot,
    ChoosingWay,
    Confirming,
    Done,
    Finishing,
    Idle,
    Joined,
    Retired,
    Sharing,
    Stage,
    Stopped,
    Sure,
    SureOfOwn,
)
from bot.dialogue.waiting import offering as waiting
from procedures.blocking import blocking
from procedures.definition import Question, Visit
from procedures.outcome import Outcome, WayOut
from procedures.provincial import Deciding
from procedures.vocabulary import Text


def choices(stage: Stage, guide: Guide) -> tuple[Choice, ...]:
    """What can be tapped or said here; the number typed counts in this order."""
    if isinstance(stage, Called):
        return answering(stage.calling.code)
    if isinstance(stage, Joined | Sharing):
        return sharing.choices(stage, guide)
    if isinstance(stage, Preparing | Submitted):
        return applying.choices(stage, guide)
    if isinstance(stage, JointStage):
        return joint.choices(stage, guide)
    match stage:
        case Choosing(procedures):
            offered = procedure_choices(procedures, guide, guide.deciding(procedures))
            return (*offered, Choice("none", Term("none-of-these")))
        case Sure(matter, _):
            return (Choice(f"yes:{matter.code}", Term("yes-do")), Choice(f"no:{matter.code}", Term("no-keep")))
        case SureOfOwn(what):
            return (Choice(f"data:{what}-yes", Term("yes-do")), Choice("data:keep", Term("no-keep")))
        case Asking(matter, _, question):
            return question_choices(matter, question)
        case Stopped(matter, outcome, stop):
            return (*procedure_choices(stop.instead, guide), *_changeable(matter, outcome))
        case Idle() | Retired() | Onward():
            return ()
    return _finishing_choices(stage, guide)


def _changeable(matter: Matter, outcome: Outcome) -> tuple[Choice, ...]:
    """The one answer that blocks, in case it was not meant so."""
    return tuple(
        Choice(f"edit:{matter.code}:{fact.question.id}", Term("change-answer", {"answer": fact.option}))
        for fact in blocking(outcome.definition, outcome.journey.answers)[:1]
    )


def _finishing_choices(stage: Finishing, guide: Guide) -> tuple[Choice, ...]:
    match stage:
        case ChoosingWay(matter, outcome):
            return tuple(Choice(f"way:{matter.code}:{way.way.way}", Term(f"way-{way.way.way}")) for way in outcome.ways)
        case ChoosingCentre(matter, _, visit):
            best = tuple(Choice(f"slot:{matter.code}:{slot.id}", _best(slot, matter, guide)) for slot in matter.offered)
            return (*best, *district_choices(f"at:{matter.code}", visit.counter, guide))
        case ChoosingSlot(matter, _, _, visit, _):
            return (*slot_choices(matter, visit, guide), *waiting.to_queue(stage, guide))
        case Confirming(matter, _, visit, _):
            return (
                Choice(f"book:{matter.code}:{visit.id}", Term("book-it")),
                Choice(f"other:{matter.code}", Term("another-time")),
            )
        case Done():
            return _done_choices(stage, guide)


def _done_choices(stage: Done, guide: Guide) -> tuple[Choice, ...]:
    matter, way = stage.matter, stage.way
    if matter.places:
        together = joint.places_together(matter, guide)
        return (*place_choices(matter, guide), *together, *beside_ticket([matter], guide))
    if way.visits:
        return (Choice(f"rebook:{matter.code}", Term("book-again")),)
    others = way_choices(matter, [other for other in stage.outcome.ways if other is not way])
    if guide.applies and can_apply(way):
        return (Choice(f"apply:{matter.code}", Term("apply-here")), *others)
    return others


def place_choices(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """Booked places can be moved and cancelled."""
    single = tuple(choice for place in matter.places for choice in choices_for(matter, place, guide))
    return (*single, *waiting.of_places(matter, guide))


def choices_for(matter: Matter, place: Place, guide: Guide) -> tuple[Choice, ...]:
    """What can be done with one booked place. One of a joint visit is moved with the others, so that it stays one
    visit, in its order.
    """
    return tuple(
        Choice(f"{verb}:{matter.code}:{place.visit}", Term(f"{verb}-place", slot_values(place.slot, guide)))
        for verb in (("cancel",) if place.joint else ("move", "cancel"))
    )


def way_choices(matter: Matter, ways: Iterable[WayOut]) -> tuple[Choice, ...]:
    return tuple(Choice(f"way:{matter.code}:{way.way.way}", Term(f"way-{way.way.way}")) for way in ways)


def procedure_choices(procedures: Iterable[str], guide: Guide, deciding: Deciding | None = None) -> tuple[Choice, ...]:
    """Procedures by what they achieve; where a question decides, by the answer to it."""
    offered = []
    for procedure in procedures:
        title = guide.title(procedure)
        publication = guide.current.get(procedure)
        if title is not None:
            label: Text | Term = title
            if publication is not None:
                achieves = publication.definition.achieves
                label = Term("procedure-and-aim", {"title": title, "achieves": achieves})
            if deciding is not None and procedure in deciding.options:
                label = deciding.options[procedure]
            offered.append(Choice(f"go:{procedure}", label, (title.zh, title.en)))
    return tuple(offered)


def question_choices(matter: Matter, question: Question) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"q:{matter.code}:{question.id}:{name}", option, (option.zh, option.en, *option.said_as))
        for name, option in question.options.items()
    )


def slot_choices(matter: Matter, visit: Visit, guide: Guide) -> tuple[Choice, ...]:
    offered: list[Choice] = [
        Choice(f"slot:{matter.code}:{slot.id}", Term("slot", slot_values(slot, guide))) for slot in matter.offered
    ]
    offered.append(Choice(f"more:{matter.code}", Term("other-times")))
    if len(guide.centres(visit.counter)) > 1 and not matter.places:
        offered.append(Choice(f"elsewhere:{matter.code}", Term("another-centre")))
    if matter.places and matter.moving is None:
        offered.append(Choice(f"later:{matter.code}", Term("book-later")))
    return tuple(offered)


def district_choices(verb: str, counter: str, guide: Guide) -> tuple[Choice, ...]:
    """The districts whose centres have such a counter."""
    centres = guide.centres(counter).items()
    return tuple(Choice(f"{verb}:{name}", centre.district, guide.districts[name]) for name, centre in centres)


def _best(slot: Slot, matter: Matter, guide: Guide) -> Term:
    """The earliest time of all centres, or the quietest."""
    name = "slot-earliest" if slot == matter.offered[0] else "slot-quietest"
    return Term(name, {"centre": guide.centre_name(slot.centre), **slot_values(slot, guide)})


def slot_values(slot: Slot, guide: Guide) -> dict[str, Value]:
    """What a sentence about a slot needs: its start by the centre's own clock."""
    return {"when": guide.local(slot)}
