"""What the core asks of storage. Protocols, since the core may not import the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.dialogue.conversation import Conversation
from bot.dialogue.messages import Message
from bot.dialogue.reminding import Reminder
from procedures.definition import Definition

Saved = Literal["saved", "overtaken", "seen"]


class Conversations(Protocol):
    """Where conversations and the messages to be written are kept."""

    async def load(self, chat: str) -> Conversation | None:
        """The conversation of a chat; None if it never wrote."""

    async def save(
        self,
        conversation: Conversation,
        messages: Sequence[Message],
        delivery: str | None,
        reminders: Sequence[Reminder] = (),
    ) -> Saved:
        """Keep the conversation, the delivery's key, the messages to write and what to remind of: all or nothing.

        `overtaken`: another process saved this chat since it was loaded, so advance again from what is there now.
        `seen`: this delivery was saved before; nothing is added.
        """


class Publications(Protocol):
    """Every text that was ever published."""

    async def find(self, name: str) -> Definition | None:
        """The text with this hash; None if there is none."""
