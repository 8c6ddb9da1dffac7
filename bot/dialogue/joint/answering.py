"""One visit for several matters: what the One Window answers, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.booked import beside_ticket
from bot.dialogue.conversation import Conversation, Kept, Place, Turn
from bot.dialogue.entries import plan as planned_visit
from bot.dialogue.guide import Guide
from bot.dialogue.joint import planning
from bot.dialogue.joint.arranging import let_go
from bot.dialogue.joint.effects import (
    BookedTogether,
    CancelledTogether,
    CancelTogether,
    FoundAcross,
    HeldTogether,
    HoldTogether,
    JointEvent,
    JointTurnedDown,
    ReleasedTogether,
    ReleaseTogether,
)
from bot.dialogue.joint.offering import visits_together
from bot.dialogue.joint.ready import Ready
from bot.dialogue.joint.replies import JointTicket, Seated
from bot.dialogue.joint.stages import ChoosingPlan, ConfirmingPlan
from bot.dialogue.joint.state import Joint
from bot.dialogue.joint.telling import again, seated_of, without_visit
from bot.dialogue.listing import unfinished
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.stage import stage_of
from intents.hearing.when import ANY


def answered(conversation: Conversation, event: JointEvent, guide: Guide) -> Turn:
    """What came of it."""
    match event:
        case FoundAcross():
            return _found(conversation, event, guide)
        case HeldTogether():
            return _held(conversation, event, guide)
        case BookedTogether():
            return _booked(conversation, event, guide)
        case ReleasedTogether():
            return carry_on(conversation, guide)
        case CancelledTogether():
            return _cancelled(conversation, event, guide)
        case JointTurnedDown():
            return _turned_down(conversation, event, guide)


def _found(conversation: Conversation, event: FoundAcross, guide: Guide) -> Turn:
    stage = stage_of(conversation, guide)
    if not isinstance(stage, ChoosingPlan) or stage.joint.cases[0] != event.effect.case:
        return carry_on(conversation, guide)
    slots = [slot for slot in event.slots if not _is_had(conversation, stage.ready, slot.id)]
    said: tuple[Say, ...] = ()
    for wish in dict.fromkeys((stage.joint.wish, replace(stage.joint.wish, first=None, last=None), ANY)):
        joint = planning.offers(stage.ready, stage.joint.but(wish=wish), slots, guide)
        if joint.offered and not joint.left:
            break
        said = (Say("not-that-time", {"wish": stage.joint.wish}),) if stage.joint.wish else ()
    if joint.moving and joint.left:  # what is booked stays together
        joint = joint.but()
    conversation = conversation.but(joint=joint)
    if not joint.offered:
        apart_instead = (Choice("plan-apart:", Term("plan-apart")),)
        return Turn(conversation, (*said, Say("joint-nothing-free", choices=apart_instead)))
    return carry_on(conversation, guide, *said)


def _is_had(conversation: Conversation, ready: Sequence[Ready], slot: str) -> bool:
    """Whether the visit that is moved is there already."""
    return any(place.slot.id == slot for each in ready for place in each.matter.places)


def _held(conversation: Conversation, event: HeldTogether, guide: Guide) -> Turn:
    if not is_wanted(conversation, event.effect):
        holds = tuple(hold.id for hold in event.holds)
        return with_effect(conversation, ReleaseTogether(case=event.effect.case, holds=holds))
    return carry_on(keep(conversation, event), guide)


def is_wanted(conversation: Conversation, effect: HoldTogether) -> bool:
    """Whether the visit for which places were to be kept is still being arranged."""
    joint = conversation.joint
    return joint is not None and joint.cases[:1] == (effect.case,)


def keep(conversation: Conversation, event: HeldTogether) -> Conversation:
    """With the places that are kept, each for its matter."""
    for (_, case, visit, _), hold in zip(event.effect.seats, event.holds, strict=True):
        matter = conversation.find(case)
        if matter is not None:
            kept = Kept(visit=visit, hold=hold.id, slot=hold.slot, until=hold.until)
            conversation = conversation.with_matter(matter.but(kept=kept))
    return conversation


def _booked(conversation: Conversation, event: BookedTogether, guide: Guide) -> Turn:
    """As the One Window holds it now: one ticket, and an entry of the calendar for each counter."""
    joint = conversation.joint
    ready = stage.ready if isinstance(stage := stage_of(conversation, guide), ChoosingPlan | ConfirmingPlan) else ()
    ways = {each.matter.code: each.way for each in ready}
    for appointment in event.appointments:
        matter = conversation.find(appointment.case)
        if matter is None:
            continue
        place = Place(
            visit=appointment.visit,
            appointment=appointment.id,
            slot=appointment.slot,
            sequence=matter.steps + 1,
            joint=_new_tag(joint, event.effect.key),
        )
        others = tuple(each for each in matter.places if each.visit != appointment.visit)
        way = ways.get(matter.code)
        conversation = conversation.with_matter(
            matter.but(
                places=(*others, place),
                kept=None,
                moving=None,
                waiting=None,
                steps=matter.steps + 1,
                way=way.way.way if way else matter.way,
            ),
        )
    conversation = conversation.but(joint=None, current=event.appointments[0].case)
    seats = tuple((a.case, a.visit, a.slot) for a in event.appointments)
    seated = seated_of(conversation, seats, joint.event if joint else None, guide)
    planned = tuple(each for one in seated for each in _planned(conversation, one, guide))
    still_open = unfinished(conversation, guide)
    more = (Say("still-open", choices=still_open),) if still_open else ()
    online, further = (without_visit(ready), again(ready)) if joint is not None else ((), ())
    matters = [matter for one in seated if (matter := conversation.find(one.code)) is not None]
    offered = (*visits_together(conversation, guide), *beside_ticket(matters, guide))
    return Turn(conversation, (JointTicket(seated, further, online, planned=planned, choices=offered), *more))


def _planned(conversation: Conversation, one: Seated, guide: Guide) -> tuple[PlannedVisit, ...]:
    matter = conversation.find(one.code)
    place = matter.place(one.visit.id) if matter else None
    return planned_visit(matter, place, guide) if matter and place else ()


def _cancelled(conversation: Conversation, event: CancelledTogether, guide: Guide) -> Turn:
    count, planned = 0, list[PlannedVisit]()
    for appointment in event.appointments:
        matter = conversation.find(appointment.case)
        place = matter.place(appointment.visit) if matter else None
        if matter is None or place is None:
            continue
        planned += planned_visit(matter, place, guide, cancelled=True)
        count += 1
        left = tuple(other for other in matter.places if other is not place)
        conversation = conversation.with_matter(matter.but(places=left, later=True, moving=None, offered=()))
    rebook = Choice("plan-all:", Term("book-again"))
    said = Say("joint-cancelled", {"count": count}, choices=(rebook,), planned=tuple(planned))
    return Turn(conversation.but(joint=None), (said,))


def _turned_down(conversation: Conversation, event: JointTurnedDown, guide: Guide) -> Turn:
    """Nothing was changed: the truth, and the next best thing to do."""
    joint = conversation.joint
    said = Say(f"refused-{event.why}")
    if joint is None:
        return carry_on(conversation, guide, said)
    conversation = let_go(conversation.but(joint=joint.but()), joint)
    if event.why in ("already-booked", "limit", "too-late") or isinstance(event.effect, CancelTogether):
        return Turn(conversation.but(joint=None), (said,))
    return carry_on(conversation, guide, said)


def _new_tag(joint: Joint | None, key: str) -> str:
    """Names a joint visit, and the life event whose order it keeps when it is moved."""
    return f"{joint.event or '' if joint else ''}/{key}"
