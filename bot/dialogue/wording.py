"""From a reply to a message in the citizen's language: the last step before a channel writes it."""

from __future__ import annotations

from bot.dialogue.cards import text_of
from bot.dialogue.entries import entry
from bot.dialogue.messages import Message, Option
from bot.dialogue.replies import Reply, Say
from bot.dialogue.words import Words


def word(reply: Reply, words: Words) -> Message:
    """The message that says `reply`. Raises Untranslated, which no test lets pass."""
    text = words.say(reply.id, **reply.values) if isinstance(reply, Say) else text_of(reply, words)
    options = tuple(Option(choice.key, words.value(choice.label)) for choice in reply.choices)
    entries = tuple(entry(planned, words) for planned in reply.planned)
    return Message(text, options, entries, reply.attachments, reply.silent)
