"""The embedded One Window with the demonstration's registers and people, behind the API as any installation has it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from functools import cache
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.owners import Owners
from bot.api.backend.router import Behind, backend_router
from bot.api.desk import desk_router
from bot.api.feed.calling_back import CallingBack
from bot.api.feed.feed import CALLBACK, Feed
from bot.api.feed.routing import routed
from bot.api.keys import ApiKeys
from bot.api.limits import CALLS, Limits
from bot.backends.onewindow.applications.books import PROGRESS
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.handlers import handlers
from bot.backends.onewindow.applications.window import AppliedOneWindow
from bot.backends.onewindow.offers import NEWS
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.onewindow.waiting import handlers as waiting_clocks
from bot.backends.onewindow.window import OneWindow
from bot.conformance.fixtures import Fixtures, read_fixtures
from bot.conformance.receiver import Receiver, receiving
from bot.conformance.running import introduce
from bot.conformance.target import Patience, Target, opened
from bot.database.encryption import Vault
from bot.database.jobs import Finish, Handler, Job, Jobs, work
from bot.demonstration.registers import registers
from bot.demonstration.switches import all_up
from bot.dialogue.ports import Clock as Tells
from bot.storage.papers import StoredPapers
from procedures.definition import Definition
from tests.demonstration.conftest import Clock, shipped_people
from tests.shipped import shipped_province

CLIENT = "client:check"
DEPARTMENTS = ("taxation", "natural-resources")
BODY_WITHIN = 2.0
"""Seconds that a body may take here; byte by byte it takes a tenth of that, on a machine that does nothing else."""
PATIENCE = Patience(stalled=30.0, meanwhile=30.0)
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


@cache
def demonstration() -> Fixtures:
    return read_fixtures()


@dataclass(frozen=True)
class NoTexts:
    """No text was published."""

    async def find(self, name: str) -> Definition | None:
        return None


@dataclass(frozen=True)
class Dated:
    """A web server says when it answers; here by the clock that is turned."""

    app: Asgi
    clock: Tells

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        async def dated(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self.clock(), usegmt=True).encode()
                message = {**message, "headers": [*message.get("headers", []), (b"date", date)]}
            await send(message)

        await self.app(scope, receive, dated)


@dataclass(frozen=True)
class Served:
    """`given`: the keys, by their scopes. `sleep` turns its clock and does the jobs that are due then."""

    app: Asgi
    clock: Clock
    engine: AsyncEngine
    jobs: Jobs
    doers: Mapping[str, Handler]
    given: Mapping[str, str]
    failed: list[Exception] = field(default_factory=list)

    @property
    def departments(self) -> dict[str, str]:
        return {name: self.given[name] for name in DEPARTMENTS}

    async def sleep(self, seconds: float) -> None:
        self.clock.turn(seconds)
        while done := await work(self.engine, self.jobs, self.doers, now=self.clock(), limit=20):
            self.failed.extend(each.error for each in done if each.error is not None)

    def behind(self, app: Asgi) -> Served:
        """The same behind something else."""
        return replace(self, app=app)

    @contextlib.asynccontextmanager
    async def target(self, url: str | None = None, patience: Patience = PATIENCE) -> AsyncIterator[Target]:
        """As the suite sees it: over the network at `url`, else in this process."""
        transport = None if url else httpx2.ASGITransport(app=self.app)
        way: Any = {"clock": self.clock, "sleep": self.sleep, "transport": transport, "patience": patience}
        async with (
            receiving("127.0.0.1", 0) as receiver,
            opened(url or "http://backend.example", self.given[CLIENT], **way) as calls,
        ):
            yield Target(
                calls, demonstration(), await introduce(calls), self.departments, receiver, patience, hard=True
            )


async def serve(engine: AsyncEngine, vault: Vault, clock: Clock) -> Served:
    """Everything that a One Window offers, on this database."""
    province, jobs = shipped_province(), Jobs(vault)
    shared = SharedOneWindow(engine, vault, province, registers(shipped_people(), province, all_up, latency=0), clock)
    waiting = AwaitedOneWindow(engine, province, clock, jobs)
    feed, owners, keys = Feed(engine, vault, jobs), Owners(engine, clock), ApiKeys(engine, clock)
    papers = StoredPapers(engine, vault, "", clock)
    behind = Behind(
        province=province,
        places=OneWindow(engine, province, clock, jobs=jobs),
        waiting=waiting,
        shared=shared,
        applications=AppliedOneWindow(engine, vault, jobs, province, clock, shared.values, papers),
        papers=lambda client: StoredPapers(engine, vault, f"api/{client}", clock),
        feed=FeedCalls(feed),
        decisions=True,
    )
    app = FastAPI(openapi_url=None)
    app.include_router(desk_router(Desk(engine, vault, jobs, province, clock), keys, papers, NoTexts(), province))
    limits = Limits(clock, CALLS)
    app.include_router(backend_router(behind, keys, owners, limits, clock, body_within=BODY_WITHIN))
    own = handlers(engine, vault, jobs, province, clock, {})
    news = routed(dict.fromkeys((PROGRESS, NEWS), nobody), owners.of, feed, clock)
    doers: dict[str, Handler] = {**own, **waiting_clocks(waiting), **news, CALLBACK: CallingBack(feed, clock)}
    given = {scope: await keys.add(scope) for scope in (CLIENT, *DEPARTMENTS)}
    return Served(Dated(app, clock), clock, engine, jobs, doers, given)


async def nobody(job: Job, finish: Finish) -> None:
    raise AssertionError("every case here is the client's")


@contextlib.asynccontextmanager
async def over_http(app: Asgi) -> AsyncIterator[str]:
    """Where it answers, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer waits 40 ms for an ACK
        told = uvicorn.Config(
            app,
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            lifespan="off",
            date_header=False,  # which would tell the real time
            interface="asgi3",
            timeout_graceful_shutdown=1,
        )
        server = _Server(told)
        running = asyncio.create_task(server.serve(sockets=[place]))
        try:
            yield f"http://127.0.0.1:{place.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


__all__ = ["CLIENT", "DEPARTMENTS", "Clock", "Receiver", "Served", "demonstration", "over_http", "serve"]
