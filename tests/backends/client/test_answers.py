"""An answer is believed only where it is one: by its shape, its size and its times."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.backends.client import Client, Misunderstood, NotOffered, read_all
from bot.backends.client.client import written_key
from bot.backends.wire import messages as m
from bot.backends.wire import operations as op
from bot.backends.wire.problems import NAMES, TYPE
from bot.dialogue.applications import Incomplete
from bot.dialogue.papers import PaperGone, PaperRefused
from bot.dialogue.ports import BackendDown, Unknown
from tests.backends.client.played import ABOUT, APPOINTMENT, KEY, SLOT, Backend, Pauses, Plays, client_of, problem
from tests.backends.town import Clock

NUMBER = "990001199001010010"
HTML = b"<html><body>" + NUMBER.encode() + b" is not here</body></html>"

NONSENSE: dict[str, Plays] = {
    "a page of a proxy": Plays(HTML),
    "nothing": Plays(b""),
    "half an object": Plays(b'{"offers": ["places"'),
    "a list": Plays([ABOUT]),
    "another shape": Plays({"offers": "places", "hold_seconds": 600}),
    "a part that nobody knows": Plays({"offers": ["miracles"], "hold_seconds": 600}),
    "bytes that are no text": Plays(b'{"offers": ["\xff"], "hold_seconds": 600}'),
    "too large": Plays(b" " * (8 * 1024 * 1024 + 1)),
    "packed": Plays(ABOUT, headers={"Content-Encoding": "gzip"}),
    "a page for an error": Plays(HTML, 404),
    "a problem of somebody else": Plays({"type": "about:blank", "title": "Not found"}, 404),
    "unchanged, though nothing is known": Plays(b"", 304),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
async def test_nonsense_is_no_answer_and_is_not_asked_for_again(
    client: Client, backend: Backend, nonsense: Plays, caplog: pytest.LogCaptureFixture
) -> None:
    backend.plays = [nonsense]
    with caplog.at_level(logging.WARNING, "bot"), pytest.raises(BackendDown) as down:
        await client.call(op.ABOUT)
    assert len(backend.asked) == 1
    assert len(caplog.records) == 1
    assert "BACKEND_URL" in caplog.text
    for secret in (NUMBER, "miracles", KEY, "html"):
        assert secret not in caplog.text + str(down.value)


async def test_nonsense_opens_the_circuit(client: Client, backend: Backend) -> None:
    backend.plays = [Plays(HTML)]
    for _ in range(6):
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    assert len(backend.asked) == 5


@pytest.mark.parametrize("written", ["2026-12-02T08:30:00+08:00", "2026-12-02T00:30:00"])
async def test_a_time_that_is_not_in_utc_is_nonsense(client: Client, backend: Backend, written: str) -> None:
    """Half a day would be wrong, and nobody would notice."""
    backend.plays = [Plays({**APPOINTMENT, "slot": {**SLOT, "starts_at": written}})]
    with pytest.raises(BackendDown):
        await client.call(op.APPOINTMENT, appointment="a1")


async def test_fields_that_nobody_knows_are_overlooked(client: Client, backend: Backend) -> None:
    backend.plays = [Plays({**APPOINTMENT, "window": 4, "slot": {**SLOT, "floor": 2}})]
    found = await client.call(op.APPOINTMENT, appointment="a1")
    assert (found.id, found.slot.id, found.slot.starts_at.utcoffset()) == ("a1", SLOT["id"], timedelta())


async def test_as_large_as_may_be(client: Client, backend: Backend) -> None:
    text = b'{"offers": ["places"], "hold_seconds": 600}'
    backend.plays = [Plays(text + b" " * (8 * 1024 * 1024 - len(text)))]
    assert (await client.call(op.ABOUT)).offers == ("places",)


async def test_a_complaint_is_made_once_a_minute(
    client: Client, backend: Backend, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    backend.plays = [Plays(b"", 500)]
    for seconds in (0, 0, 59, 1):
        clock.now += timedelta(seconds=seconds)
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    assert len(caplog.records) == 2


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("refusal", "name"), NAMES.items())
async def test_each_refusal_is_what_the_port_calls_it(
    client: Client, backend: Backend, refusal: type[Exception], name: str
) -> None:
    backend.plays = [problem(name, missing=["name", "lease"], why="locked")]
    with pytest.raises(Unknown if refusal is PaperGone else refusal) as raised:
        await client.call(op.ABOUT)
    if isinstance(raised.value, Incomplete):
        assert raised.value.missing == ("name", "lease")
    if isinstance(raised.value, PaperRefused):
        assert raised.value.why == "locked"


async def test_what_is_not_offered_is_told_by_its_own_name(client: Client, backend: Backend) -> None:
    backend.plays = [problem("not-offered", 404)]
    with pytest.raises(NotOffered):
        await client.call(op.AHEAD, waiting="w1")


@pytest.mark.parametrize("name", ["wrong-key", "wrong-body", "key-used", "something-new"])
async def test_a_call_that_is_at_fault_is_misunderstood(client: Client, backend: Backend, name: str) -> None:
    backend.plays = [problem(name, 422)]
    with pytest.raises(Misunderstood) as wrong:
        await client.call(op.ABOUT)
    assert wrong.value.name == name


async def test_the_name_of_a_problem_is_not_repeated_whatever_it_is(client: Client, backend: Backend) -> None:
    backend.plays = [Plays({"type": f"{TYPE}{NUMBER} was here"}, 422)]
    with pytest.raises(Misunderstood) as wrong:
        await client.call(op.ABOUT)
    assert NUMBER not in wrong.value.name


# --- what goes out ------------------------------------------------------------------------------------------------


async def test_the_key_of_this_client_goes_with_every_call_and_is_not_shown(client: Client, backend: Backend) -> None:
    backend.plays = [Plays(ABOUT)]
    await client.call(op.ABOUT)
    (asked,) = backend.asked
    assert (asked.method, asked.path, asked.query) == ("GET", "/api/v1", "")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.headers["accept-encoding"] == "identity"
    assert KEY not in f"{client!r} {vars(client)!r}"


@pytest.mark.parametrize("key", ["k1", "!", "~" * 100, "case-1:hold"])
def test_a_key_that_a_header_takes_stays_as_it_is(key: str) -> None:
    assert written_key(key) == key


@pytest.mark.parametrize("key", ["", "another key", "号", "k\n", "~" * 101, "k\x7f"])
def test_any_other_key_is_stood_for(key: str) -> None:
    assert written_key(key) == "h-" + hashlib.sha256(key.encode()).hexdigest()


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/"])
async def test_a_name_that_would_lead_elsewhere_is_nobodys(client: Client, backend: Backend, name: str) -> None:
    with pytest.raises(Unknown):
        await client.call(op.APPOINTMENT, appointment=name)
    assert backend.asked == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("nothing", "nothing"),
        ("a?b#c", "a%3Fb%23c"),
        ("100%", "100%25"),
        ("a%2Fb", "a%252Fb"),
        ("号 1", "%E5%8F%B7%201"),
        ("a\\b", "a%5Cb"),
    ],
)
async def test_any_other_name_stays_one(client: Client, backend: Backend, name: str, path: str) -> None:
    backend.plays = [problem("unknown", 404)]
    with pytest.raises(Unknown):
        await client.call(op.APPOINTMENT, appointment=name)
    assert [each.path for each in backend.asked] == [f"/api/v1/appointments/{path}"]


async def test_a_paper_is_put_under_its_key_as_it_is(client: Client, backend: Backend) -> None:
    backend.plays = [Plays({"id": "p9", "kind": "pdf", "pages": 1, "size": 4}, 201)]
    told = await client.call(op.KEEP_PAPER, b"%PDF", key="p1", query={"case": "A1"})
    (asked,) = backend.asked
    assert (asked.method, asked.path, asked.query, asked.body) == ("PUT", "/api/v1/papers/p1", "case=A1", b"%PDF")
    assert told.id == "p9"


# --- what is unchanged --------------------------------------------------------------------------------------------


async def test_an_unchanged_answer_is_not_sent_again(client: Client, backend: Backend) -> None:
    backend.plays = [Plays(APPOINTMENT, headers={"ETag": '"1"'}), Plays(b"", 304)]
    first = await client.call(op.APPOINTMENT, appointment="a1")
    assert await client.call(op.APPOINTMENT, appointment="a1") is first
    assert [each.headers.get("if-none-match") for each in backend.asked] == [None, '"1"']


async def test_a_changed_answer_takes_its_place(client: Client, backend: Backend) -> None:
    moved = {**APPOINTMENT, "revision": 1}
    backend.plays = [
        Plays(APPOINTMENT, headers={"ETag": '"1"'}),
        Plays(moved, headers={"ETag": 'W/"2"'}),
        Plays(b"", 304),
    ]
    revisions = [(await client.call(op.APPOINTMENT, appointment="a1")).revision for _ in range(3)]
    assert revisions == [0, 1, 1]
    assert backend.asked[2].headers["if-none-match"] == 'W/"2"'


async def test_what_is_asked_for_otherwise_has_a_tag_of_its_own(client: Client, backend: Backend) -> None:
    backend.plays = [Plays({"slots": [SLOT]}, headers={"ETag": '"1"'})]
    for centre in ("xihu", "yuhang", "xihu"):
        await client.call(op.SLOTS, query={"centre": centre})
    assert [each.headers.get("if-none-match") for each in backend.asked] == [None, None, '"1"']


async def test_no_more_than_256_answers_are_kept(client: Client, backend: Backend) -> None:
    backend.plays = [Plays(APPOINTMENT, headers={"ETag": '"1"'})]
    for number in range(257):
        await client.call(op.APPOINTMENT, appointment=f"a{number}")
    for kept in ("a0", "a256"):
        await client.call(op.APPOINTMENT, appointment=kept)
    assert [each.headers.get("if-none-match") for each in backend.asked[-2:]] == [None, '"1"']


async def test_what_carries_no_tag_is_asked_for_anew(client: Client, backend: Backend) -> None:
    backend.plays = [Plays(ABOUT, headers={"ETag": '"1"'})]
    for _ in range(2):
        await client.call(op.ABOUT)
    assert "if-none-match" not in backend.asked[1].headers


# --- pages --------------------------------------------------------------------------------------------------------


def page(number: int, then: str | None) -> Plays:
    return Plays({"slots": [{**SLOT, "id": f"slot-{number}"}], "next": then})


async def test_pages_are_read_to_the_end(client: Client, backend: Backend) -> None:
    backend.plays = [page(1, "one"), page(2, "two"), page(3, None)]
    pages = await read_all(client, op.SLOTS, {"centre": "xihu"})
    assert [slot.id for each in pages for slot in each.slots] == ["slot-1", "slot-2", "slot-3"]
    assert [each.query for each in backend.asked] == [
        "centre=xihu&limit=1000",
        "centre=xihu&limit=1000&after=one",
        "centre=xihu&limit=1000&after=two",
    ]


@pytest.mark.parametrize("cursors", [["one", "one"], ["one", "two", "one"]])
async def test_pages_that_turn_in_a_circle_are_no_answer(client: Client, backend: Backend, cursors: list[Any]) -> None:
    backend.plays = [page(number, cursor) for number, cursor in enumerate(cursors)]
    with pytest.raises(BackendDown):
        await read_all(client, op.SLOTS, {})
    assert len(backend.asked) == len(cursors)


async def test_a_list_without_an_end_is_no_answer(client: Client, backend: Backend) -> None:
    backend.plays = [page(number, f"c{number}") for number in range(200)]
    with pytest.raises(BackendDown):
        await read_all(client, op.SLOTS, {})
    assert len(backend.asked) == 100


async def test_all_pages_together_have_the_time_of_one_call(backend: Backend, clock: Clock, pauses: Pauses) -> None:
    backend.plays = [page(1, "one"), Plays(b"", 503, {"Retry-After": "1"})]
    patience = pauses.patience(deadline=0.5)
    async with client_of(backend, clock, patience) as client:
        with pytest.raises(BackendDown):
            await read_all(client, op.SLOTS, {})
    assert len(backend.asked) == 2


def test_bodies_never_show_whose_they_are() -> None:
    assert NUMBER not in repr(m.Personal(number=NUMBER))
