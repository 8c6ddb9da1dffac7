"""The backend API of a small town, served in the process, and clients that call it with their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.owners import Owners
from bot.api.backend.router import Behind, backend_router
from bot.api.feed.feed import Feed
from bot.api.keys import ApiKeys
from bot.api.limits import Limits
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.backends.onewindow.tables import place
from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.onewindow.window import OneWindow
from bot.backends.wire.operations import PREFIX
from bot.backends.wire.problems import TYPE
from bot.database.encryption import Vault
from bot.database.engine import open_engine
from bot.storage.papers import StoredPapers
from tests.backends.applications.hall import Hall
from tests.backends.sharing.county import build_county
from tests.backends.sharing.registers import Register
from tests.backends.town import Clock, build_town

CLIENTS = ("client:hangzhou", "client:ningbo")


def name_of(response: httpx2.Response) -> str:
    """How the problem is called."""
    told: str = response.json()["type"]
    assert told.startswith(TYPE)
    return told.removeprefix(TYPE)


@dataclass
class ClientProgram:
    """A client's program."""

    served: FastAPI
    key: str

    async def call(self, method: str, path: str, **told: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.key}"} | dict(told.pop("headers", {}))
        transport = httpx2.ASGITransport(app=self.served)
        async with httpx2.AsyncClient(transport=transport, base_url="http://window.example") as client:
            return await client.request(method, PREFIX + path, headers=headers, **told)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.call("GET", path, headers=headers)

    async def post(self, path: str, body: Any = None, key: str = "k1") -> httpx2.Response:
        return await self.call("POST", path, json=body, headers={"Idempotency-Key": key})

    async def does(self, path: str, body: Any = None, key: str = "k1") -> Any:
        """What a POST answers that has to succeed."""
        response = await self.post(path, body, key)
        assert response.status_code in (200, 204), response.text
        return response.json() if response.content else None


@dataclass
class Town:
    """A One Window with everything that can be offered, behind the API."""

    engine: AsyncEngine
    vault: Vault
    given: Mapping[str, str]
    hall: Hall
    window: OneWindow
    registers: Mapping[str, Register]
    limits: Limits
    keys: ApiKeys

    def behind(self, **told: Any) -> Behind:
        """All of it, but for what is told otherwise."""
        engine, clock, hall = self.engine, self.hall.clock, self.hall
        shared = SharedOneWindow(engine, self.vault, build_county(), self.registers, clock)
        whole: dict[str, Any] = {
            "province": build_town(),
            "places": self.window,
            "waiting": AwaitedOneWindow(engine, build_town(), clock),
            "shared": shared,
            "applications": hall.window,
            "papers": lambda client: StoredPapers(engine, self.vault, f"api/{client}", clock),
            "feed": FeedCalls(Feed(engine, self.vault, hall.jobs)),
            "decisions": True,
        }
        return Behind(**{**whole, **told})

    def serve(self, behind: Behind | None = None, **told: Any) -> FastAPI:
        app = FastAPI(openapi_url=None)
        owners = Owners(self.engine, self.hall.clock)
        app.include_router(
            backend_router(behind or self.behind(), self.keys, owners, self.limits, self.hall.clock, **told)
        )
        return app

    async def places(self) -> Sequence[Any]:
        """Their rows."""
        return await self.hall.rows(place)

    def client(self, name: str = "hangzhou", served: FastAPI | None = None) -> ClientProgram:
        return ClientProgram(served or self.serve(), self.given[f"client:{name}"])


@pytest.fixture
async def town(database: AsyncEngine, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("bot.api.keys._hasher", PasswordHasher(1, 8, 1))  # what a proof costs is not tried here
    hall = Hall(database, vault)
    keys = ApiKeys(database, hall.clock)
    given = {scope: await keys.add(scope) for scope in (*CLIENTS, "housing")}
    window = OneWindow(database, build_town(), hall.clock)
    registers = {name: Register() for name in build_county().registers}
    return Town(database, vault, given, hall, window, registers, Limits(hall.clock), keys)


@pytest.fixture
def hangzhou(town: Town) -> ClientProgram:
    return town.client("hangzhou")


@pytest.fixture
def ningbo(town: Town) -> ClientProgram:
    return town.client("ningbo")


@pytest.fixture
def served_nowhere() -> ClientProgram:
    """A client with a wrong key: what it is answered comes before anything is looked up."""
    engine = open_engine("sqlite:////nowhere/at/all.db")
    clock = Clock()
    behind = Behind(build_town())
    app = FastAPI(openapi_url=None)
    app.include_router(backend_router(behind, ApiKeys(engine, clock), Owners(engine, clock), Limits(clock), clock))
    return ClientProgram(app, "none")
