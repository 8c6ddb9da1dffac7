"""What the core asks of storage. Protocols, since the core may not import the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.dialogue.conversation import Conversation, Wake
from bot.dialogue.messages import Message
from bot.dialogue.promising import Happened, Promised
from bot.dialogue.reminding import Reminder
from bot.dialogue.sharing.effects import Invite
from bot.dialogue.sharing.state import Joining
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
        wakes: Sequence[Wake] = (),
        promises: Sequence[Promised] = (),
        happened: Sequence[Happened] = (),
    ) -> Saved:
        """Keep the conversation, the delivery's key, the messages to write, what to remind of and look at again, what
        was promised and what the citizen tells that happened: all or nothing.

        `overtaken`: another process saved this chat since it was loaded, so advance again from what is there now.
        `seen`: this delivery was saved before; nothing is added.
        """


class Publications(Protocol):
    """Every text that was ever published."""

    async def find(self, name: str) -> Definition | None:
        """The text with this hash; None if there is none."""


class Invitations(Protocol):
    """Codes by which somebody is asked to agree from their own chat. Raises BackendDown."""

    async def invite(self, effect: Invite, chat: str) -> Joining:
        """A code for this, good for some days; the same effect has the same code. `chat` hears of the answer."""

    async def find(self, code: str) -> Joining | None:
        """What the code stands for; None if it is wrong, over or answered."""

    async def answer(self, code: str, consent: str | None, key: str) -> bool:
        """Note the answer and let the asking chat know; False if the code is wrong, over or was answered before. The
        second call with the same key answers as the first did.
        """
