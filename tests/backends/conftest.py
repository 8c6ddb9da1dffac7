"""The One Window of a small town, on each database."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow import OneWindow
from tests.backends.town import HOLD_MINUTES, Clock, build_town


@pytest.fixture
def clock() -> Clock:
    """Tuesday, the first of December 2026, ten past eight in Hangzhou, until it is turned."""
    return Clock()


@pytest.fixture
def window(database: AsyncEngine, clock: Clock) -> OneWindow:
    """The embedded One Window."""
    return OneWindow(database, build_town(), clock, HOLD_MINUTES)
