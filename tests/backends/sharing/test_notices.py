"""Notices reach the department that keeps the register, and are erased here when they have."""

from __future__ import annotations

from bot.backends.onewindow.sharing.notices import settle, waiting
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import BUYER, HOME, NOW, entry
from tests.backends.sharing.registers import Register


async def test_a_notice_says_who_what_and_where_until_it_has_arrived(county: County) -> None:
    county.registers["home-register"] = Register(entry(BUYER))
    given = await county.agree(BUYER, HOME)
    [found] = await county.window.look_up(given, (HOME,), "k1")
    await county.window.dispute(given, found, "k2")
    [notice] = await waiting(county.engine, county.vault)
    told = notice.as_json()
    assert (told["register"], told["department"], told["number"]) == ("home-register", "housing", BUYER)
    assert told["said"]
    assert BUYER not in repr(notice)
    assert [each.id for each in await waiting(county.engine, county.vault, "home-register")] == [notice.id]
    assert await waiting(county.engine, county.vault, "archive") == []

    assert await settle(county.engine, [notice.id, 99], NOW) == [notice.id]
    assert await settle(county.engine, [notice.id], NOW) == []
    assert await waiting(county.engine, county.vault) == []
