"""What every test may ask for: `database`, an engine on a fresh and migrated database.

A test of what speaks SQL runs on each kind of database. Whatever stands above it runs on one of them: its name decides
on which, so that each part of the program is tried on both. `make thorough` runs everything on each.
"""

from __future__ import annotations

import asyncio
import gc
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count, islice
from pathlib import Path
from threading import enumerate as enumerate_threads
from zlib import crc32

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.database.migrations import migrate
from tests.postgres import Kept, Server, running_server
from tests.shipped import shipped_catalogue

KINDS = ["sqlite", "postgresql"]
SPEAKS_SQL = re.compile(
    r"(backends|database|identity|storage)/(?!test_(remote|pages|tokens|rendering)|applications/test_torture)"
    r"|api/test_(feed|key_rotation|limits)"
)
THOROUGH = "THOROUGH" in os.environ
"""Whether what can be done in several ways is tried in each, also where one is enough."""
SLOW = (
    *("test_kills.py", "test_understanding.py", "test_race.py", "test_torture.py", "test_pair.py", "test_crashes.py"),
    *("test_transcripts.py", "test_ear.py", "test_citizen.py", "test_shared_data.py", "test_rush.py"),
)
"""Where the longest tests are, the longest first."""
_numbers = count(1)


def in_turn(test: pytest.Item, ways: list[str]) -> str:
    """The one way in which this test is done: always the same, and another for the next test."""
    return ways[crc32(test.nodeid.encode()) % len(ways)]


def is_named(metafunc: pytest.Metafunc, parameter: str) -> bool:
    """Whether the test says itself what `parameter` is."""
    marks = metafunc.definition.iter_markers("parametrize")
    names = [mark.args[0].split(", ") if isinstance(mark.args[0], str) else mark.args[0] for mark in marks]
    return any(parameter in each for each in names)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On each kind of database, unless the test names one itself."""
    if "database_url" in metafunc.fixturenames and not is_named(metafunc, "database_url"):
        path = metafunc.definition.path.relative_to(Path(__file__).parent).as_posix()
        if THOROUGH or SPEAKS_SQL.match(path):
            metafunc.parametrize("database_url", KINDS, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, some for each worker, so that none is left alone with them in the end.

    Each worker is given an equal run of neighbours, and steals from the end of another's when it has done its own.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = sorted((item for item in items if item.path.name in SLOW), key=lambda item: SLOW.index(item.path.name))
    quick = iter([item for item in items if item.path.name not in SLOW])
    size = len(items) // workers
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        first = slow[worker::workers]
        ordered += [*first, *islice(quick, max(0, size - len(first)))]
    items[:] = [*ordered, *quick]


def pytest_configure(config: pytest.Config) -> None:
    """Compiled here once, the shipped catalogue need not be compiled by each worker."""
    if getattr(config.option, "numprocesses", None):
        shipped_catalogue()


def pytest_collection_finish() -> None:
    """What was imported stays: it need not be looked through each time that garbage is collected."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)  # the plugin may be switched off
def pytest_xdist_auto_num_workers() -> int:
    """Two more than cores: many tests wait for Telegram's pace, but each worker imports everything for itself."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server for this process of the test run, started when the first test asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> Iterator[str]:
    """The name of a migrated database; copying it is faster than migrating again."""
    with postgres.database("migrated") as address:
        asyncio.run(_migrate(address))
        yield "migrated"


@pytest.fixture(scope="session")
def postgres_kept(postgres: Server, postgres_template: str) -> Iterator[Kept]:
    """A migrated database that is lent to one test after the other."""
    with postgres.kept("kept", postgres_template) as kept:
        yield kept


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("template") / "migrated.db"
    asyncio.run(_migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(f"test_{next(_numbers)}") as address:
        yield address


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database that only this test uses."""
    test = request.node
    kind = getattr(request, "param", None) or in_turn(test, KINDS)
    test.add_report_section("setup", "database", kind)
    if kind == "sqlite":
        file = tmp_path / "onevisit.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    kept: Kept = request.getfixturevalue("postgres_kept")
    with kept.lent() as address:
        yield address


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a migrated database that only this test uses."""
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture(params=KINDS)
async def silent(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An engine whose database is nowhere."""
    missing = tmp_path / "missing"
    sqlite, postgresql = f"sqlite:///{missing}/missing.db", f"postgresql://postgres@/missing?host={missing}"
    before = set(enumerate_threads())
    engine = open_engine(sqlite if request.param == "sqlite" else postgresql)
    yield engine
    await engine.dispose()
    # A thread of aiosqlite that could not connect still has to tell this event loop that it ends.
    for thread in set(enumerate_threads()) - before:
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


@pytest.fixture
def vault() -> Vault:
    """Fresh keys."""
    return Vault.from_secret(new_secret())


async def _migrate(address: str) -> None:
    engine = open_engine(address)
    try:
        await migrate(engine)
    finally:
        await engine.dispose()
