"""Photos and documents over real HTTP: fetched, kept once, heard once, whatever goes wrong; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.channels.telegram import fetching
from bot.channels.telegram.handling import CHANNEL
from bot.commands import telegram
from bot.database.engine import reading
from bot.dialogue.papers import LARGEST
from bot.storage.tables import delivery, paper
from tests.papers import JPEG, PNG, pdf
from tests.telegram.bot_api import TOKEN, BotApi, User
from tests.telegram.watching import sees, until

UNUSED = "Nothing has to be uploaded now"
"""What the core says to a paper that nothing asked for."""
AGAIN = "Please send it again"


async def kept(app: App) -> list[Any]:
    async with reading(app.engine) as connection:
        return list(await connection.execute(select(paper).order_by(paper.c.kept_at)))


async def content(app: App) -> list[tuple[str, bytes]]:
    """Name and content of everything that is kept."""
    papers = app.papers(CHANNEL)
    return [(str(app.vault.open_json(row.name, paper.c.name)), await papers.open(row.id)) for row in await kept(app)]


def told(user: User, text: str) -> int:
    return sum(text in seen.text for seen in user.chat if seen.by_bot)


@pytest.mark.usefixtures("bot")
class TestWhatIsSent:
    async def test_the_largest_picture_is_kept(self, api: BotApi, app: App) -> None:
        user = api.user("Lin", "en")
        await user.send_photo(JPEG)
        await sees(user, UNUSED)
        assert await content(app) == [("photo.jpg", JPEG)]
        [row] = await kept(app)
        assert (row.channel, row.chat, row.kind, row.case) == (CHANNEL, str(user.id), "jpeg", None)

    async def test_a_document_is_known_by_its_content(self, api: BotApi, app: App) -> None:
        user = api.user("Lin", "en")
        await user.send_document("租房合同.exe", pdf(3), "application/x-msdownload")
        await sees(user, UNUSED)
        assert [(row.kind, row.pages) for row in await kept(app)] == [("pdf", 3)]
        assert (await content(app))[0][0] == "租房合同.exe"

    async def test_each_picture_of_an_album_counts(self, api: BotApi, app: App) -> None:
        user = api.user("Lin", "en")
        for picture in (JPEG, PNG, JPEG):
            await user.send_photo(picture, album="a1")
        await until(user, lambda: user.chat[-1] if told(user, UNUSED) == 3 else None, "three answers")
        assert [each for _, each in await content(app)] == [JPEG, PNG, JPEG]

    async def test_the_words_under_it_are_heard_too(self, api: BotApi, app: App) -> None:
        user = api.user("Lin", "en")
        await user.send_photo(JPEG, caption="my ID card is lost")
        await sees(user, "[Replacing a lost ID card]")
        assert told(user, UNUSED) == 1
        assert len(await kept(app)) == 1

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            (b"PK\x03\x04 a letter", "I cannot take this kind of file"),
            (JPEG[:-2], "cannot be opened"),
            (pdf(21), "20 is the most"),
            (pdf(1, password="secret"), "only with a password"),
        ],
        ids=["type", "broken", "pages", "locked"],
    )
    async def test_what_is_not_taken_is_told_why(self, api: BotApi, app: App, sent: bytes, said: str) -> None:
        user = api.user("Lin", "en")
        await user.send_document("x", sent)
        await sees(user, said)
        assert await kept(app) == []

    @pytest.mark.parametrize("size", [LARGEST + 1, 20 * 1024 * 1024 + 1])
    async def test_what_is_too_big_is_not_even_fetched(self, api: BotApi, app: App, size: int) -> None:
        user = api.user("Lin", "en")
        await user.send_document("film.pdf", bytes(size))
        await sees(user, "10 MB is the most")
        assert (api.record.of("getFile"), api.record.downloads(), await kept(app)) == ([], [], [])

    async def test_a_forwarded_picture_is_not_looked_at(self, api: BotApi, app: App) -> None:
        user = api.user("Lin", "en")
        origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
        await user._say(
            {"photo": {"width": 9, "height": 9}, "forward_origin": origin}, "photo", "p", "image/jpeg", JPEG
        )
        await user.send("hello")
        await sees(user, "It is free")
        assert api.record.of("getFile") == []


@pytest.fixture
async def polling(app: App, api: BotApi) -> AsyncIterator[None]:
    """How updates come makes no difference to what happens to a file afterwards."""
    stop = asyncio.Event()
    running = asyncio.create_task(telegram.run(app, TOKEN, api.url, stop))
    yield
    stop.set()
    await running


@pytest.mark.usefixtures("polling")
class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        ("method", "accident"),
        [
            ("getFile", {"status": 502}),
            ("getFile", {"status": 429, "retry_after": 1}),
            ("getFile", {"status": 400, "reason": "wrong file_id or the file is temporarily unavailable"}),
            ("file", {"status": 404}),
            ("file", {"status": 500}),
        ],
        ids=["down", "busy", "unavailable", "gone", "broken"],
    )
    async def test_it_is_tried_again(self, api: BotApi, app: App, method: str, accident: dict[str, Any]) -> None:
        user = api.user("Lin", "en")
        api.fail_next(**accident, times=2, method=method)
        await user.send_photo(JPEG)
        await sees(user, UNUSED)
        assert (told(user, UNUSED), told(user, AGAIN), len(await kept(app))) == (1, 0, 1)

    async def test_a_download_that_breaks_off_is_begun_again(self, api: BotApi, app: App) -> None:
        user = api.user("Lin", "en")
        api.cut_next(2, "file")
        await user.send_photo(JPEG)
        await sees(user, UNUSED)
        assert (api.record.downloads(), [each for _, each in await content(app)]) == ([200, 200, 200], [JPEG])

    async def test_at_last_the_citizen_is_asked_to_send_it_again(
        self, api: BotApi, app: App, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.channels.telegram.handling.ATTEMPTS", 2)
        user = api.user("Lin", "en")
        api.fail_next(404, times=2, method="file")
        await user.send_photo(JPEG)
        await user.send("my ID card is lost")
        await sees(user, "[Replacing a lost ID card]")
        texts = [seen.text for seen in user.chat if seen.by_bot]
        assert AGAIN in texts[0]  # the chat keeps its order
        assert (told(user, AGAIN), told(user, UNUSED), await kept(app)) == (1, 0, [])
        await user.send_photo(JPEG)
        await sees(user, UNUSED)

    async def test_a_download_without_end_is_let_go(
        self, api: BotApi, app: App, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fetching, "PATIENCE", 1.0)
        monkeypatch.setattr("bot.channels.telegram.handling.ATTEMPTS", 1)
        user = api.user("Lin", "en")
        await user.send("hello")
        await sees(user, "It is free")
        api.set_faults(slow_share=1.0, slow_for=30.0)
        await user.send_photo(JPEG)
        await until(user, lambda: user.chat[0] if api.record.of("getFile") else None, "the question for the file")
        api.set_faults(slow_share=0.0)
        await sees(user, AGAIN)
        assert await kept(app) == []

    async def test_nobody_sees_the_token_in_the_log(
        self, api: BotApi, app: App, caplog: pytest.LogCaptureFixture
    ) -> None:
        user = api.user("Lin", "en")
        api.fail_next(404, times=1, method="file")
        api.fail_next(502, times=1, method="getFile")
        await user.send_photo(JPEG)
        await sees(user, UNUSED)
        logged = [record.getMessage() + str(record.exc_text) for record in caplog.records if "bot" in record.name]
        assert any("could not be fetched" in line for line in logged)
        assert [line for line in logged if TOKEN in line] == []


class Dies(Exception):
    pass


async def test_a_bot_that_dies_after_it_kept_a_file_neither_loses_it_nor_keeps_it_twice(
    api: BotApi, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next life is brought the update again, when the file is gone from Telegram."""
    user = api.user("Lin", "en")
    dying = await _life(api, app)
    keep = type(app.papers(CHANNEL)).keep
    died = asyncio.Event()

    async def keep_and_die(*told: Any) -> Any:
        await keep(*told)
        died.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(type(app.papers(CHANNEL)), "keep", keep_and_die)
        await user.send_photo(JPEG)
        await asyncio.wait_for(died.wait(), 30)
        await _kill(dying)
    api.fail_next(404, times=100, method="file")
    stop = asyncio.Event()
    later = replace(app, clock=lambda: app.clock() + timedelta(minutes=1))  # when the first one's lease is over
    living = asyncio.create_task(telegram.run(later, TOKEN, api.url, stop))
    await sees(user, UNUSED)
    assert (len(await kept(app)), told(user, UNUSED), api.record.downloads()) == (1, 1, [200])
    stop.set()
    await living
    async with reading(app.engine) as connection:
        keys = list(await connection.scalars(select(delivery.c.key)))
    assert [key for key in keys if key.endswith("/file")] == [f"{(await kept(app))[0].key}"]


async def _life(api: BotApi, app: App) -> asyncio.Task[None]:
    return asyncio.create_task(telegram.run(app, TOKEN, api.url, asyncio.Event()))


async def _kill(life: asyncio.Task[None]) -> None:
    """Everything that it began ends at once, too."""
    life.cancel()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if "Handler._handle" in repr(task.get_coro()):
            task.cancel()
    await asyncio.gather(life, return_exceptions=True)
