"""Which reminders the citizen wants: one setting for the chat, which counts for what is booked already too."""

from __future__ import annotations

from typing import get_args

from bot.dialogue.conversation import Conversation, Reminders, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say, Term


def choose(conversation: Conversation, rest: str, guide: Guide) -> Turn:
    """Show what can be chosen, or keep what was chosen and say it back. What is talked about stays."""
    code, _, chosen = rest.partition(":")
    if conversation.find(code) is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    if not chosen:
        offered = tuple(Choice(f"remind:{code}:{name}", _named(name)) for name in get_args(Reminders))
        return Turn(conversation, (Say("reminders-which", {"now": _named(conversation.reminders)}, choices=offered),))
    wanted = next((name for name in get_args(Reminders) if name == chosen), None)
    if wanted is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    return Turn(conversation.but(reminders=wanted), (Say("reminders-set", {"now": _named(wanted)}),))


def _named(name: str) -> Term:
    return Term(f"reminders-{name}")
