"""What is said next: every turn ends by asking what the present stage needs, and only that."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.applying.asking import ask_to_apply
from bot.dialogue.applying.stages import Checking, Preparing, Submitted
from bot.dialogue.applying.together import offering_together
from bot.dialogue.companions.replies import ask_to_come
from bot.dialogue.conversation import Conversation, Kept, Turn, case_code
from bot.dialogue.events import Effect, FindSlots
from bot.dialogue.guide import Guide
from bot.dialogue.joint import beginning, telling
from bot.dialogue.joint import offering as joint
from bot.dialogue.joint.effects import FindAcross
from bot.dialogue.joint.stages import ChoosingPlan, ConfirmingPlan, JointStage, Onward
from bot.dialogue.offering import choices, slot_values
from bot.dialogue.ports import DAYS_OFFERED
from bot.dialogue.replies import Card, Choice, Online, Reply, Say, Ticket, TurnedAway, Value
from bot.dialogue.sharing.asking import ask_to_share
from bot.dialogue.sharing.offering import offering_to_look_up
from bot.dialogue.stage import (
    CANCEL_ALL,
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
    Lone,
    Retired,
    Sharing,
    Stage,
    Stopped,
    Sure,
    SureOfOwn,
    days_open,
    stage_of,
)
from bot.dialogue.unsettled.state import Unsettled
from bot.dialogue.unsettled.telling import kept_for, tell
from procedures.journey import remaining_at_most

PUT_OFF = ChoosingCentre | ChoosingSlot | Confirming | Checking | ChoosingPlan | ConfirmingPlan
"""Stages that cannot be left before the One Window answers."""
DAYS_AT_ONCE = 3
"""Working days of which the best times of all centres are offered, where no other time is wished for."""


def carry_on(conversation: Conversation, guide: Guide, *said: Reply) -> Turn:
    """End a turn: what was `said`, then the question of the stage the conversation is in now."""
    conversation, stage, passed = _go_on_with_the_others(conversation, guide)
    conversation, card = _tell(conversation, stage)
    unsettled = kept_for(conversation, conversation.current)
    replies, effect = (
        _asked(stage, conversation, guide) if unsettled is None else _kept(unsettled, stage, conversation, guide)
    )
    spoken = (*said, *passed, *card, *replies)
    if card:
        spoken = _offer(spoken, _look_up_offered(conversation, guide))
    if isinstance(stage, Checking) and unsettled is None:
        spoken = _offer(spoken, offering_together(conversation, stage, guide))
    return with_effect(conversation, effect, *spoken) if effect is not None else Turn(conversation, spoken)


def _go_on_with_the_others(conversation: Conversation, guide: Guide) -> tuple[Conversation, Stage, tuple[Reply, ...]]:
    """In a joint visit each matter has its turn; one that is turned away is left out of it, and told so."""
    conversation = beginning.carry_answers(conversation, guide)
    passed: list[Reply] = []
    stage = stage_of(conversation, guide)
    while True:
        if isinstance(stage, Onward):
            conversation = conversation.but(current=stage.case)
            matter = conversation.find(stage.case)
            passed += [Say("joint-next", {"title": guide.name(matter)})] if matter else []
        elif isinstance(stage, Stopped) and conversation.joint and stage.matter.code in conversation.joint.cases:
            passed += [TurnedAway(stage.outcome, stage.stop), Say("joint-without", {"title": guide.name(stage.matter)})]
            conversation = beginning.without(conversation, stage.matter.code)
        else:
            return conversation, stage, tuple(passed)
        stage = stage_of(conversation, guide)


def with_effect(conversation: Conversation, effect: Effect, *said: Reply) -> Turn:
    """End a turn with something that must happen; its key names case and step."""
    matter = conversation.find(effect.case)
    step = matter.steps + 1 if matter else 0
    name = (
        f"{effect.case}.{step}"
        if matter or effect.case
        else f"{case_code(conversation.seed, 0)}.{conversation.revision}"
    )
    effect = effect.model_copy(update={"key": name})
    if matter is not None:
        matters = tuple(m.but(steps=step) if m.code == matter.code else m for m in conversation.matters)
        conversation = conversation.but(matters=matters)
    return Turn(conversation, said, effect)


def _offer(said: tuple[Reply, ...], offered: tuple[Choice, ...]) -> tuple[Reply, ...]:
    """What may be done besides, under the last reply."""
    *before, last = said
    return (*before, replace(last, choices=(*last.choices, *offered)))


def _look_up_offered(conversation: Conversation, guide: Guide) -> tuple[Choice, ...]:
    """Once the outcome is told, what departments share may be looked up at once, or others asked to agree."""
    matter = conversation.matter
    if matter is None:
        return ()
    shared = offering_to_look_up(matter, guide) if guide.shares else ()
    return (*shared, *joint.offering_life_events(matter, conversation, guide))


def _tell(conversation: Conversation, stage: Stage) -> tuple[Conversation, tuple[Reply, ...]]:
    """The outcome is told once, whole, as soon as the last answer is in, and again when the answers change."""
    if isinstance(stage, ChoosingPlan) and stage.joint.offered:
        return _told_together(conversation, stage), ()
    if not isinstance(stage, ChoosingWay | ChoosingCentre | ChoosingSlot | Confirming | Done):
        return conversation, ()
    matter, answers = stage.matter, dict(stage.outcome.journey.answers)
    if matter.told == answers:
        return conversation, ()
    told = matter.but(told=answers)
    matters = tuple(told if other.code == matter.code else other for other in conversation.matters)
    seen = matter.sharing.seen() if matter.sharing else {}
    return conversation.but(matters=matters), (Card(stage.outcome, matter.code, seen),)


def _told_together(conversation: Conversation, stage: ChoosingPlan) -> Conversation:
    """The one card of a joint visit tells what each of its matters needs."""
    told = {each.matter.code: dict(each.outcome.journey.answers) for each in stage.ready}
    matters = tuple(m.but(told=told[m.code]) if m.code in told else m for m in conversation.matters)
    return conversation.but(matters=matters)


def _asked(stage: Stage, conversation: Conversation, guide: Guide) -> tuple[tuple[Reply, ...], Effect | None]:
    if isinstance(stage, JointStage):
        return telling.ask(stage, conversation, guide, choices(stage, guide))
    if isinstance(stage, Called):
        return (ask_to_come(stage.calling, guide, choices(stage, guide)),), None
    if isinstance(stage, Joined | Sharing):
        return (ask_to_share(stage, guide, choices(stage, guide)),), None
    if isinstance(stage, Preparing | Submitted):
        return (ask_to_apply(stage, guide, choices(stage, guide)),), None
    return _prompt(stage, guide)


def _kept(
    unsettled: Unsettled, stage: Stage, conversation: Conversation, guide: Guide
) -> tuple[tuple[Reply, ...], Effect | None]:
    """Where the stage needs what has not been answered, that it is tried; after what is known already, that too."""
    told = tell(unsettled, conversation, guide)
    if isinstance(stage, PUT_OFF):
        return (told,), None
    replies, effect = _asked(stage, conversation, guide)
    return ((*replies, told) if isinstance(stage, Done | Submitted) else replies), effect


def _prompt(stage: Lone | Finishing | Onward, guide: Guide) -> tuple[tuple[Reply, ...], Effect | None]:
    offered = choices(stage, guide)
    match stage:
        case Idle() | Onward():
            return (), None
        case Choosing(procedures):
            return (_ask_which(procedures, guide, offered),), None
        case Sure() | SureOfOwn():
            return (_ask_sure(stage, guide, offered),), None
        case Retired(matter):
            return (Say("retired", {"title": guide.name(matter)}),), None
        case Asking(_, outcome, question):
            left = remaining_at_most(outcome.definition, outcome.journey)
            return (Say("ask", {"question": question.ask, "left": left}, choices=offered),), None
        case Stopped(_, outcome, stop):
            return (TurnedAway(outcome, stop, choices=offered),), None
        case ChoosingWay(_, outcome):
            return ((Say("which-way", choices=offered) if outcome.ways else Say("no-way")),), None
        case ChoosingCentre():
            return _ask_centre(stage, guide, offered)
        case ChoosingSlot():
            return _ask_slot(stage, guide, offered)
        case Confirming(_, _, _, kept):
            return (_ask_to_confirm(kept, guide, offered),), None
        case Done():
            return (_finish(stage, guide, offered),), None


def _ask_which(procedures: tuple[str, ...], guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    deciding = guide.deciding(procedures)
    if deciding is None:
        return Say("which-of-these", choices=offered)
    return Say("deciding", {"question": deciding.ask}, choices=offered)


def _ask_sure(stage: Sure | SureOfOwn, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    if isinstance(stage, SureOfOwn):
        return Say(f"sure-{stage.what}", choices=offered)
    matter, title = stage.matter, guide.name(stage.matter)
    if stage.what == CANCEL_ALL:
        return Say("sure-cancel-all", choices=offered)
    if stage.what == "take-back":
        return Say("sure-take-back", {"title": title}, choices=offered)
    place = matter.place(stage.what.removeprefix("cancel:"))
    if place is not None:
        return Say("sure-cancel", {"title": title, **slot_values(place.slot, guide)}, choices=offered)
    return Say("sure-drop", {"title": title}, choices=offered)


def _ask_centre(
    stage: ChoosingCentre, guide: Guide, offered: tuple[Choice, ...]
) -> tuple[tuple[Reply, ...], Effect | None]:
    """Where any centre will do, the best times of all are looked for first, so that one turn is enough."""
    office, matter = stage.outcome.definition.office.of, stage.matter
    if office == "anywhere" and not matter.offered:
        counters = tuple((name, stage.visit.counter) for name in guide.centres(stage.visit.counter))
        days = DAYS_OFFERED if matter.wish else DAYS_AT_ONCE
        return (), FindAcross(case=matter.code, counters=counters, first_day=guide.today, days=days)
    return (Say(f"which-centre-{office}", choices=offered),), None


def _ask_slot(
    stage: ChoosingSlot, guide: Guide, offered: tuple[Choice, ...]
) -> tuple[tuple[Reply, ...], Effect | None]:
    matter, visit = stage.matter, stage.visit
    if not matter.offered:
        first, _ = days_open(matter, stage.way, visit, guide)
        return (), FindSlots(
            case=matter.code, visit=visit.id, centre=stage.centre, counter=visit.counter, first_day=first
        )
    values: dict[str, Value] = {"centre": guide.centre_name(stage.centre)}
    purpose: tuple[Reply, ...] = (Say("visit-for", {"purpose": visit.purpose}),) if visit.purpose else ()
    return (*purpose, Say("which-time", values, choices=offered)), None


def _ask_to_confirm(kept: Kept, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    minutes = max(1, round((kept.until - guide.now).total_seconds() / 60))
    centre = guide.centre_name(kept.slot.centre)
    values: dict[str, Value] = {"centre": centre, "minutes": minutes, **slot_values(kept.slot, guide)}
    return Say("confirm-place", values, choices=offered)


def _finish(stage: Done, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    matter, way = stage.matter, stage.way
    if not way.visits:
        return Online(stage.outcome, way.way.way, matter.code, choices=offered)
    if not matter.places:
        return Say("nothing-booked", {"title": guide.name(matter)}, choices=offered)
    places = tuple((p.visit, guide.local(p.slot), p.slot) for p in matter.places)
    return Ticket(stage.outcome, way.way.way, matter.code, places, choices=offered)
