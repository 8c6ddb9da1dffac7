"""What is kept of what registers said, what fills the form, and what a citizen calls wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.backends.onewindow.sharing.tables import evidence, notice
from bot.dialogue.shared_data import Finding, NoConsent, Wanted
from tests.backends.sharing.conftest import County
from tests.backends.sharing.county import ADDRESS, BUYER, HOME, RECORDED, SELLER, TODAY, YESTERDAY, citizen, entry
from tests.backends.sharing.registers import DOWN, Register

AREA, OWNER = "home-register.area", "home-register.owner"
FILLING = replace(HOME, fields=(AREA, OWNER))
DAYS = 24 * 60


@pytest.fixture
def home(county: County) -> Register:
    """The register of homes, with the buyer's."""
    county.registers["home-register"] = Register(entry(BUYER, owner="买方甲", area="89.5", address=ADDRESS))
    return county.registers["home-register"]


async def test_what_was_found_fills_the_form(county: County, home: Register) -> None:
    given = await county.agree(BUYER, FILLING)
    await county.window.look_up(given, (FILLING,), "k1")
    assert await county.window.values(given) == {("you", AREA): "89.5", ("you", OWNER): "买方甲"}
    [row] = await county.rows(evidence)
    kept = (row.case, row.person, row.document, row.register, row.state, row.recorded, row.valid_until, row.found_at)
    assert kept == ("A1", "you", "home-certificate", "home-register", "found", RECORDED, None, county.clock())


async def test_only_what_was_wanted_fills_it(county: County, home: Register) -> None:
    given = await county.agree(BUYER, replace(HOME, fields=(AREA, "home-register.use")))
    [finding] = await county.window.look_up(given, (replace(HOME, fields=(AREA, "home-register.use")),), "k1")
    assert (finding.fills, await county.window.values(given)) == ((AREA,), {("you", AREA): "89.5"})


async def test_a_later_look_up_takes_the_place_of_the_one_before(county: County, home: Register) -> None:
    given = await county.agree(BUYER, FILLING)
    await county.window.look_up(given, (FILLING,), "k1")
    home.entries[BUYER] = entry(BUYER, area="91")
    await county.window.look_up(given, (FILLING,), "k2")
    assert await county.window.values(given) == {("you", AREA): "91"}
    assert len(await county.rows(evidence)) == 1


async def test_another_register_may_take_its_place(county: County, home: Register) -> None:
    given = await county.agree(BUYER, FILLING)
    await county.window.look_up(given, (FILLING,), "k1")
    home.entries.clear()
    county.registers["archive"] = Register(entry(BUYER, address=ADDRESS))
    await county.window.look_up(given, (FILLING,), "k2")
    assert [row.register for row in await county.rows(evidence)] == ["archive"]
    assert await county.window.values(given) == {}


async def test_what_a_register_no_longer_has_is_erased(county: County, home: Register) -> None:
    given = await county.agree(BUYER, FILLING)
    await county.window.look_up(given, (FILLING,), "k1")
    home.entries.clear()
    [finding] = await county.window.look_up(given, (FILLING,), "k2")
    assert (finding.state, await county.rows(evidence)) == ("not_found", [])


async def test_a_register_that_is_down_takes_nothing_back(county: County, home: Register) -> None:
    given = await county.agree(BUYER, FILLING)
    await county.window.look_up(given, (FILLING,), "k1")
    home.script = iter([DOWN, DOWN, DOWN])
    [finding] = await county.window.look_up(given, (FILLING,), "k2")
    assert (finding.state, len(await county.window.values(given))) == ("unavailable", 2)


async def test_what_only_fills_the_form_stands_beside_the_document(county: County, home: Register) -> None:
    form = Wanted(person="you", registers=("home-register",), fields=("home-register.address",))
    other = replace(form, registers=("archive",), fields=("archive.address",))
    county.registers["archive"] = Register(entry(BUYER, address="丙号"))
    given = await county.agree(BUYER, FILLING, form, other)
    await county.window.look_up(given, (FILLING, form, other), "k1")
    assert await county.window.values(given) == {
        ("you", AREA): "89.5",
        ("you", OWNER): "买方甲",
        ("you", "home-register.address"): ADDRESS,
        ("you", "archive.address"): "丙号",
    }


@pytest.mark.parametrize("case", ["contradicted", "expired"])
async def test_what_does_not_serve_is_kept_but_fills_nothing(county: County, home: Register, case: str) -> None:
    home.entries[BUYER] = entry(BUYER, valid_until=YESTERDAY if case == "expired" else None, area="89.5")
    thing = replace(HOME, fields=(AREA,), claims=((AREA, ("90",)),))
    given = await county.agree(BUYER, thing)
    await county.window.look_up(given, (thing,), "k1")
    assert [row.state for row in await county.rows(evidence)] == [case]
    assert await county.window.values(given) == {}


async def test_what_expires_later_stops_filling_the_form(county: County, home: Register) -> None:
    home.entries[BUYER] = entry(BUYER, valid_until=TODAY, area="89.5")
    given = await county.agree(BUYER, FILLING)
    await county.window.look_up(given, (FILLING,), "k1")
    assert await county.window.values(given) == {("you", AREA): "89.5"}
    county.clock.turn(DAYS)
    assert await county.window.values(given) == {}


class TestDispute:
    """The citizen says that a register is wrong."""

    async def find(self, county: County, thing: Wanted = FILLING) -> tuple[str, Finding]:
        given = await county.agree(BUYER, thing)
        [finding] = await county.window.look_up(given, (thing,), "look")
        return given, finding

    async def notices(self, county: County) -> list[tuple[str, str, dict[str, object]]]:
        rows = await county.rows(notice)
        return [(row.register, row.department, county.vault.open_json(row.body, notice.c.body)) for row in rows]

    async def test_the_evidence_is_no_longer_used(self, county: County, home: Register) -> None:
        given, finding = await self.find(county)
        await county.window.dispute(given, finding, "k1")
        assert await county.window.values(given) == {}
        assert [row.disputed_at for row in await county.rows(evidence)] == [county.clock()]

    async def test_the_owner_gets_one_notice(self, county: County, home: Register) -> None:
        given, finding = await self.find(county)
        for _ in range(3):
            await county.window.dispute(given, finding, "k1")
        [(register, department, body)] = await self.notices(county)
        assert (register, department) == ("home-register", "housing")
        assert body == {
            "case": "A1",
            "procedure": "property-transfer",
            "number": BUYER,
            "role": "you",
            "document": "home-certificate",
            "state": "found",
            "said": [home.entries[BUYER].model_dump(mode="json")],
            "at": county.clock().isoformat(),
        }
        assert [kind for kind, *_ in await county.log()] == ["agreed", "read", "disputed"]

    async def test_each_key_is_a_notice(self, county: County, home: Register) -> None:
        given, finding = await self.find(county)
        await county.window.dispute(given, finding, "k1")
        await county.window.dispute(given, finding, "k2")
        assert len(await county.rows(notice)) == 2

    async def test_it_stays_wrong_for_as_long_as_the_register_says_the_same(
        self, county: County, home: Register
    ) -> None:
        given, finding = await self.find(county)
        await county.window.dispute(given, finding, "k1")
        await county.window.look_up(given, (FILLING,), "k2")
        assert await county.window.values(given) == {}
        home.entries[BUYER] = entry(BUYER, area="91")
        await county.window.look_up(given, (FILLING,), "k3")
        assert await county.window.values(given) == {("you", AREA): "91"}

    async def test_an_entry_that_is_missing_may_be_wrong_too(self, county: County) -> None:
        given, finding = await self.find(county)
        await county.window.dispute(given, finding, "k1")
        [(register, _, body)] = await self.notices(county)
        assert (register, body["state"], body["said"]) == ("home-register", "not_found", [])

    async def test_a_child_that_is_missing(self, county: County) -> None:
        thing = replace(HOME, person="child", acting_as="child")
        given, finding = await self.find(county, thing)
        await county.window.dispute(given, finding, "k1")
        assert [register for register, *_ in await self.notices(county)] == ["birth-certificates"]

    @pytest.mark.parametrize(
        "change", [{"register": "marriage-register"}, {"person": "seller"}, {"document": "marriage-proof"}]
    )
    async def test_what_this_consent_never_found(self, county: County, home: Register, change: dict[str, str]) -> None:
        given, finding = await self.find(county)
        with pytest.raises(NoConsent):
            await county.window.dispute(given, replace(finding, **change), "k1")  # type: ignore[arg-type]
        assert await county.rows(notice) == []

    async def test_after_the_consent_has_ended(self, county: County, home: Register) -> None:
        given, finding = await self.find(county)
        await county.window.withdraw(BUYER, given, "k1")
        with pytest.raises(NoConsent):
            await county.window.dispute(given, finding, "k2")
        assert await county.rows(notice) == []

    async def test_a_notice_outlasts_the_consent(self, county: County, home: Register) -> None:
        given, finding = await self.find(county)
        await county.window.dispute(given, finding, "k1")
        await county.window.withdraw(BUYER, given, "k2")
        assert len(await self.notices(county)) == 1

    async def test_only_the_own_evidence_is_marked(self, county: County, home: Register) -> None:
        home.entries[SELLER] = entry(SELLER, area="70")
        given, finding = await self.find(county)
        other = await county.agree(SELLER, FILLING)
        await county.window.look_up(other, (FILLING,), "look")
        await county.window.dispute(given, finding, "k1")
        assert await county.window.values(other) == {("you", AREA): "70"}


async def test_evidence_of_many_stays_apart(county: County, home: Register) -> None:
    numbers = [citizen(n) for n in range(20, 26)]
    for number in numbers:
        home.entries[number] = entry(number, area=number[-4:])
    given = {number: await county.agree(number, FILLING) for number in numbers}
    for number in numbers:
        await county.window.look_up(given[number], (FILLING,), "the same key")
    for number in numbers:
        assert await county.window.values(given[number]) == {("you", AREA): number[-4:]}
