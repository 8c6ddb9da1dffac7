"""A bot that serves the shipped procedures over real HTTP, from a strict Bot API server, on each database."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import App
from bot.backends.onewindow.window import OneWindow
from bot.catalogue.content import Catalogue
from bot.catalogue.phrases import phrases
from bot.commands.telegram import run
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.outbox import Outbox
from intents.matcher import Matcher
from procedures.settling import NO_GAPS
from tests.dialogue.talk import MONDAY, shipped_catalogue
from tests.telegram.bot_api import TOKEN, BotApi


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return shipped_catalogue(tmp_path_factory.mktemp("cache"))


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
        matcher=Matcher(phrases(catalogue)),
        gaps=NO_GAPS,
        language=None,
        default_language="zh",
    )


@pytest.fixture
async def bot(app: App, api: BotApi) -> AsyncIterator[None]:
    """The bot, listening."""
    stop = asyncio.Event()
    serving = asyncio.create_task(run(app, TOKEN, api.url, stop))
    yield
    stop.set()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
