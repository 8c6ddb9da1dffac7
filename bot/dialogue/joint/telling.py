"""What is said while a joint visit is arranged: the question of each stage, and the values of its cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.dialogue.conversation import Conversation, Matter
from bot.dialogue.guide import Guide
from bot.dialogue.joint import planning
from bot.dialogue.joint.effects import FindAcross
from bot.dialogue.joint.ready import Ready, joint_way
from bot.dialogue.joint.replies import Again, Because, EventCard, JointCard, JointConfirm, Seated
from bot.dialogue.joint.stages import AskingEvent, ChoosingDistrict, ChoosingPlan, ConfirmingPlan, JointStage, Listing
from bot.dialogue.ports import Slot
from bot.dialogue.replies import Choice, Reply, Say
from procedures.definition import VisitsException
from procedures.outcome import outcome
from procedures.vocabulary import Text


def ask(
    stage: JointStage, conversation: Conversation, guide: Guide, offered: tuple[Choice, ...]
) -> tuple[tuple[Reply, ...], FindAcross | None]:
    """The question of the stage; where times have to be looked for first, that."""
    match stage:
        case AskingEvent(_, _, question):
            return (Say("ask-event", {"question": question.ask}, choices=offered),), None
        case Listing():
            return (_event_card(stage, guide, offered),), None
        case ChoosingDistrict(_, _, office, _):
            return (Say(f"which-centre-{office}", choices=offered),), None
        case ChoosingPlan(joint, ready):
            if not joint.offered:
                found = planning.counters(ready, joint, guide)
                return (), FindAcross(case=joint.cases[0], counters=found, first_day=guide.today)
            return (_joint_card(stage, conversation, guide, offered),), None
        case ConfirmingPlan(_, _, kept):
            seats = tuple((matter.code, each.visit, each.slot) for matter, each in kept)
            left = min(each.until for _, each in kept) - guide.now
            minutes = max(1, round(left.total_seconds() / 60))
            seated = seated_of(conversation, seats, stage.joint.event, guide)
            return (JointConfirm(seated, minutes, choices=offered),), None


def _event_card(stage: Listing, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    parts = []
    for part in stage.parts:
        definition = guide.current[part.procedure].definition
        usual = outcome(definition, guide.province, definition.usual)
        parts.append((definition.title, not any(way.visit_count == 0 for way in usual.ways)))
    return EventCard(stage.event.title, stage.event.achieves, tuple(parts), choices=offered)


def _joint_card(
    stage: ChoosingPlan, conversation: Conversation, guide: Guide, offered: tuple[Choice, ...]
) -> JointCard:
    joint = stage.joint
    titles = {each.matter.code: guide.name(each.matter) for each in stage.ready}
    return JointCard(
        offers=tuple(
            (offer.kind, seated_of(conversation, [(s.case, s.visit, s.slot) for s in offer.seats], joint.event, guide))
            for offer in joint.offered
        ),
        why=tuple(Because(why.kind, tuple(titles[case] for case in why.cases), why.days) for why in joint.why),
        left=tuple(titles[case] for case in joint.left),
        later=tuple(titles[case] for case in joint.later),
        again=again(stage.ready),
        without_visit=without_visit(stage.ready),
        choices=offered,
    )


def again(ready: Iterable[Ready]) -> tuple[Again, ...]:
    """Those that need another visit after this one."""
    further = ((each, _further(each)) for each in ready)
    return tuple(
        Again(each.outcome.definition.title, visits, exception.say if (exception := _exception(each)) else None)
        for each, visits in further
        if visits
    )


def _further(ready: Ready) -> int:
    if ready.way is None or ready.visit is None:
        return 0
    return sum(ready.matter.place(visit.id) is None for visit in ready.way.visits if visit != ready.visit)


def _exception(ready: Ready) -> VisitsException | None:
    return ready.outcome.definition.exceptions.visits


def without_visit(ready: Iterable[Ready]) -> tuple[tuple[Text, str], ...]:
    """Those for which nobody has to come, and the way by which they are finished."""
    return tuple(
        (each.outcome.definition.title, each.way.way.way)
        for each in ready
        if each.way is not None and not each.way.visits
    )


def seated_of(
    conversation: Conversation, seats: Sequence[tuple[str, str, Slot]], event: str | None, guide: Guide
) -> tuple[Seated, ...]:
    """(case, visit, slot) with what has to be told of each, in the order of time. `event`: the life event that brought
    them together.
    """
    titles = {m.procedure: guide.name(m) for case, _, _ in seats if (m := conversation.find(case)) is not None}
    life_event = guide.life_events.get(event or "")
    given = {part.procedure: part.given for part in life_event.procedures} if life_event else {}
    found = (
        _seated(matter, visit, slot, _known(given.get(matter.procedure, {}), titles), guide)
        for case, visit, slot in seats
        if (matter := conversation.find(case)) is not None
    )
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.slot.starts_at))


def _known(given: Mapping[str, str], titles: Mapping[str, Text]) -> Mapping[str, Text]:
    """Documents by the title of the matter that hands them out, where that is done on the same visit."""
    return {document: titles[procedure] for document, procedure in given.items() if procedure in titles}


def _seated(matter: Matter, visit_id: str, slot: Slot, given: Mapping[str, Text], guide: Guide) -> Seated | None:
    definition = guide.definition(matter)
    if definition is None:
        return None
    leads_to = guide.outcome_of(definition, matter)
    way = joint_way(matter, leads_to)
    visit = next((each for each in way.visits if each.id == visit_id), None) if way else None
    if way is None or visit is None:
        return None
    return Seated(matter.code, guide.name(matter), guide.local(slot), slot, leads_to, way, visit, given)
