"""The bot is killed -9 in the middle of its work: every effect once, every message at least once.

Each way and each database once. All of them, with two thousand conversations and at every commit point: `make kills`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.telegram.killing.lives import Way
from tests.telegram.killing.trial import Trial

CITIZENS, EVERY, KILLS = 4, 2, 1


@pytest.mark.parametrize(
    ("way", "database_url"), [("polling", "postgresql"), ("webhook", "sqlite")], indirect=["database_url"]
)
async def test_killed_at_random_it_loses_nothing(way: Way, database_url: str, tmp_path: Path) -> None:
    verdict = await Trial(way, database_url, tmp_path).at_random(
        CITIZENS, kills=KILLS, every_books=EVERY, at_once=CITIZENS
    )
    assert verdict.findings == []
    assert verdict.figures["kills"] == KILLS
    assert verdict.figures["places booked"] == CITIZENS / EVERY
