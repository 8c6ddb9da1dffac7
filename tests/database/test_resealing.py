"""Sealing anew loses nothing: not to a writer, a kill, a missing key or a second run beside it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import default
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Sealed, Vault, add_key, drop_key, new_secret
from bot.database.engine import open_engine
from bot.database.migrations.models import all_tables
from bot.database.resealing import Resealed, Unopened, count_by_key, reseal, sealed_columns
from bot.database.types import SealedBinary

trial = MetaData()
letter = Table(
    "letter",
    trial,
    Column("id", Integer, primary_key=True),
    Column("text", SealedBinary),
    Column("opened", Integer, nullable=False, default=0),
)
talk = Table(
    "talk",
    trial,
    Column("channel", String(8), primary_key=True),
    Column("chat", String(8), primary_key=True),
    Column("said", SealedBinary, nullable=False),
    Column("meant", SealedBinary),
)
owner = Table("owner", trial, Column("mark", LargeBinary, primary_key=True), Column("name", SealedBinary))

FIRST = new_secret()
SECOND = add_key(FIRST)
OLD, NEW, ONLY_NEW = Vault.from_secret(FIRST), Vault.from_secret(SECOND), Vault.from_secret(drop_key(SECOND, 1))


@pytest.fixture
async def engine(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(empty_database_url)
    async with engine.begin() as connection:
        await connection.run_sync(trial.create_all)
    yield engine
    await engine.dispose()


async def write_letters(engine: AsyncEngine, count: int, vault: Vault = OLD) -> None:
    rows = [{"id": n, "text": vault.seal_json(f"letter {n}", letter.c.text)} for n in range(1, count + 1)]
    async with engine.begin() as connection:
        await connection.execute(insert(letter), rows)


async def letters(engine: AsyncEngine) -> dict[int, Sealed]:
    async with engine.connect() as connection:
        rows = await connection.execute(select(letter.c.id, letter.c.text).order_by(letter.c.id))
        return {row.id: row.text for row in rows}


async def read_letters(engine: AsyncEngine, vault: Vault = ONLY_NEW) -> dict[int, Any]:
    """By a vault that has lost the old key, so that whatever it still sealed fails the test."""
    return {n: vault.open_json(text, letter.c.text) for n, text in (await letters(engine)).items()}


async def put(engine: AsyncEngine, number: int, text: bytes | None) -> None:
    async with engine.begin() as connection:
        sealed = None if text is None else Sealed(text)
        await connection.execute(update(letter).where(letter.c.id == number).values(text=sealed))


async def test_every_sealed_column_of_every_table_is_sealed_anew(engine: AsyncEngine) -> None:
    await write_letters(engine, 3)
    await put(engine, 2, None)
    said = {("web", "甲"): "买房", ("web", "b"): "卖房", ("telegram", "a"): "迁户口"}
    async with engine.begin() as connection:
        for (channel, chat), text in said.items():
            sealed = {"said": OLD.seal_json(text, talk.c.said), "meant": OLD.seal_json(chat, talk.c.meant)}
            await connection.execute(insert(talk).values(channel=channel, chat=chat, **sealed))
        await connection.execute(insert(owner).values(mark=b"\xff\x00", name=OLD.seal_json("买方甲", owner.c.name)))

    assert await reseal(engine, NEW, trial, batch=1) == [
        Resealed("letter.text", 2),
        Resealed("owner.name", 1),
        Resealed("talk.said", 3),
        Resealed("talk.meant", 3),
    ]
    async with engine.connect() as connection:
        rows = list(await connection.execute(select(talk)))
        assert (await connection.execute(select(letter.c.text).where(letter.c.id == 2))).scalar_one() is None
        [name] = (await connection.execute(select(owner.c.name))).scalars()
    assert {(r.channel, r.chat): ONLY_NEW.open_json(r.said, talk.c.said) for r in rows} == said
    assert {ONLY_NEW.open_json(r.meant, talk.c.meant) for r in rows} == {"甲", "b", "a"}
    assert ONLY_NEW.open_json(name, owner.c.name) == "买方甲"


async def test_it_goes_in_batches_and_tells_how_far_it_is(engine: AsyncEngine) -> None:
    await write_letters(engine, 10)
    told: list[Resealed] = []
    await reseal(engine, NEW, trial, batch=4, progress=told.append)
    assert told == [Resealed("letter.text", 4), Resealed("letter.text", 8), Resealed("letter.text", 10)]
    assert await read_letters(engine) == {n: f"letter {n}" for n in range(1, 11)}


async def test_what_is_current_is_left_alone(engine: AsyncEngine) -> None:
    await write_letters(engine, 4)
    await put(engine, 3, NEW.seal_json("letter 3", letter.c.text))
    before = await letters(engine)
    assert NEW.is_current(before[3])
    assert (await reseal(engine, NEW, trial))[0] == Resealed("letter.text", 3)
    after = await letters(engine)
    assert after[3] == before[3]
    assert all(map(NEW.is_current, after.values()))

    assert (await reseal(engine, NEW, trial))[0] == Resealed("letter.text", 0)
    assert await letters(engine) == after


@pytest.mark.parametrize("batch", [1, 2, 500])
async def test_what_cannot_be_opened_is_named_and_the_rest_goes_on(engine: AsyncEngine, batch: int) -> None:
    await write_letters(engine, 7)
    lost = Vault.from_secret(new_secret())
    altered = bytearray(OLD.seal_json("letter 3", letter.c.text))
    altered[-1] ^= 1
    spoiled = {
        1: bytes([9]) + OLD.seal(b"", letter.c.text)[1:],
        2: lost.seal_json("a secret", letter.c.text),
        3: bytes(altered),
        4: OLD.seal_json("of another column", talk.c.said),
        6: b"",
        7: b"\x01",
    }
    for number, value in spoiled.items():
        await put(engine, number, value)
    found: list[Unopened] = []

    assert (await reseal(engine, NEW, trial, batch=batch, report=found.append))[0] == Resealed("letter.text", 1, 6)
    assert [str(each) for each in found] == [
        "letter.text, id=1: A value of letter.text was sealed with key 9, which is not in the vault.",
        "letter.text, id=2: A value of letter.text was altered, moved, or sealed by another vault.",
        "letter.text, id=3: A value of letter.text was altered, moved, or sealed by another vault.",
        "letter.text, id=4: A value of letter.text was altered, moved, or sealed by another vault.",
        "letter.text, id=6: An empty value stands in letter.text.",
        "letter.text, id=7: A value of letter.text was altered, moved, or sealed by another vault.",
    ]
    kept = await letters(engine)
    assert {n: bytes(kept[n]) for n in spoiled} == spoiled
    assert ONLY_NEW.open_json(kept[5], letter.c.text) == "letter 5"


async def test_a_row_is_named_by_its_whole_key(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(insert(talk).values(channel="web", chat="甲", said=Sealed(b"\x07")))
        await connection.execute(insert(owner).values(mark=b"\xff\x00", name=Sealed(b"\x07")))
    found: list[Unopened] = []
    await reseal(engine, NEW, trial, report=found.append)
    assert [(each.column, each.row) for each in found] == [
        ("owner.name", "mark=ff00"),
        ("talk.said", "channel=web, chat=甲"),
    ]


class Interrupted(Vault):
    """Lets somebody else at the database between the reading of a value and its writing."""

    def meanwhile(self, act: Callable[[], None]) -> Interrupted:
        self._act = act
        return self

    def open(self, sealed: bytes, place: Column[Any] | str) -> bytes:
        plain = super().open(sealed, place)
        self._act()
        return plain


def beside(engine: AsyncEngine, *statements: Any) -> Callable[[], None]:
    """Executes them once, each committed, by a connection of its own."""
    left = list(statements)
    sqlite = engine.dialect.name == "sqlite"

    def act() -> None:
        other = create_engine(engine.url.set(drivername="sqlite") if sqlite else engine.url)
        while left:
            with other.begin() as connection:
                connection.execute(left.pop(0))
        other.dispose()

    return act


async def test_who_writes_meanwhile_wins(engine: AsyncEngine) -> None:
    """Also where only another column was changed, where the row was erased, and where it is gone."""
    await write_letters(engine, 5)
    written = NEW.seal_json("written meanwhile", letter.c.text)
    act = beside(
        engine,
        update(letter).where(letter.c.id == 1).values(text=written),
        update(letter).where(letter.c.id == 2).values(opened=7),
        update(letter).where(letter.c.id == 3).values(text=None),
        delete(letter).where(letter.c.id == 4),
    )
    vault = Interrupted.from_secret(SECOND)
    assert isinstance(vault, Interrupted)

    assert (await reseal(engine, vault.meanwhile(act), trial))[0] == Resealed("letter.text", 2)
    after = await letters(engine)
    assert after.keys() == {1, 2, 3, 5}
    assert after[1] == written
    assert after[3] is None
    assert [ONLY_NEW.open_json(after[n], letter.c.text) for n in (2, 5)] == ["letter 2", "letter 5"]
    async with engine.connect() as connection:
        assert (await connection.execute(select(letter.c.opened).where(letter.c.id == 2))).scalar_one() == 7


async def test_what_an_old_process_wrote_meanwhile_is_done_by_the_next_run(engine: AsyncEngine) -> None:
    await write_letters(engine, 2)
    late = OLD.seal_json("by a process with the old keys", letter.c.text)
    vault = Interrupted.from_secret(SECOND)
    assert isinstance(vault, Interrupted)
    act = beside(engine, update(letter).where(letter.c.id == 1).values(text=late))
    assert (await reseal(engine, vault.meanwhile(act), trial))[0] == Resealed("letter.text", 1)
    assert (await count_by_key(engine, trial))["letter.text"] == {1: 1, 2: 1}
    assert (await reseal(engine, NEW, trial))[0] == Resealed("letter.text", 1)
    assert (await read_letters(engine))[1] == "by a process with the old keys"


async def test_busy_writers_lose_nothing(engine: AsyncEngine) -> None:
    """They count in sealed values and write with the old key, so there is always something to seal anew."""
    rows = [{"id": n, "text": OLD.seal_json(0, letter.c.text)} for n in (1, 2, 3)]
    async with engine.begin() as connection:
        await connection.execute(insert(letter), rows)
    counted = {1: 0, 2: 0, 3: 0}
    resealed = 0

    async def count_on(number: int) -> None:
        while resealed < 20 or counted[number] < 25:
            async with engine.begin() as connection:
                mine = select(letter.c.text).where(letter.c.id == number).with_for_update()
                so_far = NEW.open_json((await connection.execute(mine)).scalar_one(), letter.c.text)
                sealed = OLD.seal_json(so_far + 1, letter.c.text)
                await connection.execute(update(letter).where(letter.c.id == number).values(text=sealed))
            counted[number] += 1
            await asyncio.sleep(0.005)  # else no value rests long enough to be sealed anew

    async def seal_anew() -> None:
        nonlocal resealed
        while resealed < 20:
            [first, *_] = await reseal(engine, NEW, trial, batch=2)
            resealed += first.resealed

    async with asyncio.timeout(60):
        await asyncio.gather(seal_anew(), seal_anew(), *(count_on(n) for n in counted for _ in range(2)))
    await reseal(engine, NEW, trial)
    assert await read_letters(engine) == counted


async def test_two_runs_share_the_work(engine: AsyncEngine) -> None:
    await write_letters(engine, 60)
    runs = await asyncio.gather(*(reseal(engine, NEW, trial, batch=7) for _ in range(2)))
    assert sum(run[0].resealed for run in runs) == 60
    assert await read_letters(engine) == {n: f"letter {n}" for n in range(1, 61)}


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
async def test_a_deadlock_is_survived(engine: AsyncEngine) -> None:
    """Somebody holds the second row and then wants the first, which the batch holds while it waits for the second."""
    await write_letters(engine, 2)
    async with engine.connect() as other:
        await other.execute(update(letter).where(letter.c.id == 2).values(opened=1))
        sealing = asyncio.create_task(reseal(engine, NEW, trial))
        await until_somebody_waits(engine)
        await other.execute(update(letter).where(letter.c.id == 1).values(opened=1))
        await other.commit()
    assert (await sealing)[0] == Resealed("letter.text", 2)
    assert await read_letters(engine) == {1: "letter 1", 2: "letter 2"}


async def until_somebody_waits(engine: AsyncEngine) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    async with asyncio.timeout(30):
        while True:
            async with engine.connect() as connection:
                if (await connection.exec_driver_sql(waiting)).scalar_one():
                    return
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("when", "done"), [("before", 4), ("after", 6)])
async def test_a_run_that_was_killed_is_gone_on_with(engine: AsyncEngine, when: str, done: int) -> None:
    """At the third commit of ten rows in batches of two: a batch counts whole or not at all."""
    await write_letters(engine, 10)
    url = engine.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("spawn").Process(target=reseal_and_die, args=(url, SECOND, when))
    process.start()
    await asyncio.to_thread(process.join, 60)
    assert process.exitcode == -signal.SIGKILL
    with closing(process):
        left = await letters(engine)
    assert [NEW.is_current(text) for text in left.values()] == [True] * done + [False] * (10 - done)
    assert [NEW.open_json(text, letter.c.text) for text in left.values()] == [f"letter {n}" for n in range(1, 11)]

    assert (await reseal(engine, NEW, trial))[0] == Resealed("letter.text", 10 - done)
    assert await read_letters(engine) == {n: f"letter {n}" for n in range(1, 11)}


def reseal_and_die(url: str, secret: str, when: str) -> None:
    """In a process of its own, which is killed just before or just after its third commit."""
    commit: Any = default.DefaultDialect.do_commit
    commits = 0

    def do_commit(self: Any, connection: Any) -> None:
        nonlocal commits
        commits += 1
        if commits == 3 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self, connection)
        if commits == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    default.DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
    asyncio.run(reseal(open_engine(url), Vault.from_secret(secret), trial, batch=2))


async def test_another_trouble_of_the_database_is_not_hidden(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(letter.drop)
    with pytest.raises(Exception, match="letter"):
        await reseal(engine, NEW, trial)


async def test_values_are_counted_by_key(engine: AsyncEngine) -> None:
    nothing: Mapping[int, int] = {}
    assert await count_by_key(engine, trial) == {
        name: nothing for name in ("letter.text", "owner.name", "talk.said", "talk.meant")
    }
    await write_letters(engine, 5)
    for number, value in ((1, NEW.seal_json("", letter.c.text)), (2, None), (3, b""), (4, b"\xff")):
        await put(engine, number, value)
    assert (await count_by_key(engine, trial))["letter.text"] == {0: 1, 1: 1, 2: 1, 255: 1}


async def test_all_tables_of_the_house_can_be_walked() -> None:
    """A table without a primary key could not be gone through in batches."""
    columns = list(sealed_columns(all_tables()))
    assert {"conversation.body", "inbox.body", "job.payload", "outbox.body"} <= {str(column) for column in columns}
    assert all(len(column.table.primary_key) for column in columns)
    assert not any(column.primary_key for column in columns)
