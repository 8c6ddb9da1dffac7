from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from tests.dialogue.talk import Town, shipped_catalogue


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped procedures."""
    return shipped_catalogue(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def town(database: AsyncEngine, catalogue: Catalogue) -> Town:
    return Town(database, catalogue)
