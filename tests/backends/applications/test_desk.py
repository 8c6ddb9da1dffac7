"""What waits at the desks, what a clerk reads, and that each call counts once."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.refusals import AlreadyDecided
from bot.database.encryption import Vault
from bot.dialogue.applications import Closed, HandedIn, Status
from bot.dialogue.ports import BackendDown, Unknown
from tests.backends.applications.hall import NO, Hall, approval, happenings, part, submission, time
from tests.backends.applications.test_supplements import ITEMS, end
from tests.backends.sharing.county import BUYER

DAY = 24 * 60


async def test_the_inbox_shows_what_is_open_there_the_most_urgent_first(hall: Hall) -> None:
    later = part((1, "market"), (2, "fire"))
    sooner = part((1, "fire"), approval(1, "market", decides={"zh": "执照", "en": "licence"}), time=time("2 days"))
    never = part((1, "market"), time=time("60 working days"))
    for case, each in {"A1": never, "A2": later, "A3": sooner}.items():
        await hall.submit(each, case=case)
    waiting = await hall.desk.inbox("market")
    assert [(each.case, each.number, each.until) for each in waiting] == [
        ("A3", 2, end(3)),
        ("A2", 1, end(15)),
        ("A1", 1, None),
    ]
    first = waiting[0]
    assert (first.part, first.title.en, first.step, first.department) == ("company", "Opening a company", 1, "market")
    assert (first.decides is not None and first.decides.en, first.since, first.late, first.asked) == (
        "licence",
        hall.clock(),
        False,
        None,
    )
    assert [each.case for each in await hall.desk.inbox("fire")] == ["A3"]
    assert await hall.desk.inbox("bank") == ()
    await hall.desk.ask("A3", "market", ITEMS, "ask")
    assert (await hall.desk.inbox("market"))[0].asked == "open"
    await hall.approve("market", "A3")
    assert [each.case for each in await hall.desk.inbox("market")] == ["A2", "A1"]


async def test_what_the_clerk_reads(hall: Hall) -> None:
    hall.papers.there = {"p1": None}
    lease = HandedIn(document="lease", person="you", paper="p1")
    handed_in = submission(part(papers=(lease,), signed=("premises-declaration",)))
    status = await hall.window.submit(BUYER, handed_in, "submit")
    read = await hall.desk.read("A1")
    assert (read.status, read.submission, read.form, read.added) == (
        status,
        handed_in,
        {"company": {"name": "西湖茶叶店"}},
        (),
    )
    with pytest.raises(Unknown):
        await hall.desk.read("A2")


async def test_a_case_keeps_the_approvals_that_it_began_with(hall: Hall) -> None:
    """The definition has changed since: another department decides now."""
    await hall.submit(part((1, "market")))
    await hall.submit(part((1, "fire"), publication="p2"), case="A2")
    assert [step.department for step in (await hall.status()).steps] == ["market"]
    assert (await hall.approve("market")).state == "approved"
    assert (await hall.status("A2")).state == "deciding"


async def test_every_call_is_answered_again_as_the_first_time(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (1, "market")))
    asked = await hall.desk.ask("A1", "fire", ITEMS, "key")
    approved = await hall.desk.approve("A1", "market", "key")
    fire = await hall.desk.approve("A1", "fire", "key")  # a key counts for one department
    hall.clock.turn(DAY)
    assert await hall.desk.ask("A1", "fire", ITEMS, "key") == asked
    assert await hall.desk.approve("A1", "market", "key") == approved
    assert await hall.desk.approve("A1", "fire", "key") == fire
    assert happenings(await hall.status()) == ["submitted", "asked", "approved", "approved", "decided", "in-hand"]


async def test_twenty_clerks_decide_the_same_at_the_same_moment(hall: Hall) -> None:
    await hall.submit(part((1, "market"), (2, "fire")))
    calls = [hall.desk.approve("A1", "market", f"clerk {n}") for n in range(10)]
    calls += [hall.desk.refuse("A1", "market", NO, f"clerk {n}") for n in range(10)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {Status: 1, AlreadyDecided: 19}
    assert len((await hall.status()).events) in (2, 3)


async def test_twenty_with_one_key_are_answered_the_same(hall: Hall) -> None:
    await hall.submit()
    answers = await asyncio.gather(*(hall.desk.approve("A1", "market", "key") for _ in range(20)))
    assert answers == [await hall.status()] * 20


@pytest.mark.parametrize("n", range(4))
async def test_decided_or_withdrawn_but_not_both(hall: Hall, n: int) -> None:
    await hall.submit()
    calls = [hall.approve("market"), hall.window.withdraw(BUYER, "A1", "withdraw")]
    answers = await asyncio.gather(*(calls if n % 2 else calls[::-1]), return_exceptions=True)
    status = await hall.status()
    assert sum(answer == status for answer in answers) == 1
    assert sum(isinstance(answer, Closed) for answer in answers) == 1
    expected = {
        "approved": ["submitted", "approved", "decided", "in-hand"],
        "withdrawn": ["submitted", "withdrawn"],
    }
    assert happenings(status) == expected[status.state]


async def test_asked_and_approved_at_the_same_moment(hall: Hall) -> None:
    await hall.submit(part((1, "market"), (1, "fire")))
    await asyncio.gather(
        hall.desk.ask("A1", "market", ITEMS, "ask"),
        hall.approve("market"),
        hall.approve("fire"),
        return_exceptions=True,
    )
    status = await hall.status()
    assert (status.state, status.asked) == ("approved", ())
    happenings(status)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("where", ["INTO application_event", "UPDATE application_call"])
async def test_a_database_that_is_restarted_in_the_middle(hall: Hall, where: str) -> None:
    """The decision is undone, and the same call then made well."""
    await hall.submit()
    lost: list[str] = []

    def lose(connection: object, cursor: Any, statement: str, *_: object) -> None:
        if where in statement and not lost:
            lost.append(statement)
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    event.listen(hall.engine.sync_engine, "before_cursor_execute", lose)
    with pytest.raises(BackendDown):
        await hall.approve("market")
    event.remove(hall.engine.sync_engine, "before_cursor_execute", lose)
    assert happenings(await hall.status()) == ["submitted"]
    assert (await hall.approve("market")).state == "approved"
    assert await hall.work(5) == []
    assert sorted(hall.heard) == [("A1", 2), ("A1", 3), ("A1", 4)]


async def test_a_database_that_is_gone(silent: AsyncEngine, vault: Vault, hall: Hall) -> None:
    desk = Desk(silent, vault, hall.jobs, hall.province, hall.clock)
    for call in (desk.inbox("market"), desk.late(), desk.stuck(), desk.read("A1"), desk.approve("A1", "market", "key")):
        with pytest.raises(BackendDown):
            await call
