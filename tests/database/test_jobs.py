"""Each job counts once, whoever dies or stumbles on the way."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.database.errors import JobUnfinished, LeaseLost, NotNow
from bot.database.jobs import NOT_NOW, Finish, Handler, Job, Jobs, Worked, pause, work
from bot.database.outbox import Outbox
from bot.database.tables import job as table
from bot.database.tables import outbox

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=60)


class Office:
    """Jobs on a database. Doing one puts a message of the same key, so that writes of handlers can be counted."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self.engine = engine
        self.jobs = Jobs(vault, lease=LEASE, attempts=3)
        self.outbox = Outbox(vault)

    async def put(self, *keys: str, kind: str = "remind", due_at: datetime = NINE) -> list[bool]:
        async with self.engine.begin() as connection:
            return [
                await self.jobs.put(connection, kind=kind, key=key, payload={"chat": key}, due_at=due_at)
                for key in keys
            ]

    async def take(self, now: datetime = NINE, limit: int = 10) -> list[Job]:
        async with self.engine.begin() as connection:
            return await self.jobs.take(connection, ["remind"], now=now, limit=limit)

    async def remind(self, job: Job, finish: Finish) -> None:
        async with finish() as connection:
            await self.outbox.put(
                connection,
                channel="web",
                chat=job.payload["chat"],
                key=f"{job.key}/{job.attempts}",
                body="",
                due_at=NINE,
            )

    async def stumble(self, job: Job, finish: Finish) -> None:
        async with finish() as connection:
            await self.outbox.put(
                connection, channel="web", chat="li", key=f"stumble/{job.attempts}", body="", due_at=NINE
            )
            raise ConnectionError("the resident id 1234 must not be kept")

    async def work(self, handler: Handler, now: datetime = NINE, limit: int = 1) -> list[Worked]:
        return await work(self.engine, self.jobs, {"remind": handler}, now=now, limit=limit)

    async def written(self) -> list[str]:
        async with self.engine.connect() as connection:
            return list((await connection.execute(select(outbox.c.key).order_by(outbox.c.key))).scalars())

    async def states(self) -> dict[str, tuple[str, str | None]]:
        async with self.engine.connect() as connection:
            rows = await connection.execute(select(table.c.key, table.c.state, table.c.trouble))
            return {row.key: (row.state, row.trouble) for row in rows}


@pytest.fixture
def office(database: AsyncEngine, vault: Vault) -> Office:
    return Office(database, vault)


async def test_a_job_is_done_when_it_is_due_and_not_before(office: Office) -> None:
    await office.put("a")
    assert await office.work(office.remind, NINE - SECOND) == []
    [worked] = await office.work(office.remind, NINE)
    assert (worked.job.key, worked.job.payload, worked.error) == ("a", {"chat": "a"}, None)
    assert await office.written() == ["a/1"]
    assert await office.states() == {"a": ("done", None)}


async def test_the_longest_due_comes_first(office: Office) -> None:
    await office.put("later", due_at=NINE - SECOND)
    await office.put("earlier", due_at=NINE - 2 * SECOND)
    assert [job.key for job in await office.take()] == ["earlier", "later"]


async def test_a_key_put_before_adds_nothing_even_when_replicas_put_it_together(office: Office) -> None:
    added = await asyncio.gather(*(office.put("a") for _ in range(5)))
    assert sorted(added) == [[False], [False], [False], [False], [True]]
    await office.work(office.remind)
    assert await office.put("a") == [False]


async def test_three_workers_do_each_of_many_jobs_once(office: Office) -> None:
    names = [f"{number:03}" for number in range(60)]
    await office.put(*names)

    async def keep_working() -> None:
        while await office.work(office.remind, limit=4):
            pass

    await asyncio.gather(*(keep_working() for _ in range(3)))
    assert await office.written() == [f"{name}/1" for name in names]
    assert set((await office.states()).values()) == {("done", None)}


async def test_never_more_than_the_limit_is_taken(office: Office) -> None:
    await office.put(*(str(number) for number in range(20)))
    taken = await asyncio.gather(*(office.take(limit=3) for _ in range(5)))
    assert [len(jobs) for jobs in taken] == [3] * 5
    assert len({job.id for jobs in taken for job in jobs}) == 15


async def test_a_job_is_taken_over_when_its_worker_died(office: Office) -> None:
    await office.put("a")
    assert len(await office.take()) == 1
    assert await office.work(office.remind, NINE + LEASE - SECOND) == []
    await office.work(office.remind, NINE + LEASE)
    assert await office.written() == ["a/2"]


async def test_what_a_slow_worker_writes_after_a_takeover_is_taken_back(office: Office) -> None:
    await office.put("a")

    async def too_slow(job: Job, finish: Finish) -> None:
        await office.work(office.remind, NINE + LEASE)
        await office.remind(job, finish)

    [worked] = await office.work(too_slow)
    assert isinstance(worked.error, LeaseLost)
    assert await office.written() == ["a/2"]
    assert await office.states() == {"a": ("done", None)}


async def test_what_a_failing_handler_wrote_is_taken_back_and_it_is_tried_again(office: Office) -> None:
    await office.put("a")
    [worked] = await office.work(office.stumble)
    assert isinstance(worked.error, ConnectionError)
    assert await office.written() == []
    assert await office.states() == {"a": ("waiting", "ConnectionError")}

    again = NINE + timedelta(seconds=30)
    assert await office.work(office.remind, again - SECOND) == []
    await office.work(office.remind, again)
    assert await office.written() == ["a/2"]
    assert await office.states() == {"a": ("done", None)}


async def test_after_the_last_attempt_a_job_is_failed_and_kept(office: Office) -> None:
    await office.put("a")
    for days in range(3):
        assert len(await office.work(office.stumble, NINE + timedelta(days=days))) == 1
    assert await office.states() == {"a": ("failed", "ConnectionError")}
    assert await office.work(office.remind, NINE + timedelta(days=99)) == []


async def test_what_does_not_answer_is_waited_for_however_long_it_takes(office: Office) -> None:
    """Ten times where three attempts are all that a job has; then it is done, or fails by its own fault as always."""

    async def ask_in_vain(job: Job, finish: Finish) -> None:
        raise NotNow("it does not answer")

    await office.put("a")
    now = NINE
    for _ in range(10):
        [worked] = await office.work(ask_in_vain, now)
        assert isinstance(worked.error, NotNow)
        assert (worked.job.key, worked.job.payload) == ("a", {"chat": "a"})
        assert await office.work(office.remind, now + NOT_NOW - SECOND) == []
        now += NOT_NOW
    assert await office.put("a") == [False], "it is still known"
    for attempt in (1, 2, 3):
        assert (await office.states())["a"][0] == "waiting"
        await office.work(office.stumble, now)
        now += pause(attempt)
    assert await office.states() == {"a": ("failed", "ConnectionError")}


async def test_a_slow_worker_does_not_put_off_what_another_has_done(office: Office) -> None:
    await office.put("a")
    [slow] = await office.take()
    await office.work(office.remind, NINE + LEASE)
    async with office.engine.begin() as connection:
        assert not await office.jobs.failed(connection, slow, NotNow("too late"), now=NINE + LEASE)
    assert await office.states() == {"a": ("done", None)}


async def test_a_job_that_kills_every_worker_is_failed_too(office: Office) -> None:
    await office.put("a")
    for turn in range(3):
        assert len(await office.take(NINE + turn * LEASE)) == 1
    assert await office.take(NINE + 3 * LEASE) == []
    assert await office.states() == {"a": ("failed", "LeaseLost")}


async def test_one_failing_job_does_not_stop_the_others(office: Office) -> None:
    await office.put("bad", "good")

    async def fail_the_bad(job: Job, finish: Finish) -> None:
        await (office.stumble if job.key == "bad" else office.remind)(job, finish)

    worked = await office.work(fail_the_bad, limit=2)
    assert [type(one.error) for one in worked] == [ConnectionError, type(None)]
    assert await office.written() == ["good/1"]


async def test_a_handler_that_does_not_finish_has_failed(office: Office) -> None:
    async def forget(job: Job, finish: Finish) -> None:
        pass

    await office.put("a")
    [worked] = await office.work(forget)
    assert isinstance(worked.error, JobUnfinished)
    assert await office.states() == {"a": ("waiting", "JobUnfinished")}


async def test_an_error_after_finishing_leaves_the_job_done(office: Office) -> None:
    async def finish_and_fall(job: Job, finish: Finish) -> None:
        await office.remind(job, finish)
        raise ConnectionError

    await office.put("a")
    [worked] = await office.work(finish_and_fall)
    assert isinstance(worked.error, ConnectionError)
    assert await office.written() == ["a/1"]
    assert await office.states() == {"a": ("done", None)}


async def test_kinds_that_this_release_does_not_know_wait_for_one_that_does(office: Office) -> None:
    await office.put("a", kind="invented-tomorrow")
    assert await office.work(office.remind) == []
    assert await office.states() == {"a": ("waiting", None)}


async def test_a_withdrawn_job_is_not_done_even_by_who_has_it(office: Office) -> None:
    async def withdraw_meanwhile(job: Job, finish: Finish) -> None:
        async with office.engine.begin() as connection:
            assert await office.jobs.withdraw(connection, key="a")
        await office.remind(job, finish)

    await office.put("a")
    [worked] = await office.work(withdraw_meanwhile)
    assert isinstance(worked.error, LeaseLost)
    assert await office.written() == []


async def test_sweeping_keeps_what_failed(office: Office) -> None:
    await office.put("done")
    await office.work(office.remind)
    await office.put("bad")
    for days in range(3):
        await office.work(office.stumble, NINE + timedelta(days=days))
    async with office.engine.begin() as connection:
        assert await office.jobs.sweep(connection, before=NINE + timedelta(days=9)) == 1
        assert (await connection.execute(select(func.count()).select_from(table))).scalar_one() == 1
    assert list(await office.states()) == ["bad"]


def test_pauses_double_up_to_six_hours() -> None:
    assert [pause(attempts).total_seconds() for attempts in (1, 2, 3, 10, 11, 10_000)] == [
        30,
        60,
        120,
        15360,
        21600,
        21600,
    ]


WORKER = """if True:
    import asyncio, sys
    from datetime import datetime, UTC, timedelta
    from bot.database.encryption import Vault
    from bot.database.engine import open_engine
    from bot.database.jobs import Jobs, work
    from bot.database.outbox import Outbox

    async def main(address, secret):
        vault = Vault.from_secret(secret)
        engine, jobs, outbox = open_engine(address), Jobs(vault, lease=timedelta(seconds=60)), Outbox(vault)
        async def hang(job, finish):
            async with finish() as connection:
                await outbox.put(connection, channel="web", chat="li", key="killed", body="", due_at=datetime.now(UTC))
                print("written, not committed", flush=True)
                await asyncio.sleep(600)
        await work(engine, jobs, {"remind": hang}, now=datetime(2026, 3, 2, 9, tzinfo=UTC))

    asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_worker_killed_in_the_middle_leaves_nothing_behind(database_url: str) -> None:
    secret = new_secret()
    engine = open_engine(database_url)
    office = Office(engine, Vault.from_secret(secret))
    await office.put("a")

    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, database_url, secret, stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"written, not committed\n"
    worker.kill()
    await worker.wait()

    await office.work(office.remind, NINE + LEASE)
    assert await office.written() == ["a/2"]
    await engine.dispose()
