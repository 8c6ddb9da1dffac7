"""One installation with its identity provider, and browsers that reach both."""

from __future__ import annotations

import re
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.dialogue.identity import Level
from bot.identity.attempts import Attempts
from bot.identity.logins import Logins
from bot.identity.pages import LoginPages
from bot.identity.persons import Proof
from bot.identity.provider import Provider
from bot.identity.settings import ProviderSettings
from tests.identity.fake_provider import CLIENT, ISSUER, SECRET, FakeProvider
from tests.identity.people import BUYER, BUYER_NAME

CHAT = "telegram/1"
OTHER_CHAT = "telegram/2"
BUYER_PROOF = Proof(BUYER, BUYER_NAME, "face")
NOW = datetime(2026, 12, 1, 0, 10, tzinfo=UTC)
SETTINGS = ProviderSettings(ISSUER, CLIENT, SECRET, "http://bot.example")


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@dataclass
class Office:
    """An installation: what the chat calls, and what browsers see."""

    engine: AsyncEngine
    vault: Vault
    clock: Clock
    settings: ProviderSettings
    fake: FakeProvider
    attempts: Attempts
    logins: Logins

    def served(self) -> FastAPI:
        """A fresh process: it has discovered nothing yet."""
        transport = httpx2.ASGITransport(app=self.fake.app())
        provider = Provider(self.settings, self.clock, transport, within=30)
        app = FastAPI()
        app.include_router(LoginPages(self.settings, self.attempts, provider, self.clock).router())
        return app

    def browser(self, language: str = "en", **headers: str) -> AbstractAsyncContextManager[httpx2.AsyncClient]:
        """A browser of its own: it follows redirects and keeps cookies."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.served()),
            mounts={"all://idp.example": httpx2.ASGITransport(app=self.fake.app())},
            follow_redirects=True,
            headers={"Accept-Language": language, **headers},
        )

    def setting(self, **changed: Any) -> Office:
        settings = replace(self.settings, **changed)
        return replace(self, settings=settings, logins=Logins(self.engine, self.vault, self.clock, settings))

    async def link(self, chat: str = CHAT, key: str = "open-1", level: Level = "real-name") -> str:
        return (await self.logins.open_login(chat, level, key)).url

    async def token(self, chat: str = CHAT, key: str = "open-1", level: Level = "real-name") -> str:
        return (await self.link(chat, key, level)).rpartition("/")[2]

    async def show_code(self, chat: str = CHAT, key: str = "open-1", proof: Proof = BUYER_PROOF) -> str:
        """What the pages do, without them."""
        token = await self.token(chat, key)
        begun = await self.attempts.begin(token, {})
        cookies = {begun.cookie: begun.browser}
        attempt = await self.attempts.claim(begun.attempt.state, cookies)
        await self.attempts.keep(attempt, proof)
        return (await self.attempts.code(token, cookies)).code

    async def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of this package, as the database has it."""
        async with self.engine.connect() as connection:
            return {
                name: [tuple(row) for row in await connection.execute(text(f"SELECT * FROM {name} ORDER BY id"))]
                for name in ("login", "person")
            }


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def office(database: AsyncEngine, vault: Vault, clock: Clock) -> Office:
    attempts, logins = Attempts(database, vault, clock), Logins(database, vault, clock, SETTINGS)
    return Office(database, vault, clock, SETTINGS, FakeProvider(clock), attempts, logins)


def read_code(page: httpx2.Response) -> str:
    """The code on a page."""
    found = re.search(r'class="code">(\d{6})<', page.text)
    assert found is not None, page.text
    return found.group(1)


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"
