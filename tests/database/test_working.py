"""The worker goes on: through jobs that fail and a database that does not answer."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import open_engine
from bot.database.jobs import Finish, Job, Jobs
from bot.database.working import PAUSE, work_forever
from tests.dialogue.talk import MONDAY


class Stop(Exception):
    """The end of the test."""


class Pauses:
    """Sleeps that take no time; the last one ends the worker."""

    def __init__(self, last: int) -> None:
        self.last, self.taken = last, 0

    async def __call__(self, seconds: float) -> None:
        assert seconds == PAUSE
        self.taken += 1
        if self.taken == self.last:
            raise Stop


async def test_it_does_all_that_is_due_and_pauses_only_when_nothing_is(
    database: AsyncEngine, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, done = Jobs(vault), []
    async with database.begin() as connection:
        for key in ("a", "b", "c"):
            await jobs.put(connection, kind="letter", key=key, payload=None, due_at=MONDAY)

    async def write(job: Job, finish: Finish) -> None:
        if job.key == "b":
            raise ValueError("the resident id 1234")
        async with finish():
            done.append(job.key)

    pauses = Pauses(1)
    with caplog.at_level(logging.WARNING), pytest.raises(Stop):
        await work_forever(database, jobs, {"letter": write}, lambda: MONDAY, pauses)
    assert done == ["a", "c"]
    assert pauses.taken == 1
    assert [record.getMessage() for record in caplog.records] == ["A job of the kind letter went wrong: ValueError."]


async def test_a_database_that_does_not_answer_is_asked_again(
    tmp_path: Path, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    """A database without the tables stands for one that is being mended."""
    engine, pauses = open_engine(f"sqlite:///{tmp_path / 'empty.db'}"), Pauses(3)
    with caplog.at_level(logging.WARNING), pytest.raises(Stop):
        await work_forever(engine, Jobs(vault), {}, lambda: MONDAY, pauses)
    await engine.dispose()
    assert len(caplog.records) == 3
