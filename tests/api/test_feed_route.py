"""Where an installation is called back: it believes nobody but its backend, and does nothing but look at the feed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from standardwebhooks import Webhook

from bot.api.callback_router import LARGEST, callback_router
from bot.backends.wire.signing import sign, written
from tests.backends.town import NOW, Clock

PATH = "/front/backend/callback"
OLD, NEW, STRANGER = (written(bytes([number]) * 32) for number in range(3))
BODY = b'{"cursor":"7","at":"2026-12-01T00:10:00Z","case":"A1","kind":"application","number":4}'


class Installation:
    """`nudges`: how often its feed was looked at."""

    def __init__(self) -> None:
        self.clock, self.nudges = Clock(), 0
        self.served = FastAPI(openapi_url=None)
        self.served.include_router(callback_router(PATH, (OLD, NEW), self._nudge, self.clock, within=0.2))

    def _nudge(self) -> None:
        self.nudges += 1

    async def post(self, content: Any = BODY, secret: str = NEW, **told: Any) -> httpx2.Response:
        headers = told.pop("headers", None)
        if headers is None:
            headers = sign(secret, "city-7", told.pop("at", self.clock()), content)
        transport = httpx2.ASGITransport(app=self.served)
        async with httpx2.AsyncClient(transport=transport, base_url="http://city.example") as client:
            return await client.request(told.pop("method", "POST"), PATH, content=content, headers=headers)


@pytest.fixture
def installation() -> Installation:
    return Installation()


@pytest.mark.parametrize("secret", [OLD, NEW])
async def test_a_callback_has_the_feed_looked_at(installation: Installation, secret: str) -> None:
    answer = await installation.post(secret=secret)
    assert (answer.status_code, answer.content, installation.nudges) == (204, b"", 1)


async def test_one_that_another_implementation_signs(installation: Installation) -> None:
    now = datetime.fromtimestamp(installation.clock().timestamp(), UTC)
    signature = Webhook(NEW).sign("city-7", now, BODY.decode())
    headers = {"Webhook-Id": "city-7", "Webhook-Timestamp": str(int(now.timestamp())), "Webhook-Signature": signature}
    assert (await installation.post(headers=headers)).status_code == 204


async def test_what_it_says_does_not_matter(installation: Installation) -> None:
    for content in (b"", b"{", b"\xff\x00", b'{"kind":"hall"}'):
        assert (await installation.post(content)).status_code == 204
    assert installation.nudges == 4


def refusal(name: str, status: int) -> dict[str, object]:
    return {"type": f"urn:onevisit:problem:{name}", "status": status}


async def test_a_stranger_is_refused_and_told_nothing(installation: Installation) -> None:
    right = sign(NEW, "city-7", NOW, BODY)
    wrong: list[dict[str, str]] = [
        {},
        sign(STRANGER, "city-7", NOW, BODY),
        sign(NEW, "city-7", NOW, BODY + b" "),
        {**right, "webhook-id": "city-8"},
        {**right, "webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {**right, "webhook-timestamp": ""},
        {**right, "webhook-signature": "v1,"},
        {**right, "webhook-signature": right["webhook-signature"].replace("v1,", "v1a,")},
        {name: told for name, told in right.items() if name != "webhook-signature"},
    ]
    for headers in wrong:
        answer = await installation.post(headers=headers)
        assert (answer.status_code, answer.json()) == (401, refusal("wrong-signature", 401)), headers
        assert answer.headers["content-type"] == "application/problem+json"
    assert installation.nudges == 0


@pytest.mark.parametrize("minutes", [-4, 4])
async def test_clocks_may_differ_by_some_minutes(installation: Installation, minutes: int) -> None:
    assert (await installation.post(at=NOW + timedelta(minutes=minutes))).status_code == 204


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_and_not_by_more(installation: Installation, minutes: int) -> None:
    answer = await installation.post(at=NOW + timedelta(minutes=minutes))
    assert (answer.status_code, answer.json()) == (400, refusal("wrong-time", 400))
    assert installation.nudges == 0


async def test_an_old_one_cannot_be_said_once_more(installation: Installation) -> None:
    headers = sign(NEW, "city-7", NOW, BODY)
    assert (await installation.post(headers=headers)).status_code == 204
    installation.clock.turn(6)
    assert (await installation.post(headers=headers)).status_code == 400
    assert installation.nudges == 1


async def test_a_body_is_bearable(installation: Installation) -> None:
    async def pieces(number: int) -> AsyncIterator[bytes]:
        for _ in range(number):
            yield b" " * 1024

    assert (await installation.post(b" " * LARGEST)).status_code == 204
    assert (await installation.post(b" " * (LARGEST + 1))).status_code == 413
    answer = await installation.post(pieces(65), headers={})
    assert (answer.status_code, answer.json()) == (413, refusal("too-large", 413))


async def test_a_body_that_stalls(installation: Installation) -> None:
    async def stalling() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)

    answer = await installation.post(stalling(), headers={})
    assert (answer.status_code, answer.json()) == (408, refusal("too-slow", 408))


async def test_nothing_else_is_there(installation: Installation) -> None:
    assert (await installation.post(method="GET")).status_code == 405
