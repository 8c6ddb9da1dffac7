"""Trying again by a button, and giving up: nothing is asked for any more, and what perhaps happened is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.applications import Status
from bot.dialogue.applying.effects import AddToCase, CaseTold, CaseTurnedDown, Submit, TakeBack
from bot.dialogue.conversation import Conversation, Matter, Place, Turn
from bot.dialogue.events import (
    Booked,
    Cancelled,
    CancelPlace,
    ConfirmHold,
    Event,
    FindOut,
    FoundOut,
    MovePlace,
    TurnedDown,
)
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import (
    BookedTogether,
    CancelledTogether,
    CancelTogether,
    ConfirmTogether,
    JointTurnedDown,
    MoveTogether,
)
from bot.dialogue.listing import open_choice
from bot.dialogue.ports import Appointment
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Say
from bot.dialogue.unsettled.state import Holding, Lasting, Looking, Unsettled
from bot.dialogue.unsettled.telling import deed, tell, what
from bot.dialogue.unsettled.trying import begin

Lead = Callable[[Conversation, Event, Guide], Turn]
"""What an event leads to where nothing was unsettled."""

# --- the two buttons ------------------------------------------------------------------------------------------------


def named(conversation: Conversation, case: str, step: str) -> Unsettled | None:
    """What a button is about: of a case, by the step in which it began; the last of the case where none is named."""
    of_case = [each for each in conversation.unsettled if each.effect.case == case]
    if not step:
        return of_case[-1] if of_case else None
    return next((each for each in of_case if each.name.rpartition(".")[2] == step), None)


def try_now(conversation: Conversation, unsettled: Unsettled) -> Turn:
    """The same effect with the same key: if it happened after all, it does not happen twice."""
    return Turn(conversation.keep(unsettled.but(asked=True)), effect=unsettled.effect)


def give_up(conversation: Conversation, matter: Matter, step: str, guide: Guide) -> Turn:
    """A look is over, and a place that is perhaps kept falls free by itself. All else is found out first, but not at
    once: a try may just now be under way.
    """
    unsettled = named(conversation, matter.code, step)
    if unsettled is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    effect, left = unsettled.effect, conversation.settle(unsettled.name)
    go_on = (open_choice(matter, guide),)
    if isinstance(effect, Looking):
        return Turn(left, (Say("gave-up-look", choices=go_on),))
    if isinstance(effect, Holding):
        said = Say("gave-up-book", {"what": what(unsettled, conversation, guide)}, choices=go_on)
        return Turn(left, (said,))
    if not isinstance(effect, Lasting):
        return Turn(conversation, (tell(unsettled, conversation, guide),))
    return begin(conversation, FindOut(case=effect.case, of=effect, key=effect.key), guide, unsettled)


# --- what had become of it ------------------------------------------------------------------------------------------


def found_out(unsettled: Unsettled, conversation: Conversation, event: FoundOut, guide: Guide, lead: Lead) -> Turn:
    """Told as it is. What was booked is given back, since it was given up; all else can be undone by its own button."""
    values = {"deed": deed(unsettled, conversation, guide)}
    late = Say("gave-up-late", values)
    if isinstance(event.effect.of, ConfirmHold | ConfirmTogether):
        conversation = _without_holds(conversation, unsettled)
        if event.appointments:
            return _give_back(conversation, event, late)
    answer = _answer(conversation, event)
    if answer is None:
        matter = conversation.find(event.effect.case)
        choices = (open_choice(matter, guide),) if matter else ()
        return Turn(conversation, (Say("gave-up-nothing", values, choices=choices),))
    turn = lead(conversation, answer, guide)
    if isinstance(answer, TurnedDown | JointTurnedDown | CaseTurnedDown):
        return turn
    return replace(turn, replies=(late, *turn.replies))


def _answer(conversation: Conversation, event: FoundOut) -> Event | None:
    """The answer that the effect would have got; None if it had not happened."""
    of, found = event.effect.of, event.appointments
    match of:
        case MovePlace():
            moved = [each for each in found if each.slot.id == of.slot]
            return TurnedDown(of, "unknown") if not found else Booked(of, moved[0]) if moved else None
        case CancelPlace():
            if not found:
                return TurnedDown(of, "unknown")
            return Cancelled(of) if found[0].state == "cancelled" else None
        case MoveTogether():
            if len(found) < len(of.moves):
                return JointTurnedDown(of, "unknown")
            there = all(each.slot.id == move.slot for each, move in zip(found, of.moves, strict=True))
            return BookedTogether(of, found) if there else None
        case CancelTogether():
            if len(found) < len(of.appointments):
                return JointTurnedDown(of, "unknown")
            return CancelledTogether(of, found) if all(each.state == "cancelled" for each in found) else None
        case Submit() | AddToCase() | TakeBack():
            return _answer_of_office(conversation, of, event.status)
    return None


def _answer_of_office(
    conversation: Conversation, of: Submit | AddToCase | TakeBack, status: Status | None
) -> CaseTold | CaseTurnedDown | None:
    if status is None:
        return None if isinstance(of, Submit) else CaseTurnedDown(of, "unknown")
    matter = conversation.find(of.case)
    now = matter.applying.now if matter and matter.applying else None
    heard = now.heard if now else 0
    added = any(each.what == "added" and each.number > heard for each in status.events)
    happened = status.state == "withdrawn" if isinstance(of, TakeBack) else added or isinstance(of, Submit)
    return CaseTold(of, status) if happened else None


def _without_holds(conversation: Conversation, unsettled: Unsettled) -> Conversation:
    for case in unsettled.cases:
        matter = conversation.find(case)
        if matter is not None:
            conversation = conversation.with_matter(matter.but(kept=None))
    return conversation


def _give_back(conversation: Conversation, event: FoundOut, late: Say) -> Turn:
    """Booked, and given up by now: cancelled at once."""
    of, booked = event.effect.of, event.appointments
    for appointment in booked:
        conversation = _noted(conversation, appointment)
    if isinstance(of, ConfirmHold):
        return with_effect(conversation, CancelPlace(case=of.case, visit=of.visit, appointment=booked[0].id), late)
    return with_effect(conversation, CancelTogether(case=of.case, appointments=tuple(a.id for a in booked)), late)


def _noted(conversation: Conversation, appointment: Appointment) -> Conversation:
    """With a place that is there, so that giving it back can be told."""
    matter = conversation.find(appointment.case)
    if matter is None:
        return conversation
    place = Place(visit=appointment.visit, appointment=appointment.id, slot=appointment.slot, sequence=matter.steps)
    others = tuple(other for other in matter.places if other.visit != appointment.visit)
    return conversation.with_matter(matter.but(places=(*others, place), kept=None))
