"""A key in the place of another: both work for a while, then only the new one. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.keys import ApiKeys, Caller, WrongKey
from tests.backends.town import NOW, Clock

HOURS = timedelta(hours=1)


def id_of(key: str) -> str:
    return key.split("_")[1]


async def works(keys: ApiKeys, key: str) -> bool:
    try:
        await keys.verify(key)
    except WrongKey:
        return False
    return True


async def rotate(keys: ApiKeys, key: str, keep: timedelta) -> str:
    rotated = await keys.rotate(id_of(key), keep)
    assert rotated is not None
    return rotated


async def test_both_work_until_the_old_one_ends(database: AsyncEngine) -> None:
    clock = Clock()
    keys = ApiKeys(database, clock)
    old = await keys.add("client:hangzhou", "the front")
    new = await rotate(keys, old, 2 * HOURS)
    assert await keys.verify(new) == Caller(id_of(new), "client:hangzhou")
    assert (await keys.verify(new)).client == "hangzhou"
    kept = {each.id: each for each in await keys.kept()}
    assert kept[id_of(old)].ends_at == NOW + 2 * HOURS
    assert (kept[id_of(new)].ends_at, kept[id_of(new)].label) == (None, "the front")

    clock.now = NOW + 2 * HOURS - timedelta(seconds=1)
    assert await works(keys, old)
    clock.now += timedelta(seconds=1)  # remembered for a minute, and yet not for longer than it works
    assert [await works(keys, key) for key in (old, new)] == [False, True]
    assert [await works(ApiKeys(database, clock), key) for key in (old, new)] == [False, True]
    assert await keys.rotate(id_of(old), HOURS) is None


async def test_a_key_that_is_known_elsewhere_ends_within_a_minute(database: AsyncEngine) -> None:
    clock = Clock()
    keys, elsewhere = ApiKeys(database, clock), ApiKeys(database, clock)
    old = await keys.add("housing")
    assert await works(elsewhere, old)
    await rotate(keys, old, timedelta())
    assert not await works(keys, old)
    assert await works(elsewhere, old)
    clock.turn(1)
    assert not await works(elsewhere, old)


async def test_rotating_again_ends_it_no_later(database: AsyncEngine) -> None:
    clock = Clock()
    keys = ApiKeys(database, clock)
    old = await keys.add("centre")
    await rotate(keys, old, HOURS)
    await rotate(keys, old, 5 * HOURS)
    assert {each.ends_at for each in await keys.kept() if each.id == id_of(old)} == {NOW + HOURS}
    await rotate(keys, old, timedelta(minutes=1))
    clock.turn(1)
    assert not await works(keys, old)


async def test_there_is_no_such_key(database: AsyncEngine) -> None:
    keys = ApiKeys(database, Clock())
    assert await keys.rotate("0" * 12, HOURS) is None
    assert await keys.kept() == ()


@pytest.mark.parametrize(
    ("scope", "department", "hall", "client"),
    [
        ("housing", "housing", None, None),
        ("centre", None, None, None),
        ("hall:xihu", None, "xihu", None),
        ("client:hangzhou", None, None, "hangzhou"),
    ],
)
def test_whose_a_key_is(scope: str, department: str | None, hall: str | None, client: str | None) -> None:
    caller = Caller("id", scope)
    assert (caller.department, caller.hall, caller.client) == (department, hall, client)
