"""A deliberately wrong backend fails the line of its fault, and not the others."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.conformance.lines import LINES
from bot.conformance.running import look
from bot.conformance.target import Patience
from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.database.migrations import migrate
from tests.conformance.faults import FAULTS
from tests.conformance.served import Clock, Served, serve
from tests.demonstration.conftest import shipped_people

BY_ID = {line.id: line for line in LINES}
CONTROL, OTHER_CONTROL = "about", "page-limits"
IMPATIENT = Patience(stalled=0.5, news=60.0)
NUMBERS = [person.number for person in shipped_people().everybody.values()]
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def right(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One for all faults, since each line gives back what it takes."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('right') / 'right.db'}")
    await migrate(engine)
    yield await serve(engine, Vault.from_secret(new_secret()), Clock())
    await engine.dispose()


async def test_every_line_has_a_fault() -> None:
    assert sorted(FAULTS) == sorted(BY_ID)


@pytest.mark.parametrize("line", BY_ID)
async def test_a_fault_fails_its_line_and_no_control(right: Served, line: str) -> None:
    control = CONTROL if line != CONTROL else OTHER_CONTROL
    async with FAULTS[line](right).target(patience=IMPATIENT) as target:
        other, own = await look(target, [BY_ID[control], BY_ID[line]])
    assert (own.result, other.result) == ("fail", "pass"), (own.why, other.why)
    assert own.why.startswith(("GET ", "POST ", "PUT ", "DELETE ", "a callback ")), own.why
    assert "expected" in own.why
    assert "came" in own.why
    assert not any(number in own.why for number in NUMBERS)
