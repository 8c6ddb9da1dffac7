"""The suite itself: what it says, what it leaves out, and that nothing a backend answers breaks it."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import httpx2
import pytest
from fluent.syntax import FluentParser, ast

from bot.backends.wire.messages import About, Offered
from bot.commands.labels import LOCALES
from bot.conformance.calls import Calls, Came
from bot.conformance.fixtures import Fixtures, WrongFixtures, read_fixtures
from bot.conformance.line import Line
from bot.conformance.lines import LINES
from bot.conformance.receiver import receiving
from bot.conformance.running import introduce, look, look_at
from bot.conformance.shapes import shape
from bot.conformance.target import Patience, Target
from tests.conformance.served import Asgi, Receive, Send, demonstration

ROOT = Path(__file__).parents[2]
SECRET = "990001199103140020"
WORDS = {"result-pass", "result-fail", "result-not-offered", "came", "mend", "missing", "sum"}


async def nothing(seconds: float) -> None:
    return None


async def target(app: Asgi, about: About | None = None, fixtures: Fixtures | None = None) -> Target:
    """What needs no network needs no closing either."""
    calls = Calls(
        httpx2.AsyncClient(base_url="http://backend.example", transport=httpx2.ASGITransport(app=app)),
        "k",
        lambda: datetime.now(UTC),
        nothing,
        "check",
        on_network=False,
    )
    return Target(calls, fixtures or demonstration(), about, patience=Patience(stalled=0.2, news=4.0))


def answers(status: int, media_type: str, body: bytes) -> Asgi:
    """A backend that says the same to everything."""

    async def app(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        headers = [(b"content-type", media_type.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_has_a_title_and_a_remedy(language: str) -> None:
    text = (LOCALES / f"conformance.{language}.ftl").read_text(encoding="utf-8")
    named = [each.id.name for each in FluentParser().parse(text).body if isinstance(each, ast.Message)]
    assert named[len(WORDS) :] == [name for line in LINES for name in (line.id, f"{line.id}-mend")]
    assert set(named[: len(WORDS)]) == WORDS


def test_the_guide_names_every_line() -> None:
    guide = (ROOT / "docs" / "backend-check.md").read_text(encoding="utf-8")
    rows = guide.partition("## The lines")[2].partition("\nA call")[0]
    named = [name for row in rows.splitlines() for name in row.partition(" | ")[0].strip("| ").split(", ")]
    assert [name.strip("`") for name in named if name.startswith("`")] == [line.id for line in LINES]


def test_a_shape_tells_no_text() -> None:
    told = {"number": SECRET, "claims": [{"slot": "east.permits.1"}, {"slot": "x"}], "keep_seconds": 2, "none": None}
    assert shape(told) == "{number, claims: [2 × {slot}], keep_seconds: 2, none: null}"
    assert shape([SECRET, SECRET]) == "[2]"
    assert shape(int(SECRET)) == "…"
    assert shape({"张三": 1, SECRET: 1}) == "{…: 1, …: 1}"


def test_what_came_tells_no_text() -> None:
    problem = b'{"type": "urn:onevisit:problem:unknown", "title": "990001199103140020 is unknown", "status": 404}'
    assert Came("GET /a", None, 404, body=problem).in_words() == "404 unknown"
    page: Came[Any] = Came("GET /a", None, 500, {"content-type": "text/html"}, SECRET.encode() + b"<html>")
    assert page.in_words() == "500 text/html, 24 bytes"
    named = problem.replace(b"unknown", SECRET.encode())
    assert SECRET not in Came("GET /a", None, 404, body=named).in_words()


# --- what it leaves out ----------------------------------------------------------------------------------------------


async def test_parts_that_are_not_offered_are_not_looked_at() -> None:
    t = await target(answers(500, "text/html", b""), About(offers=(), hold_seconds=600))
    found = await look(t, [line for line in LINES if line.needs])
    assert {each.result for each in found} == {"not-offered"}
    race = next(each for each in found if each.line.id == "race")
    assert race.why == "`about` does not offer places"


async def test_without_fixtures_lines_say_which() -> None:
    offers: tuple[Offered, ...] = get_args(Offered)
    t = await target(answers(500, "text/html", b""), About(offers=offers, hold_seconds=600), Fixtures())
    why = {each.line.id: each.why for each in await look(t, LINES) if each.result == "not-offered"}
    assert why["race"] == "the fixtures say nothing of `places`"
    assert why["evidence-expired"] == "the fixtures say nothing of `evidence.expired`"
    assert why["timeline"] == "the fixtures say nothing of `application`"
    assert why["callback"] == "give --listen HOST:PORT"


# --- what a backend may answer ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (200, "text/html", b"<html>"),
        (200, "application/json", b"{}"),
        (200, "application/json", b"[]"),
        (204, "", b""),
        (404, "application/problem+json", b'{"type": "urn:onevisit:problem:unknown", "status": 404, "title": "No."}'),
        (404, "application/problem+json", b'{"type": 1}'),
        (500, "application/json", b"\xff"),
    ],
    ids=str,
)
async def test_nothing_that_is_answered_breaks_the_suite(status: int, media_type: str, body: bytes) -> None:
    t = await target(answers(status, media_type, body))
    found = await look(t, LINES)
    assert [each.line.id for each in found if "unexpected" in each.why] == []
    assert {each.result for each in found if each.line.needs} <= {"fail", "not-offered"}
    assert all("Traceback" not in each.why and SECRET not in each.why for each in found)


async def test_a_check_that_breaks_is_a_fail_with_a_sentence() -> None:
    async def breaks(t: Target) -> None:
        t.afterwards(gives_back)
        raise KeyError(SECRET)

    async def gives_back() -> None:
        given_back.append(True)

    given_back: list[bool] = []
    t = await target(answers(200, "", b""))
    seen = await look_at(t, Line("breaks", (), breaks))
    assert (seen.result, given_back) == ("fail", [True])
    assert seen.why.startswith("What came was so unexpected that it could not be looked at: KeyError in breaks, line ")
    assert SECRET not in seen.why


async def test_a_backend_that_cannot_say_what_it_is_is_looked_at_all_the_same() -> None:
    t = await target(answers(200, "application/json", b"{}"))
    assert await introduce(t.calls) is None
    assert {each.result for each in await look(t, LINES[:5])} == {"fail"}


# --- the receiver ----------------------------------------------------------------------------------------------------


async def test_callbacks_are_kept_and_can_be_refused_first() -> None:
    async with receiving("127.0.0.1", 0) as receiver, httpx2.AsyncClient() as backend:
        receiver.refuse = 1
        statuses = [
            (await backend.post(receiver.url, content=b"{}", headers={"webhook-id": "m1"})).status_code
            for _ in range(2)
        ]
        elsewhere = await backend.post(receiver.url.replace(receiver.path, "/"), content=b"{}")
    assert (statuses, elsewhere.status_code) == ([500, 204], 404)
    assert [(each.id, each.body, each.answered) for each in receiver.came] == [("m1", b"{}", 500), ("m1", b"{}", 204)]


async def test_an_address_that_is_not_this_machines_is_taken_to_lead_here() -> None:
    async with receiving("192.0.2.7", 0) as receiver, httpx2.AsyncClient() as backend:
        assert receiver.url.startswith("http://192.0.2.7:")
        here = receiver.url.replace("192.0.2.7", "127.0.0.1")
        assert (await backend.post(here, content=b"{}")).status_code == 204


# --- fixtures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("places: {centre: xihu}", "places.counter: Field required."),
        ("evidence: {lost: {}}", "evidence.lost"),
        ("a: 1", "a: Extra inputs are not permitted."),
        ("{", "is neither YAML nor JSON in UTF-8."),
    ],
)
def test_fixtures_that_cannot_be_used_are_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "fixtures.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongFixtures, match=re.escape(why)):
        read_fixtures(file)


def test_the_demonstration_lends_a_person_for_each_answer() -> None:
    assert set(demonstration().evidence) == {
        "found", "not_found", "contradicted", "unavailable", "expired", "several",
    }  # fmt: skip
