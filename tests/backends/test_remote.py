"""The One Window over its API: the same contract as the embedded one, which stands behind it here."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.backend.router import Behind
from bot.backends.client import Client
from bot.backends.onewindow import OneWindow
from bot.backends.remote import RemoteOneWindow
from bot.dialogue.ports import Backend
from tests.backends.contract import BackendContract
from tests.backends.reached import reach, serve
from tests.backends.town import Clock, build_town


@pytest.fixture
async def client(window: OneWindow, database: AsyncEngine, clock: Clock) -> AsyncIterator[Client]:
    async with reach(serve(Behind(build_town(), window), database, clock), clock) as client:
        yield client


@pytest.fixture
def backend(client: Client) -> Backend:
    return RemoteOneWindow(client)


class TestRemoteOneWindow(BackendContract):
    """A One Window over HTTP is a backend."""
