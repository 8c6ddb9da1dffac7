"""Nothing is lost and nothing is booked twice, however many write at once; and what cannot be reached is named."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.database.engine import open_engine, reach, reading
from bot.database.errors import DatabaseUnreachable, UnknownDatabase

TASKS, ROUNDS = 8, 50
PLACES = 5

trial = MetaData()
counter = Table("counter", trial, Column("n", Integer, nullable=False))
slot = Table(
    "slot",
    trial,
    Column("used", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),
    CheckConstraint("used <= capacity"),
)
booking = Table("booking", trial, Column("citizen", Integer, nullable=False))

ON_SQLITE = pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)

Step = Callable[[AsyncConnection], Awaitable[None]]


@pytest.fixture
async def engine(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    """A database with a counter at 0 and a slot with five places."""
    engine = open_engine(empty_database_url)
    await _lay_out(engine)
    yield engine
    await engine.dispose()


async def _lay_out(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(trial.create_all)
        await connection.execute(insert(counter).values(n=0))
        await connection.execute(insert(slot).values(used=0, capacity=PLACES))


async def _add_in_place(connection: AsyncConnection) -> None:
    await connection.execute(update(counter).values(n=counter.c.n + 1))


async def _read_then_write(connection: AsyncConnection) -> None:
    n = (await connection.execute(select(counter.c.n))).scalar_one()
    await connection.execute(update(counter).values(n=n + 1))


async def _counted(engine: AsyncEngine, step: Step) -> int:
    """What the counter shows after 400 increments by 8 tasks."""

    async def repeat() -> None:
        for _ in range(ROUNDS):
            async with engine.begin() as connection:
                await step(connection)

    await asyncio.gather(*(repeat() for _ in range(TASKS)))
    async with engine.connect() as connection:
        n: int = (await connection.execute(select(counter.c.n))).scalar_one()
        return n


async def test_400_concurrent_increments_survive(engine: AsyncEngine) -> None:
    assert await _counted(engine, _add_in_place) == 400


@ON_SQLITE
async def test_on_sqlite_even_read_then_write_survives(engine: AsyncEngine) -> None:
    assert await _counted(engine, _read_then_write) == 400


async def test_the_drivers_own_defaults_would_lose_them(tmp_path: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'trial.db'}", connect_args={"timeout": 30})
    await _lay_out(engine)
    assert await _counted(engine, _read_then_write) < 400
    await engine.dispose()


async def _book_guarded(connection: AsyncConnection, citizen: int) -> None:
    guarded = update(slot).where(slot.c.used < slot.c.capacity).values(used=slot.c.used + 1)
    if (await connection.execute(guarded)).rowcount == 1:
        await connection.execute(insert(booking).values(citizen=citizen))


async def _booked(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(booking))).scalar_one()


async def test_a_guarded_update_never_overbooks(engine: AsyncEngine) -> None:
    async def claim(citizen: int) -> None:
        async with engine.begin() as connection:
            await _book_guarded(connection, citizen)

    await asyncio.gather(*map(claim, range(40)))
    assert await _booked(engine) == PLACES


@ON_POSTGRESQL
async def test_counting_and_then_inserting_would_overbook(engine: AsyncEngine) -> None:
    """The planted mistake, so that the test above is known to see it: everybody counts before anybody inserts."""
    citizens = 8
    all_have_counted = asyncio.Barrier(citizens)

    async def claim(citizen: int) -> None:
        async with engine.begin() as connection:
            taken = (await connection.execute(select(func.count()).select_from(booking))).scalar_one()
            await all_have_counted.wait()
            if taken < PLACES:
                await connection.execute(insert(booking).values(citizen=citizen))

    await asyncio.gather(*map(claim, range(citizens)))
    assert await _booked(engine) == citizens > PLACES


async def test_an_error_takes_back_everything_of_its_transaction(engine: AsyncEngine) -> None:
    async def stumble() -> None:
        async with engine.begin() as connection:
            await _add_in_place(connection)
            await _book_guarded(connection, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await stumble()

    async with engine.connect() as connection:
        assert (await connection.execute(select(counter.c.n))).scalar_one() == 0
    assert await _booked(engine) == 0


async def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(engine: AsyncEngine) -> None:
    async with engine.begin() as writer, reading(engine) as reader:
        assert (await reader.execute(select(counter.c.n))).scalar_one() == 0
        await _add_in_place(writer)
        await writer.commit()
        assert (await reader.execute(select(counter.c.n))).scalar_one() == 0
    async with reading(engine) as reader:
        assert (await reader.execute(select(counter.c.n))).scalar_one() == 1


async def test_a_reader_cannot_write_and_its_connection_can_afterwards(engine: AsyncEngine) -> None:
    async with reading(engine) as reader:
        with pytest.raises(DBAPIError):
            await _add_in_place(reader)
    async with engine.begin() as connection:
        await _add_in_place(connection)
        assert (await connection.execute(select(counter.c.n))).scalar_one() == 1


async def test_errors_do_not_show_values(engine: AsyncEngine) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with engine.begin() as connection:
            await connection.execute(insert(counter).values(n=None), {"n": None})
    assert "hidden" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite"),
        ("postgres://u@h/n", "postgresql+psycopg"),
        ("postgresql://u@h/n", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/n", "postgresql+psycopg"),
    ],
)
def test_addresses_are_understood_in_every_usual_form(address: str, driver: str) -> None:
    assert open_engine(address).url.drivername == driver


@pytest.mark.parametrize(
    "address", ["", "s3cret", "mysql://u:s3cret@h/n", "postgresql+asyncpg://u:s3cret@h/n", "sqlite://"]
)
def test_other_addresses_are_refused_without_repeating_a_password(address: str) -> None:
    with pytest.raises(UnknownDatabase) as caught:
        open_engine(address)
    assert "s3cret" not in str(caught.value)


async def _unreachable(address: str) -> str:
    engine = open_engine(address)
    try:
        with pytest.raises(DatabaseUnreachable) as caught:
            await reach(engine)
    finally:
        await engine.dispose()
    return str(caught.value)


async def test_reaching_a_database_that_is_there(engine: AsyncEngine) -> None:
    await reach(engine)


async def test_a_host_that_does_not_exist_is_named() -> None:
    told = await _unreachable("postgresql://clerk:s3cret@host.invalid/visits?connect_timeout=2")
    assert "postgresql://clerk@host.invalid/visits" in told
    assert "s3cret" not in told


async def test_a_server_that_does_not_listen_is_named(unused_tcp_port: int) -> None:
    told = await _unreachable(f"postgresql://clerk:s3cret@127.0.0.1:{unused_tcp_port}/visits?password=s3cret")
    assert f"postgresql://clerk@127.0.0.1:{unused_tcp_port}/visits" in told
    assert "s3cret" not in told


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    told = await _unreachable(f"sqlite:///{tmp_path}/nowhere/visits.db")
    assert f"create {tmp_path}/nowhere" in told


async def test_a_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "visits.db").mkdir()
    assert str(tmp_path / "visits.db") in await _unreachable(f"sqlite:///{tmp_path}/visits.db")


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "visits.db").write_text("a shopping list, long enough to be taken for a database header " * 20)
    assert "not a database" in await _unreachable(f"sqlite:///{tmp_path}/visits.db")


@ON_SQLITE
async def test_a_file_that_another_program_keeps_locked_is_waited_for(engine: AsyncEngine) -> None:
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(_counted(engine, _add_in_place))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    assert await waiting == 400


async def test_reading_that_is_cancelled_in_the_middle_stays_cancelled(engine: AsyncEngine) -> None:
    """Whoever runs until it is cancelled would else take it for a failure, and run on."""
    counting = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 500000) SELECT count(*) FROM c"

    async def count() -> None:
        async with reading(engine) as connection:
            await connection.exec_driver_sql(counting)

    task = asyncio.create_task(count())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await reach(engine)
