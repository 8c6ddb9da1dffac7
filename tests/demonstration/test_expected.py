"""What people.yaml expects of every look-up, written from the facts, against what the registers really answer."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.demonstration.people import Matter, People
from tests.demonstration.conftest import Clock, shipped_people
from tests.demonstration.looking import Looked, look_up, matters, open_shared, states

EACH = [pytest.param(id, matter, id=f"{id}-{matter.procedure}") for id, matter in matters(shipped_people())]


@pytest.mark.parametrize(("you", "matter"), EACH)
async def test_a_look_up_ends_as_it_was_expected(
    database: AsyncEngine, vault: Vault, people: People, clock: Clock, you: str, matter: Matter
) -> None:
    shared = open_shared(database, vault, people, clock)
    assert states(await look_up(shared, people, you, matter)) == matter.expect


async def test_a_third_of_what_people_need_goes_wrong_somehow(
    database: AsyncEngine, vault: Vault, people: People, clock: Clock
) -> None:
    shared = open_shared(database, vault, people, clock)
    looked: list[Looked] = []
    for you, matter in matters(people):
        looked += await look_up(shared, people, you, matter)
    documents = [each for each in looked if each.finding.document is not None]
    wrong = [each.finding.state for each in documents if each.finding.state != "found"]
    assert len(wrong) * 3 >= len(documents), f"{len(wrong)} of {len(documents)}"
    assert set(wrong) == {"not_found", "contradicted", "expired", "unavailable"}

    pairs = {(each.whose, each.finding.register) for each in documents}
    in_trouble = {(each.whose, each.finding.register) for each in documents if each.finding.state != "found"}
    assert len(in_trouble) * 3 >= len(pairs), f"{len(in_trouble)} of {len(pairs)}"
