"""The webhook as a stranger, as Telegram, and as whoever looks after it meet it."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot import web
from bot.app import App
from bot.channels.telegram.tables import inbox
from bot.channels.telegram.webhook import LONGEST_BODY, SECRET_HEADER
from bot.commands.ending import FoundWrong
from bot.commands.serve import Telegram, run_with_telegram
from bot.database.engine import reading
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.conftest import SECRET
from tests.telegram.watching import sees


@asynccontextmanager
async def served(app: App, api: BotApi) -> AsyncIterator[str]:
    """The web application with the bot; gives its address."""
    stop = asyncio.Event()
    with web.listen("127.0.0.1", 0) as place:
        address = f"http://127.0.0.1:{place.getsockname()[1]}"
        told = Telegram(TOKEN, api.url, f"{address}/telegram", SECRET)
        running = asyncio.create_task(run_with_telegram(app, told, place, stop))
        try:
            yield address
        finally:
            stop.set()
            await running


async def post(address: str, body: bytes, **headers: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/telegram", data=io.BytesIO(body), headers=headers) as response,
    ):
        return response.status


def message(update_id: int, text: str = "hello") -> bytes:
    person: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Lin"}
    said = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": person, "text": text}
    return json.dumps({"update_id": update_id, "message": said}).encode()


async def stored(app: App) -> int:
    async with reading(app.engine) as connection:
        return int((await connection.execute(select(func.count()).select_from(inbox))).scalar_one())


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "guessed"}, {SECRET_HEADER: SECRET + "x"}, {SECRET_HEADER: SECRET[:-1]}],
    ids=["missing", "empty", "wrong", "longer", "shorter"],
)
async def test_a_stranger_is_sent_away_and_nothing_is_kept(app: App, api: BotApi, headers: dict[str, str]) -> None:
    async with served(app, api) as address:
        assert await post(address, message(1), **headers) == 401
        assert await stored(app) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no json", 400),
        (b"[1, 2]", 400),
        (b'{"message": {}}', 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": 99999999999999999999}', 400),
        (b"[" * 100_000, 400),
        (b" " * (LONGEST_BODY + 1), 413),
        (b'{"update_id": 5, "sent_by_a_later_release": true}', 200),
    ],
    ids=["no-json", "list", "no-number", "text-number", "huge-number", "deep", "too-long", "unheard-of"],
)
async def test_what_is_no_update_is_refused(app: App, api: BotApi, body: bytes, status: int) -> None:
    async with served(app, api) as address:
        assert await post(address, body, **{SECRET_HEADER: SECRET}) == status
        assert await stored(app) == (status == 200)


async def test_it_is_stored_before_telegram_hears_so_and_once(app: App, api: BotApi) -> None:
    async with served(app, api) as address:
        for _ in range(3):
            assert await post(address, message(1), **{SECRET_HEADER: SECRET}) == 200
            assert await stored(app) == 1


async def test_while_nothing_can_be_stored_telegram_is_asked_to_come_again(app: App, api: BotApi) -> None:
    async with served(app, api) as address:
        async with app.engine.begin() as connection:
            await connection.run_sync(inbox.drop)
        assert await post(address, message(1), **{SECRET_HEADER: SECRET}) == 503
        async with app.engine.begin() as connection:
            await connection.run_sync(inbox.create)
        assert await post(address, message(1), **{SECRET_HEADER: SECRET}) == 200


async def test_telegram_is_told_the_address_the_secret_and_what_to_bring(app: App, api: BotApi) -> None:
    async with served(app, api) as address:
        user = api.user("Lin", "en")
        await user.send("hello")
        await sees(user, "It is free")
        [told] = api.record.of("setWebhook")
        assert told.params["url"] == f"{address}/telegram"
        assert told.params["secret_token"] == SECRET
        assert "callback_query" in told.params["allowed_updates"]


async def test_it_is_healthy_while_the_database_answers(app: App, api: BotApi) -> None:
    async with (
        served(app, api) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}/healthz") as response,
    ):
        assert (response.status, await response.text()) == (200, "ok\n")


async def test_an_address_that_telegram_refuses_ends_with_its_reason(app: App, api: BotApi) -> None:
    api.fail_next(400, method="setWebhook", reason="bad webhook: HTTPS url must be provided for webhook")
    with pytest.raises(FoundWrong, match=r"WEBHOOK_URL: .*HTTPS url must be provided"):
        await serve_until_the_end(app, api)


async def test_a_token_that_telegram_does_not_know_ends_with_one_sentence(app: App, api: BotApi) -> None:
    with pytest.raises(FoundWrong, match="TELEGRAM_TOKEN is not accepted"):
        await serve_until_the_end(app, api, "42:another-token-of-no-bot")


async def serve_until_the_end(app: App, api: BotApi, token: str = TOKEN) -> None:
    with web.listen("127.0.0.1", 0) as place:
        told = Telegram(token, api.url, "https://example.test/telegram", SECRET)
        async with asyncio.timeout(30):
            await run_with_telegram(app, told, place, asyncio.Event())
