"""The assistant in a terminal: for a person at a keyboard, and for scripts that pipe lines through.

A typed number is a tap on the option with that number, and `/paper PATH` uploads that file. Piped, every line of input
gives one block that ends with an empty line, or with `--json` one line.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.outbox import Outbox
from bot.dialogue.events import Attached, Incoming, Said, Tapped
from bot.dialogue.messages import Attachment, Message, Option
from bot.dialogue.papers import LARGEST, PaperRefused, Papers
from bot.dialogue.ports import Clock
from bot.dialogue.service import Service
from bot.dialogue.words import Words

PATH_SHOWN = 200
"""Characters, the last ones: a sentence has no room for more."""
PAPER = re.compile(r"/paper\b\s*(?P<path>.*)", re.IGNORECASE | re.DOTALL)


@dataclass
class Terminal:
    """One chat. `options` are those last shown, which a typed number taps."""

    service: Service
    engine: AsyncEngine
    outbox: Outbox
    chat: str
    clock: Clock
    options: list[Option] = field(default_factory=list)
    papers: Papers | None = None
    """Where uploads are kept; without it `/paper` is a command like any that is not there."""

    @property
    def channel(self) -> str:
        """Each terminal writes for itself only, so it is a channel of its own."""
        return self.chat

    async def hear(self, line: str, delivery: str) -> list[Message]:
        """Take one line; gives back everything there is to write, in order."""
        typed = line.strip()
        upload = PAPER.fullmatch(typed) if self.papers is not None else None
        if upload is not None and self.papers is not None:
            return await self._upload(upload["path"], delivery, self.papers)
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        event = Tapped(self.options[number - 1].key) if 0 < number <= len(self.options) else Said(line)
        await self.service.receive(Incoming(self.chat, delivery, event))
        return await self.waiting()

    async def _upload(self, path: str, delivery: str, papers: Papers) -> list[Message]:
        """Take the file at this path, in quotes or without; say so if none can be read there."""
        path = path.strip("'\" ")
        try:
            name, content = await asyncio.to_thread(_read, path)
        except (OSError, ValueError, RuntimeError):  # also a path that cannot be one, and a home that nobody has
            conversation = await self.service.settle(self.chat)
            words = Words(conversation.language or self.service.default_language, self.service.province)
            return [
                Message(words.say("terminal-no-file", path=path[-PATH_SHOWN:]) if path else words.say("terminal-paper"))
            ]
        try:
            event = Attached(await papers.keep(self.chat, delivery, name, content))
        except PaperRefused as refused:
            event = Attached(why=refused.why)
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


def _read(path: str) -> tuple[str, bytes]:
    """The file's name, and no more of it than it takes to know that it is too big. Raises OSError, and for a path that
    cannot be one ValueError or RuntimeError.
    """
    place = Path(path).expanduser()
    if not place.is_file():  # a pipe or a device might never end
        raise FileNotFoundError
    with place.open("rb") as file:
        return place.name, file.read(LARGEST + 1)


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
