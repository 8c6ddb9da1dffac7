"""aiogram, as it is installed, polls and takes webhooks from the server: in this process and in one of its own."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler

from tests.telegram.bot_api import BotApi, Limits, Scene, running_bot_api
from tests.telegram.bot_api.listening import listening, until
from tests.telegram.bot_api.raw import raw_bot

SECRET = "s3cret_-"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(limits=Limits.loose()) as running:
        yield running


def build_dispatcher() -> Dispatcher:
    """Asks at /start, edits the question into its answer, sends a file and answers a tap."""
    dispatcher = Dispatcher()

    async def ask(message: Message) -> None:
        keyboard = [[InlineKeyboardButton(text="买房", callback_data="home")]]
        await message.answer("<b>?</b>", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=keyboard))

    async def settle(tap: CallbackQuery, bot: Bot) -> None:
        assert isinstance(tap.message, Message)
        await tap.answer()
        await tap.message.edit_text("✓")
        await bot.send_document(tap.from_user.id, BufferedInputFile(b"ICS", "a.ics"))

    async def say_kind(message: Message) -> None:
        await message.answer(message.content_type)

    dispatcher.message.register(ask, CommandStart())
    dispatcher.message.register(say_kind)
    dispatcher.callback_query.register(settle)
    return dispatcher


@asynccontextmanager
async def aiogram_bot(scene: Scene) -> AsyncIterator[Bot]:
    async with Bot(scene.token, session=AiohttpSession(api=TelegramAPIServer.from_base(scene.url))) as bot:
        yield bot


async def talk(scene: Scene) -> None:
    """The conversation that the dispatcher leads."""
    user = scene.user("Lin")
    await user.start()
    [asked] = await user.next(quiet=0.1)
    assert (asked.text, asked.labels) == ("?", ["买房"])
    await user.tap("买房")
    settled, ticket = await user.next(quiet=0.3)
    assert (settled.text, settled.labels) == ("✓", [])
    assert ticket.document is not None
    assert ticket.document.content == b"ICS"
    for send in (user.send_sticker, user.send_voice, user.send_photo):
        await send()
    await user.send_location(30.2, 120.1)
    await user.send_contact("000", "Wu")
    await user.forward("news")
    await until(lambda: len(user.chat) == 15)
    kinds = {seen.text for seen in await user.next(quiet=0.1)}
    assert kinds == {"sticker", "voice", "photo", "location", "contact", "text"}


class TestAiogram:
    async def test_it_polls(self, api: BotApi) -> None:
        async with aiogram_bot(api) as bot:
            dispatcher = build_dispatcher()
            polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1))
            await talk(api)
            await dispatcher.stop_polling()
            await polling

    async def test_it_takes_a_webhook(self, api: BotApi) -> None:
        async with aiogram_bot(api) as bot:
            handler = SimpleRequestHandler(build_dispatcher(), bot, handle_in_background=False, secret_token=SECRET)
            async with listening(handler.handle) as url:
                await bot.set_webhook(url, secret_token=SECRET)
                await talk(api)
                await bot.delete_webhook()

    async def test_it_reads_a_429_and_a_deed_of_the_group(self, api: BotApi) -> None:
        user = api.user("Lin")
        await user.start()
        await user.make_group("Family")
        await user.block()
        await user.unblock()
        async with aiogram_bot(api) as bot:
            assert [update.event_type for update in await bot.get_updates()] == [
                "message",
                "my_chat_member",
                "message",
                "my_chat_member",
                "my_chat_member",
            ]
            api.fail_next(retry_after=3)
            with pytest.raises(TelegramRetryAfter) as caught:
                await bot.send_message(user.id, "x")
        assert caught.value.retry_after == 3


class TestOwnProcess:
    async def test_people_talk_to_a_bot_through_the_other_process(self, tmp_path: Path) -> None:
        async with running_bot_api(tmp_path / "journal", limits={"loose": True}) as api, aiogram_bot(api) as bot:
            dispatcher = build_dispatcher()
            polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1))
            await talk(api)
            await dispatcher.stop_polling()
            await polling
            assert len(api.record.sent()) == 8

    async def test_the_journal_outlives_the_server(self, tmp_path: Path) -> None:
        journal = tmp_path / "journal"
        async with running_bot_api(journal) as api, raw_bot(api) as bot:
            user = api.user("Lin")
            await user.send("kept")
            await bot.result("sendMessage", chat_id=user.id, text="once")
        async with running_bot_api(journal) as again, raw_bot(again) as bot:
            assert [update["message"]["text"] for update in await bot.result("getUpdates")] == ["kept"]
            assert [call.text for call in again.record.sent()] == ["once"]
            assert again.user("Wu").id == user.id + 1

    async def test_a_kill_of_the_server_itself_loses_no_line(self, tmp_path: Path) -> None:
        journal = tmp_path / "journal"
        async with running_bot_api(journal) as api:
            await api.user("Lin").send("kept")
            os.kill(api.pid, signal.SIGKILL)
        async with BotApi(state=journal) as again, raw_bot(again) as bot:
            assert [update["message"]["text"] for update in await bot.result("getUpdates")] == ["kept"]
