"""What the record and the books say about the promise, in figures and in findings; no finding means it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.telegram.tables import inbox
from bot.database.engine import reading
from bot.database.tables import outbox
from tests.backends.books import read_books
from tests.telegram.bot_api import Call, Record
from tests.telegram.bot_api.record import EDITING

SHOWN = 5


@dataclass(frozen=True)
class Verdict:
    """`figures` by name, for the report; `findings`: where the promise was broken."""

    figures: dict[str, int]
    findings: list[str]

    def __str__(self) -> str:
        lines = [f"{name:<48}{figure:>8}" for name, figure in self.figures.items()]
        return "\n".join([*lines, *(f"BROKEN: {finding}" for finding in self.findings[:SHOWN])])


async def judge(record: Record, deaths: Sequence[float], engine: AsyncEngine, *, booked: int) -> Verdict:
    """Hold it against the promise. `booked`: how many citizens were told that they have a place."""
    times, deliveries, refused = record.times(), record.deliveries(), record.refused()
    cut_off = _cut_off(record.calls, deaths)
    figures = {
        "updates": len(deliveries),
        "updates delivered more than once": sum(count > 1 for count in deliveries.values()),
        "messages": len(times),
        "messages that came again": sum(len(moments) > 1 for moments in times.values()),
        "edits of questions": len(record.edited()),
        "calls refused with 429": sum(count for (_, code), count in refused.items() if code == 429),
        "taps that were too old to be answered": refused["answercallbackquery", 400],
        "edits that a kill had cut off, made again": len(cut_off),
        "kills": len(deaths),
        "places booked": booked,
    }
    findings = [
        f"{text!r} reached chat {chat} again without a kill between"
        for (chat, text, _), moments in times.items()
        if any(not _kill_between(deaths, first, again) for first, again in pairwise(moments))
    ]
    wrong = [call for call in record.calls if _is_wrong(call) and call not in cut_off]
    findings += [f"{call.method} was refused: {call.description}" for call in wrong]
    findings += await left_over(engine)
    findings += await _books(engine, booked)
    return Verdict(figures, findings)


def _kill_between(deaths: Sequence[float], first: float, again: float) -> bool:
    return any(first <= death <= again for death in deaths)


def _is_wrong(call: Call) -> bool:
    """Whether the bot has provoked a refusal: 429 and 409 come with the trial, and a tap does not tell its age."""
    harmless = call.code in (200, 409, 429) or (call.method, call.code) == ("answercallbackquery", 400)
    return not harmless


def _cut_off(calls: Sequence[Call], deaths: Sequence[float]) -> list[Call]:
    """Edits that were made, and made again after a kill since nobody had noted it: nothing was left to be changed."""
    made = {str(call.params): call.at for call in calls if call.method in EDITING and call.took_effect}
    again = [call for call in calls if call.method in EDITING and "not modified" in call.description]
    return [call for call in again if _kill_between(deaths, made.get(str(call.params), call.at), call.at)]


async def left_over(engine: AsyncEngine) -> list[str]:
    """Updates that nobody handled and messages that nobody sent."""
    findings = []
    async with reading(engine) as connection:
        for table, settled in ((inbox, ("done",)), (outbox, ("sent",))):
            states = select(table.c.state, func.count()).where(table.c.state.not_in(settled)).group_by(table.c.state)
            for state, count in await connection.execute(states):
                findings.append(f"{count} rows of {table.name} are {state}")
    return findings


async def _books(engine: AsyncEngine, booked: int) -> list[str]:
    books = await read_books(engine)
    used = sum(line.used for line in books.values())
    findings = [f"{used} places are taken, {booked} were booked"] if used != booked else []
    return findings + [
        f"slot {slot} has {line.used} of {line.capacity} places used and {line.taken} taken"
        for slot, line in books.items()
        if not line.used == line.taken <= line.capacity
    ]
