"""Waits for what a citizen sees, however slow the machine is: a test that counts on silence fails on a busy one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from tests.telegram.bot_api import Chat, User
from tests.telegram.bot_api.seen import Seen

PATIENCE = 60.0
LOOK_EVERY = 0.05
"""Seconds."""


async def sees(user: User, text: str, *, after: int = 0, patience: float = PATIENCE) -> str:
    """Wait until the bot has written `text`, or edited it in, in a message later than `after`; gives the message."""

    def found() -> Seen | None:
        return next((seen for seen in user.chat if seen.by_bot and seen.id > after and text in seen.text), None)

    return (await until(user, found, text, patience)).text


async def tap(user: User, label: str) -> None:
    """Tap the button with this text as soon as it is there."""
    await until(user, lambda: next((s for s in user.chat if s.by_bot and s.find_button(label)), None), label)
    await user.tap(label)


async def until(user: Chat, look: Callable[[], Seen | None], what: str, patience: float = PATIENCE) -> Seen:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if (seen := look()) is not None:
            return seen
        await asyncio.sleep(LOOK_EVERY)
    raise AssertionError(f"nobody sees {what!r} within {patience:.0f} s; the chat is\n{user.show()}")
