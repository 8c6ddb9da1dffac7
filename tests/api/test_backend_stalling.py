"""A client that stalls waits for itself alone: over a real connection, in a real server, with a short patience."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI

from bot import web
from tests.api.backend_served import ClientProgram, Town
from tests.api.conftest import Served
from tests.api.test_backend_places import SLOTS, holding

WITHIN = 0.3
"""Seconds that a body may take here."""


@dataclass
class Connection:
    """A client that writes what it likes, when it likes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, *lines: str, body: bytes = b"") -> None:
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self.writer.drain()

    async def hear(self) -> tuple[int, str, bytes]:
        """Status, headers and body of the answer."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = next(int(line[15:]) for line in head.lower().split("\r\n") if line.startswith("content-length:"))
        return int(head.split()[1]), head.lower(), await self.reader.readexactly(length)


@contextlib.asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


@contextlib.asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[int]:
    """The port at which it is served."""
    with contextlib.closing(web.listen("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        async with web.serving(app, place):
            yield port


def begins(key: str, path: str, length: int = 1000) -> list[str]:
    return [
        f"POST {path} HTTP/1.1",
        "Host: window.example",
        f"Authorization: Bearer {key}",
        "Idempotency-Key: slow",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    ]


async def is_told(stalled: Connection) -> None:
    status, head, body = await stalled.hear()
    assert (status, json.loads(body)["type"]) == (408, "urn:onevisit:problem:too-slow")
    assert "connection: close" in head
    assert await stalled.reader.read() == b""  # and nothing is waited for any more


async def test_stalled_bodies_do_not_hold_up_others(town: Town) -> None:
    key = town.given["client:hangzhou"]
    async with running(town.serve(body_within=WITHIN)) as port, contextlib.AsyncExitStack() as stack:
        stalled = [await stack.enter_async_context(connected(port)) for _ in range(60)]
        for each in stalled:
            await each.say(*begins(key, "/api/v1/holds"), body=b'{"claims": [')
        began = asyncio.get_running_loop().time()
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as client:
            headers = {"Authorization": f"Bearer {key}"}
            assert (await client.get(SLOTS, headers=headers)).status_code == 200
            held = await client.post("/holds", json=holding(), headers={**headers, "Idempotency-Key": "quick"})
            assert held.status_code == 200
        assert asyncio.get_running_loop().time() - began < 10 * WITHIN
        for each in stalled:
            await is_told(each)
    assert len(await town.places()) == 1


async def test_a_body_that_drips_is_not_waited_for(town: Town) -> None:
    """The time counts for the whole body, not from one piece to the next."""
    async with running(town.serve(body_within=WITHIN)) as port, connected(port) as drips:
        await drips.say(*begins(town.given["client:hangzhou"], "/api/v1/holds"))

        async def drip() -> None:
            with contextlib.suppress(OSError):
                while True:
                    drips.writer.write(b" ")
                    await drips.writer.drain()
                    await asyncio.sleep(WITHIN / 10)

        dripping = asyncio.create_task(drip())
        try:
            async with asyncio.timeout(20 * WITHIN):
                status, _, _ = await drips.hear()
        finally:
            dripping.cancel()
        assert status == 408


async def test_who_sends_too_much_is_heard_out_and_told(town: Town) -> None:
    """A connection that is closed on somebody who still sends would take the answer with it."""
    large = b" " * (8 * 1024 * 1024)
    async with running(town.serve(body_within=20)) as port, connected(port) as talkative:
        await talkative.say(*begins(town.given["client:hangzhou"], "/api/v1/holds", len(large)), body=large)
        status, _, body = await talkative.hear()
        assert (status, json.loads(body)["type"]) == (413, "urn:onevisit:problem:too-large")


async def test_who_says_that_it_is_much_too_much_is_told_at_once(town: Town) -> None:
    async with running(town.serve(body_within=20)) as port, connected(port) as talkative:
        await talkative.say(*begins(town.given["client:hangzhou"], "/api/v1/holds", 10**10), body=b"{")
        status, head, _ = await talkative.hear()
        assert (status, "connection: close" in head) == (413, True)


async def test_the_desk_does_not_wait_for_ever_either(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.route.BODY_WITHIN", WITHIN)
    app = web.application(served.hall.engine, [served.router()])
    async with running(app) as port, connected(port) as stalled:
        await stalled.say(*begins(served.given["housing"], "/api/v1/desk/cases/ABCD2345/approve"), body=b"{")
        await is_told(stalled)


async def test_who_goes_away_is_no_error(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    app = town.serve(body_within=5)
    async with running(app) as port:
        async with connected(port) as gone:
            await gone.say(*begins(town.given["client:hangzhou"], "/api/v1/holds"), body=b"{")
            await asyncio.sleep(WITHIN)
        assert (await ClientProgram(app, town.given["client:hangzhou"]).get("")).status_code == 200
    assert caplog.text == ""
