"""Shared data over the API: what is promised of the embedded window holds from another installation, too.

The stories are those of tests/backends/sharing. The way over HTTP knows no database, so one kind is enough behind it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from bot.api.backend.router import Behind
from bot.backends.client import Client
from bot.backends.onewindow.sharing.register import Represented
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.backends.remote import RemoteSharedData
from bot.dialogue.ports import BackendDown
from bot.dialogue.shared_data import Finding, NoConsent
from tests.backends.reached import reach, serve
from tests.backends.sharing import conftest as embedded
from tests.backends.sharing import test_consents, test_keys, test_notices, test_rights
from tests.backends.sharing.county import ADDRESS, BUYER, HOME, RECORDED, about, citizen, entry
from tests.backends.sharing.registers import DOWN
from tests.backends.sharing.story import CHILD
from tests.backends.town import build_town

county_behind = embedded.county
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class ReachedSharedData(RemoteSharedData):
    """With what only the installation itself may do, done behind the API."""

    def __init__(self, client: Client, behind: SharedOneWindow) -> None:
        super().__init__(client)
        self._behind = behind

    async def values(self, consent: str) -> Mapping[tuple[str, str], str]:
        return await self._behind.values(consent)

    async def sweep(self, before: datetime) -> None:
        await self._behind.sweep(before)


@dataclass
class County(embedded.County):
    """The county of tests/backends/sharing, asked from another installation."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.behind = self.window
        served = serve(Behind(build_town(), shared=self.behind), self.engine, self.clock)
        self.client = reach(served, self.clock)
        self.window = ReachedSharedData(self.client, self.behind)  # type: ignore[assignment]  # the same calls


@pytest.fixture
async def county(county_behind: embedded.County) -> AsyncIterator[County]:
    told = county_behind
    reached = County(told.engine, told.vault, told.clock, told.timer, told.registers)
    async with reached.client:
        yield reached


class TestRemoteSharedData:
    """Consent, look-up, dispute, withdrawal, own data, export, erasure."""

    test_lasts = staticmethod(test_consents.test_a_consent_lasts_ninety_days)
    test_less_may_be_asked = staticmethod(test_consents.test_less_than_was_agreed_to_may_be_asked)
    test_claims_may_change = staticmethod(test_consents.test_what_a_citizen_says_may_change)
    test_never_was = staticmethod(test_consents.test_a_consent_that_never_was)
    test_withdrawing_erases = staticmethod(test_consents.test_withdrawing_erases_what_was_read)
    test_withdrawing_twice = staticmethod(test_consents.test_withdrawing_twice_is_withdrawing_once)
    test_who_may_withdraw = staticmethod(test_consents.test_only_whoever_gave_it_may_withdraw)
    test_consents_are_seen = staticmethod(test_consents.test_consents_are_seen_by_whoever_gave_them)
    test_repeated_calls = staticmethod(test_keys.test_each_call_answers_twice_the_same)
    test_eight_at_once = staticmethod(test_keys.test_eight_at_once_agree_dispute_withdraw_export_and_erase_once)
    test_a_notice = staticmethod(test_notices.test_a_notice_says_who_what_and_where_until_it_has_arrived)
    test_nobody_is_known = staticmethod(test_rights.test_nothing_is_known_of_whoever_never_agreed)
    test_an_export = staticmethod(test_rights.test_an_export_holds_all_of_it)
    test_erasing = staticmethod(test_rights.test_erasing_leaves_the_log_alone)
    test_erasing_one = staticmethod(test_rights.test_one_citizens_erasure_touches_nobody_else)


async def test_every_state_comes_over_as_it_is(county: County) -> None:
    home = replace(HOME, fields=("home-register.address",))
    area = replace(home, claims=(("home-register.area", ("120",)),))
    found = {"address": ADDRESS, "area": "89.5", "number": "Z-1"}
    register = county.registers["home-register"]
    births = county.registers["birth-certificates"]
    births.acts_for(BUYER, "child", *(Represented(number=citizen(n), name=f"孩子{n}") for n in (11, 12)))
    consent = await county.agree(BUYER, area, CHILD)
    stories = {
        "found": (home, entry(BUYER, found)),
        "contradicted": (area, entry(BUYER, found)),
        "expired": (home, entry(BUYER, found, valid_until=date(2026, 11, 30))),
        "not_found": (home, None),
        "several": (CHILD, None),
    }
    told: dict[str, Finding] = {}
    for state, (wanted, known) in stories.items():
        register.entries = {} if known is None else {BUYER: known}
        (told[state],) = await county.window.look_up(consent, (wanted,), state)
    register.script = iter([DOWN] * 9)
    (told["unavailable"],) = await county.window.look_up(consent, (home,), "unavailable")
    assert {state: finding.state for state, finding in told.items()} == {state: state for state in told}
    assert (told["found"].register, told["found"].recorded) == ("home-register", RECORDED)
    assert told["found"].fills == ("home-register.address",)
    assert ADDRESS not in f"{told['found'].shown}"
    assert told["expired"].valid_until == date(2026, 11, 30)
    assert len(told["several"].candidates) == 2


async def test_a_consent_may_be_given_for_less_time(county: County) -> None:
    given = await county.window.agree(BUYER, about(HOME), "k1", timedelta(days=2))
    assert given.until == county.clock() + timedelta(days=2)


async def test_nothing_that_is_asked_is_nothing_that_is_called(county: County) -> None:
    assert await county.window.look_up("whatever", (), "k1") == ()


@pytest.mark.parametrize("consent", ["", "..", "a/b", "谁的", "x" * 65])
async def test_what_cannot_be_a_consent_is_none(county: County, consent: str) -> None:
    with pytest.raises(NoConsent):
        await county.window.look_up(consent, (HOME,), "k1")
    with pytest.raises(NoConsent):
        await county.window.withdraw(BUYER, consent, "k2")


async def test_where_it_is_not_offered_the_backend_is_down_and_somebody_hears_why(
    county: County, caplog: pytest.LogCaptureFixture
) -> None:
    async with reach(serve(Behind(build_town()), county.engine, county.clock), county.clock) as client:
        with pytest.raises(BackendDown):
            await RemoteSharedData(client).own_data(BUYER)
    assert "does not offer shared-data" in caplog.text
    assert BUYER not in caplog.text


async def test_a_number_is_in_no_address(county: County, caplog: pytest.LogCaptureFixture) -> None:
    """Addresses stand in the logs of every proxy."""
    caplog.set_level("DEBUG")
    await county.window.own_data(BUYER)
    await county.window.erase(BUYER, "k1")
    assert BUYER not in caplog.text
