"""One event, one turn: `advance` is the whole core in one call.

Pure: it never awaits, logs, reads a clock or formats a sentence. Whatever arrives leads to a turn: an old button, a
renamed question, a retired procedure and nonsense included.
"""

from __future__ import annotations

from bot.dialogue import arranging, listening, locating, tapping
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.events import (
    Booked,
    Cancelled,
    Event,
    Held,
    Located,
    NoAnswer,
    Released,
    ReleaseHold,
    Said,
    SlotsFound,
    Tapped,
    TurnedDown,
)
from bot.dialogue.guide import Guide


def advance(conversation: Conversation, event: Event, guide: Guide) -> Turn:
    """What `event` leads to. The turn's effect, if any, is also the conversation's `pending` one."""
    if not isinstance(event, Said | Tapped):
        conversation = conversation.but(unanswered=None)
    turn = _turn(conversation, event, guide)
    return Turn(turn.conversation.but(pending=turn.effect), turn.replies, turn.effect)


def _turn(conversation: Conversation, event: Event, guide: Guide) -> Turn:
    match event:
        case Said(text):
            return listening.said(conversation, text, guide)
        case Tapped(key):
            return tapping.tapped(conversation, key, guide)
        case Located():
            return locating.located(conversation, event, guide)
        case SlotsFound(effect, slots):
            return arranging.slots_found(conversation, effect, slots, guide)
        case Held(effect, hold):
            return arranging.held(conversation, effect, hold, guide)
        case Booked(effect, appointment):
            return arranging.booked(conversation, effect, appointment, guide)
        case Cancelled(effect):
            return arranging.cancelled(conversation, effect, guide)
        case TurnedDown(effect, why):
            return arranging.turned_down(conversation, effect, why, guide)
        case Released(effect) | NoAnswer(ReleaseHold() as effect):  # unless given back it falls free by itself
            return arranging.released(conversation, effect, guide)
        case NoAnswer(effect):
            return arranging.no_answer(conversation, effect)
