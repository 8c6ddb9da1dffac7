from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from tests.dialogue.talk import Town
from tests.shipped import shipped_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped procedures."""
    return shipped_catalogue()


@pytest.fixture
def town(database: AsyncEngine, catalogue: Catalogue) -> Town:
    return Town(database, catalogue)
