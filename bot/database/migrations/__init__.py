"""Brings a database to the tables that this release expects; safe to call at every start, by many replicas at once.

To change tables: edit them where they are defined, see that their module is listed in `models.py`, and run

    python -m bot.database.migrations "What changes"

It writes `versions/NNNN_what_changes.py` with what autogenerate found, to be read and corrected. Revisions are one line
of numbers, so the newest file is the head and nothing else has to be kept up to date. They only go forward: the way
back is the backup.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.engine import reading
from bot.database.errors import DatabaseProblem, SchemaTooNew

if TYPE_CHECKING:
    from alembic.config import Config

HOME = Path(__file__).parent
LOCK = 0x6F6E65766973  # any number, the same in every replica


async def migrate(engine: AsyncEngine) -> None:
    """Brings the database to the head, whatever its revision, all or nothing. Raises SchemaTooNew.

    Costs two queries when nothing is to be done; Alembic is imported only otherwise. Within one process, migrate one
    database after the other: Alembic keeps its context in a global.
    """
    async with reading(engine) as connection:
        if await connection.run_sync(revision_of) == head():
            return
    async with _alone(engine) as connection:
        await connection.run_sync(_upgrade)


def head() -> str:
    """The newest revision, by the names of the files."""
    return max(file.name[:4] for file in (HOME / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision that this database is at; None if it is empty. Raises SchemaTooNew."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found is not None and found > head():
        raise SchemaTooNew(found, head())
    return found


def config_for(connection: Connection) -> Config:
    """Alembic's settings, made here so that no ini file has to lie anywhere."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HOME).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    revision_of(connection)  # another replica, of a newer release, may have been first
    command.upgrade(config_for(connection), "head")


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction for changing tables.

    SQLite changes a table by copying it and dropping the old one; with foreign keys on, the drop would delete the rows
    that refer to it. So they are off meanwhile (SQLite allows that only outside a transaction) and checked before the
    commit.
    """
    if engine.dialect.name != "sqlite":
        async with engine.begin() as connection:
            yield connection
        return
    async with engine.connect() as connection:
        await _switch_foreign_keys(connection, "OFF")
        try:
            async with connection.begin():
                yield connection
                if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first():
                    raise DatabaseProblem("A migration left rows that refer to rows which do not exist.")
        finally:
            await _switch_foreign_keys(connection, "ON")


async def _switch_foreign_keys(connection: AsyncConnection, state: str) -> None:
    # Past SQLAlchemy, which would begin a transaction first.
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    await (await driver.execute(f"PRAGMA foreign_keys = {state}")).close()
