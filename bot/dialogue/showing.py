"""A card to show at the counter, in the other language than the chat's: the clerk understands without talking."""

from __future__ import annotations

from bot.dialogue.booked import coming
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.entries import plan
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say, ShowCard


def show(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """The card of the next visit, where there is a place for one. What is talked about stays."""
    matter = conversation.find(code)
    place = next(iter(coming(matter, guide)), None) if matter else None
    planned = plan(matter, place, guide) if matter and place else ()
    if place is None or not planned:
        return carry_on(conversation, guide, Say("button-too-old"))
    return Turn(conversation, (ShowCard(planned[0], guide.local(place.slot)),))
