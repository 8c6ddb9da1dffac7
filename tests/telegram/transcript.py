"""A conversation on Telegram as a file that can be read, played again and drawn.

A line that begins with `> ` is what the citizen writes, with `* ` the button that the citizen taps. What follows is
what came then: each message after `bot:`, its further lines set in, its buttons in square brackets, a row a line; a
picture, a file and a place by what they are. A tapped question that changed shows its last line after `edited:`.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.telegram.bot_api import BotApi, User
from tests.telegram.bot_api.seen import Seen
from tests.telegram.killing.verdict import left_over
from tests.telegram.watching import PATIENCE

INDENT = "     "
CODE = "DXU6ZVRQ"
"""Stands for the case's own code, which is another one each time."""
SAYS, TAPS = "> ", "* "


async def play(script: str, api: BotApi, user: User, engine: AsyncEngine) -> str:
    """The script with the answers that are given now."""
    played: list[str] = []
    for line in script.splitlines():
        if line.startswith("#"):
            played.append(line)
        elif line.startswith((SAYS, TAPS)):
            before = {seen.id: seen for seen in user.chat}
            await (user.send(line[2:]) if line.startswith(SAYS) else user.tap(line[2:]))
            await until_quiet(api, engine)
            news = [seen for seen in user.chat if seen.by_bot and before.get(seen.id) != seen]
            played += ["", line, *(shown for seen in news for shown in show(seen, seen.id in before))]
    return re.sub(r"(?<=编号 )[0-9A-Z]{8}|(?<=code )[0-9A-Z]{8}|\b[0-9A-Z]{8}(?=\n|\.)", CODE, "\n".join(played)) + "\n"


async def until_quiet(api: BotApi, engine: AsyncEngine) -> None:
    """Until every update is handled and every message sent."""
    deadline = time.monotonic() + PATIENCE
    while api.world.updates.pending() or await left_over(engine):
        assert time.monotonic() < deadline, "the bot is still at work"
        await asyncio.sleep(0.05)


def show(seen: Seen, edited: bool) -> Iterator[str]:
    """The lines of a message."""
    if edited:
        yield f"edited: {seen.text.splitlines()[-1]}"
        return
    if seen.photo:
        text = f"(picture {seen.photo.name})\n{seen.text}"
    elif seen.document:
        text = f"(file {seen.document.name})"
    elif seen.venue:
        text = f"(place) {seen.venue['title']}\n{seen.venue['address']}"
    else:
        text = seen.text
    first, *more = text.splitlines()
    yield f"bot: {first}"
    yield from (f"{INDENT}{line}" for line in more)
    yield from (INDENT + " ".join(f"[{button.text}]" for button in row) for row in seen.buttons)


def said(script: str) -> Sequence[str]:
    """What the citizen writes and taps."""
    return [line[2:] for line in script.splitlines() if line.startswith((SAYS, TAPS))]
