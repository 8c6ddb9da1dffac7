"""It is known at last: what was wanted goes on by itself, and the citizen is told, without being drawn away from what
they talk about meanwhile.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import arranging
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.events import (
    Answer,
    ConfirmHold,
    Effect,
    FoundOut,
    Held,
    HoldSlot,
    MovePlace,
    NoAnswer,
    ReleaseHold,
    TurnedDown,
)
from bot.dialogue.guide import Guide
from bot.dialogue.joint import answering as together
from bot.dialogue.joint.arranging import let_go
from bot.dialogue.joint.effects import (
    ConfirmTogether,
    HeldTogether,
    HoldTogether,
    JointTurnedDown,
    MoveTogether,
    ReleaseTogether,
)
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.reminding import is_night
from bot.dialogue.replies import Say
from bot.dialogue.unsettled.giving_up import Lead, found_out
from bot.dialogue.unsettled.state import Keepable, Unsettled
from bot.dialogue.unsettled.telling import deed_of, what
from bot.dialogue.unsettled.trying import places_of


def settle(conversation: Conversation, event: Answer, guide: Guide, lead: Lead) -> Turn:
    """What an answer leads to: as always, unless it was waited for; then also what was promised to be done by itself.

    It is said without a sound at night. What it is about becomes what is talked about only if nothing else is.
    """
    unsettled = conversation.unsettled_of(event.effect.key)
    if unsettled is None or isinstance(event, NoAnswer):
        return lead(conversation, event, guide)
    about = _talking_about(unsettled, conversation.settle(unsettled.name))
    turn = _go_on(unsettled, about, event, guide, lead)
    replies = tuple(replace(said, silent=said.silent or is_night(guide.local_time)) for said in turn.replies)
    after = _goes_on(unsettled, turn.conversation, turn.effect, guide)
    return replace(turn, conversation=_back_to(conversation, after, unsettled), replies=replies)


def _go_on(unsettled: Unsettled, conversation: Conversation, event: Answer, guide: Guide, lead: Lead) -> Turn:
    """Kept places are booked, places whose minutes are over are asked for anew, one that is gone is replaced."""
    match event:
        case FoundOut():
            return found_out(unsettled, conversation, event, guide, lead)
        case Held(HoldSlot(), _) | HeldTogether():
            turn = _book(unsettled, conversation, event, guide)
        case TurnedDown(ConfirmHold(), "expired" | "unknown") | JointTurnedDown(
            ConfirmTogether(), "expired" | "unknown"
        ):
            turn = None if unsettled.renewed else _hold_again(conversation, event.effect)
        case TurnedDown(HoldSlot() | MovePlace(), "gone") | JointTurnedDown(HoldTogether() | MoveTogether(), "gone"):
            turn = _gone(unsettled, conversation, event.effect, guide)
        case _:
            turn = None
    if turn is not None:
        return turn
    turn = lead(conversation, event, guide)
    unwanted = not turn.replies and isinstance(turn.effect, ReleaseHold | ReleaseTogether)
    if unwanted or unsettled.asked:
        return turn
    return replace(turn, replies=(Say("answers-again"), *turn.replies))


def _book(unsettled: Unsettled, conversation: Conversation, event: Held | HeldTogether, guide: Guide) -> Turn | None:
    """The places are kept: booked at once, as was promised; asked for anew if they were kept for a time that is over.
    None where nobody wants them any more.
    """
    holds = (event.hold,) if isinstance(event, Held) else event.holds
    if isinstance(event, Held):
        matter = conversation.find(event.effect.case)
        if matter is None:
            return None
        conversation = arranging.keep(conversation, matter, event.effect, event.hold)
    else:
        if not together.is_wanted(conversation, event.effect):
            return None
        conversation = together.keep(conversation, event)
    if any(hold.until <= guide.now for hold in holds) and not unsettled.renewed:
        return with_effect(conversation, event.effect)
    if isinstance(event, Held):
        effect = event.effect
        return with_effect(conversation, ConfirmHold(case=effect.case, visit=effect.visit, hold=event.hold.id))
    confirm = ConfirmTogether(case=event.effect.case, holds=tuple(hold.id for hold in holds))
    return with_effect(conversation, confirm)


def _hold_again(conversation: Conversation, effect: Effect) -> Turn | None:
    """The minutes were over before it could be booked: the same places once more, with a new key."""
    holds = (effect.hold,) if isinstance(effect, ConfirmHold) else getattr(effect, "holds", ())
    matters = [_keeping(conversation, hold) for hold in holds]
    kept = [(matter, matter.kept) for matter in matters if matter is not None and matter.kept is not None]
    if len(kept) < len(holds) or not kept:
        return None
    if isinstance(effect, ConfirmHold):
        matter, place = kept[0]
        hold = HoldSlot(case=matter.code, visit=place.visit, slot=place.slot.id, procedure=matter.procedure)
        return with_effect(conversation, hold)
    seats = tuple((place.slot.id, matter.code, place.visit, matter.procedure) for matter, place in kept)
    return with_effect(conversation, HoldTogether(case=effect.case, seats=seats))


def _keeping(conversation: Conversation, hold: str) -> Matter | None:
    return next((matter for matter in conversation.matters if matter.kept and matter.kept.hold == hold), None)


def _gone(unsettled: Unsettled, conversation: Conversation, effect: Effect, guide: Guide) -> Turn | None:
    """Somebody else has it, or its time is over: said, and the times next to it are offered."""
    matter = conversation.find(effect.case)
    if matter is None or not unsettled.places:
        return None
    first = min(slot.starts_at for slot in unsettled.places)
    why = "over" if first <= guide.now else deed_of(effect)
    said = Say(f"gone-{why}", {"what": what(unsettled, conversation, guide)})
    if isinstance(effect, HoldTogether | MoveTogether):
        joint = conversation.joint
        if joint is None:
            return None
        return carry_on(let_go(conversation.but(joint=joint.but()), joint), guide, said)
    looking = matter.at_any_time().but(kept=None, near=first, centre=unsettled.places[0].centre)
    return carry_on(conversation.put(looking), guide, said)


def _goes_on(unsettled: Unsettled, conversation: Conversation, effect: Effect | None, guide: Guide) -> Conversation:
    """What an answer leads to by itself stays unsettled under the same name, so that silence is told only once."""
    if not isinstance(effect, Keepable):
        return conversation
    same = deed_of(effect) == deed_of(unsettled.effect)
    known = places_of(conversation, effect)
    following = unsettled.but(
        effect=effect,
        places=known or (unsettled.places if same else ()),
        renewed=isinstance(effect, HoldSlot | HoldTogether) or (same and unsettled.renewed),
    )
    if not same:  # something else begins
        following = following.but(since=guide.now, tries=0, asked=True, over=False)
    return conversation.keep(following)


def _talking_about(unsettled: Unsettled, conversation: Conversation) -> Conversation:
    """The conversation as if nothing else were talked about."""
    case = unsettled.effect.case
    current = conversation.current if conversation.current in unsettled.cases else case
    return conversation.but(
        current=current if conversation.find(current) else None, choosing=(), sure=None, joining=None, called=None
    )


def _back_to(before: Conversation, after: Conversation, unsettled: Unsettled) -> Conversation:
    """What was talked about, or asked, before the answer came is so again."""
    other = before.current is not None and before.current not in unsettled.cases
    if other and before.find(before.current) is not None:
        after = after.but(current=before.current, sure=before.sure)
    return after.but(choosing=before.choosing, joining=before.joining, called=before.called)
