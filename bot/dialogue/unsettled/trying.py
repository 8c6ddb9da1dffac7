"""When it is tried again: by itself, further and further apart and for at most a day; and with what the citizen does.

A citizen who goes on meanwhile does not wait for a One Window that has just been silent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.applying.effects import GivePass, ReadCase, ReadWithPass
from bot.dialogue.conversation import Conversation, Turn, Wake
from bot.dialogue.events import (
    CancelPlace,
    ConfirmHold,
    Effect,
    Event,
    FindOut,
    HoldSlot,
    MovePlace,
    Tapped,
)
from bot.dialogue.guide import Guide
from bot.dialogue.joint.effects import CancelTogether, ConfirmTogether, HoldTogether, JointEffect, MoveTogether
from bot.dialogue.ports import Slot
from bot.dialogue.reminding import is_night
from bot.dialogue.replies import Say
from bot.dialogue.sharing.effects import Woken
from bot.dialogue.unsettled.state import Keepable, Unsettled
from bot.dialogue.unsettled.telling import choices, deed, tell

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
"""Between one try and the next; the last goes on."""
LASTS = timedelta(days=1)
"""How long it is tried by itself."""
LATELY = timedelta(seconds=30)
"""After a try that got no answer, nothing is tried again before the citizen is answered."""
READING = ReadCase | ReadWithPass | GivePass
"""What need not be found out before anything else: it is asked for again by its button."""

# --- what to ask for again ------------------------------------------------------------------------------------------


def is_about_silence(event: Event) -> bool:
    """Whether the citizen wants to have tried again, or given up, what got no answer: nothing is tried before that."""
    return isinstance(event, Tapped) and event.key.startswith(("again:", "retry:", "give-up:"))


def unanswered(conversation: Conversation) -> Effect | None:
    """What is not tried by itself and has to be found out before anything else."""
    effect = conversation.unanswered
    return None if isinstance(effect, READING) else effect


def due(conversation: Conversation, event: Event, now: datetime) -> Effect | None:
    """What is to be tried again before an event is heard: at its time what the event names; else what was tried the
    longest ago, unless the One Window was silent just now.
    """
    trying = [each for each in conversation.unsettled if not each.over]
    if isinstance(event, Woken):
        return next((each.effect for each in trying if each.name == event.case and each.next_at <= now), None)
    if any(now - each.tried_at < LATELY for each in trying):
        return None
    return min(trying, key=lambda each: each.tried_at).effect if trying else None


# --- no answer ------------------------------------------------------------------------------------------------------


def no_answer(conversation: Conversation, effect: Keepable, guide: Guide) -> Turn:
    """Kept and told once, then tried again by itself without a word until a day is over. Who asks is told each time."""
    known = conversation.unsettled_of(effect.key)
    if known is None or known.over:
        return begin(conversation, effect, guide, known)
    again = known.but(tried_at=guide.now, asked=False, renewed=False)
    told = (tell(again, conversation, guide),) if known.asked else ()
    if guide.now < known.next_at:
        return Turn(conversation.keep(again), told)
    if guide.now >= _until(again):
        return _in_vain(conversation, again, guide)
    again = again.but(tries=known.tries + 1)
    again = again.but(next_at=_next(again, guide))
    return Turn(conversation.keep(again), told, wakes=(_wake(again),))


def begin(conversation: Conversation, effect: Keepable, guide: Guide, before: Unsettled | None = None) -> Turn:
    """Kept for a day, in the place of what was kept `before`; told, and tried after a minute."""
    new = Unsettled(
        name=before.name if before else effect.key,
        effect=effect,
        cases=before.cases if before else _cases(conversation, effect),
        places=before.places if before else places_of(conversation, effect),
        since=guide.now,
        tried_at=guide.now,
        next_at=guide.now,
    )
    new = new.but(next_at=_next(new, guide))
    conversation = conversation.keep(new)
    return Turn(conversation, (tell(new, conversation, guide),), wakes=(_wake(new),))


def _in_vain(conversation: Conversation, unsettled: Unsettled, guide: Guide) -> Turn:
    """Told once, with what can still be done."""
    name = "unsettled-over-unknown" if isinstance(unsettled.effect, FindOut) else "unsettled-over"
    values = {"deed": deed(unsettled, conversation, guide)}
    said = Say(name, values, choices=choices(unsettled), silent=is_night(guide.local_time))
    return Turn(conversation.keep(unsettled.but(over=True)), (said,))


def _until(unsettled: Unsettled) -> datetime:
    """Until when it makes sense to try: a day, and not once the time that it is about is there."""
    if isinstance(unsettled.effect, FindOut):
        return unsettled.since + LASTS
    return min([unsettled.since + LASTS, *(slot.starts_at for slot in unsettled.places)])


def _next(unsettled: Unsettled, guide: Guide) -> datetime:
    pause = PAUSES[min(unsettled.tries, len(PAUSES) - 1)]
    until = _until(unsettled)
    return min(guide.now + pause, until) if until > guide.now else guide.now + pause


def _wake(unsettled: Unsettled) -> Wake:
    return Wake(unsettled.name, f"{unsettled.name}/{unsettled.next_at:%Y%m%dT%H%M%S%f}", unsettled.next_at)


# --- what it is about -----------------------------------------------------------------------------------------------


def _cases(conversation: Conversation, effect: Keepable) -> tuple[str, ...]:
    joint = conversation.joint
    if isinstance(effect, JointEffect) and joint is not None and effect.case in joint.cases:
        return joint.cases
    if isinstance(effect, CancelTogether):
        of = set(effect.appointments)
        return tuple(m.code for m in conversation.matters if any(place.appointment in of for place in m.places))
    return (effect.case,)


def places_of(conversation: Conversation, effect: Effect) -> tuple[Slot, ...]:
    """The places that an effect is about, as far as the conversation knows them."""
    known: dict[str, Slot] = {}
    for matter in conversation.matters:
        known |= {slot.id: slot for slot in matter.offered}
        known |= {matter.kept.hold: matter.kept.slot} if matter.kept else {}
        known |= {place.appointment: place.slot for place in matter.places}
    if conversation.joint is not None:
        known |= {seat.slot.id: seat.slot for offer in conversation.joint.offered for seat in offer.seats}
    return tuple(known[name] for name in _names(effect) if name in known)


def _names(effect: Effect) -> tuple[str, ...]:
    """By what an effect calls its places."""
    match effect:
        case HoldSlot(slot=slot) | MovePlace(slot=slot):
            return (slot,)
        case ConfirmHold(hold=hold):
            return (hold,)
        case CancelPlace(appointment=appointment):
            return (appointment,)
        case HoldTogether(seats=seats):
            return tuple(seat[0] for seat in seats)
        case ConfirmTogether(holds=holds):
            return holds
        case MoveTogether(moves=moves):
            return tuple(move.slot for move in moves)
        case CancelTogether(appointments=appointments):
            return appointments
    return ()
