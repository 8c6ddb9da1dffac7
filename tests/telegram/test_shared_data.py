"""Shared data on Telegram: two people in their own chats, their browsers at the pages, over real HTTP."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import web
from bot.app import App
from bot.commands.running import login_pages
from bot.settings import Settings
from bot.sharing import open_sharing
from tests.telegram.bot_api import BotApi
from tests.telegram.transcript import play

FOLDER = Path(__file__).parent.parent / "transcripts" / "telegram" / "shared"
WRITE = "WRITE_TRANSCRIPTS" in os.environ


@pytest.fixture
async def app(app: App) -> AsyncIterator[App]:
    """The same with the demonstration's departments, and the pages where its people log in."""
    settings = Settings(_env_file=None)
    with web.listen("127.0.0.1", 0) as place:
        url = f"http://127.0.0.1:{place.getsockname()[1]}"
        province = app.catalogue.province
        sharing = open_sharing(settings, app.engine, app.vault, app.jobs, province, app.clock, url)
        shared = replace(app, sharing=sharing)
        async with login_pages(shared, settings, place):
            yield shared


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("bot", ["polling"], indirect=True)
@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
async def test_conversation(file: Path, api: BotApi, app: App) -> None:
    script = file.read_text(encoding="utf-8")
    played = await play(script, api, api.user("Lin", "zh-hans"), app.engine)
    if WRITE:
        file.write_text(played, encoding="utf-8")
    assert played == script
