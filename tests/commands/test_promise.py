"""`promise`: what was told against what happened, as scripts and staff read it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.applications.tables import application
from bot.commands.promise import read_cases
from bot.commands.promise_measured import Case, Kept, measured, measured_one
from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.dialogue.promising import Happened, HappenedKind, Promised
from bot.storage.promises import Told, put_promises, record
from procedures.deadlines import office_of
from tests.commands.conftest import Office
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.talk import MONDAY, Town
from tests.small import SMALL, small_province

HANGZHOU = ZoneInfo("Asia/Shanghai")
OFFICE = office_of(small_province())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANGZHOU)


# --- one case -------------------------------------------------------------------------------------------------------


def case(
    *happened: tuple[HappenedKind, str],
    begun: Iterable[str] = (),
    visits: int = 1,
    booked: int = 1,
    limit: str = "5 working days",
    until: str | None = None,
) -> Case:
    """Told on Monday, 30 November 2026 at nine."""
    told = Told("ABCDEF23", SMALL, at("2026-11-30T09:00"), visits, booked, limit)
    return Case(
        told,
        [Happened(told.case, what, at(when)) for what, when in happened],
        frozenset(map(at, begun)),
        at(until) if until else None,
    )


def figures(*cases: Case) -> Kept:
    return measured_one(SMALL, cases, OFFICE)


VISIT = "2026-12-03T10:00"
DONE: tuple[HappenedKind, str] = ("done", "2026-12-03T10:30")


@pytest.mark.parametrize(
    ("one", "kept", "asked_else", "more_visits", "late"),
    [
        pytest.param(case(DONE, begun=[VISIT]), 1, 0, 0, 0, id="kept"),
        pytest.param(case(begun=[VISIT]), 0, 0, 0, 0, id="not done yet"),
        pytest.param(case(DONE, ("asked-else", VISIT), begun=[VISIT]), 0, 1, 0, 0, id="asked for something else"),
        pytest.param(case(("asked-else", VISIT), begun=[VISIT]), 0, 1, 0, 0, id="asked, and not done yet"),
        pytest.param(case(DONE, begun=["2026-12-01T10:00", VISIT]), 0, 0, 1, 0, id="one visit too many"),
        pytest.param(case(begun=["2026-12-01T10:00", VISIT]), 0, 0, 1, 0, id="one too many, and not done yet"),
        pytest.param(
            case(DONE, ("missed", "2026-12-01T10:00"), begun=["2026-12-01T10:00", VISIT]), 1, 0, 0, 0, id="missed"
        ),
        pytest.param(case(DONE, ("visited", VISIT), begun=[VISIT]), 1, 0, 0, 0, id="the clerk saw the same visit"),
        pytest.param(case(DONE, ("visited", "2026-12-01T10:00"), begun=[VISIT]), 0, 0, 1, 0, id="came without a place"),
        pytest.param(case(DONE, begun=["2026-12-01T10:00", VISIT], visits=2, booked=2), 1, 0, 0, 0, id="two by law"),
        pytest.param(case(DONE, begun=[VISIT], visits=2, booked=1), 1, 0, 0, 0, id="collected"),
    ],
)
def test_whether_one_promise_was_kept(one: Case, kept: int, asked_else: int, more_visits: int, late: int) -> None:
    found = figures(one)
    assert (found.kept, found.asked_else, found.more_visits, found.late) == (kept, asked_else, more_visits, late)


@pytest.mark.parametrize(
    ("limit", "start", "done", "late"),
    [
        # Handed in on Monday: Tuesday is the first of five working days, the next Monday the last.
        ("5 working days", "2026-11-30T16:00", "2026-12-07T23:59:59", 0),
        ("5 working days", "2026-11-30T16:00", "2026-12-08T00:00", 1),
        ("60 minutes", "2026-11-30T10:00", "2026-11-30T11:00", 0),
        ("60 minutes", "2026-11-30T10:00", "2026-11-30T11:01", 1),
        ("on the spot", "2026-11-30T10:00", "2026-11-30T16:59", 0),
        ("on the spot", "2026-11-30T10:00", "2026-12-01T09:00", 1),
        ("20 working days", "2026-12-20T10:00", "2027-03-01T10:00", 0),  # 2027 is not announced: nothing is known
    ],
)
def test_it_is_late_after_the_time_that_was_promised(limit: str, start: str, done: str, late: int) -> None:
    found = figures(case(("submitted", start), ("done", done), limit=limit, visits=0, booked=0))
    assert (found.late, found.kept) == (late, 1 - late)


def test_the_clock_stands_while_the_office_waits_for_the_citizen() -> None:
    """From Tuesday to the Monday after: then Monday is the first of the five days, and Friday the last."""
    told: tuple[tuple[HappenedKind, str], ...] = (("submitted", "2026-11-30T10:00"), ("done", "2026-12-11T10:00"))
    assert figures(case(*told)).late == 1
    assert figures(case(*told, until="2026-12-11T23:59:59")).late == 0


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (case(("submitted", "2026-12-04T10:00"), ("done", "2026-12-08T10:00")), 2),
        (case(("done", "2026-12-08T10:00"), begun=["2026-12-07T10:00"]), 1),
        (case(("done", "2026-12-08T10:00"), visits=0, booked=0), 6),
    ],
    ids=["handed in on a Friday", "from the first visit", "from the promise"],
)
def test_days_are_working_days_from_where_it_began(one: Case, days: int) -> None:
    assert (figures(one).days_promised, figures(one).days_median) == (5, days)


def test_sums_and_medians() -> None:
    collected = case(("submitted", "2026-12-01T09:00"), ("done", "2026-12-02T10:00"), visits=1, booked=0)
    twice = case(("done", "2026-12-04T10:00"), begun=["2026-12-01T10:00", "2026-12-03T10:00"])
    waiting, only_told = case(begun=[VISIT]), case()
    assert figures(collected, twice, waiting, only_told) == Kept(
        SMALL,
        4,
        2,
        1,
        0,
        1,
        0,
        visits_promised=3,
        visits_actual=4,
        days_promised=5,
        days_median=2,
        answered=0,
        enough=0,
    )


def test_whether_one_visit_was_enough_is_what_they_say() -> None:
    """Who said first that it was, and then had to come again, was not done in one."""
    said_yes, silent = case(("visited", VISIT), ("enough", VISIT)), case(("visited", VISIT))
    changed = case(("visited", VISIT), ("enough", VISIT), ("again", VISIT))
    found = figures(said_yes, said_yes, silent, changed, case(("again", VISIT)))
    assert (found.answered, found.enough) == (4, 2)


# --- the command ----------------------------------------------------------------------------------------------------

KEYS = [
    "procedure",
    "told",
    "done",
    "kept",
    "asked_else",
    "more_visits",
    "late",
    "visits_promised",
    "visits_actual",
    "days_promised",
    "days_median",
    "answered",
    "enough",
]
NOTHING = dict.fromkeys(KEYS[1:], 0) | {"procedure": SMALL, "days_promised": None, "days_median": None}


@pytest.fixture
def installed(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("DATABASE_URL", database_url)
    return office


async def promise_two(engine: AsyncEngine, procedure: str = SMALL) -> None:
    """Two citizens were told: one has the permit on the fifth day, the other was asked for something else."""
    async with engine.begin() as connection:
        for code in ("ABCDEF23", "GHJKMN23"):
            promised = Promised(code, procedure, "1" * 64, MONDAY, "online", 0, 0, 0, (), 2, "5 working days")
            await put_promises(connection, Vault.from_secret(new_secret()), "telegram", code, [promised])
        await record(connection, Happened("ABCDEF23", "submitted", MONDAY))
        await record(connection, Happened("ABCDEF23", "done", MONDAY + timedelta(days=7)))
        await record(connection, Happened("GHJKMN23", "asked-else", MONDAY))
        await record(connection, Happened("GHJKMN23", "enough", MONDAY))


def keep(database_url: str, procedure: str = SMALL) -> None:
    """The same, for a test of a command, which has its own event loop."""

    async def put() -> None:
        engine = open_engine(database_url)
        await promise_two(engine, procedure)
        await engine.dispose()

    asyncio.run(put())


KEPT = NOTHING | {"told": 2, "done": 1, "kept": 1, "asked_else": 1, "days_promised": 5, "days_median": 5}
KEPT |= {"answered": 1, "enough": 1}


def test_every_field(installed: Office, database_url: str) -> None:
    keep(database_url)
    ended = installed.run("promise", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json == {"procedures": [KEPT]}
    assert list(ended.json["procedures"][0]) == KEYS
    assert installed.run("promise", SMALL, "--json").json == {"procedures": [KEPT]}


@pytest.mark.parametrize(("until", "late"), [("2026-12-08T23:59:59", 0), ("2026-12-04T23:59:59", 1)])
async def test_the_office_s_own_clock_counts_where_it_is_handed_in(
    database: AsyncEngine, until: str, late: int
) -> None:
    await promise_two(database)
    row = {"case": "ABCDEF23", "state": "approved", "give": "electronic", "in_hand": False, "events": 1}
    async with database.begin() as connection:
        await connection.execute(insert(application).values(**row, submitted_at=MONDAY, until=at(until)))
    [figures] = measured(await read_cases(database, SMALL, MONDAY), OFFICE)
    assert (figures.done, figures.late, figures.kept) == (1, late, 1 - late)


def test_nothing_was_promised(installed: Office) -> None:
    assert installed.run("promise", "--json").json == {"procedures": []}
    assert installed.run("promise").out == "Nothing was promised yet.\n"
    assert installed.run("promise", SMALL, "--json").json == {"procedures": [NOTHING]}


def test_a_table(installed: Office, database_url: str) -> None:
    keep(database_url)
    assert installed.run("promise").out == (
        "                           told  done  kept  asked for more  more visits  late  visits   days  enough\n"
        "Residents' parking permit     2     1     1               1            0     0   0 → 0  5 → 5   1 / 1\n"
        "Visits and days: promised → what it took. Days are working days, medians of what is done."
        " Enough: who say that one visit was / who answered.\n"
    )
    assert "居民停车证办理" in installed.run("promise", "--language", "zh").out


def test_a_retired_procedure_is_told_of_by_its_id(installed: Office, database_url: str) -> None:
    keep(database_url, "ration-coupons")
    assert installed.run("promise", "ration-coupons", "--json").json == {
        "procedures": [KEPT | {"procedure": "ration-coupons"}]
    }
    assert installed.run("promise").out.splitlines()[1].startswith("ration-coupons")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["parking-permt"], 'There is no procedure "parking-permt". Did you mean "parking-permit"?'),
        (["--language", "fr"], 'There is no language "fr". Choose one of: zh, en.'),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(installed: Office, arguments: list[str], sentence: str) -> None:
    ended = installed.run("promise", *arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", f"{sentence}\n")


# --- a whole conversation -------------------------------------------------------------------------------------------


async def test_from_the_promise_to_the_window_and_back(database: AsyncEngine) -> None:
    """Told, booked, the day passes, and at the window something else was asked for; tapped twice it counts once."""
    town = Town(database, core.catalogue())
    citizen = town.citizen(language="en")

    async def now() -> Kept:
        return measured_one(SMALL, await read_cases(database, None, town.watch()), OFFICE)

    await citizen.say(PARK_EN, "my own")
    assert (await now()).told == 0
    await citizen.say("the keeper")
    assert (await now()).told == 1
    await citizen.say("window", "East", "Thursday 10:00", "1", "yes", "/my")
    assert not any("something else" in option for option in citizen.options)
    assert (await now()).visits_actual == 0
    town.watch.wait(days=3, hours=1)  # Thursday at ten
    await citizen.say("/my")
    said = await citizen.tap("I was asked for something else")
    assert "12345" in said
    await citizen.say("/my")
    await citizen.tap("I was asked for something else")
    told = await now()
    assert (told.told, told.done, told.asked_else, told.more_visits) == (1, 0, 1, 0)
    assert (told.visits_promised, told.visits_actual) == (1, 1)


async def test_a_cancelled_place_is_no_visit_and_another_one_is(database: AsyncEngine) -> None:
    town = Town(database, core.catalogue())
    citizen = town.citizen(language="en")
    await citizen.say(PARK_EN, "my own", "the keeper", "window", "East", "Thursday 10:00", "1", "yes")
    await citizen.say("cancel", "yes")
    town.watch.wait(days=4)
    [case] = await read_cases(database, SMALL, town.watch())
    assert case.visits == 0
