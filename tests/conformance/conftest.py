"""`served`: the right backend on each kind of database."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from tests.conformance.served import Clock, Served, serve


@pytest.fixture
async def served(database: AsyncEngine, vault: Vault) -> Served:
    return await serve(database, vault, Clock())
