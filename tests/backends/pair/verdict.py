"""What both databases say about the promise; no finding means that it was kept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.tables import api_case
from bot.backends.onewindow.applications.tables import application, event, step
from bot.backends.onewindow.tables import place, slot
from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.tables import job
from bot.dialogue.applying.reading import spaced
from tests.backends.books import OCCUPYING
from tests.backends.pair.chats import Chats, Seen, Told, last_entries, times_told
from tests.backends.pair.stories import Story
from tests.backends.pair.terms import CATALOGUE, CLIENT, Terms

SHOWN, LAST = 20, 6
"""Findings of a report, and messages of a chat, that are shown."""
NOT_A_PROMISE = ("callback", "reminder")
"""Kinds of jobs that may be left: a callback only says that there is news, and a reminder has its day."""
LIVE, BOOKED = ("held", "booked", "over"), ("booked", "over")
SUBMITTED, PROGRESS, IN_HAND, TAKEN_BACK = "[Submitted]", "[Progress]", "✓ The result is yours", "is taken back."
DECIDED = {"approved": "✓ {} has approved.", "refused": "✗ {} has refused:"}
"""How the citizen hears of a department's decision."""
CODE = re.compile(r"(?:number is|No\.) ([0-9A-Z]{4} [0-9A-Z]{4})")
NUMBER = re.compile(r"\d{17}[\dX]")
TROUBLE = re.compile(r"^\S+ \S+ (?:ERROR|CRITICAL) .*|^Traceback.*", re.MULTILINE)
QUICKER = re.compile("took it just now|somebody else has taken|is taken")
BUG = "something went wrong on our side"


@dataclass(frozen=True)
class Verdict:
    """`figures` by name, for the report; `findings`: where the promise was broken."""

    figures: dict[str, int]
    findings: list[str]

    def __str__(self) -> str:
        lines = [f"{name:<56}{figure:>8}" for name, figure in self.figures.items()]
        found = [f"{'findings':<56}{len(self.findings):>8}"]
        return "\n".join([*lines, *found, *(f"BROKEN: {finding}" for finding in self.findings[:SHOWN])])


async def judge(ours: AsyncEngine, theirs: AsyncEngine, terms: Terms) -> Verdict:
    """Holds both databases and the logs against the stories. `ours`: of the One Window; `theirs`: of the bot."""
    chats = Chats(theirs, Vault.from_secret(terms.city_secret))
    seen = {story: await chats.look(story.chat) for story in map(Story, range(terms.citizens))}
    pair = Pair(seen, *[await _read(ours, table) for table in (place, slot, api_case, application, step, event)])
    jobs = [*await _read(ours, job), *await _read(theirs, job)]
    findings = [*pair.findings(), *_judge_jobs(jobs), *_judge_logs(terms)]
    return Verdict(pair.figures(), findings)


async def _read(engine: AsyncEngine, table: Table) -> list[Any]:
    async with reading(engine) as connection:
        return list(await connection.execute(select(table).order_by(*table.primary_key)))


def _judge_jobs(jobs: Sequence[Any]) -> Iterator[str]:
    failed = Counter(row.kind for row in jobs if row.state == "failed" and row.kind not in NOT_A_PROMISE)
    for kind, number in sorted(failed.items()):
        yield f"{number} jobs {kind} are failed"


def _judge_logs(terms: Terms) -> Iterator[str]:
    """They say nothing of a citizen's number, and of no bug."""
    numbers = {story.citizen_number for story in map(Story, range(terms.citizens))}
    for file in sorted(terms.folder.glob("*.log")):
        log = file.read_text(encoding="utf-8")
        if said := numbers & set(NUMBER.findall(log)):
            yield f"{file.name} tells the numbers of {len(said)} citizens"
        if trouble := TROUBLE.findall(log):
            yield f"{file.name} tells of {trouble[0]} and {len(trouble) - 1} more"


class Pair:
    """All that both sides have. `seen`: by story; the rest are the rows of the One Window."""

    def __init__(self, seen: Mapping[Story, Seen], *rows: Sequence[Any]) -> None:
        self.seen = seen
        self.places, self.slots, self.owners, self.applications, self.steps, self.events = rows
        self.entries = {case: entry for each in seen.values() for case, entry in last_entries(each).items()}
        self.matters = {matter.code: matter for each in seen.values() for matter in each.matters}
        self.texts = [message.text for each in seen.values() for message in each.told]

    def figures(self) -> dict[str, int]:
        entries, states = [each.entries for each in self.seen.values()], Counter(a.state for a in self.applications)
        told = [message for each in self.seen.values() for message in each.told]
        return {
            "citizens": len(self.seen),
            "  messages to them": len(told),
            "  told that there is no answer, and the wish is kept": sum(_keeps_a_wish(each) for each in told),
            "  told that it answers again": sum("answers again" in each.text for each in told),
            "  told that somebody else was quicker": sum(bool(QUICKER.search(each.text)) for each in told),
            "places booked": sum(bool(times_told(each)) for each in entries),
            "  moved": sum(len(times_told(each)) > 1 for each in entries),
            "  cancelled": sum(bool(each) and each[-1].cancelled for each in entries),
            "applications": len(self.applications),
            **{f"  {state}": number for state, number in sorted(states.items())},
            "decisions heard": sum(row.state in DECIDED for row in self.steps),
        }

    def findings(self) -> list[str]:
        return [
            *self._judge_stories(),
            *self._judge_places(),
            *self._judge_slots(),
            *self._judge_applications(),
            *self._judge_decisions(),
            *self._judge_timelines(),
        ]

    def _judge_stories(self) -> Iterator[str]:
        """Each has come to the end that was wanted, and nothing is open."""
        for story, seen in self.seen.items():
            if not story.is_over(seen):
                yield f"{story.chat} wanted to {story.wish}, and it came to nothing: {_stands(seen)}"
            if any(BUG in message.text for message in seen.told):
                yield f"{story.chat} was told of a bug"

    def _judge_places(self) -> Iterator[str]:
        """Who was told of a place has it and no other, and nobody else has one."""
        live: dict[str, list[Any]] = defaultdict(list)
        where = {row.id: row for row in self.slots}
        for row in self.places:
            if row.state in BOOKED:
                live[row.case].append(where[row.slot])
        for case in sorted(self.entries.keys() | live.keys()):
            entry = self.entries.get(case)
            wanted = [(entry.starts_at, entry.centre)] if entry is not None and not entry.cancelled else []
            there = [(row.starts_at.isoformat(), _centre(row.centre)) for row in live[case]]
            if wanted != there:
                yield f"{case} was told of {wanted or 'no place'}, and the books have {there or 'none'}"
        for case, matter in sorted(self.matters.items()):
            kept, entry = [slot.slot.starts_at.isoformat() for slot in matter.places], self.entries.get(case)
            if kept != ([] if entry is None or entry.cancelled else [entry.starts_at]):
                yield f"{case} keeps {kept}, and was told otherwise"
        owners = {row.case: row.client for row in self.owners}
        for case in sorted(live):
            if live[case] and owners.get(case) != CLIENT:
                yield f"{case} has a place and belongs to {owners.get(case)}"

    def _judge_slots(self) -> Iterator[str]:
        taken = Counter(row.slot for row in self.places if row.state in OCCUPYING)
        for row in self.slots:
            if not row.used == taken[row.id] <= row.capacity:
                yield f"{row.id} has {taken[row.id]} places taken, counts {row.used} and has {row.capacity}"
        twice = Counter((row.case, row.visit) for row in self.places if row.state in LIVE)
        for (case, visit), number in twice.items():
            if number > 1:
                yield f"{case} has {number} places for {visit}"

    def _judge_applications(self) -> Iterator[str]:
        """What was told is handed in; and what is handed in was told, once."""
        told = Counter(code for text in self.texts if text.startswith(SUBMITTED) for code in CODE.findall(text))
        there = {spaced(row.case): row for row in self.applications}
        for code in sorted(told.keys() | there.keys()):
            if code not in there:
                yield f"{code} was told to be handed in, and is not there"
            elif told[code] != 1:
                yield f"{code} is handed in, and its chat was told so {told[code]} times"
        for row in self.applications:
            matter = self.matters.get(row.case)
            now = matter.applying.now if matter is not None and matter.applying is not None else None
            if now is None or now.state != row.state:
                yield f"{row.case} is {row.state}, and its chat keeps {now and now.state}"

    def _judge_decisions(self) -> Iterator[str]:
        """Each is said in its chat once; so is that the result is in their hands, or that it was taken back. Who
        takes it back hears no more of what was decided a moment before.
        """
        news: dict[str, str] = defaultdict(str)
        for text in self.texts:
            if text.startswith(PROGRESS):
                news[CODE.findall(text)[0].replace(" ", "")] += text + "\n"
        state = {row.case: row.state for row in self.applications}
        for row in self.steps:
            if row.state in DECIDED:
                said = news[row.case].count(DECIDED[row.state].format(_department(row.department)))
                if said != 1 and (said > 1 or state[row.case] != "withdrawn"):
                    yield f"{row.case}: that {row.department} has {row.state} it was said {said} times"
        for row in self.applications:
            said = news[row.case].count(IN_HAND)
            if said != row.in_hand:
                yield f"{row.case}: that it is in hand was said {said} times"
            said = sum(TAKEN_BACK in message.text for message in self._told_of(row.case))
            if said != (row.state == "withdrawn"):
                yield f"{row.case}: that it was taken back was said {said} times"

    def _told_of(self, case: str) -> Sequence[Told]:
        """All that was said in the chat that has it."""
        return next((each.told for each in self.seen.values() if any(m.code == case for m in each.matters)), ())

    def _judge_timelines(self) -> Iterator[str]:
        lines: dict[str, list[int]] = defaultdict(list)
        for row in self.events:
            lines[row.case].append(row.number)
        for row in self.applications:
            if lines[row.case] != list(range(1, row.events + 1)):
                yield f"{row.case} has lines {lines[row.case]}, and says {row.events}"


def _centre(name: str) -> str:
    return CATALOGUE.province.centres[name].name.en


def _department(name: str) -> str:
    return CATALOGUE.province.departments[name].en


def _keeps_a_wish(message: Told) -> bool:
    return any(button.startswith("again:") for button in message.buttons)


def _stands(seen: Seen) -> str:
    """Where it stopped, for whoever looks for the reason."""
    kept, said = seen.kept, [message.text.partition("\n")[0] for message in seen.told[-LAST:]]
    if kept is None:
        return f"at last {said}"
    unsettled = [each.effect.kind for each in kept.unsettled]
    pending, unanswered = kept.pending and kept.pending.kind, kept.unanswered and kept.unanswered.kind
    return f"{unsettled} unsettled, {pending} pending, {unanswered} unanswered, {seen.spoken} said, at last {said}"
