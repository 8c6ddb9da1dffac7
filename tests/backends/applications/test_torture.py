"""Fifty applications while workers are killed; and that the judge of it notices when a promise is broken.

The same with ten thousand: `make torture`.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.tables import application, delivery, event, step
from bot.database.encryption import Sealed, new_secret
from bot.database.tables import job
from tests.backends.applications.torture import scratch
from tests.backends.applications.torture.life import Life, Terms
from tests.backends.applications.torture.scratch import heard, said
from tests.backends.applications.torture.stories import DEPARTMENTS, Story
from tests.backends.applications.torture.trial import Trial
from tests.backends.applications.torture.verdict import Verdict, judge
from tests.backends.sharing.story import Killed
from tests.backends.town import Clock
from tests.conftest import KINDS

TRIED = {"sqlite": (20, 1), "postgresql": (50, 2)}
"""Applications and kills."""


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
async def test_killed_at_random_nothing_is_lost_and_nothing_happens_twice(database_url: str) -> None:
    count, kills = TRIED[database_url.partition(":")[0]]
    verdict = await Trial(database_url, count, kills, processes=2).run()
    assert verdict.findings == []
    assert verdict.figures["applications"] == count
    assert verdict.figures["deaths"] >= kills
    assert verdict.figures["told to bodies"] > count


# --- the judge itself, on a few applications that one process dealt with ---------------------------------------------

FEW = 12


class OneLife(Life):
    """A process that a test leads, with a clock that it turns. `dies_once`: after each first time that a body heard."""

    def __init__(self, database: AsyncEngine, *, keyless: bool = False, dies_once: bool = False) -> None:
        self.hand = Clock()
        super().__init__(Terms("", new_secret(), time.time(), dies=0, keyless=keyless), database, self.hand)
        self.died: set[object] | None = set() if dies_once else None

    async def write_down(self, statement: Insert) -> None:
        await super().write_down(statement)
        values = statement.compile().params
        who = (values.get("body"), values.get("case"))
        if self.died is not None and who[0] is not None and who not in self.died:
            self.died.add(who)
            raise Killed

    async def play(self) -> Verdict:
        """The whole trial."""
        await scratch.make(self.engine)
        for story in map(Story, range(FEW)):
            await self.window.submit(story.citizen, story.submission, "submit")
        while sum([await self.decide_some(department) for department in DEPARTMENTS]):
            pass
        deaths, idle = 0, 0
        while idle < 2:
            self.hand.turn(6)  # a lease
            try:
                idle = 0 if await self.work_once() else idle + 1
            except Killed:
                deaths += 1
        return await judge(self.engine, FEW, deaths)


async def test_nothing_is_found_where_the_promise_was_kept(database: AsyncEngine) -> None:
    verdict = await OneLife(database).play()
    assert verdict.findings == []
    assert verdict.figures["applications"] == FEW
    assert verdict.figures["lines of the timelines"] > 4 * FEW


async def test_nothing_is_found_where_it_died_at_the_worst_moment(database: AsyncEngine) -> None:
    verdict = await OneLife(database, dies_once=True).play()
    assert verdict.findings == []
    assert verdict.figures["deaths"] == verdict.figures["  again, with the same key"] > FEW


async def test_a_worker_that_tells_without_a_key_is_found(database: AsyncEngine) -> None:
    verdict = await OneLife(database, keyless=True, dies_once=True).play()
    assert "taxation was told 2 times of T0, each time as if it were new" in verdict.findings


FAULTS: dict[str, Insert | Update | Delete] = {
    "[] heard of T0, and the books say ['taxation']": delete(heard).where(heard.c.case == "T0"),
    "['bank', 'seals'] heard of T1": insert(heard).values(body="seals", case="T1", key="T1/company/seals"),
    "T3 is approved, and came to ['approved', 'approved']": insert(event).from_select(
        ["case", "number", "at", "what", "state"],
        select(event.c.case, event.c.number + 100, event.c.at, event.c.what, event.c.state).where(
            event.c.case == "T3", event.c.what == "decided"
        ),
    ),
    "T4 has lines [1, 3": delete(event).where(event.c.case == "T4", event.c.number == 2),
    "T5 is refused and not approved": update(application).where(application.c.case == "T5").values(state="refused"),
    "of T6 the seals heard before the tax office": (
        update(heard).where(heard.c.case == "T6", heard.c.body == "taxation").values(id=100_000)
    ),
    "['taxation'] heard of T7, and the books say []": (
        update(delivery).where(delivery.c.case == "T7").values(state="sending")
    ),
    "nobody heard line 2 of T8": delete(said).where(said.c.case == "T8", said.c.number == 2),
    "1 jobs progress are failed": (
        update(job).where(job.c.key == "progress/T8/3").values(state="failed", payload=Sealed(b"x"))
    ),
    "1 lines were heard again after 0 workers were lost": insert(said).values(case="T9", number=2),
    "line 99 of T10 was heard, and is not there": insert(said).values(case="T10", number=99),
    "T11 was decided by": (
        update(step).where(step.c.case == "T11", step.c.department == "fire").values(state="refused")
    ),
}
"""How the judge names what went wrong, and what went wrong behind the program's back."""


async def test_the_judge_names_what_is_broken(database: AsyncEngine) -> None:
    assert (await OneLife(database).play()).findings == []
    async with database.begin() as connection:
        for plant in FAULTS.values():
            await connection.execute(plant)
    findings = (await judge(database, FEW, 0)).findings
    for named in FAULTS:
        assert any(finding.startswith(named) for finding in findings), (named, findings)


async def test_the_judge_misses_an_application_that_is_not_there(database: AsyncEngine) -> None:
    await OneLife(database).play()
    assert (await judge(database, FEW + 1, 0)).findings == ["T12 was lost"]


def test_the_stories_differ() -> None:
    """So that what is judged is worth judging."""
    some = [Story(number) for number in range(300)]
    assert {story.comes_to for story in some} == {"approved", "partly", "refused"}
    assert sum(story.withdraws for story in some) > 20
    assert len({tuple(story.told) for story in some}) == 3
    everything: list[Any] = [story.submission for story in some]
    assert max(len(each.parts[0].approvals) for each in everything) == 3
