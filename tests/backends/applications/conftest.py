"""The hall, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from tests.backends.applications.hall import Hall
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import Timer, build_county
from tests.backends.sharing.registers import Register
from tests.backends.town import Clock


@pytest.fixture
def hall(database: AsyncEngine, vault: Vault) -> Hall:
    return Hall(database, vault)


@pytest.fixture
def county(database: AsyncEngine, vault: Vault) -> County:
    """Registers, read with consent on the same database."""
    return County(database, vault, Clock(), Timer(), {name: Register() for name in build_county().registers})
