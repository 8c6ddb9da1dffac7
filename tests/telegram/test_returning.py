"""Whoever comes back is answered, however late Telegram's word arrives that the bot was blocked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage
from aiogram.methods.base import TelegramMethod
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.app import App
from bot.channels.telegram.calls import plain
from bot.channels.telegram.channel import Channel
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.handling import CHANNEL
from bot.channels.telegram.receiving import Inbox
from bot.channels.telegram.tables import inbox
from bot.commands.telegram import open_bot
from bot.database.encryption import Vault
from bot.database.engine import open_engine
from tests.dialogue.talk import MONDAY
from tests.postgres import Kept
from tests.telegram.bot_api import TOKEN

LIN = {"id": 7, "is_bot": False, "first_name": "Lin", "language_code": "en"}
CHAT = {"id": 7, "type": "private", "first_name": "Lin"}
ME = {"id": 42, "is_bot": True, "first_name": "Bot"}


class Telegram(Bot):
    """Takes every message, or refuses it when the test says so."""

    def __init__(self) -> None:
        super().__init__(TOKEN)
        self.blocked = False
        self.texts: list[str] = []
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, method: TelegramMethod[Any], request_timeout: int | None = None) -> Any:
        if isinstance(method, SendMessage):
            blocked = self.blocked
            self.asked.set()
            await self.may_answer.wait()
            if blocked:
                raise TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")
            self.texts.append(method.text)


def message(number: int, text: str) -> dict[str, Any]:
    return {"message_id": number, "date": 0, "chat": CHAT, "from": LIN, "text": text}


class Scene:
    """One citizen, and a bot each step of which the test makes."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.telegram = Telegram()
        self.channel: Channel = open_bot(app, self.telegram)

    async def arrive(self, number: int, **body: Any) -> None:
        """An update is stored."""
        await self.channel.inbox.store([{"update_id": number, **body}], now=self.app.clock())

    async def write(self, number: int, text: str) -> None:
        """What the citizen writes is stored."""
        await self.arrive(number, message=message(number, text))

    async def turn(self, number: int, before: str, after: str) -> None:
        """That the citizen blocked the bot, or lets it write again, is stored."""
        old, new = ({"user": ME, "status": status, "until_date": 0} for status in (before, after))
        change = {"chat": CHAT, "from": LIN, "date": 0, "old_chat_member": old, "new_chat_member": new}
        await self.arrive(number, my_chat_member=change)

    async def handle(self) -> None:
        """Handle all that is stored."""
        while await self.channel.handler.handle_some():
            await self.channel.handler.crew.finish()

    async def send(self) -> None:
        """Send all that waits."""
        while await self.channel.sender.send_some():
            await self.channel.sender.crew.finish()

    async def put(self, text: str) -> None:
        """A notice for the citizen."""
        async with self.app.engine.begin() as connection:
            await self.app.outbox.put(
                connection, channel=CHANNEL, chat="7", key=text, body=plain(text), due_at=self.app.clock()
            )

    @property
    def heard(self) -> str:
        return "\n".join(self.telegram.texts)


@pytest.fixture
async def scene(app: App) -> Scene:
    return Scene(app)


async def test_a_late_refusal_does_not_silence_whoever_came_back(scene: Scene) -> None:
    scene.telegram.blocked = True
    scene.telegram.may_answer.clear()
    await scene.put("a notice while away")
    await scene.channel.sender.send_some()
    await scene.telegram.asked.wait()
    scene.telegram.blocked = False
    await scene.write(1, "hello")
    await scene.handle()
    scene.telegram.may_answer.set()
    await scene.channel.sender.crew.finish()
    await scene.send()
    assert "It is free" in scene.heard
    assert "a notice while away" not in scene.heard


async def test_a_notice_is_kept_for_whoever_has_just_come_back(scene: Scene) -> None:
    await scene.turn(1, "member", "kicked")
    await scene.handle()
    await scene.write(2, "hello")
    await scene.put("a notice")
    await scene.send()
    await scene.handle()
    await scene.send()
    assert "a notice" in scene.heard
    assert "It is free" in scene.heard


async def test_a_block_that_is_heard_of_late_does_not_silence_whoever_came_back(scene: Scene) -> None:
    """A webhook is brought messages and memberships side by side."""
    await scene.write(3, "hello")
    await scene.handle()
    await scene.turn(1, "member", "kicked")
    await scene.handle()
    await scene.send()
    await scene.turn(2, "kicked", "member")
    await scene.handle()
    assert "It is free" in scene.heard


async def test_a_slow_process_does_not_silence_whoever_came_back(scene: Scene) -> None:
    """Its lease is over, and another has handled all that came since."""
    await scene.turn(1, "member", "kicked")
    [slow] = await scene.channel.inbox.take(now=scene.app.clock(), limit=1)
    async with scene.app.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE inbox SET lease_until = NULL")
    await scene.handle()
    await scene.write(2, "hello")
    await scene.handle()
    await scene.channel.handler._handle(slow)
    await scene.send()
    assert "It is free" in scene.heard


async def test_nothing_is_written_to_whoever_is_away(scene: Scene) -> None:
    scene.telegram.blocked = True
    await scene.put("a first notice")
    await scene.put("a second notice")
    await scene.send()
    scene.telegram.asked.clear()
    await scene.put("a third notice")
    await scene.send()
    assert not scene.telegram.asked.is_set()


class TestWithoutTurns:
    """On PostgreSQL, whose writers do not take turns as those of SQLite do."""

    @pytest.fixture
    async def engine(self, postgres_kept: Kept) -> AsyncIterator[AsyncEngine]:
        with postgres_kept.lent() as address:
            engine = open_engine(address)
            yield engine
            await engine.dispose()

    async def test_who_writes_after_the_look_is_welcomed_after_it(self, engine: AsyncEngine, vault: Vault) -> None:
        chats = Chats(engine, 42)
        await chats.refused("7", heard=0, now=MONDAY)
        await chats.welcome_back("7")
        async with engine.begin() as leaving:
            await chats._judge(leaving, "7", inbox.c.id > 0, MONDAY)
            await Inbox(engine, vault, 42).store([{"update_id": 1, "message": message(1, "hello")}], now=MONDAY)
            returning = asyncio.create_task(chats.welcome_back("7"))
            await waits(leaving, returning)
        await returning
        await self.forget(engine)
        assert await chats.gone_among(["7"]) == set()

    async def test_who_writes_before_the_look_is_seen(self, engine: AsyncEngine, vault: Vault) -> None:
        chats = Chats(engine, 42)
        await chats.refused("7", heard=0, now=MONDAY)
        async with engine.begin() as returning:
            await returning.execute(text("UPDATE telegram_chat SET gone_at = NULL"))
            leaving = asyncio.create_task(judge(chats))
            await waits(returning, leaving)
            await Inbox(engine, vault, 42).store([{"update_id": 1, "message": message(1, "hello")}], now=MONDAY)
        await leaving
        await self.forget(engine)
        assert await chats.gone_among(["7"]) == set()

    async def forget(self, engine: AsyncEngine) -> None:
        """All is handled and swept: only what is kept of the chat counts."""
        async with engine.begin() as connection:
            await connection.execute(text("DELETE FROM inbox"))


async def judge(chats: Chats) -> None:
    async with chats.engine.begin() as leaving:
        await chats._judge(leaving, "7", inbox.c.id > 0, MONDAY)


async def waits(connection: AsyncConnection, task: asyncio.Task[None]) -> None:
    """Until the task waits for a lock, or needs none."""
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not task.done():
        if (await connection.execute(blocked)).scalar():
            return
