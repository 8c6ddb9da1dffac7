"""Eight citizens of one installation whose One Window is another, while both are killed and the line between breaks;
and that the judge notices when something is wrong.

The same with hundreds: `make pair`.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Delete, Insert, Update, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.tables import api_case
from bot.backends.onewindow.applications.tables import application, event, step
from bot.backends.onewindow.tables import place, slot
from bot.database.encryption import Sealed, Vault
from bot.database.engine import open_engine, reading
from bot.database.tables import job, outbox
from bot.dialogue.events import CancelPlace
from bot.storage.tables import conversation
from tests.backends.pair.chats import Chats
from tests.backends.pair.line import Line
from tests.backends.pair.stories import WISHES, Story, Wish
from tests.backends.pair.terms import Terms
from tests.backends.pair.trial import Trial
from tests.backends.pair.verdict import judge
from tests.postgres import Server

CITIZENS, SILENCES, SPEED = 8, 2, 90.0
KILLS = {"sqlite": 1, "postgresql": 2}
ADDRESSES = ("window", "city")


@pytest.fixture(params=["sqlite", "postgresql"])
def two_databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The addresses of two migrated databases: of the One Window, and of the bot."""
    if request.param == "sqlite":
        for name in ADDRESSES:
            shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / f"{name}.db")
        yield f"sqlite:///{tmp_path}/window.db", f"sqlite:///{tmp_path}/city.db"
        return
    template, server = request.getfixturevalue("postgres_template"), request.getfixturevalue("postgres")
    assert isinstance(server, Server)
    with server.database("pair_window", template) as ours, server.database("pair_city", template) as theirs:
        yield ours, theirs


async def test_killed_and_cut_off_both_sides_tell_the_same(two_databases: tuple[str, str], tmp_path: Path) -> None:
    """And what is changed behind their backs afterwards is found."""
    kills = KILLS[two_databases[0].partition(":")[0]]
    trial = Trial(*two_databases, tmp_path, CITIZENS, kills, SILENCES, 0.05, SPEED, pauses=(0.8, 1.6), lasts=(0.3, 0.6))
    verdict = await trial.run()
    assert verdict.findings == []
    assert (verdict.figures["kills of the One Window"], verdict.figures["kills of the bot"]) == (kills, kills)
    assert verdict.figures["citizens"] == CITIZENS
    assert verdict.figures["places booked"] == CITIZENS * 5 / 8
    assert verdict.figures["applications"] == CITIZENS * 3 / 8
    async with opened(two_databases) as (ours, theirs):
        tampering = Tampering(ours, theirs, trial.terms)
        expected = await tampering.plant()
        found = (await judge(ours, theirs, trial.terms)).findings
    for named in expected:
        assert any(finding.startswith(named) for finding in found), (named, found)


@asynccontextmanager
async def opened(addresses: Sequence[str]) -> AsyncIterator[list[AsyncEngine]]:
    engines = [open_engine(address) for address in addresses]
    try:
        yield engines
    finally:
        for engine in engines:
            await engine.dispose()


# --- what is changed behind their backs ------------------------------------------------------------------------------


@dataclass
class Tampering:
    """Each mistake alone, as far as there are citizens."""

    ours: AsyncEngine
    theirs: AsyncEngine
    terms: Terms
    stories: list[Story] = field(default_factory=lambda: [Story(number) for number in range(CITIZENS)])

    def __post_init__(self) -> None:
        self.vault = Vault.from_secret(self.terms.city_secret)
        self.chats = Chats(self.theirs, self.vault)

    async def plant(self) -> list[str]:
        """How the judge has to name what is wrong now."""
        expected = [*await self._spoil_places(), *await self._spoil_applications(), *await self._spoil_chats()]
        number = self.stories[0].citizen_number
        with self.terms.log("city-1").open("a", encoding="utf-8") as log:
            log.write(f"2026-11-02 09:00:00,000 ERROR bug 1234: KeyError\n2026-11-02 WARNING {number} is not known\n")
        return [*expected, "city-1.log tells the numbers of 1 citizens", "city-1.log tells of 2026-11-02 09:00:00,000"]

    async def _spoil_places(self) -> list[str]:
        lost, freed = await self._case("book"), await self._case("cancel")
        foreign, moved = await self._case("race"), await self._case("move")
        async with reading(self.ours) as connection:
            theirs = select(place).where(place.c.case == foreign, place.c.state == "booked")
            some = (await connection.execute(theirs)).one()
            given_back = select(place.c.id).where(place.c.case == freed, place.c.state == "cancelled")
            [*_, back] = await connection.scalars(given_back)
        stranger = {**some._mapping, "id": "stranger", "case": "STRANGER"}
        await self._change(
            self.ours,
            update(place).where(place.c.case == lost, place.c.state == "booked").values(state="cancelled"),
            update(place).where(place.c.id == back).values(state="booked"),
            update(place).where(place.c.case == moved, place.c.state == "booked").values(slot=some.slot),
            delete(api_case).where(api_case.c.case == foreign),
            insert(place).values(stranger),
            update(slot).where(slot.c.id == some.slot).values(used=0),
        )
        return [
            f"{lost} was told of [(",
            f"{freed} was told of no place, and the books have [(",
            f"{moved} was told of [(",
            "STRANGER was told of no place, and the books have [(",
            f"{foreign} has a place and belongs to None",
            f"{some.slot} has ",
        ]

    async def _spoil_applications(self) -> list[str]:
        decided, other = [await self._case("apply", which) for which in (0, 1)]
        taken_back = await self._case("withdraw")
        async with reading(self.ours) as connection:
            row = (await connection.execute(select(application).where(application.c.case == decided))).one()
        await self._change(
            self.ours,
            insert(application).values({**row._mapping, "case": "STRANGER"}),
            update(step).where(step.c.case == decided, step.c.department == "housing").values(state="refused"),
            update(application).where(application.c.case == taken_back).values(state="partly"),
            delete(event).where(event.c.case == other, event.c.number == 2),
            insert(job).values(
                key="lost", kind="progress", payload=Sealed(b"x"), state="failed", due_at=row.submitted_at, attempts=8
            ),
        )
        return [
            "STRA NGER is handed in, and its chat was told so 0 times",
            "STRANGER is ",
            f"{decided}: that housing has refused it was said 0 times",
            f"{taken_back} is partly, and its chat keeps ",
            f"{other} has lines [1, 3",
            "1 jobs progress are failed",
        ]

    async def _spoil_chats(self) -> list[str]:
        """One is told everything twice, another nothing; a third still waits, and a fourth was told of a bug."""
        twice, never, waits, sorry = self._of("apply", 1), self._of("race", 1), self._of("move"), self._of("cancel")
        doubled, kept = await self._case("apply", 1), (await self.chats.look(waits.chat)).kept
        assert kept is not None
        pending = kept.but(pending=CancelPlace(case=kept.matters[0].code, visit="apply", appointment="x"))
        body = self.vault.seal_json(pending.model_dump(mode="json"), conversation.c.body)
        bug = {"text": "Sorry, something went wrong on our side.", "options": [], "entries": []}
        columns = [column for column in outbox.c if column.name not in ("id", "key")]
        again = select((outbox.c.key + "again").label("key"), *columns).where(outbox.c.chat == twice.chat)
        await self._change(
            self.theirs,
            insert(outbox).from_select(["key", *(column.name for column in columns)], again),
            delete(outbox).where(outbox.c.chat == never.chat),
            update(conversation).where(conversation.c.chat == waits.chat).values(body=body),
            update(outbox).where(outbox.c.chat == sorry.chat).values(body=self.vault.seal_json(bug, outbox.c.body)),
        )
        return [
            f"{doubled[:4]} {doubled[4:]} is handed in, and its chat was told so 2 times",
            f"{doubled}: that housing has approved it was said 2 times",
            f"{never.chat} wanted to race, and it came to nothing",
            f"{await self._case('race', 1)} was told of no place, and the books have [(",
            f"{await self._case('race', 1)} keeps [",
            f"{waits.chat} wanted to move, and it came to nothing: [] unsettled, cancel pending",
            f"{sorry.chat} was told of a bug",
        ]

    def _of(self, wish: Wish, which: int = 0) -> Story:
        return [story for story in self.stories if story.wish == wish][which]

    async def _case(self, wish: Wish, which: int = 0) -> str:
        return (await self.chats.look(self._of(wish, which).chat)).matters[0].code

    async def _change(self, engine: AsyncEngine, *changes: Insert | Update | Delete) -> None:
        async with engine.begin() as connection:
            for change in changes:
                await connection.execute(change)


# --- what makes it a trial -------------------------------------------------------------------------------------------


def test_the_stories_differ_and_each_citizen_has_a_number() -> None:
    some = [Story(number) for number in range(2000)]
    assert {story.wish for story in some} == set(WISHES)
    assert len({story.citizen_number for story in some}) == len(some)
    assert {len(story.citizen_number) for story in some} == {18}


REQUEST = b"POST /holds HTTP/1.1\r\nIdempotency-Key: k1\r\nContent-Length: 4\r\n\r\nplea"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nplaces"


@dataclass
class Window:
    """Hears requests, and answers each the same."""

    heard: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(len(REQUEST)):
            self.heard += 1
            writer.write(ANSWER)
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def line_to(window: Window, **told: Any) -> AsyncIterator[tuple[Line, int]]:
    """A line to it, and where it is reached through the line."""
    server = await asyncio.start_server(window.answer, "127.0.0.1", 0)
    usual = {"breaks": 0.0, "silences": 0, "pauses": (0.0, 0.0), "lasts": (0.2, 0.2)}
    line = Line(server.sockets[0].getsockname()[1], **{**usual, **told})
    async with server, line.laid() as port:
        yield line, port


async def ask(port: int, times: int = 1) -> bytes:
    """What comes back on one connection until it is cut, or so many answers are there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    with suppress(ConnectionResetError):
        for _ in range(times):
            writer.write(REQUEST)
            while len(piece := await reader.read(len(ANSWER))) and len(answer := answer + piece) % len(ANSWER):
                pass
    writer.close()
    with suppress(ConnectionResetError):
        await writer.wait_closed()
    return answer


async def test_a_line_passes_everything_on() -> None:
    window = Window()
    async with line_to(window) as (line, port):
        assert await ask(port, times=3) == 3 * ANSWER
        assert (window.heard, line.seen["calls"], line.seen["calls repeated"]) == (3, 3, 2)


async def test_a_line_breaks_before_after_and_in_the_middle_of_an_answer() -> None:
    window, met = Window(), set()
    async with line_to(window, breaks=1 / 3) as (line, port):
        for _ in range(30):
            heard, cuts = window.heard, dict(line.seen)
            answer = await ask(port)
            (where,) = (
                name for name in ("before", "after", "middle") if line.seen[f"cut {name}"] > cuts.get(f"cut {name}", 0)
            )
            met.add((where, window.heard - heard, answer))
    assert met == {("before", 0, b""), ("after", 1, b""), ("middle", 1, ANSWER[: len(ANSWER) // 2])}


async def test_a_silent_line_answers_late_and_a_shut_one_not_at_all() -> None:
    async with line_to(Window(), silences=2, pauses=(0.1, 0.1)) as (line, port):
        loop = asyncio.get_running_loop()
        await until(lambda: line.seen["silences"] == 1)
        began = loop.time()
        assert await ask(port) == ANSWER
        assert loop.time() - began > 0.1
        await until(lambda: line.seen["silences"] == 2)
        assert await ask(port) == b""


async def until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - another task
        await asyncio.sleep(0.01)
