"""A bot that serves the shipped procedures over real HTTP, from a strict Bot API server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import web
from bot.app import App
from bot.backends.onewindow.window import OneWindow
from bot.catalogue.content import Catalogue
from bot.catalogue.matching import open_matcher
from bot.commands import telegram
from bot.commands.serve import Telegram, run_with_telegram
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.outbox import Outbox
from procedures.settling import NO_GAPS
from tests.conftest import THOROUGH, in_turn, is_named
from tests.dialogue.talk import MONDAY
from tests.shipped import shipped_catalogue
from tests.telegram.bot_api import TOKEN, BotApi
from tests.understood import MODEL


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return shipped_catalogue()


class Running:
    """A clock that goes at its usual pace and began on a Monday morning."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return MONDAY + timedelta(seconds=time.monotonic() - self._began)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
def app(database: AsyncEngine, catalogue: Catalogue, vault: Vault) -> App:
    clock = Running()
    return App(
        engine=database,
        outbox=Outbox(vault),
        jobs=Jobs(vault),
        vault=vault,
        clock=clock,
        catalogue=catalogue,
        backend=OneWindow(database, catalogue.province, clock),
        matcher=open_matcher(catalogue, MODEL, pytest.fail),
        gaps=NO_GAPS,
        language=None,
        default_language="zh",
    )


SECRET = "between-us"


WAYS = ["polling", "webhook"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if THOROUGH and "bot" in metafunc.fixturenames and not is_named(metafunc, "bot"):
        metafunc.parametrize("bot", WAYS, indirect=True)


@pytest.fixture
async def bot(request: pytest.FixtureRequest, app: App, api: BotApi) -> AsyncIterator[None]:
    """The bot, listening in one of the two ways."""
    stop = asyncio.Event()
    way = getattr(request, "param", None) or in_turn(request.node, WAYS)
    request.node.add_report_section("setup", "way", way)
    run = by_polling if way == "polling" else by_webhook
    serving = asyncio.create_task(run(app, api, stop))
    yield
    stop.set()
    await serving


async def by_polling(app: App, api: BotApi, stop: asyncio.Event) -> None:
    await telegram.run(app, TOKEN, api.url, stop)


async def by_webhook(app: App, api: BotApi, stop: asyncio.Event) -> None:
    with web.listen("127.0.0.1", 0) as place:
        url = f"http://127.0.0.1:{place.getsockname()[1]}/telegram"
        await run_with_telegram(app, Telegram(TOKEN, api.url, url, SECRET), place, stop)
