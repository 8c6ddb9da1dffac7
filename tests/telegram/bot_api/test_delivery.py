"""Updates reach the bot as Telegram brings them, what goes wrong goes wrong on demand, and aiogram works with it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from tests.telegram.bot_api import BotApi, Limits, Scene, running_bot_api
from tests.telegram.bot_api.raw import RawBot, raw_bot

SECRET = "s3cret_-"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(limits=Limits.loose()) as running:
        yield running


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[RawBot]:
    async with raw_bot(api) as calling:
        yield calling


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


class TestPolling:
    async def test_an_update_stays_until_a_higher_offset_confirms_it(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        for text in ("1", "2", "3"):
            await user.send(text)
        first = await bot.result("getUpdates", limit=2)
        assert texts(first) == ["1", "2"]
        assert texts(await bot.result("getUpdates")) == ["1", "2", "3"]
        assert texts(await bot.result("getUpdates", offset=first[-1]["update_id"] + 1)) == ["3"]
        assert texts(await bot.result("getUpdates", offset=first[0]["update_id"])) == ["3"]

    async def test_a_long_poll_waits_for_the_next_update(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        polling = asyncio.ensure_future(bot.result("getUpdates", timeout=5))
        await asyncio.sleep(0.1)
        assert not polling.done()
        await user.send("now")
        assert texts(await polling) == ["now"]

    async def test_two_polls_at_once_are_a_conflict_for_the_earlier(self, api: BotApi, bot: RawBot) -> None:
        earlier = asyncio.ensure_future(bot("getUpdates", timeout=5))
        await asyncio.sleep(0.1)
        later = asyncio.ensure_future(bot("getUpdates", timeout=5))
        refused = await earlier
        assert refused["error_code"] == 409
        assert refused["description"].startswith("Conflict: terminated by other getUpdates request")
        await bot.result("setWebhook", url="http://127.0.0.1:9/")
        assert (await later)["description"] == "Conflict: terminated by setWebhook request"
        assert (await bot("getUpdates"))["description"].startswith(
            "Conflict: can't use getUpdates method while webhook"
        )

    async def test_unwanted_kinds_are_not_even_queued(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await bot.result("getUpdates", allowed_updates=["edited_message"])
        await user.send("1")
        await user.edit_message("2")
        assert [list(update)[1] for update in await bot.result("getUpdates", allowed_updates=[])] == ["edited_message"]
        api.push_update("something_new", {"x": 1})
        assert (await bot.result("getUpdates"))[-1]["something_new"] == {"x": 1}


class TestAccidents:
    async def test_a_failure_has_no_effect_and_a_cut_line_has(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await user.start()
        api.fail_next(status=429, retry_after=7, times=2, method="sendMessage")
        answers = [await bot("sendMessage", chat_id=user.id, text=text) for text in "abc"]
        assert [answer.get("parameters") for answer in answers] == [{"retry_after": 7}, {"retry_after": 7}, None]
        api.cut_next(method="sendMessage")
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=user.id, text="d")
        await bot.result("sendMessage", chat_id=user.id, text="d")
        assert [seen.text for seen in user.chat if seen.by_bot] == ["c", "d", "d"]
        assert {text: len(at) for (_, text), at in api.record.times().items()} == {"c": 1, "d": 2}
        assert [call.lost for call in api.record.sent()] == [False, True, False]
        assert api.record.refused() == {("sendmessage", 429): 2}

    async def test_chances_repeat_with_their_seed(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        await user.start()
        runs = []
        for _ in range(2):
            api.set_faults(seed=1, busy_share=0.3)
            runs.append([(await bot("sendMessage", chat_id=user.id, text="x"))["ok"] for _ in range(30)])
        assert runs[0] == runs[1]
        assert 0 < runs[0].count(False) < 30

    async def test_updates_come_twice_and_out_of_order_but_all_come(self, api: BotApi, bot: RawBot) -> None:
        user = api.user("Lin")
        sent = [str(number) for number in range(300)]
        for text in sent:
            await user.send(text)
        api.set_faults(seed=1, twice_share=0.1, shuffled_share=0.1)
        got: list[str] = []
        offset = 0
        while updates := await bot.result("getUpdates", offset=offset):
            got += texts(updates)
            offset = max(offset, *(update["update_id"] + 1 for update in updates))
        assert set(got) == set(sent)
        assert 10 < len(got) - len(sent) < 60
        assert got != sorted(got, key=int)


class Listener:
    """A webhook that notes what it gets, and refuses as often as it is told."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.got: list[str] = []
        self.secrets: set[str] = set()

    async def __call__(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        self.got.append(update["message"]["text"])
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=500)
        return web.json_response({})


@asynccontextmanager
async def listening(handler: Any) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/hook", handler)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def until(done: Any) -> None:
    async with asyncio.timeout(5):
        while not done():  # noqa: ASYNC110 - what is awaited happens behind HTTP
            await asyncio.sleep(0.01)


class TestWebhook:
    async def test_updates_are_pushed_with_the_secret_until_taken_and_in_order(self, api: BotApi, bot: RawBot) -> None:
        user, listener = api.user("Lin"), Listener(refusals=3)
        await user.send("before")
        async with listening(listener) as url:
            await bot.result("setWebhook", url=url, secret_token=SECRET)
            await user.send("after")
            await until(lambda: len(listener.got) == 5)
            assert listener.got == ["before"] * 4 + ["after"]
            assert listener.secrets == {SECRET}
            info = await bot.result("getWebhookInfo")
            assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
            assert (info["url"], info["pending_update_count"]) == (url, 0)
            await bot.result("deleteWebhook")
        assert await bot.result("getUpdates") == []
        assert set(api.record.deliveries().values()) == {1}

    async def test_nobody_listens_and_nothing_is_lost(self, api: BotApi, bot: RawBot) -> None:
        await bot.result("setWebhook", url="http://127.0.0.1:9/hook", secret_token=SECRET)
        await api.user("Lin").send("kept")
        await asyncio.sleep(0.1)
        assert (await bot.result("getWebhookInfo"))["last_error_message"] == "Connection failed"
        await bot.result("deleteWebhook")
        assert texts(await bot.result("getUpdates")) == ["kept"]

    async def test_a_wrong_secret_token_is_refused(self, bot: RawBot) -> None:
        refusal = await bot.refusal("setWebhook", url="http://127.0.0.1:9/", secret_token="söcret")
        assert refusal == "Bad Request: secret token contains unallowed characters"


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
            assert texts(await bot.result("getUpdates")) == ["kept"]
            assert [call.text for call in again.record.sent()] == ["once"]
            assert again.user("Wu").id == user.id + 1

    async def test_a_kill_of_the_server_itself_loses_no_line(self, tmp_path: Path) -> None:
        journal = tmp_path / "journal"
        async with running_bot_api(journal) as api:
            await api.user("Lin").send("kept")
            os.kill(api.pid, signal.SIGKILL)
        async with BotApi(state=journal) as again, raw_bot(again) as bot:
            assert texts(await bot.result("getUpdates")) == ["kept"]
