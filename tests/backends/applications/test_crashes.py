"""The process is killed between any two steps of the database: nothing is lost, and nothing happens twice.

Each call of a story is made again and again with its key: first killed before its first step, then before its second,
and so on until it comes through. So one story dies at every step that it has.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.tables import application, event
from bot.database.encryption import Vault
from bot.database.tables import job
from bot.dialogue.applications import Added, HandedIn, Status
from tests.backends.applications.hall import NO, Hall, approval, happenings, part, then
from tests.backends.applications.test_supplements import ITEMS
from tests.backends.sharing.county import BUYER
from tests.backends.sharing.story import Do, killed_at, once, was_killed

Result = TypeVar("Result")
PAUSES = (6, 400)
"""Minutes: a lease, and the pause of a job that failed a few times."""
LEASE = HandedIn(document="lease", person="you", paper="p1")
COMPANY = part(
    (1, "fire"),
    (1, "planning"),
    approval(2, "food", apart=True),
    (2, "market"),
    then=[then("bank", once="submitted"), then("taxation"), then("seals", after=["taxation"])],
)


@dataclass
class Dying:
    """Does each call in the end."""

    engine: AsyncEngine
    deaths: int = 0

    async def __call__(self, act: Callable[[], Awaitable[Result]], /) -> Result:
        for step in count(1):
            with killed_at(self.engine, step) as made:
                try:
                    result = await act()
                except BaseException as error:
                    if not was_killed(error):
                        raise
                    self.deaths += 1
                    continue
            if made[0] < step:
                return result
        raise AssertionError


async def tell(hall: Hall, do: Do) -> list[Status]:
    """What each call of the story is answered."""
    window, desk = hall.window, hall.desk
    hall.papers.there = {"p1": None}
    hall.bodies["seals"].refuses = "?"
    answers = [
        await do(lambda: hall.submit(COMPANY, give="post")),
        await do(lambda: desk.ask("A1", "fire", ITEMS, "ask")),
        await do(lambda: window.add(BUYER, "A1", Added(papers=(LEASE,)), "add")),
        await do(lambda: desk.approve("A1", "fire", "yes")),
        await do(lambda: desk.approve("A1", "planning", "yes")),
        await do(lambda: desk.refuse("A1", "food", NO, "no")),
        await do(lambda: desk.approve("A1", "market", "yes", {"credit_code": "9199"})),
        await do(lambda: desk.hand_out("A1", "post", "post", "EMS 1")),
    ]
    await work(hall, do)
    hall.bodies["seals"].refuses = None
    answers.append(await do(lambda: desk.redeliver("A1", "seals", "again")))
    answers.append(await work(hall, do))
    given = await do(lambda: window.give_pass(BUYER, "A1", "pass"))
    answers.append(await do(lambda: window.read_with_pass("A1", given.code, "read")))
    return answers


async def work(hall: Hall, do: Do) -> Status:
    """All that is due within hours, one job after the other. A worker's lease ends between two lives."""
    idle = 0
    while idle < len(PAUSES):
        minutes = PAUSES[idle]
        idle = 0 if await do(lambda: work_once(hall, minutes)) else idle + 1  # noqa: B023 - called at once
    return await hall.status()


async def work_once(hall: Hall, minutes: int) -> bool:
    """Whether there was a job."""
    hall.clock.turn(minutes)
    done = await hall.work_some(1)
    for each in done:
        if each.error is not None:
            raise each.error
    return bool(done)


async def test_killed_between_any_two_steps(database: AsyncEngine, vault: Vault) -> None:
    hall = Hall(database, vault, attempts=10_000)
    do = Dying(database)
    answers = await tell(hall, do)
    assert do.deaths > 300
    status = await hall.status()
    assert answers[-1] == answers[-2] == status
    assert [happenings(answer)[-1] for answer in answers[:8]] == [
        *("submitted", "asked", "added", "approved", "approved", "refused", "decided", "in-hand")
    ]
    assert sorted(happenings(status)) == sorted(
        [
            *("submitted", "asked", "added", "approved", "approved", "refused", "approved", "decided", "in-hand"),
            *("delivered", "delivered", "delivery-refused", "delivered"),
        ]
    )
    assert (status.state, len(await hall.rows(application)), len(await hall.rows(event))) == ("partly", 1, 13)
    assert [list(body.told) for body in hall.bodies.values()] == [[f"A1/company/{name}"] for name in hall.bodies]
    left = [(row.kind, row.state) for row in await hall.rows(job) if row.kind != "clock" and row.state != "done"]
    assert left == []
    heard = [number for _, number in hall.heard]
    assert sorted(set(heard)) == [n for n, what in enumerate(happenings(status), 1) if what in HEARD]


HEARD = ("asked", "approved", "refused", "decided", "in-hand", "delivered")


async def test_the_story_without_a_death_is_the_same(database: AsyncEngine, vault: Vault) -> None:
    """So that what is compared above is worth comparing."""
    hall = Hall(database, vault)
    status = (await tell(hall, once))[-1]
    assert happenings(status) == [
        *("submitted", "asked", "added", "approved", "approved", "refused", "approved", "decided", "in-hand"),
        *("delivered", "delivered", "delivery-refused", "delivered"),
    ]
    assert [body.tries for body in hall.bodies.values()] == [1, 2, 1]
