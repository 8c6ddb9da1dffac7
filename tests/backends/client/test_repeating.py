"""A call is made again only where that is safe, after pauses that grow, and for as long as its deadline lets it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import monotonic
from typing import Any

import httpx2
import pytest

from bot.backends.client import Client, Patience
from bot.backends.wire import messages as m
from bot.backends.wire import operations as op
from bot.backends.wire.operations import Operation
from bot.dialogue.ports import BackendDown, SlotGone
from tests.backends.client.played import ABOUT, APPOINTMENT, SLOT, Backend, Pauses, Plays, client_of, problem, served
from tests.backends.town import Clock

CLAIM = m.ClaimSaid(slot=SLOT["id"], case="A1", visit="apply", procedure="passport")
HOLD = m.HoldSaid(claims=(CLAIM,), booker=m.BookerSaid(chat="us"))
HELD = Plays({"holds": [{"id": "h1", "slot": SLOT, "until": "2026-12-01T00:20:00Z"}]})
SILENT = [
    httpx2.ConnectError("nobody there"),
    httpx2.ReadTimeout("nobody answers"),
    httpx2.RemoteProtocolError("cut off"),
    Plays(b"<html>Bad gateway</html>", 502),
    problem("down", 503),
    Plays(b"", 504),
    problem("too-slow", 408),
    problem("too-many", 429),
]


@pytest.mark.parametrize("silence", SILENT, ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "")
async def test_what_passes_by_itself_is_tried_again(client: Client, backend: Backend, silence: Plays) -> None:
    backend.plays = [silence, silence, Plays(ABOUT)]
    assert (await client.call(op.ABOUT)).hold_seconds == 600
    assert len(backend.asked) == 3


@pytest.mark.parametrize("silence", SILENT, ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "")
async def test_what_stays_silent_is_down_after_four_tries(
    client: Client, backend: Backend, pauses: Pauses, silence: Plays
) -> None:
    backend.plays = [silence]
    with pytest.raises(BackendDown):
        await client.call(op.ABOUT)
    assert len(backend.asked) == 4
    assert pauses.taken == [0.1, 0.2, 0.4]


async def test_a_post_with_a_key_is_repeated_with_the_same_key_and_body(client: Client, backend: Backend) -> None:
    backend.plays = [httpx2.ReadError("cut off"), Plays(b"", 503), HELD]
    (hold,) = (await client.call(op.HOLD, HOLD, key="k1")).holds
    assert hold.id == "h1"
    assert [(each.headers["idempotency-key"], each.body) for each in backend.asked] == [
        ("k1", HOLD.model_dump_json().encode())
    ] * 3


async def test_a_post_without_a_key_is_made_once(client: Client, backend: Backend) -> None:
    backend.plays = [Plays(b"", 503), HELD]
    with pytest.raises(BackendDown):
        await client.call(op.HOLD, HOLD)
    assert len(backend.asked) == 1
    assert "idempotency-key" not in backend.asked[0].headers


@pytest.mark.parametrize(
    ("operation", "names"), [(op.RELEASE, {"hold": "h1"}), (op.DROP_CALLBACK, {}), (op.SET_CALLBACK, {})]
)
async def test_what_comes_to_the_same_needs_no_key(
    client: Client, backend: Backend, operation: Operation[None], names: Any
) -> None:
    backend.plays = [Plays(b"", 502), Plays({"url": None}, 200)]
    await client.call(operation, **names)
    assert len(backend.asked) == 2
    assert all("idempotency-key" not in each.headers for each in backend.asked)


@pytest.mark.parametrize("answer", [problem("broken", 500), Plays(b"", 500), Plays(b"", 501), Plays(b"", 302)])
async def test_what_stays_broken_is_not_tried_again_at_once(client: Client, backend: Backend, answer: Plays) -> None:
    backend.plays = [answer]
    with pytest.raises(BackendDown):
        await client.call(op.ABOUT)
    assert len(backend.asked) == 1


async def test_a_redirect_is_not_followed(client: Client, backend: Backend) -> None:
    """The key would go wherever it leads."""
    backend.plays = [Plays(b"", 307, {"Location": "http://elsewhere.example/"}), Plays(ABOUT)]
    with pytest.raises(BackendDown):
        await client.call(op.ABOUT)
    assert [each.headers["host"] for each in backend.asked] == ["backend.example"]


async def test_a_refusal_is_an_answer(client: Client, backend: Backend) -> None:
    backend.plays = [problem("slot-gone")]
    with pytest.raises(SlotGone):
        await client.call(op.HOLD, HOLD, key="k1")
    assert len(backend.asked) == 1


# --- what the backend asks for ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("3", 3.0), ("Tue, 01 Dec 2026 00:10:04 GMT", 4.0), ("soon", 0.0), ("-5", 0.0), ("٣", 0.0), ("", 0.0)],
)
async def test_retry_after_is_waited_for_and_then_some(
    client: Client, backend: Backend, pauses: Pauses, written: str, seconds: float
) -> None:
    backend.plays = [Plays(b"", 503, {"Retry-After": written.encode().decode("latin-1")}), Plays(ABOUT)]
    await client.call(op.ABOUT)
    assert pauses.taken == [seconds + 0.1]


@pytest.mark.parametrize("written", ["10", "3600", "9" * 40, "Wed, 02 Dec 2026 00:10:00 GMT"])
async def test_who_asks_for_more_time_than_there_is_is_down(
    client: Client, backend: Backend, pauses: Pauses, written: str
) -> None:
    backend.plays = [Plays(b"", 429, {"Retry-After": written})]
    with pytest.raises(BackendDown):
        await client.call(op.ABOUT)
    assert (len(backend.asked), pauses.taken) == (1, [])


def test_pauses_double_and_end_at_two_seconds() -> None:
    longest = Patience(draw=lambda shortest, longest: longest)
    assert [longest.pause(attempt) for attempt in range(1, 7)] == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0]
    assert Patience(draw=lambda shortest, longest: shortest).pause(5) == 0.0


def test_pauses_are_drawn_anew() -> None:
    assert len({Patience().pause(4) for _ in range(20)}) > 10


# --- the deadline -------------------------------------------------------------------------------------------------


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte now and then, so that no single wait is long."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def test_a_server_that_drips_is_given_up_at_the_deadline(clock: Clock) -> None:
    async with served(drip) as url, Client(url, "key", clock=clock, patience=Patience(deadline=0.3)) as client:
        began = monotonic()
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
        assert monotonic() - began > 0.25  # that it ends at all is the point: the server never does


async def test_a_server_that_says_nothing_is_given_up_by_the_read_limit(clock: Clock, pauses: Pauses) -> None:
    asked = 0

    async def hush(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.read()  # until the client hangs up

    async with (
        served(hush) as url,
        Client(url, "key", clock=clock, patience=pauses.patience(read=0.05, tries=2)) as client,
    ):
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    assert asked == 2


async def test_no_pause_outlasts_the_deadline(backend: Backend, clock: Clock, pauses: Pauses) -> None:
    backend.plays = [Plays(b"", 503)]
    async with client_of(backend, clock, pauses.patience(deadline=0.15)) as client:
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    assert (len(backend.asked), pauses.taken) == (2, [0.1])


async def test_whoever_stops_waiting_is_let_go(backend: Backend, clock: Clock) -> None:
    """A task that is cancelled ends as such, and not as a backend that is down."""
    backend.plays = [Plays(b"", 503)]
    async with client_of(backend, clock, Patience(draw=lambda shortest, longest: 5.0)) as client:
        call = asyncio.create_task(client.call(op.ABOUT))
        await asyncio.sleep(0.02)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


# --- a connection that is cut -------------------------------------------------------------------------------------


async def test_a_place_is_booked_once_although_the_answer_is_cut_in_the_middle(clock: Clock, pauses: Pauses) -> None:
    """The server has done it and its answer breaks off; the same key asks again and does nothing more."""
    done: dict[str, int] = {}
    answer = b'{"appointments": [' + str(APPOINTMENT).replace("'", '"').encode() + b"]}"
    head = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
    calls = 0

    async def book(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        lines = dict(line.split(": ", 1) for line in told.split("\r\n")[1:] if line)
        await reader.readexactly(int(lines["content-length"]))
        done.setdefault(lines["idempotency-key"], len(done) + 1)
        writer.write(head + (answer[: len(answer) // 2] if calls == 1 else answer))
        await writer.drain()

    async with served(book) as url, Client(url, "key", clock=clock, patience=pauses.patience()) as client:
        (booked,) = (await client.call(op.CONFIRM, m.ConfirmSaid(holds=("h1",)), key="k1")).appointments
    assert (booked.id, calls, done) == ("a1", 2, {"k1": 1})


# --- the circuit --------------------------------------------------------------------------------------------------


async def test_after_five_failures_it_is_spared_for_fifteen_seconds(
    client: Client, backend: Backend, clock: Clock
) -> None:
    backend.plays = [Plays(b"", 502)]
    for _ in range(3):
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    assert len(backend.asked) == 5  # four tries, and one more
    clock.now += timedelta(seconds=14)
    with pytest.raises(BackendDown):
        await client.call(op.ABOUT)
    assert len(backend.asked) == 5
    clock.now += timedelta(seconds=1)
    with pytest.raises(BackendDown):  # one call decides, and it fails again
        await client.call(op.ABOUT)
    assert len(backend.asked) == 6
    clock.now += timedelta(seconds=15)
    backend.plays = [Plays(ABOUT)]
    await client.call(op.ABOUT)
    await client.call(op.ABOUT)
    assert len(backend.asked) == 8


@pytest.mark.parametrize("answer", [problem("slot-gone"), problem("too-many", 429), problem("wrong-key", 401)])
async def test_who_refuses_is_there(client: Client, backend: Backend, answer: Plays) -> None:
    backend.plays = [*[Plays(b"", 500)] * 4]
    for _ in range(4):
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    backend.plays = [answer]
    with pytest.raises(Exception):  # noqa: B017, PT011  # whichever it stands for
        await client.call(op.ABOUT)
    backend.plays = [Plays(b"", 500)]
    for _ in range(4):
        with pytest.raises(BackendDown):
            await client.call(op.ABOUT)
    asked = len(backend.asked)
    backend.plays = [Plays(ABOUT)]
    await client.call(op.ABOUT)  # the failures before the refusal do not count
    assert len(backend.asked) == asked + 1


def test_it_takes_no_longer_than_a_citizen_waits() -> None:
    """Ten seconds for everything, two of them to reach it, five for each wait."""
    assert (Patience().deadline, Patience().connect, Patience().read) == (10.0, 2.0, 5.0)
