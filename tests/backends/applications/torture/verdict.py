"""What the books, the bodies and the citizens say about the promise; no finding means that it was kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.tables import application, delivery, event, step
from bot.backends.onewindow.applications.timeline import HEARD
from bot.database.engine import reading
from bot.database.tables import job
from tests.backends.applications.torture.scratch import heard, overtaken, said
from tests.backends.applications.torture.stories import Story

SHOWN = 10
NEWS = frozenset(HEARD)


@dataclass(frozen=True)
class Verdict:
    """`figures` by name, for the report; `findings`: where the promise was broken."""

    figures: dict[str, int]
    findings: list[str]

    def __str__(self) -> str:
        lines = [f"{name:<56}{figure:>8}" for name, figure in self.figures.items()]
        return "\n".join([*lines, *(f"BROKEN: {finding}" for finding in self.findings[:SHOWN])])


async def judge(engine: AsyncEngine, count: int, deaths: int) -> Verdict:
    """Holds all that is written against the stories."""
    books = Books([await _read(engine, table) for table in (application, step, delivery, event, heard, said)], count)
    jobs = Counter((row.kind, row.state) for row in await _read(engine, job) if row.kind != "clock")
    lost = deaths + len(await _read(engine, overtaken))
    findings = [*books.judge_cases(), *books.judge_hearers(), *books.judge_citizens(lost)]
    findings += [f"{number} jobs {kind} are {state}" for (kind, state), number in jobs.items() if state != "done"]
    return Verdict({**books.figures(), "deaths": deaths, "too slow, and overtaken": lost - deaths}, findings)


async def _read(engine: AsyncEngine, table: Table) -> list[Any]:
    async with reading(engine) as connection:
        return list(await connection.execute(select(table).order_by(*table.primary_key)))


class Books:
    """Everything that was written, by case."""

    def __init__(self, rows: Sequence[Sequence[Any]], count: int) -> None:
        applications, steps, deliveries, events, told, news = rows
        self.applications = {row.case: row for row in applications}
        self.steps, self.deliveries, self.events = _by_case(steps), _by_case(deliveries), _by_case(events)
        self.heard, self.said = _by_case(told), Counter((row.case, row.number) for row in news)
        self.stories = [Story(number) for number in range(count)]

    def figures(self) -> dict[str, int]:
        told = [row for rows in self.heard.values() for row in rows]
        states = Counter(row.state for row in self.applications.values())
        return {
            "applications": len(self.applications),
            **{f"  {state}": number for state, number in sorted(states.items())},
            "lines of the timelines": sum(map(len, self.events.values())),
            "told to bodies": len(told),
            "  again, with the same key": len(told) - len({(row.body, row.key) for row in told}),
            "heard by citizens": sum(self.said.values()),
            "  again": sum(self.said.values()) - len(self.said),
        }

    def judge_cases(self) -> Iterator[str]:
        """Decided once, as its departments decided, in lines that are numbered without gaps."""
        for story in self.stories:
            case, row = story.case, self.applications.get(story.case)
            if row is None:
                yield f"{case} was lost"
                continue
            lines = self.events[case]
            if [line.number for line in lines] != list(range(1, row.events + 1)):
                yield f"{case} has lines {[line.number for line in lines]}, and says {row.events}"
            ends = [line.state or line.what for line in lines if line.what in ("decided", "withdrawn")]
            if ends != [row.state]:
                yield f"{case} is {row.state}, and came to {ends}"
            if row.state != story.comes_to and not (row.state == "withdrawn" and story.withdraws):
                yield f"{case} is {row.state} and not {story.comes_to}"
            decided = [(line.body, line.what) for line in lines if line.what in ("approved", "refused")]
            kept = [
                (each.department, each.state) for each in self.steps[case] if each.decided_at and each.state in DONE
            ]
            if sorted(decided) != sorted(kept):
                yield f"{case} was decided by {sorted(decided)}, and its steps say {sorted(kept)}"

    def judge_hearers(self) -> Iterator[str]:
        """Each body once, by key, in its order; nobody else."""
        for story in self.stories:
            keys: dict[str, list[str]] = defaultdict(list)
            for told in self.heard[story.case]:
                if told.key not in keys[told.body]:
                    keys[told.body].append(told.key)
            for body, own in keys.items():
                if len(own) > 1:
                    yield f"{body} was told {len(own)} times of {story.case}, each time as if it were new"
            delivered = [each.tell for each in self.deliveries[story.case] if each.state == "delivered"]
            if sorted(keys) != sorted(delivered):
                yield f"{sorted(keys)} heard of {story.case}, and the books say {sorted(delivered)}"
            row = self.applications.get(story.case)
            if row is not None and row.state != "withdrawn" and sorted(delivered) != sorted(story.told):
                yield f"{sorted(delivered)} heard of {story.case}, and not {sorted(story.told)}"
            order = [body for body in keys if body in ("taxation", "seals")]
            if order != sorted(order, reverse=True):
                yield f"of {story.case} the seals heard before the tax office"

    def judge_citizens(self, lost: int) -> Iterator[str]:
        """Each line at least once, and at most once more for a worker that was killed, or overtaken as if it were."""
        news = {(case, line.number) for case, lines in self.events.items() for line in lines if line.what in NEWS}
        for case, number in sorted(news - self.said.keys()):
            yield f"nobody heard line {number} of {case}"
        for case, number in sorted(self.said.keys() - news):
            yield f"line {number} of {case} was heard, and is not there"
        again = sum(self.said.values()) - len(self.said)
        if again > lost:
            yield f"{again} lines were heard again after {lost} workers were lost"


DONE = ("approved", "refused")


def _by_case(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case].append(row)
    return found
