"""The embedded One Window behind its API, reached over it in this process."""

from __future__ import annotations

from dataclasses import dataclass, replace

import httpx2
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.owners import Owners
from bot.api.backend.router import Behind, backend_router
from bot.api.keys import ApiKeys, Caller
from bot.api.limits import Limits, Rate
from bot.backends.client import PATIENCE, Client
from bot.dialogue.ports import Clock

KEY = "ov1_000000000000_" + "0" * 64
URL = "http://window.example"
ENOUGH = Rate(a_minute=1_000_000, burst=1_000_000)
"""Clocks of tests stand still, and a bucket would never be filled again."""
ON_A_BUSY_MACHINE = replace(PATIENCE, connect=60.0, read=60.0, deadline=120.0)
"""A hundred citizens at once take one process some seconds, and other tests run beside it."""


@dataclass
class OneKey(ApiKeys):
    """One key is known without being proved, which takes a core its time; how keys are proved is tested elsewhere."""

    async def verify(self, key: str, address: str | None = None) -> Caller:
        return Caller("hangzhou", "client:hangzhou") if key == KEY else await super().verify(key, address)


def serve(behind: Behind, engine: AsyncEngine, clock: Clock) -> FastAPI:
    """The API of this One Window."""
    web = FastAPI(openapi_url=None)
    keys, owners = OneKey(engine, clock), Owners(engine, clock)
    web.include_router(backend_router(behind, keys, owners, Limits(clock, ENOUGH), clock))
    return web


def reach(served: FastAPI, clock: Clock, key: str = KEY) -> Client:
    """A client of it."""
    return Client(URL, key, clock=clock, transport=httpx2.ASGITransport(served), patience=ON_A_BUSY_MACHINE)
