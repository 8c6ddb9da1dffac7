"""A life event, or several open matters, become one visit: what belongs to it is settled, nothing is asked twice."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation, Matter, case_code
from bot.dialogue.guide import Guide
from bot.dialogue.joint.stages import Listing, beginning
from bot.dialogue.joint.state import Joint
from bot.dialogue.planner.fewest import MOST
from procedures.life_event import LifeEvent, carried_over

FEWEST = 2
"""Matters from which on a visit is a joint one."""


def begin(conversation: Conversation, event: str, guide: Guide) -> Conversation | None:
    """Settle what belongs to a life event; None where there is no such event."""
    if event not in guide.life_events:
        return None
    return conversation.but(joint=Joint(event=event), current=None, choosing=(), sure=None, misses=0)


def together(conversation: Conversation, guide: Guide) -> Conversation | None:
    """Do all open matters of this chat in one visit; None where there are not two."""
    cases = tuple(matter.code for matter in conversation.matters if _may_join(matter, guide))[:MOST]
    if len(cases) < FEWEST:
        return None
    joined = conversation.but(joint=Joint(cases=cases), current=cases[0], choosing=(), sure=None, misses=0)
    return _at_the_window(joined, cases)


def answer(conversation: Conversation, question: str, option: str, guide: Guide) -> Conversation | None:
    """An answer to one of the event's own questions."""
    joint = conversation.joint
    event = guide.life_events.get(joint.event or "") if joint else None
    asked = event.question(question) if event else None
    if joint is None or joint.cases or asked is None or option not in asked.options:
        return None
    return conversation.but(joint=joint.but(answers={**joint.answers, question: option}))


def leave_out(conversation: Conversation, procedure: str) -> Conversation | None:
    """Something of the list is not wanted, or wanted again after all."""
    joint = conversation.joint
    if joint is None or joint.cases:
        return None
    others = tuple(name for name in joint.left_out if name != procedure)
    return conversation.but(joint=joint.but(left_out=others if procedure in joint.left_out else (*others, procedure)))


def agree(conversation: Conversation, guide: Guide) -> Conversation | None:
    """The list is right: its matters begin, or go on where they stand, and the first of them is talked about."""
    stage = beginning(conversation, guide)
    if not isinstance(stage, Listing) or not stage.parts:
        return None
    cases: list[str] = []
    for part in stage.parts:
        matter = next((m for m in conversation.matters if m.procedure == part.procedure and _may_join(m, guide)), None)
        if matter is None:
            number = conversation.begun + 1
            publication = guide.current[part.procedure]
            matter = Matter(
                code=case_code(conversation.seed, number), procedure=part.procedure, publication=publication.hash
            )
            conversation = conversation.but(begun=number)
        conversation = conversation.put(matter)
        cases.append(matter.code)
    joint = stage.joint.but(cases=tuple(cases)) if len(cases) >= FEWEST else None
    joined = conversation.but(joint=joint, current=cases[0])
    return carry_answers(_at_the_window(joined, tuple(cases)), guide)


def carry_answers(conversation: Conversation, guide: Guide) -> Conversation:
    """What one matter was told that is the same question in another one: it is not asked again."""
    joint = conversation.joint
    event = guide.life_events.get(joint.event or "") if joint else None
    if joint is None or event is None:
        return conversation
    matters = {m.procedure: m for m in conversation.matters if m.code in joint.cases}
    definitions = {name: found for name, m in matters.items() if (found := guide.definition(m)) is not None}
    begun = {name: dict(guide.outcome_of(definitions[name], matters[name]).journey.answers) for name in definitions}
    for name, answers in carried_over(event, joint.answers, begun, definitions).items():
        matter = matters.get(name)
        if matter is not None and (new := {q: o for q, o in answers.items() if q not in matter.answers}):
            conversation = conversation.with_matter(matter.but(answers={**new, **matter.answers}))
    return conversation


def forget_carried(conversation: Conversation, matter: Matter, question: str, guide: Guide) -> Conversation:
    """An answer was changed: what other matters have from it is worked out anew."""
    joint = conversation.joint
    event = guide.life_events.get(joint.event or "") if joint else None
    if joint is None or event is None or matter.code not in joint.cases:
        return conversation
    same = _told_by(event, f"{matter.procedure}.{question}")
    for other in conversation.matters:
        if other.code in joint.cases and other.code != matter.code:
            kept = {q: o for q, o in other.answers.items() if f"{other.procedure}.{q}" not in same}
            conversation = conversation.with_matter(other.but(answers=kept))
    return conversation


def _told_by(event: LifeEvent, name: str) -> set[str]:
    return {other for same in event.same if name in same.names for other in same.names} - {name}


def without(conversation: Conversation, case: str) -> Conversation:
    """One matter is taken out of the visit; what is left may be a single one, which is booked like any other."""
    joint = conversation.joint
    if joint is None or case not in joint.cases:
        return conversation
    cases = tuple(other for other in joint.cases if other != case)
    left = joint.but(cases=cases) if len(cases) >= FEWEST else None
    current = cases[0] if conversation.current == case and cases else conversation.current
    return conversation.but(joint=left, current=current)


def events_of(procedure: str, guide: Guide) -> tuple[LifeEvent, ...]:
    """The life events to which a procedure belongs."""
    return tuple(e for e in guide.life_events.values() if any(part.procedure == procedure for part in e.procedures))


def _may_join(matter: Matter, guide: Guide) -> bool:
    definition = guide.definition(matter)
    return definition is not None and not matter.places and not matter.submitted


def _at_the_window(conversation: Conversation, cases: tuple[str, ...]) -> Conversation:
    """Places that are kept apart from each other are let go of: they run out by themselves."""
    for case in cases:
        matter = conversation.find(case)
        if matter is not None:
            conversation = conversation.with_matter(matter.at_any_time().but(kept=None, centre=None))
    return conversation
