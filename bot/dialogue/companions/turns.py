"""What came of asking others along, turn by turn."""

from __future__ import annotations

from bot.dialogue.companions import asking, coming
from bot.dialogue.companions.effects import (
    AskedAlong,
    CallingAnswered,
    CallingFound,
    CompanionAnswered,
    CompanionEvent,
    NoCalling,
)
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.sharing import inviting


def turn(conversation: Conversation, event: CompanionEvent | CompanionAnswered, guide: Guide) -> Turn:
    """What this event leads to."""
    match event:
        case AskedAlong():
            return asking.asked(conversation, event, guide)
        case CallingFound():
            return coming.found(conversation, event, guide)
        case NoCalling(effect):
            return inviting.join_to_agree(conversation, effect.code, guide)
        case CallingAnswered():
            return coming.answered(conversation, event)
        case CompanionAnswered():
            return asking.told(conversation, event, guide)
