"""What comes of one look-up: each state, the order of registers, everything at once and in time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import repeat
from time import monotonic

import pytest

from bot.backends.onewindow.sharing.asking import Asking, Patience
from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.register import Enquiry, Represented
from bot.backends.onewindow.sharing.survey import Survey, Surveyed, day_of
from bot.dialogue.shared_data import Finding, Relation, Wanted
from tests.backends.sharing.county import (
    ADDRESS,
    BUYER,
    HOME,
    NOW,
    RECORDED,
    SELLER,
    TODAY,
    YESTERDAY,
    Timer,
    build_county,
    citizen,
    entry,
    firm,
)
from tests.backends.sharing.registers import DOWN, Fault, Register, later
from tests.backends.town import Clock

MARRIED = Wanted(
    person="you",
    registers=("marriage-register",),
    document="marriage-proof",
    claims=(("marriage-register.state", ("married", "remarried")),),
)
CHILD = Wanted(person="child", registers=("population-register",), document="household-register", acting_as="child")
COMPANY = Wanted(person="firm", registers=("business-register",), document="licence", acting_as="company")
FIRST, SECOND, THIRD = (
    Represented(number=citizen(number), name=f"孩子{n}") for number, n in ((11, "甲"), (12, "乙"), (13, "丙"))
)


@dataclass
class Office:
    """Registers without a database behind them."""

    registers: dict[str, Register] = field(
        default_factory=lambda: {name: Register() for name in build_county().registers}
    )
    timer: Timer = field(default_factory=Timer)
    told: dict[Relation, tuple[str, ...]] = field(default_factory=dict)
    patience: Patience | None = None

    async def look(self, *wanted: Wanted) -> Surveyed:
        given = Given("c1", b"", BUYER, "A1", "property-transfer", "p1", wanted, self.told, NOW, NOW, None)
        patience = self.patience or self.timer.patience()
        return await Survey(Asking(self.registers, Clock(), patience), build_county()).look(given, wanted, TODAY)

    async def find(self, *wanted: Wanted) -> Finding:
        [finding] = (await self.look(*(wanted or (HOME,)))).findings
        return finding

    def has(self, register: str, *entries: object, script: tuple[Fault, ...] = ()) -> Register:
        self.registers[register] = Register(*entries, script=script)  # type: ignore[arg-type]
        return self.registers[register]


@pytest.fixture
def office() -> Office:
    return Office()


async def test_found_is_shown_as_far_as_the_province_lets_it_be(office: Office) -> None:
    fields = {"owner": "买方甲", "address": ADDRESS, "area": "89.5", "number": "Z-1", "unheard_of": "x"}
    office.has("home-register", entry(BUYER, fields, valid_until=TODAY))
    wanted = replace(HOME, fields=("home-register.number", "home-register.area", "home-register.use", "archive.area"))
    assert await office.find(wanted) == Finding(
        person="you",
        document="home-certificate",
        register="home-register",
        state="found",
        recorded=RECORDED,
        valid_until=TODAY,
        shown=(
            ("home-register.owner", "买**"),
            ("home-register.address", "示范省示范市***"),
            ("home-register.area", "89.5"),
        ),
        fills=("home-register.number", "home-register.area"),
    )


async def test_an_empty_entry_is_no_value(office: Office) -> None:
    office.has("home-register", entry(BUYER, owner="", area=""))
    finding = await office.find(replace(HOME, fields=("home-register.area",)))
    assert (finding.state, finding.shown, finding.fills) == ("found", (), ())


async def test_not_found_anywhere(office: Office) -> None:
    finding = await office.find()
    assert (finding.state, finding.register, finding.recorded) == ("not_found", "home-register", None)


async def test_the_first_that_has_it_serves(office: Office) -> None:
    office.has("home-register", entry(BUYER, owner="买方甲"))
    archive = office.has("archive", entry(BUYER))
    assert (await office.find()).register == "home-register"
    assert archive.asked == []


@pytest.mark.parametrize("fault", [None, "<html>", entry(SELLER)], ids=["not found", "nonsense", "another person"])
async def test_the_next_is_asked_where_one_does_not_serve(office: Office, fault: Fault) -> None:
    office.has("home-register", script=(fault,))
    office.has("archive", entry(BUYER, address=ADDRESS))
    finding = await office.find()
    assert (finding.state, finding.register) == ("found", "archive")
    assert finding.shown == (("archive.address", "示范省示范市***"),)


async def test_the_next_is_asked_where_one_is_down(office: Office) -> None:
    office.has("home-register", script=(DOWN, DOWN, DOWN))
    office.has("archive", entry(BUYER))
    assert (await office.find()).register == "archive"


@pytest.mark.parametrize(
    ("first", "second", "state", "register"),
    [
        ("<html>", None, "unavailable", "home-register"),
        (None, "<html>", "unavailable", "archive"),
        ("<html>", "<html>", "unavailable", "home-register"),
        (None, None, "not_found", "home-register"),
        (entry(SELLER), None, "unavailable", "home-register"),
    ],
)
async def test_where_one_did_not_answer_it_may_have_had_it(
    office: Office, first: Fault, second: Fault, state: str, register: str
) -> None:
    office.has("home-register", script=(first,))
    office.has("archive", script=(second,))
    finding = await office.find()
    assert (finding.state, finding.register) == (state, register)


async def test_a_register_that_is_not_connected_is_unavailable(office: Office) -> None:
    del office.registers["archive"]
    finding = await office.find()
    assert (finding.state, finding.register) == ("unavailable", "archive")


async def test_nobody_to_ask_is_nothing_found(office: Office) -> None:
    finding = await office.find(replace(HOME, registers=()))
    assert (finding.state, finding.register) == ("not_found", "")


async def test_the_entry_of_another_person_leaves_no_trace_in_the_finding(office: Office) -> None:
    office.has("home-register", script=(entry(SELLER, owner="卖方乙", address=ADDRESS),))
    surveyed = await office.look(replace(HOME, registers=("home-register",)))
    [answer] = surveyed.answers
    assert (answer.finding.state, answer.finding.shown, answer.record) == ("unavailable", (), None)
    assert [each.wrong_person for each in answer.tries] == [True]


@pytest.mark.parametrize(
    ("until", "state"),
    [(YESTERDAY, "expired"), (TODAY, "found"), (TODAY + timedelta(days=1), "found"), (None, "found")],
)
async def test_what_is_no_longer_valid_is_expired(office: Office, until: date | None, state: str) -> None:
    office.has("home-register", entry(BUYER, valid_until=until, area="89.5"))
    finding = await office.find(replace(HOME, fields=("home-register.area",)))
    assert (finding.state, finding.valid_until) == (state, until)
    assert finding.fills == (("home-register.area",) if state == "found" else ())


def test_a_day_begins_at_midnight_in_the_province() -> None:
    """NOW is ten past eight there, ten past midnight in UTC."""
    assert day_of(NOW) == TODAY
    assert day_of(NOW - timedelta(hours=1)) == TODAY
    assert day_of(NOW - timedelta(hours=8, minutes=11)) == YESTERDAY


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"state": "married"}, "found"),
        ({"state": "remarried"}, "found"),
        ({"state": "divorced"}, "contradicted"),
        ({"state": ""}, "found"),
        ({"spouse": "买方乙"}, "found"),
        ({}, "found"),
    ],
)
async def test_a_claim_is_contradicted_only_by_an_entry_that_speaks_of_it(
    office: Office, fields: dict[str, str], state: str
) -> None:
    office.has("marriage-register", entry(BUYER, fields))
    assert (await office.find(MARRIED)).state == state


async def test_a_claim_about_another_register_is_not_compared(office: Office) -> None:
    office.has("home-register", entry(BUYER, owner="买方甲"))
    claims = (("archive.owner", ("买方乙",)), ("home-registers.owner", ("买方乙",)))
    assert (await office.find(replace(HOME, claims=claims))).state == "found"


async def test_what_contradicts_is_shown_but_fills_nothing(office: Office) -> None:
    office.has("marriage-register", entry(BUYER, state="divorced", spouse="买方乙"))
    finding = await office.find(replace(MARRIED, fields=("marriage-register.spouse",)))
    assert finding.shown == (("marriage-register.state", "divorced"), ("marriage-register.spouse", "买**"))
    assert finding.fills == ()


async def test_the_owner_of_the_register_learns_what_it_is_for(office: Office) -> None:
    await office.find()
    assert office.registers["home-register"].enquiries == [
        Enquiry(BUYER, "home-certificate", "property-transfer", "A1")
    ]


async def test_findings_come_in_the_order_of_what_was_wanted(office: Office) -> None:
    office.timer = Timer()
    office.has("home-register", script=(later(0.02, asyncio.sleep, entry(BUYER)),))
    office.has("marriage-register", entry(BUYER, state="married"))
    wanted = (HOME, MARRIED, replace(HOME, document="home-plan"))
    findings = (await office.look(*wanted)).findings
    assert [(each.document, each.state) for each in findings] == [
        ("home-certificate", "found"),
        ("marriage-proof", "found"),
        ("home-plan", "not_found"),
    ]


async def test_all_are_asked_at_once_and_none_waits_for_a_slow_one() -> None:
    """Twenty registers that never answer take one deadline, by the real clock."""
    office = Office(patience=Patience(deadline=0.3))
    office.registers = {f"r{n}": Register(script=repeat(later(60, asyncio.sleep))) for n in range(20)}
    office.registers["home-register"] = Register(entry(BUYER))
    slow = tuple(
        replace(HOME, document=name, registers=(name,)) for name in office.registers if name != "home-register"
    )
    began = monotonic()
    findings = (await office.look(*slow, HOME)).findings
    assert 0.25 <= monotonic() - began < 5
    assert [each.state for each in findings] == ["unavailable"] * 20 + ["found"]


async def test_the_deadline_is_one_for_all_registers_of_a_thing(office: Office) -> None:
    office.has("home-register", script=(later(3.9, office.timer.sleep, None),))
    office.has("archive", script=(later(3.9, office.timer.sleep, entry(BUYER)),))
    finding = await office.find()
    assert (finding.state, finding.register) == ("unavailable", "archive")


class TestActingForOthers:
    """The registers tell for whom a citizen may act; the documents are those of the child or the firm."""

    async def test_one_child(self, office: Office) -> None:
        office.registers["birth-certificates"].acts_for(BUYER, "child", FIRST)
        register = office.has("population-register", entry(FIRST.number, name=FIRST.name))
        register.acts_for(BUYER, "child", FIRST)
        finding = await office.find(CHILD)
        assert (finding.person, finding.state, finding.shown) == (
            "child",
            "found",
            (("population-register.name", "孩**"),),
        )
        assert [enquiry.number for enquiry in register.enquiries] == [FIRST.number]

    async def test_the_own_entry_is_never_taken_for_the_childs(self, office: Office) -> None:
        office.registers["birth-certificates"].acts_for(BUYER, "child", FIRST)
        office.has("population-register", script=((), entry(BUYER)))
        assert (await office.find(CHILD)).state == "unavailable"

    async def test_several_have_to_be_chosen_from(self, office: Office) -> None:
        office.registers["birth-certificates"].acts_for(BUYER, "child", SECOND, FIRST)
        office.registers["population-register"].acts_for(BUYER, "child", FIRST, THIRD)
        finding = await office.find(CHILD)
        assert (finding.state, finding.register) == ("several", "birth-certificates")
        assert finding.candidates == ("孩**",) * 3
        assert office.registers["population-register"].enquiries == []

    @pytest.mark.parametrize(("which", "child"), [(0, SECOND), (1, FIRST), (2, THIRD)])
    async def test_which_counts_in_the_registers_order(self, office: Office, which: int, child: Represented) -> None:
        register = office.has("population-register", *(entry(each.number, name="x") for each in (FIRST, SECOND, THIRD)))
        office.registers["birth-certificates"].acts_for(BUYER, "child", SECOND, FIRST)
        register.acts_for(BUYER, "child", FIRST, THIRD)
        assert (await office.find(replace(CHILD, which=which))).state == "found"
        assert [enquiry.number for enquiry in register.enquiries] == [child.number]

    @pytest.mark.parametrize("which", [-1, 2, 99])
    async def test_which_of_those_that_are_not_there_is_asked_again(self, office: Office, which: int) -> None:
        office.registers["birth-certificates"].acts_for(BUYER, "child", FIRST, SECOND)
        assert (await office.find(replace(CHILD, which=which))).state == "several"

    async def test_which_means_the_one_that_was_shown(self, office: Office) -> None:
        """A child was born since, whom the register names first."""
        office.told["child"] = (FIRST.number, SECOND.number)
        register = office.has("population-register", entry(FIRST.number), entry(THIRD.number))
        office.registers["birth-certificates"].acts_for(BUYER, "child", THIRD, FIRST, SECOND)
        await office.find(replace(CHILD, which=0))
        assert [enquiry.number for enquiry in register.enquiries] == [FIRST.number]

    @pytest.mark.parametrize(("script", "state"), [((), "not_found"), (("<html>",), "unavailable")])
    async def test_for_whom_one_may_no_longer_act_nobody_is_asked(
        self, office: Office, script: tuple[Fault, ...], state: str
    ) -> None:
        office.told["child"] = (FIRST.number, SECOND.number)
        office.has("birth-certificates", script=script)
        office.registers["population-register"].acts_for(BUYER, "child", SECOND)
        assert (await office.find(replace(CHILD, which=0))).state == state
        assert office.registers["population-register"].enquiries == []

    async def test_no_child(self, office: Office) -> None:
        finding = await office.find(CHILD)
        assert (finding.state, finding.register) == ("not_found", "birth-certificates")

    @pytest.mark.parametrize(
        ("births", "household", "state", "register"),
        [
            ("<html>", "<html>", "unavailable", "birth-certificates"),
            ((), "<html>", "unavailable", "population-register"),
            ("<html>", (), "unavailable", "birth-certificates"),
        ],
    )
    async def test_a_child_may_stand_where_nobody_answers(
        self, office: Office, births: Fault, household: Fault, state: str, register: str
    ) -> None:
        office.has("birth-certificates", script=(births,))
        office.has("population-register", script=(household,))
        finding = await office.find(CHILD)
        assert (finding.state, finding.register) == (state, register)

    async def test_one_register_that_answers_is_enough(self, office: Office) -> None:
        office.has("birth-certificates", script=(DOWN, DOWN, DOWN))
        register = office.has("population-register", entry(FIRST.number))
        register.acts_for(BUYER, "child", FIRST)
        assert (await office.find(CHILD)).state == "found"

    async def test_it_is_asked_once_for_all_things(self, office: Office) -> None:
        births = office.registers["birth-certificates"]
        births.acts_for(BUYER, "child", FIRST)
        await office.look(CHILD, replace(CHILD, document="another"), replace(CHILD, document="a-third"))
        assert births.asked == [BUYER]

    async def test_a_firm(self, office: Office) -> None:
        own = Represented(number=firm(1), name="Firm A")
        register = office.has("business-register", entry(firm(1), name="Firm A"))
        register.acts_for(BUYER, "company", own)
        finding = await office.find(COMPANY)
        assert (finding.state, finding.shown) == ("found", (("business-register.name", "F***"),))

    async def test_a_firms_code_is_brought_into_one_form(self, office: Office) -> None:
        register = office.has("business-register", entry(firm(1), name="Firm A"))
        register.acts_for(BUYER, "company", Represented(number=f" {firm(1).lower()}", name="Firm A"))
        assert (await office.find(COMPANY)).state == "found"
        assert [enquiry.number for enquiry in register.enquiries] == [firm(1)]

    async def test_a_register_that_names_a_code_that_is_none_talks_nonsense(self, office: Office) -> None:
        wrong = firm(1)[:-1] + ("1" if firm(1)[-1] != "1" else "2")
        register = office.has("business-register", entry(wrong, name="Firm A"))
        register.acts_for(BUYER, "company", Represented(number=wrong, name="Firm A"))
        assert (await office.find(COMPANY)).state == "unavailable"
        assert register.enquiries == []

    async def test_several_firms(self, office: Office) -> None:
        firms = [Represented(number=firm(n), name=f"{n} Firm") for n in (2, 1)]
        office.registers["business-register"].acts_for(BUYER, "company", *firms)
        finding = await office.find(COMPANY)
        assert (finding.state, finding.candidates) == ("several", ("2***", "1***"))
