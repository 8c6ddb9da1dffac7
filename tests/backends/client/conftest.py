"""A client, the backend that it calls, and its pauses."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.backends.client import Client
from tests.backends.client.played import Backend, Pauses, client_of
from tests.backends.town import Clock


@pytest.fixture
def backend() -> Backend:
    return Backend()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def client(backend: Backend, clock: Clock, pauses: Pauses) -> AsyncIterator[Client]:
    async with client_of(backend, clock, pauses.patience()) as client:
        yield client
