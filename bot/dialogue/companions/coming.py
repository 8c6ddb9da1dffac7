"""In the chat of whoever has to come as well: what they are asked, and what they say to it."""

from __future__ import annotations

from bot.dialogue.companions.effects import AnswerCalling, CallingAnswered, CallingFound
from bot.dialogue.companions.offering import answering
from bot.dialogue.companions.replies import ask_to_come
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import with_effect
from bot.dialogue.replies import Say


def found(conversation: Conversation, event: CallingFound, guide: Guide) -> Turn:
    """What they are asked; or why there is nothing to answer any more. No login: they see nothing of anybody."""
    calling = event.calling
    if event.state != "open":
        return Turn(conversation.but(called=None), (Say(f"called-{event.state}"),))
    return Turn(conversation.but(called=calling), (ask_to_come(calling, guide, answering(calling.code)),))


def comes(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """They will be there."""
    return with_effect(conversation.but(called=None), AnswerCalling(case="", code=code, comes=True))


def cannot(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """They cannot come at that time."""
    return with_effect(conversation.but(called=None), AnswerCalling(case="", code=code, comes=False))


def answered(conversation: Conversation, event: CallingAnswered) -> Turn:
    if event.state != "open":
        return Turn(conversation, (Say(f"called-{event.state}"),))
    return Turn(conversation, (Say("come-yes-noted" if event.effect.comes else "come-no-noted"),))
