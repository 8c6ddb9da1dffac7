"""Any database, at any time, from any number of replicas, ends at the tables that the code expects."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import migrations
from bot.database.engine import open_engine
from bot.database.errors import SchemaTooNew
from bot.database.migrations import config_for, head, migrate, revision_of
from bot.database.migrations.models import all_tables

REPLICA = """if True:
    import asyncio, sys
    from bot.database.engine import open_engine
    from bot.database.migrations import migrate

    async def main():
        engine = open_engine(sys.argv[1])
        await migrate(engine)
        await engine.dispose()

    print("ready", flush=True)
    sys.stdin.readline()
    asyncio.run(main())
    print("with alembic" if "alembic" in sys.modules else "without alembic")
"""


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(empty_database_url)
    yield engine
    await engine.dispose()


async def test_an_empty_database_gets_every_table(empty: AsyncEngine) -> None:
    await migrate(empty)

    async with empty.connect() as connection:
        names = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
        assert await connection.run_sync(revision_of) == head()
    assert names == {*all_tables().tables, "alembic_version"}


async def test_migrating_again_changes_nothing(database: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connection: Connection) -> None:
        raise AssertionError("an up-to-date database was upgraded")

    monkeypatch.setattr(migrations, "_upgrade", refuse)
    await migrate(database)


async def test_an_up_to_date_database_starts_without_alembic(database_url: str) -> None:
    assert await _start_replicas(database_url, 1) == [(0, "without alembic")]


async def test_replicas_that_start_together_migrate_once(empty: AsyncEngine, empty_database_url: str) -> None:
    started = await _start_replicas(empty_database_url, 3)
    assert [status for status, _ in started] == [0, 0, 0]

    async with empty.connect() as connection:
        versions = await connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert versions.scalars().all() == [head()]


async def _start_replicas(address: str, number: int) -> list[tuple[int | None, str]]:
    """Exit status and output of that many processes that migrate the same database at the same moment."""
    command = (sys.executable, "-c", REPLICA, address)
    replicas = [await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE) for _ in range(number)]
    for replica in replicas:
        assert replica.stdout is not None
        assert await replica.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(replica.communicate(b"go\n") for replica in replicas))
    return [(replica.returncode, out.decode().strip()) for replica, (out, _) in zip(replicas, said, strict=True)]


async def test_a_database_of_a_newer_release_is_left_alone(database: AsyncEngine) -> None:
    async with database.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(SchemaTooNew, match="9999"):
        await migrate(database)


async def test_revisions_and_tables_agree(database: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, all_tables()))

    async with database.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_newest_file_is_the_only_head(database: AsyncEngine) -> None:
    async with database.connect() as connection:
        config = await connection.run_sync(config_for)
    assert ScriptDirectory.from_config(config).get_heads() == [head()]


async def test_copying_a_table_keeps_the_rows_that_refer_to_it(empty: AsyncEngine) -> None:
    async with empty.begin() as connection:
        await connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        await connection.exec_driver_sql("CREATE TABLE child (id INTEGER REFERENCES parent ON DELETE CASCADE)")
        await connection.exec_driver_sql("INSERT INTO parent VALUES (1)")
        await connection.exec_driver_sql("INSERT INTO child VALUES (1)")

    async with migrations._alone(empty) as connection:
        if empty.dialect.name == "sqlite":
            await connection.exec_driver_sql("CREATE TABLE copy (id INTEGER PRIMARY KEY, note TEXT)")
            await connection.exec_driver_sql("INSERT INTO copy SELECT id, NULL FROM parent")
            await connection.exec_driver_sql("DROP TABLE parent")
            await connection.exec_driver_sql("ALTER TABLE copy RENAME TO parent")
        else:
            await connection.exec_driver_sql("ALTER TABLE parent ADD COLUMN note TEXT")

    async with empty.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT id FROM child")).scalars().all() == [1]
        with pytest.raises(IntegrityError):
            await connection.exec_driver_sql("INSERT INTO child VALUES (2)")
