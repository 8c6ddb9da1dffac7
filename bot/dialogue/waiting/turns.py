"""What each answer of the waiting list leads to, and what reaches a chat by itself."""

from __future__ import annotations

from bot.dialogue import arranging
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.listing import list_matters
from bot.dialogue.waiting import answering, listing
from bot.dialogue.waiting.effects import (
    AheadCounted,
    CountAhead,
    JoinList,
    LeftList,
    OfferDeclined,
    OfferTaken,
    PlaceOffered,
    WaitedInVain,
    WaitingEffect,
    WaitingEvent,
    WaitingNews,
    WaitingTurnedDown,
    Waits,
)


def turn(conversation: Conversation, event: WaitingEvent | WaitingNews, guide: Guide) -> Turn:
    """What came of waiting."""
    match event:
        case Waits():
            return listing.joined(conversation, event, guide)
        case LeftList():
            return listing.left(conversation, event, guide)
        case AheadCounted():
            return listing.counted(conversation, event, guide)
        case PlaceOffered():
            return answering.offered(conversation, event, guide)
        case WaitedInVain():
            return answering.waited_in_vain(conversation, event, guide)
        case OfferTaken():
            return answering.taken(conversation, event, guide)
        case OfferDeclined():
            return answering.declined(conversation, event, guide)
        case WaitingTurnedDown():
            return answering.turned_down(conversation, event, guide)


def no_answer(conversation: Conversation, effect: WaitingEffect, guide: Guide) -> Turn:
    """Nobody is troubled with what they did not ask for: it is in order by itself after a while."""
    if isinstance(effect, CountAhead):
        return Turn(conversation, (list_matters(conversation, guide),))
    matter = conversation.find(effect.case)
    if matter is None or (matter.waiting is None and not isinstance(effect, JoinList)):
        return Turn(conversation)
    return arranging.no_answer(conversation, effect)
