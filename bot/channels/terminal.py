"""The assistant in a terminal: for a person at a keyboard, and for scripts that pipe lines through.

A typed number is a tap on the option with that number. Piped, every line of input gives one block that ends with an
empty line, or with `--json` one line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.outbox import Outbox
from bot.dialogue.events import Incoming, Said, Tapped
from bot.dialogue.messages import Attachment, Message, Option
from bot.dialogue.ports import Clock
from bot.dialogue.service import Service


@dataclass
class Terminal:
    """One chat. `options` are those last shown, which a typed number taps."""

    service: Service
    engine: AsyncEngine
    outbox: Outbox
    chat: str
    clock: Clock
    options: list[Option] = field(default_factory=list)

    @property
    def channel(self) -> str:
        """Each terminal writes for itself only, so it is a channel of its own."""
        return self.chat

    async def hear(self, line: str, delivery: str) -> list[Message]:
        """Take one line; gives back everything there is to write, in order."""
        typed = line.strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        event = Tapped(self.options[number - 1].key) if 0 < number <= len(self.options) else Said(line)
        await self.service.receive(Incoming(self.chat, delivery, event))
        return await self.waiting()

    async def waiting(self) -> list[Message]:
        """What lies in the outbox for this chat, marked as written."""
        messages: list[Message] = []
        while True:
            now = self.clock()
            async with self.engine.begin() as connection:
                taken = await self.outbox.take(connection, [self.channel], now=now)
                for waiting in taken:
                    messages.append(_message(waiting.body))
                    await self.outbox.sent(connection, waiting, now=now)
            if not taken:
                break
        if messages:
            self.options = [option for message in messages for option in message.options]
        return messages


def _message(body: dict[str, Any]) -> Message:
    attachments = tuple(Attachment(**file) for file in body.get("attachments", ()))
    return Message(body["text"], tuple(Option(**option) for option in body["options"]), attachments=attachments)


def as_text(messages: Sequence[Message], *, airy: bool) -> str:
    """The messages with numbered options. Not `airy`: no empty lines, since one ends the block."""
    lines: list[str] = []
    number = 0
    for message in messages:
        if airy and lines:
            lines.append("")
        lines += [line for line in message.text.split("\n") if airy or line.strip()]
        for file in message.attachments:
            lines += [f"── {file.name}", *file.content.splitlines(), "──"]
        for option in message.options:
            number += 1
            lines.append(f"{number}) {option.label}")
    return "\n".join(lines)


def as_json(messages: Sequence[Message], case: str | None) -> str:
    """One line for scripts."""
    replies = [_as_value(message) for message in messages]
    return json.dumps({"replies": replies, "case": case}, ensure_ascii=False)


def _as_value(message: Message) -> dict[str, Any]:
    value: dict[str, Any] = {
        "text": message.text,
        "options": [{"key": option.key, "label": option.label} for option in message.options],
    }
    if message.attachments:
        value["files"] = [{"name": file.name, "content": file.content} for file in message.attachments]
    return value
