"""One engine factory for both databases, because the drivers' defaults lose writes.

Left alone, the SQLite driver opens no transaction before a SELECT: of 400 concurrent read-then-write increments 68
survived, without an error. So every transaction here begins with BEGIN IMMEDIATE: writers take turns. Pages that only
look use `reading`, which blocks nobody.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.database.errors import DatabaseUnreachable, UnknownDatabase

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
READING: dict[str, dict[str, Any]] = {
    "sqlite": {"reading": True},  # looked at by the events below
    "postgresql": {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
}
WAIT_FOR_WRITER = 30  # seconds a SQLite writer waits for its turn
WAIT_FOR_SERVER = 10  # seconds until a silent PostgreSQL server counts as unreachable


def open_engine(address: str) -> AsyncEngine:
    """The engine for `sqlite:///path` or `postgresql://user:password@host/name`; `reach` says whether it answers.

    Driver suffixes and `postgres://` are accepted too. Values never show up in error texts or logs, since they may be
    personal. Raises UnknownDatabase.
    """
    url = _read(address)
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        event.listen(engine.sync_engine, "rollback", _end_reading_sqlite)
        return engine
    wait = {} if "connect_timeout" in url.query else {"connect_timeout": WAIT_FOR_SERVER}
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=wait)


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that sees one moment and waits for no writer; a write inside it fails on both databases."""
    async with engine.connect() as connection:
        yield await connection.execution_options(**READING[engine.dialect.name])


async def reach(engine: AsyncEngine) -> None:
    """Makes sure that the database answers and can be written to. Raises DatabaseUnreachable."""
    on_sqlite = engine.dialect.name == "sqlite"
    try:
        if on_sqlite:
            _look_at_file(engine.url)
        async with engine.begin() as connection:
            await connection.exec_driver_sql("SELECT 1")
    except (DBAPIError, sqlite3.Error, OSError) as error:
        why = str(error.orig if isinstance(error, DBAPIError) else error).strip() or type(error).__name__
        remedy = (
            "name a file that this user may write" if on_sqlite else "see that the server runs and the address is right"
        )
        raise DatabaseUnreachable(_whereabouts(engine.url), why.splitlines()[0], remedy) from error


def _read(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        # The text may hold a password, so it is not repeated.
        raise UnknownDatabase(
            "The database address is not a URL: write sqlite:///path/to/file.db or postgresql://user@host/name."
        ) from None
    kind, _, driver = url.drivername.partition("+")
    wanted = DRIVERS.get(kind)
    if wanted is None or (driver and f"{kind}+{driver}" != wanted):
        raise UnknownDatabase(
            f"The database kind {url.drivername!r} is unknown: use sqlite:///path/to/file.db or postgresql://user@host/name."
        )
    if kind != "sqlite":
        return url.set(drivername=wanted)
    if url.database in (None, "", ":memory:"):
        raise UnknownDatabase(
            "SQLite in memory cannot be shared by several connections: name a file, sqlite:///path/to/file.db."
        )
    return url.set(drivername=wanted, database=str(Path(url.database).expanduser()))


def _look_at_file(url: URL) -> None:
    """Opens the file once without the asynchronous driver, whose thread may outlive a connection that fails.

    The folder is looked at by itself, since SQLite says "unable to open database file" whatever the reason.
    """
    file = Path(url.database or "").absolute()
    if not file.parent.is_dir():
        raise DatabaseUnreachable(str(file), "its folder does not exist", f"create {file.parent} or name another file")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise DatabaseUnreachable(str(file), "its folder is not writable", f"let this user write to {file.parent}")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA schema_version")


def _whereabouts(url: URL) -> str:
    """The address as it may be printed: a password can stand in the query too."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or "").absolute())
    query = {key: value for key, value in url.query.items() if key in ("host", "port")}
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, query).render_as_string()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own idea of transactions is what loses writes
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_FOR_WRITER * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    _turn_to_wal(connection, cursor)
    cursor.close()


def _turn_to_wal(connection: Any, cursor: Any) -> None:
    """Readers and a writer side by side. The file remembers it, so this costs something only once."""
    tries = WAIT_FOR_WRITER * 10
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # Two processes that turn a new file at once block each other, and SQLite does not wait in that case.
            tries -= 1
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not tries:
                raise
            connection.run_async(lambda _: asyncio.sleep(0.1))


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("reading"):
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _end_reading_sqlite(connection: Connection) -> None:
    # One that was cancelled in the middle is thrown away, and to use it would raise in place of the cancellation.
    if connection.get_execution_options().get("reading") and not connection.invalidated:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
