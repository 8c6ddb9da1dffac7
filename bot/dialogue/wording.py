"""From a reply to a message in the citizen's language: the last step before a channel writes it."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.cards import text_of
from bot.dialogue.entries import entry
from bot.dialogue.messages import Message, Option
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.replies import Reply, Say
from bot.dialogue.words import Words


def word(reply: Reply, words: Words, ticket: Callable[[PlannedVisit], str] = lambda planned: "") -> Message:
    """The message that says `reply`; `ticket` writes the tickets of its visits.

    Raises Untranslated, which no test lets pass.
    """
    text = words.say(reply.id, **reply.values) if isinstance(reply, Say) else text_of(reply, words)
    options = tuple(Option(choice.key, words.value(choice.label)) for choice in reply.choices)
    entries = tuple(entry(planned, words, ticket(planned)) for planned in reply.planned)
    return Message(text, options, entries, reply.attachments, reply.silent)
