"""One process that serves its share of the citizens, so many at a time, until it is killed or all are served."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow import OneWindow, slots
from bot.backends.onewindow.opening import Opening
from bot.backends.onewindow.tables import slot
from bot.database.engine import open_engine
from bot.database.leasing import insert_once
from bot.dialogue.ports import Appointment, BackendDown, Hold, Refused, SlotGone
from tests.backends.race.journal import Answer, Journal, Line, Record, Wish, outcome_of, told
from tests.backends.race.offer import HOLD_MINUTES, Clock, offer_of
from tests.backends.race.stories import Citizen
from tests.backends.town import build_town

TRIES, PAUSE = 20, 0.1
SLOW = 0.02


@dataclass(frozen=True)
class Terms:
    """What every worker of a race knows.

    `reads_then_writes`: a planted fault, for the judge to find: places are counted first and written afterwards.
    """

    database_url: str
    folder: Path
    clock: Clock
    attempts: int
    places: int
    workers: int
    at_a_time: int
    reads_then_writes: bool = False

    def journal(self, seat: int) -> Path:
        return self.folder / f"worker-{seat}.jsonl"


class Worker:
    """The desk of its citizens."""

    def __init__(self, terms: Terms, window: OneWindow, journal: Journal, before: Record) -> None:
        self._terms, self._window, self._journal, self._before = terms, window, journal, before

    async def serve(self, numbers: Iterable[int]) -> None:
        """Those whose attempts are not over, in their order: what the life before left comes first."""
        turns, offer = asyncio.Semaphore(self._terms.at_a_time), offer_of(self._terms.places)

        async def attempt(number: int) -> None:
            async with turns:
                await Citizen(number, offer, self).live()
                self._journal.write(Line(self._now(), over=number))

        async with asyncio.TaskGroup() as group:
            for number in numbers:
                if number not in self._before.over:
                    group.create_task(attempt(number))

    async def ask(self, key: str, wish: Wish, copies: int = 1) -> Answer:
        """What is settled is not asked again; anything else is, with its key."""
        known = self._before.steps.get(key)
        if known is not None and known.settled:
            return known.outcome
        since = self._now()
        self._journal.write(Line(since, key, asked=wish))
        answers = await asyncio.gather(*(self._call(key, wish, since) for _ in range(copies)))
        self._journal.write(Line(self._now(), key, settled=True))
        return outcome_of([*(known.answers if known is not None else ()), *answers])

    async def wait_until(self, moment: float) -> None:
        left = moment - self._now()
        if left > 0:
            await asyncio.sleep(left / self._terms.clock.speed)

    async def _call(self, key: str, wish: Wish, since: float) -> Answer:
        """Again for as long as the database does not answer."""
        for _ in range(TRIES):
            answer = await self._answer(key, wish, since)
            self._journal.write(Line(answer.at, key, answered=answer))
            if answer.refused != BackendDown.__name__:
                return answer
            await asyncio.sleep(PAUSE)
        raise AssertionError(f"the database did not answer {key}")

    async def _answer(self, key: str, wish: Wish, since: float) -> Answer:
        try:
            answer = await self._perform(key, wish)
        except (Refused, BackendDown, DBAPIError) as error:
            return Answer(since, self._now(), refused=type(error).__name__)
        return Answer(since, self._now(), told(answer))

    async def _perform(self, key: str, wish: Wish) -> Sequence[Hold | Appointment]:
        match wish.call:
            case "hold":
                assert wish.booker is not None
                return await self._window.hold(wish.claims, wish.booker, key)
            case "confirm":
                return await self._window.confirm(wish.ids, key)
            case "move":
                return await self._window.move(wish.moves, key)
            case "cancel":
                return await self._window.cancel(wish.ids, key)
            case "release":
                await self._window.release(wish.ids[0])
                return ()

    def _now(self) -> float:
        return self._terms.clock.now()


async def count_first(connection: AsyncConnection, wanted: Sequence[Opening], left: Iterable[str] = ()) -> None:
    """The usual mistake, in place of `slots.exchange`: what is read is true no longer when it is written."""
    difference = dict.fromkeys((opening.id for opening in wanted), 1)
    for id in left:
        difference[id] = difference.get(id, 0) - 1
    for opening in wanted:
        values = {"centre": opening.centre, "counter": opening.counter, "starts_at": opening.starts_at}
        values |= {"minutes": opening.minutes, "capacity": opening.windows, "used": 0}
        await insert_once(connection, slot, {"id": opening.id, **values}, unique=("id",))
    rows = await connection.execute(select(slot.c.id, slot.c.used, slot.c.capacity).where(slot.c.id.in_(difference)))
    counted = {row.id: (row.used + difference[row.id], row.capacity) for row in rows}
    await asyncio.sleep(SLOW)
    for id, (used, capacity) in sorted(counted.items()):
        if difference[id] > 0 and used > capacity:
            raise SlotGone(id)
        await connection.execute(update(slot).where(slot.c.id == id).values(used=max(0, used)))


def serve(terms: Terms, seat: int) -> None:
    """The process."""

    async def opened() -> None:
        engine = open_engine(terms.database_url)
        before = Record.read([terms.journal(seat)])
        journal = Journal(terms.journal(seat))
        try:
            window = OneWindow(engine, build_town(), terms.clock, HOLD_MINUTES)
            await Worker(terms, window, journal, before).serve(range(seat, terms.attempts, terms.workers))
        finally:
            journal.close()
            await engine.dispose()

    if terms.reads_then_writes:
        with patch.object(slots, "exchange", count_first):
            asyncio.run(opened())
    else:
        asyncio.run(opened())
