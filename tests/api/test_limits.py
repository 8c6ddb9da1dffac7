"""How often one may call, by a clock that is turned; and that wrong keys are counted before they cost anything."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from starlette.requests import Request

from bot.api.keys import ApiKeys, WrongKey
from bot.api.limits import CALLS, WRONG_KEYS, Limits, Rate, TooMany
from bot.api.route import shown_by
from bot.database.engine import open_engine
from bot.dialogue.ports import BackendDown
from tests.api.backend_served import ClientProgram, Town, name_of
from tests.api.conftest import Program, Served
from tests.backends.town import NOW, Clock

WRONG = "ov1_" + "0" * 12 + "_" + "0" * 64


def taken(limits: Limits, name: str = "a") -> int:
    """How many may be taken now."""
    for number in range(10_000):
        try:
            limits.take(name)
        except TooMany:
            return number
    raise AssertionError("there is no limit")


def seconds(limits: Limits, name: str = "a") -> int:
    with pytest.raises(TooMany) as told:
        limits.take(name)
    return told.value.seconds


def test_a_burst_then_steadily() -> None:
    clock = Clock()
    limits = Limits(clock, Rate(a_minute=30, burst=5))
    assert taken(limits) == 5
    assert (seconds(limits), taken(limits, "b")) == (2, 5)
    clock.now += timedelta(seconds=1)
    assert (seconds(limits), taken(limits)) == (1, 0)
    clock.now += timedelta(seconds=3)
    assert taken(limits) == 2
    clock.turn(60)
    assert taken(limits) == 5


def test_in_a_long_while_no_more_than_the_rate() -> None:
    clock = Clock()
    limits = Limits(clock, Rate(a_minute=60, burst=10))
    had = 0
    for _ in range(100):
        had += taken(limits)
        clock.now += timedelta(milliseconds=700)
    assert 10 + 68 <= had <= 10 + 70


def test_a_clock_that_is_put_back_gives_nothing() -> None:
    clock = Clock()
    limits = Limits(clock, Rate(a_minute=60, burst=1))
    assert taken(limits) == 1
    clock.now = NOW - timedelta(hours=1)
    assert seconds(limits) == 1
    clock.now += timedelta(seconds=1)
    assert taken(limits) == 1


def test_what_is_given_back_never_makes_more_than_a_burst() -> None:
    limits = Limits(Clock(), Rate(a_minute=60, burst=2))
    limits.take("a")
    for _ in range(3):
        limits.give_back("a")
    assert taken(limits) == 2


def test_the_memory_is_bounded() -> None:
    """Who has called last is remembered."""
    limits = Limits(Clock(), Rate(a_minute=60, burst=1), most=100)
    for number in range(1000):
        limits.take(str(number))
        if number:
            assert seconds(limits, str(number)) == 1
    assert len(limits) == 100


async def test_too_many_calls_of_a_key(town: Town, hangzhou: ClientProgram, ningbo: ClientProgram) -> None:
    """Of one client alone, and only until it has waited."""
    town.limits = Limits(town.hall.clock, Rate(a_minute=10, burst=3))
    served = town.serve()
    client, other = town.client(served=served), town.client("ningbo", served)
    assert [(await client.get("")).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = await client.get("")
    assert (name_of(refused), refused.headers["Retry-After"]) == ("too-many", "6")
    assert (await other.get("")).json()["calls_a_minute"] == 10
    town.hall.clock.now += timedelta(seconds=6)
    assert [(await client.get("")).status_code for _ in range(2)] == [200, 429]


def test_what_the_figures_are() -> None:
    """As docs/api.md says."""
    assert (Rate(1200, 200), Rate(20, 20)) == (CALLS, WRONG_KEYS)


# --- wrong keys ------------------------------------------------------------------------------------------------------


async def test_wrong_keys_of_an_address_are_refused_unproved(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the desk too. Who has a key that is known goes on, and so does another address."""
    proved = 0

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            nonlocal proved
            proved += 1
            return super().verify(hash, password)

    monkeypatch.setattr("bot.api.keys._hasher", Counting(1, 8, 1))
    right, other = [await served.keys.add("housing") for _ in range(2)]
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    desk = served.serve(served.keys)
    housing, guesser = Program(desk, right), Program(desk, wrong)
    assert (await housing.get("/inbox")).status_code == 200
    answered = await asyncio.gather(*(guesser.get("/inbox") for _ in range(30)))
    assert sorted(each.status_code for each in answered) == [401] * 20 + [429] * 10
    assert proved == 1 + 20
    assert (await housing.get("/inbox")).status_code == 200
    late = await guesser.get("/inbox")
    assert (name_of(late), late.headers["Retry-After"]) == ("too-many", "3")
    assert (await Program(desk, other).get("/inbox")).status_code == 429  # not proved yet, and it comes from there
    served.hall.clock.now += timedelta(seconds=3)
    assert (await Program(desk, other).get("/inbox")).status_code == 200
    assert [(await guesser.get("/inbox")).status_code for _ in range(2)] == [401, 429]
    assert (await served.keys.verify(served.given["centre"], "192.0.2.7")).scope == "centre"


async def test_a_right_key_is_never_too_many(served: Served) -> None:
    """Nor where a hundred calls come with it before it was proved."""
    housing = Program(served.process(), served.given["housing"])
    assert {each.status_code for each in await asyncio.gather(*(housing.get("/inbox") for _ in range(100)))} == {200}


async def test_what_can_be_no_key_counts_for_nothing(served: Served) -> None:
    guesser = Program(served.serve(served.keys), "secret")
    assert {(await guesser.get("/inbox")).status_code for _ in range(30)} == {401}


async def test_a_database_that_does_not_answer_is_no_wrong_key(served: Served) -> None:
    keys = ApiKeys(open_engine("sqlite:////nowhere/at/all.db"), served.hall.clock)
    for _ in range(25):
        with pytest.raises(BackendDown):
            await keys.verify(WRONG, "192.0.2.7")
    await keys.engine.dispose()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:0:1::7", "2001:db8:0:1:ffff::8", True),
        ("2001:db8:0:1::7", "2001:db8:0:2::7", False),
        ("a-socket", "a-socket", True),
    ],
)
async def test_whose_an_address_is(one: str, other: str, same: bool) -> None:
    """Of IPv6 a connection has 64 bits to choose from."""
    seen: list[str | None] = []

    class Noting:
        async def verify(self, key: str, address: str | None = None) -> None:
            seen.append(address)
            raise WrongKey

    for host in (one, other):
        scope = {"type": "http", "headers": [(b"authorization", b"Bearer x")], "client": (host, 1)}
        with pytest.raises(WrongKey):
            await shown_by(Request(scope), Noting())  # type: ignore[arg-type]
    assert (seen[0] == seen[1]) is same
