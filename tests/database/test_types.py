"""A moment is the same moment on both databases, and what must not be stored is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Sealed, Vault
from bot.database.engine import open_engine
from bot.database.errors import NaiveDateTime, Unsealed
from bot.database.types import SealedBinary, UtcDateTime

CHINA = timezone(timedelta(hours=8))
trial = MetaData()
note = Table(
    "note", trial, Column("id", Integer, primary_key=True), Column("at", UtcDateTime), Column("text", SealedBinary)
)


@pytest.fixture
async def engine(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(empty_database_url)
    async with engine.begin() as connection:
        await connection.run_sync(trial.create_all)
    yield engine
    await engine.dispose()


async def test_a_moment_comes_back_in_utc(engine: AsyncEngine) -> None:
    written = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=CHINA)
    async with engine.begin() as connection:
        await connection.execute(insert(note).values(id=1, at=written))
        read = (await connection.execute(select(note.c.at))).scalar_one()
    assert read == datetime(2026, 3, 2, 0, 30, 15, 123456, tzinfo=UTC)
    assert read.tzinfo is UTC


async def test_moments_compare_across_zones(engine: AsyncEngine) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    async with engine.begin() as connection:
        await connection.execute(insert(note), [{"id": 1, "at": noon}, {"id": 2, "at": noon + timedelta(seconds=1)}])
        found = await connection.execute(select(note.c.id).where(note.c.at <= noon.astimezone(CHINA)))
    assert found.scalars().all() == [1]


async def test_a_naive_moment_is_refused_in_values_and_in_conditions(engine: AsyncEngine) -> None:
    naive = datetime(2026, 3, 2, 12)  # noqa: DTZ001
    async with engine.begin() as connection:
        with pytest.raises(StatementError) as stored:
            await connection.execute(insert(note).values(id=1, at=naive))
        with pytest.raises(StatementError) as compared:
            await connection.execute(select(note.c.id).where(note.c.at <= naive))
    assert isinstance(stored.value.orig, NaiveDateTime)
    assert isinstance(compared.value.orig, NaiveDateTime)


async def test_only_what_a_vault_sealed_is_stored(engine: AsyncEngine, vault: Vault) -> None:
    sealed = vault.seal_json("浙", note.c.text)
    async with engine.begin() as connection:
        with pytest.raises(StatementError) as caught:
            await connection.execute(insert(note).values(id=1, text=b"in the clear"))
        await connection.execute(insert(note).values(id=1, text=sealed))
        read = (await connection.execute(select(note.c.text))).scalar_one()
    assert isinstance(caught.value.orig, Unsealed)
    assert isinstance(read, Sealed)
    assert vault.open_json(read, note.c.text) == "浙"


async def test_nothing_is_stored_as_nothing(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(insert(note).values(id=1, at=None, text=None))
        assert (await connection.execute(select(note.c.at, note.c.text))).one() == (None, None)
