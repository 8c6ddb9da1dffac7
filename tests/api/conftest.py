"""The desk over HTTP: a served application, cases that wait at it, and programs that call with their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.desk import PREFIX, desk_router
from bot.api.hall_router import hall_router
from bot.api.keys import CENTRE, ApiKeys
from bot.backends.onewindow.hall.hall import Hall as Queues
from bot.database.encryption import Vault
from bot.storage.papers import StoredPapers
from bot.tickets.keys import by_fingerprint, signing_keys
from procedures.definition import Definition
from tests.api.backend_served import hangzhou, ningbo, served_nowhere, town
from tests.backends.applications.hall import Body, Hall, part, then
from tests.small import small_definition, small_province

__all__ = ["hangzhou", "ningbo", "served_nowhere", "town"]
CASE, OTHER = "ABCD2345", "WXYZ6789"


@dataclass
class Texts:
    """Published texts, by their hash."""

    texts: dict[str, Definition] = field(default_factory=dict)

    async def find(self, name: str) -> Definition | None:
        return self.texts.get(name)


@dataclass
class Program:
    """A department's program. `served`: by which process it is answered."""

    served: FastAPI
    key: str

    async def call(self, method: str, path: str, **told: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.key}"} | dict(told.pop("headers", {}))
        transport = httpx2.ASGITransport(app=self.served)
        async with httpx2.AsyncClient(transport=transport, base_url="http://desk.example") as client:
            return await client.request(method, PREFIX + path, headers=headers, **told)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.call("GET", path, headers=headers)

    async def post(self, path: str, body: Any = None, key: str = "k1") -> httpx2.Response:
        return await self.call("POST", path, json={} if body is None else body, headers={"Idempotency-Key": key})

    async def does(self, act: str, body: Any = None, case: str = CASE, key: str | None = None) -> Any:
        """What a call answers that has to succeed; each act with a key of its own."""
        response = await self.post(f"/cases/{case}/{act}", body, key or f"{act} {case}".replace(" ", "/"))
        assert response.status_code == 200, response.text
        return response.json()


@dataclass
class Served:
    """An installation with a program for each key."""

    hall: Hall
    keys: ApiKeys
    texts: Texts
    papers: StoredPapers
    given: Mapping[str, str] = field(default_factory=dict)
    _app: FastAPI | None = None

    def process(self) -> FastAPI:
        """A fresh process: it remembers no key."""
        keys = ApiKeys(self.keys.engine, self.hall.clock)
        return self.serve(keys)

    def serve(self, keys: ApiKeys) -> FastAPI:
        app = FastAPI(openapi_url=None)
        app.include_router(self.hall_router(keys))
        app.include_router(self.router(keys))
        return app

    def router(self, keys: ApiKeys | None = None) -> APIRouter:
        return desk_router(self.hall.desk, keys or self.keys, self.papers, self.texts, small_province())

    def hall_router(self, keys: ApiKeys | None = None) -> APIRouter:
        hall = self.hall
        queues = Queues(hall.engine, hall.jobs, small_province(), hall.clock)
        return hall_router(queues, keys or self.keys, by_fingerprint(key.public for key in signing_keys(hall.vault)))

    def program(self, scope: str) -> Program:
        """All of them are answered by one process."""
        if self._app is None:
            self._app = self.serve(self.keys)
        return Program(self._app, self.given[scope])


def permit(*approvals: Any, **told: Any) -> Any:
    """Housing decides, then traffic; the employer is told."""
    return part(*(approvals or ((1, "housing"), (2, "traffic"))), **{"then": [then("employer")], **told})


@pytest.fixture
async def served(database: AsyncEngine, vault: Vault) -> Served:
    hall = Hall(database, vault)
    hall.bodies["employer"] = Body()
    keys = ApiKeys(database, hall.clock)
    given = {scope: await keys.add(scope) for scope in ("housing", "traffic", CENTRE, "hall:east")}
    papers = StoredPapers(database, vault, "web", hall.clock)
    return Served(hall, keys, Texts({"p1": small_definition()}), papers, given)


@pytest.fixture
def housing(served: Served) -> Program:
    return served.program("housing")


@pytest.fixture
def traffic(served: Served) -> Program:
    return served.program("traffic")


@pytest.fixture
def centre(served: Served) -> Program:
    return served.program(CENTRE)
