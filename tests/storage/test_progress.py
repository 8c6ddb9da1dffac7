"""News of an application on its way to a chat, while the One Window is silent for longer than a job is tried."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.errors import NotNow
from bot.database.jobs import NOT_NOW, Jobs, work
from bot.dialogue.applications import Applications, Status
from bot.dialogue.applying.effects import Progressed
from bot.dialogue.ports import BackendDown
from bot.dialogue.service import Service
from bot.storage.progress import PROGRESS, telling
from bot.storage.promises import put_promises
from tests.storage.test_promises import PROMISED
from tests.storage.test_waiting import Chat

NINE = datetime(2026, 12, 1, 1, tzinfo=UTC)
STATUS = Status(
    case=PROMISED.case,
    state="deciding",
    titles=(),
    submitted_at=NINE,
    until=None,
    give="electronic",
    steps=(),
    deliveries=(),
    events=(),
)


class SilentFor:
    """Does not answer so many times, then does."""

    def __init__(self, times: int) -> None:
        self.times = times

    async def status(self, case: str) -> Status:
        self.times -= 1
        if self.times >= 0:
            raise BackendDown("no answer")
        return STATUS


async def test_news_waits_until_the_one_window_answers(database: AsyncEngine, vault: Vault) -> None:
    jobs, chat, now = Jobs(vault, attempts=2), Chat(), NINE
    silent = cast("Applications", SilentFor(12))
    handlers = {PROGRESS: telling(lambda _: cast("Service", chat), silent, database, vault)}
    async with database.begin() as connection:
        await put_promises(connection, vault, "telegram", "7", [PROMISED])
        await jobs.put(connection, kind=PROGRESS, key="progress/1", payload={"case": STATUS.case}, due_at=NINE)
    for _ in range(12):
        [done] = await work(database, jobs, handlers, now=now)
        assert isinstance(done.error, NotNow)
        now += NOT_NOW
    [done] = await work(database, jobs, handlers, now=now)
    assert done.error is None
    assert chat.received == {"job/progress/1": Progressed(STATUS.case, STATUS)}
