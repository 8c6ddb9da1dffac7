"""The race: the workers and their killing; afterwards holds end, the books are read, and what is free is booked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow
from bot.database.engine import open_engine
from bot.database.migrations import migrate
from bot.dialogue.ports import SlotGone
from tests.backends.books import read_books, read_places
from tests.backends.contract import asking
from tests.backends.lives import Lives
from tests.backends.race.journal import Record
from tests.backends.race.offer import CENTRE, COUNTERS, DAYS, FIRST_DAY, HOLD_MINUTES, SUNK, Clock, offer_of
from tests.backends.race.verdict import Judge, Verdict, count_answers
from tests.backends.race.worker import Terms, serve
from tests.backends.town import build_town

WORKERS, AT_A_TIME = 4, 16
TELLS = 10.0


@dataclass(frozen=True)
class Race:
    """`folder`: where the journals go. `speed`: seconds of the race's clock for one of ours. `tell` hears how far.

    `kills`: how many at most, after `pauses` between so many seconds each, while there is somebody to serve.
    """

    database_url: str
    folder: Path
    attempts: int
    places: int
    kills: int
    pauses: tuple[float, float] = (0.3, 1.0)
    speed: float = 200.0
    reads_then_writes: bool = False
    tell: Callable[[str], None] = lambda _: None

    async def run(self) -> Verdict:
        engine = open_engine(self.database_url)
        try:
            await migrate(engine)
            clock = Clock(time.monotonic(), self.speed)
            terms = Terms(
                self.database_url,
                self.folder,
                clock,
                self.attempts,
                self.places,
                WORKERS,
                AT_A_TIME,
                self.reads_then_writes,
            )
            deaths = await self._race(terms)
            return await self._judge(engine, terms, deaths)
        finally:
            await engine.dispose()

    async def _race(self, terms: Terms) -> int:
        """Says how many workers died."""
        lives = Lives(serve, [(terms, seat) for seat in range(WORKERS)], self.kills, self.pauses)
        async with lives.living():
            telling = asyncio.create_task(self._tell(terms, lives))
            await lives.until_done()
            telling.cancel()
        return lives.deaths

    async def _tell(self, terms: Terms, lives: Lives) -> None:
        while True:
            await asyncio.sleep(TELLS)
            files = [terms.journal(seat) for seat in range(WORKERS)]
            over = sum(file.read_bytes().count(b'"over":') for file in files if file.exists())
            self.tell(f"{over} of {self.attempts} attempts, {lives.deaths} kills")

    async def _judge(self, engine: AsyncEngine, terms: Terms, deaths: int) -> Verdict:
        record = Record.read(terms.journal(seat) for seat in range(WORKERS))
        offer = offer_of(self.places)
        window = OneWindow(engine, build_town(), lambda: terms.clock() + SUNK, HOLD_MINUTES)
        findings = await _judge_books(engine, offer.windows)
        try:
            await window.expire(terms.clock() + SUNK)
            rows = await read_places(engine)
            findings += await _judge_books(engine, offer.windows)
            findings += await _book_what_is_free(engine, window, offer.windows)
        except DBAPIError as error:
            rows = await read_places(engine)
            findings.append(f"holds that are over cannot be given back: {type(error).__name__}")
        findings += Judge(record, offer.windows, rows).findings()
        if missing := self.attempts - len(record.over):
            findings.append(f"{missing} attempts were lost")
        figures = {
            "attempts": len(record.over),
            "places": offer.places,
            "  booked in the end": sum(row.state == "booked" for row in rows),
            "workers killed": deaths,
            **count_answers(record),
        }
        return Verdict(figures, findings)


async def _judge_books(engine: AsyncEngine, windows: dict[str, int]) -> list[str]:
    """The sums."""
    return [
        f"{slot} has {line.taken} places taken, counts {line.used} and has {line.capacity}"
        for slot, line in (await read_books(engine)).items()
        if not line.used == line.taken <= line.capacity == windows.get(slot)
    ]


async def _book_what_is_free(engine: AsyncEngine, window: OneWindow, windows: dict[str, int]) -> list[str]:
    """No place is lost: what is not taken is offered, and can be had to the last place."""
    books, findings, at_once = await read_books(engine), [], asyncio.Semaphore(AT_A_TIME)
    offered = {each.id: each.free for name in COUNTERS for each in await window.slots(CENTRE, name, FIRST_DAY, DAYS)}

    async def fill(slot: str) -> None:
        left = windows[slot] - (books[slot].taken if slot in books else 0)
        async with at_once:
            given = await _take_all(window, slot, windows[slot])
        if not left == offered.get(slot, 0) == given:
            findings.append(f"{slot} has {left} places left, offers {offered.get(slot, 0)} and gives {given}")

    await asyncio.gather(*(fill(slot) for slot in windows))
    return findings


async def _take_all(window: OneWindow, slot: str, most: int) -> int:
    """How many newcomers find a place there, until one is told that it is gone; one more than `most` have to try."""
    for number in range(most + 1):
        newcomer = f"newcomer-{slot}-{number}"
        try:
            await asking.hold(window, slot, newcomer, "apply", newcomer)
        except SlotGone:
            return number
    return most + 1
