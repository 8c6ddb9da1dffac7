"""A conversation on Telegram as a file that can be read, played again and drawn.

A line that begins with `> ` is what the citizen writes, with `* ` the button that the citizen taps. What follows is
what came then: each message after `bot:`, its further lines set in, its buttons in square brackets, a row a line; a
picture, a file and a place by what they are. A tapped question that changed shows its last line after `edited:`.

`@ login=PERSON` follows the newest link as somebody of the demonstration and sends the digits; `@ as=NAME` goes on as
somebody else, and shows what reached them meanwhile. CODE in what is said is the code that somebody was told last.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.engine import reading
from bot.database.tables import job
from bot.storage.waking import ANSWER
from tests.browser import show_who
from tests.telegram.bot_api import BotApi, User
from tests.telegram.bot_api.seen import Seen
from tests.telegram.killing.verdict import left_over
from tests.telegram.watching import PATIENCE

INDENT = "     "
CODE = "DXU6ZVRQ"
"""Stands for the case's own code, which is another one each time."""
SAYS, TAPS, LOGS_IN, AS = "> ", "* ", "@ login=", "@ as="


async def play(script: str, api: BotApi, user: User, engine: AsyncEngine) -> str:
    """The script with the answers that are given now."""
    users = {user.name: user}
    known: dict[str, dict[int, Seen]] = {user.name: {seen.id: seen for seen in user.chat}}
    played: list[str] = []
    for line in script.splitlines():
        if line.startswith("#"):
            played.append(line)
        elif line.startswith((SAYS, TAPS, LOGS_IN, AS)):
            if line.startswith(AS):
                name = line.removeprefix(AS)
                user = users[name] if name in users else api.user(name, "zh-hans")
                users[name] = user
            else:
                await _do(line, user, users.values())
            await until_quiet(api, engine)
            before = known.get(user.name, {})
            news = [seen for seen in user.chat if seen.by_bot and before.get(seen.id) != seen]
            played += ["", line, *(shown for seen in news for shown in show(seen, seen.id in before))]
            known[user.name] = {seen.id: seen for seen in user.chat}
    return _without_chance("\n".join(played)) + "\n"


async def _do(line: str, user: User, everybody: Iterable[User]) -> None:
    if line.startswith(TAPS):
        await user.tap(line.removeprefix(TAPS))
    elif line.startswith(LOGS_IN):
        link = re.findall(r"http\S+/login/\S+", _told(user))[-1]
        await user.send(await show_who(link, line.removeprefix(LOGS_IN)))
    else:
        codes = [code for other in everybody for code in re.findall(r"(?<=同意码 )[0-9A-Z]{8}", _told(other))]
        await user.send(line.removeprefix(SAYS).replace("CODE", codes[-1] if codes else ""))


def _told(user: User) -> str:
    return "\n".join(seen.text for seen in user.chat if seen.by_bot)


def _without_chance(text: str) -> str:
    """Codes and links are others each time."""
    text = re.sub(r"http://127\S+/login/\S+", "https://onevisit.example.org/login/…", text)
    text = re.sub(r"(?<=同意码 )[0-9A-Z]{8}", "CODE", text)
    return re.sub(r"(?<=编号 )[0-9A-Z]{8}|(?<=code )[0-9A-Z]{8}|\b[0-9A-Z]{8}(?=\n|\.)", CODE, text)


async def until_quiet(api: BotApi, engine: AsyncEngine) -> None:
    """Until every update is handled, others have heard of what concerns them, and every message is sent."""
    deadline = time.monotonic() + PATIENCE
    while api.world.updates.pending() or await _answers_under_way(engine) or await left_over(engine):
        assert time.monotonic() < deadline, "the bot is still at work"
        await asyncio.sleep(0.05)


async def _answers_under_way(engine: AsyncEngine) -> int:
    under_way = select(func.count()).where(job.c.kind == ANSWER, job.c.state == "waiting")
    async with reading(engine) as connection:
        return await connection.scalar(under_way) or 0


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
