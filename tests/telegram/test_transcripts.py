"""The flagship on Telegram in both languages, as it is shown in README: played again over real HTTP.

After a change that is meant, `make transcripts` writes them anew, and the difference is read before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.app import App
from tests.telegram.bot_api import BotApi
from tests.telegram.drawing import pictures
from tests.telegram.transcript import play

FOLDER = Path(__file__).parent.parent / "transcripts" / "telegram"
WRITE = "WRITE_TRANSCRIPTS" in os.environ


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("bot", ["polling"], indirect=True)
@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
async def test_conversation(file: Path, api: BotApi, app: App) -> None:
    script = file.read_text(encoding="utf-8")
    language = "en" if file.stem.endswith(".en") else "zh-hans"
    played = await play(script, api, api.user("Lin", language), app.engine)
    if WRITE:
        file.write_text(played, encoding="utf-8")
    assert played == script


def test_there_is_one_in_each_language() -> None:
    assert [file.name for file in sorted(FOLDER.glob("*.txt"))] == [
        "property-transfer.en.txt",
        "property-transfer.zh.txt",
    ]


def test_the_pictures_show_the_conversations() -> None:
    """After a change that is meant: `make pictures`."""
    for path, picture in pictures().items():
        assert path.read_text(encoding="utf-8") == picture
        ElementTree.fromstring(picture)
