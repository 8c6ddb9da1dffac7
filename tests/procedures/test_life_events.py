"""Life events: what belongs together, what one answer tells of the others, and every mistake with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.checks.life_events import check_life_event
from procedures.definition import Definition
from procedures.journey import replay
from procedures.life_event import LifeEvent, belonging, carried_over, open_question
from procedures.life_event_reading import read_life_event
from procedures.problem import Problem
from procedures.reading import SHIPPED
from tests.shipped import shipped_catalogue, shipped_definitions

DEFINITIONS: Mapping[str, Definition] = {definition.id: definition for definition in shipped_definitions()}
EVENTS: Mapping[str, LifeEvent] = shipped_catalogue().life_events
Begun = Mapping[str, Mapping[str, str]]

TEN = {
    "newborn", "buying-a-home", "marriage", "retirement", "bereavement", "starting-a-business", "leaving-a-job",
    "moving-to-zhejiang", "lost-wallet", "starting-school",
}  # fmt: skip

BELONGING: list[tuple[str, dict[str, str], list[str]]] = [
    ("newborn", {"work": "employee", "bills": "settled"}, ["newborn", "childcare-subsidy", "maternity-allowance"]),
    ("newborn", {"work": "none", "bills": "paid"}, ["newborn", "childcare-subsidy", "medical-reimbursement"]),
    (
        "buying-a-home",
        {"home": "resale", "loan": "fund", "also": "both"},
        [
            "housing-fund-loan", "property-transfer", "mortgage-registration", "housing-fund-withdrawal-purchase",
            "utilities-transfer", "household-transfer",
        ],
    ),
    (
        "buying-a-home",
        {"home": "new", "loan": "bank", "also": "neither"},
        ["property-first-transfer", "utilities-transfer"],
    ),
    ("marriage", {"ids": "valid", "household": "yes"}, ["marriage-registration", "household-transfer"]),
    (
        "marriage",
        {"ids": "lost", "household": "no"},
        ["id-card-replacement", "temporary-id-card", "marriage-registration"],
    ),
    (
        "retirement",
        {"places": "several", "card": "replace", "live": "elsewhere"},
        ["pension-transfer", "social-security-card-replacement", "retirement", "medical-offsite-filing"],
    ),
    ("retirement", {"places": "one", "card": "works", "live": "elsewhere"}, ["retirement", "medical-offsite-filing"]),
    (
        "bereavement",
        {"home": "yes", "car": "yes"},
        ["bereavement", "property-inheritance", "utilities-transfer", "vehicle-transfer"],
    ),
    ("bereavement", {"home": "no", "car": "yes"}, ["bereavement", "vehicle-transfer"]),
    (
        "starting-a-business",
        {"form": "sole", "trade": "food", "money": "yes"},
        ["sole-trader-registration", "food-business-licence", "invoice-application", "startup-loan"],
    ),
    (
        "starting-a-business",
        {"form": "company", "trade": "restaurant", "money": "no"},
        ["company-registration", "restaurant-opening"],
    ),
    (
        "leaving-a-job",
        {"leave": "dismissed", "next": "looking", "owed": "yes"},
        ["unemployment-benefit", "legal-aid"],
    ),
    (
        "leaving-a-job",
        {"leave": "resigned", "next": "looking", "owed": "no"},
        ["flexible-employment-enrolment"],
    ),
    (
        "moving-to-zhejiang",
        {"stay": "permit", "work": "flexible", "school": "yes"},
        ["residence-permit", "flexible-employment-enrolment", "pension-transfer", "school-enrolment"],
    ),
    (
        "moving-to-zhejiang",
        {"stay": "household", "work": "none", "school": "no"},
        ["household-transfer", "medical-insurance-enrolment"],
    ),
    (
        "lost-wallet",
        {"card": "yes", "licence": "yes", "urgent": "yes"},
        [
            "id-card-replacement", "temporary-id-card", "social-security-card-replacement",
            "driving-licence-replacement",
        ],
    ),
    (
        "lost-wallet",
        {"card": "no", "licence": "yes", "urgent": "no"},
        ["id-card-replacement", "driving-licence-replacement"],
    ),
    (
        "starting-school",
        {"hukou": "non_local", "permit": "no", "missing": "both"},
        ["residence-permit", "school-enrolment", "id-card-first", "medical-insurance-enrolment"],
    ),
    (
        "starting-school",
        {"hukou": "same_as_home", "missing": "insurance"},
        ["school-enrolment", "medical-insurance-enrolment"],
    ),
]  # fmt: skip


def test_the_ten_are_there_and_all_of_them_pass() -> None:
    assert EVENTS.keys() == TEN
    assert {path.stem for path in (SHIPPED / "life_events").glob("*.yaml")} == TEN


@pytest.mark.parametrize(
    ("name", "own", "expected"), BELONGING, ids=[f"{n}-{i}" for i, (n, *_) in enumerate(BELONGING)]
)
def test_what_belongs_together(name: str, own: dict[str, str], expected: list[str]) -> None:
    assert open_question(EVENTS[name], own) is None
    assert [part.procedure for part in belonging(EVENTS[name], own)] == expected


def test_each_of_the_ten_is_looked_at_twice() -> None:
    assert {name: [n for n, _, _ in BELONGING].count(name) for name in TEN} == dict.fromkeys(TEN, 2)


def test_a_question_is_asked_only_where_it_decides() -> None:
    school = EVENTS["starting-school"]
    first, after_local, after_migrant = (
        open_question(school, own) for own in ({}, {"hukou": "local_other"}, {"hukou": "non_local"})
    )
    asked = [question.id if question else None for question in (first, after_local, after_migrant)]
    assert asked == ["hukou", "missing", "permit"]


def test_while_a_question_is_open_only_the_certain_belongs() -> None:
    assert [part.procedure for part in belonging(EVENTS["lost-wallet"], {})] == ["id-card-replacement"]
    assert [part.procedure for part in belonging(EVENTS["lost-wallet"], {"urgent": "perhaps", "no-such": "x"})] == [
        "id-card-replacement"
    ]


def test_a_buyer_is_asked_once_what_six_procedures_want_to_know() -> None:
    own = {"home": "resale", "loan": "fund", "also": "both"}
    begun = {"housing-fund-loan": {"home_count": "first", "marital": "married", "fund_city": "same_city"}}
    assert carried_over(EVENTS["buying-a-home"], own, begun, DEFINITIONS) == {
        "housing-fund-loan": {
            "home_count": "first", "marital": "married", "fund_city": "same_city", "home_kind": "resale",
        },
        "property-transfer": {"role": "buyer", "marital": "married", "home_count": "first"},
        "mortgage-registration": {"home_state": "existing", "lender": "housing_fund", "marital": "married"},
        "housing-fund-withdrawal-purchase": {"home_kind": "resale", "loan": "fund", "home_place": "fund_city"},
        "utilities-transfer": {"reason": "sale", "timing": "with_transfer"},
        "household-transfer": {"ground": "home", "new_home": "own", "marital": "married"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "own", "begun", "expected"),
    [
        pytest.param(
            "newborn",
            {"work": "flexible", "bills": "paid"},
            {"medical-reimbursement": {"place": "abroad"}},
            {"newborn": {"birth_place": "abroad"}, "maternity-allowance": {"work": "flexible", "hospital": "other"}},
            id="over two steps: treated abroad, so born abroad, so in no networked hospital",
        ),
        pytest.param(
            "newborn",
            {"work": "none", "bills": "settled"},
            {"newborn": {"hukou": "one_local", "parents": "unmarried"}},
            {"childcare-subsidy": {"round": "first", "parents": "single"}},
            id="one parent from elsewhere: where the child will be registered is asked",
        ),
        pytest.param(
            "bereavement",
            {"home": "yes", "car": "yes"},
            {"bereavement": {"death_place": "hospital"}},
            {"property-inheritance": {"death_place": "zhejiang_recent"}},
            id="in a hospital here",
        ),
        pytest.param(
            "bereavement",
            {"home": "no", "car": "yes"},
            {},
            {"bereavement": {"property": "car"}},
            id="two answers together tell a third",
        ),
        pytest.param(
            "buying-a-home",
            {"home": "resale", "loan": "fund", "also": "neither"},
            {"housing-fund-loan": {"home_count": "third_plus"}},
            {"property-transfer": {"role": "buyer"}},
            id="the third of the family may be the first in this city",
        ),
        pytest.param(
            "buying-a-home",
            {"home": "resale", "loan": "fund", "also": "neither"},
            {"property-transfer": {"role": "seller", "marital": "single"}, "housing-fund-loan": {"marital": "married"}},
            {"mortgage-registration": {"home_state": "existing", "lender": "housing_fund"}},
            id="who said two things is asked",
        ),
        pytest.param(
            "lost-wallet",
            {"card": "yes", "licence": "yes", "urgent": "yes"},
            {},
            {"social-security-card-replacement": {"reason": "lost", "person": "adult"}},
            id="whoever drives is no child",
        ),
    ],
)
def test_what_follows_from_an_answer(name: str, own: dict[str, str], begun: Begun, expected: Begun) -> None:
    found = carried_over(EVENTS[name], own, begun, DEFINITIONS)
    assert {procedure: found[procedure] for procedure in expected} == expected


def test_a_procedure_that_has_lost_a_question_is_not_answered_for() -> None:
    loan = DEFINITIONS["mortgage-registration"]
    older = loan.model_copy(update={"questions": tuple(q for q in loan.questions if q.id != "marital")})
    begun = {"property-transfer": {"marital": "married"}}
    own = {"home": "resale", "loan": "bank", "also": "neither"}
    found = carried_over(EVENTS["buying-a-home"], own, begun, {**DEFINITIONS, "mortgage-registration": older})
    assert found["mortgage-registration"] == {"home_state": "existing", "lender": "bank"}


@pytest.mark.parametrize("name", sorted(TEN))
def test_what_the_event_fixes_stops_nobody(name: str) -> None:
    """Nor does any of it answer what the procedure would not ask."""
    for part in EVENTS[name].procedures:
        journey = replay(DEFINITIONS[part.procedure], part.answers)
        assert journey.stop is None
        assert journey.ignored == ()


@st.composite
def situations(draw: st.DrawFn) -> tuple[LifeEvent, dict[str, str], dict[str, dict[str, str]]]:
    """An event, answers to some of its own questions, and answers to some of what its procedures ask."""
    event = EVENTS[draw(st.sampled_from(sorted(EVENTS)))]
    own = {q.id: draw(st.sampled_from(list(q.options))) for q in event.questions if draw(st.integers(0, 4))}
    begun: dict[str, dict[str, str]] = {}
    for part in draw(st.permutations(event.procedures)):
        if draw(st.booleans()):
            questions = draw(st.permutations(DEFINITIONS[part.procedure].questions))
            asked = questions[: draw(st.integers(0, len(questions)))]
            begun[part.procedure] = {q.id: draw(st.sampled_from(list(q.options))) for q in asked}
    return event, own, begun


@settings(max_examples=100, deadline=None)
@given(situations())
def test_carrying_keeps_every_answer_and_has_no_order(
    situation: tuple[LifeEvent, dict[str, str], dict[str, dict[str, str]]],
) -> None:
    event, own, begun = situation
    found = carried_over(event, own, begun, DEFINITIONS)

    assert found.keys() == {*begun, *(part.procedure for part in belonging(event, own))}
    for procedure, given_answers in begun.items():
        assert given_answers.items() <= found[procedure].items()
    for procedure, answers in found.items():
        for question_id, option in answers.items():
            question = DEFINITIONS[procedure].question(question_id)
            assert question is not None
            assert option in question.options
    assert carried_over(event, own, found, DEFINITIONS) == found
    backwards = {name: dict(reversed(answers.items())) for name, answers in reversed(begun.items())}
    assert carried_over(event, dict(reversed(own.items())), backwards, DEFINITIONS) == found


EVENT = """\
id: wedding
title: {zh: 成家, en: A wedding}
achieves: {zh: 领到证, en: married}
asked_as: {zh: [要结婚了], en: [we marry]}
review_by: 2027-06-01
questions:
  - id: ids
    ask: &t {zh: 身份证在吗？, en: Is the card there?}
    why: {zh: 要看身份证。, en: It is looked at.}
    options: &o {"yes": {zh: 在, en: 'yes'}, lost: {zh: 丢了, en: lost}}
  - id: household
    ask: {zh: 迁户口吗？, en: Do you move?}
    why: {zh: 当天就能迁。, en: It can be done at once.}
    options: {"no": {zh: 不迁, en: 'no'}, "yes": {zh: 迁, en: 'yes'}}
procedures:
  - {procedure: temporary-id-card, if: {ids: lost}, answers: {age: from_16}}
  - {procedure: marriage-registration, after: [temporary-id-card]}
  - {procedure: household-transfer, if: {household: "yes"}, answers: {ground: spouse}, after: [marriage-registration]}
same:
  - where:
      - {temporary-id-card.hukou: other_province, household-transfer.origin: other_province}
  - questions: [temporary-id-card.hukou, household-transfer.origin]
"""

BROKEN: list[tuple[str, tuple[str, str], str, str, str]] = [
    ("a word that is none", ("review_by", "reviewed"), "unknown-key", "reviewed", "review_by"),
    ("no English title", (", en: A wedding}", "}"), "missing-language", "title", "Add 'en: …'"),
    ("no Chinese sentence", ("zh: [要结婚了], ", ""), "missing-language", "asked_as", "Add 'zh: …'"),
    (
        "another file name",
        ("id: wedding", "id: marrying"),
        "file-name",
        "id: marrying",
        "Call the file 'marrying.yaml'.",
    ),
    ("a register answers", ("- id: ids", "- id: ids\n    known_from: a.b"), "wrong-value", "id: ids", "README"),
    (
        "two forms of same",
        ("- where:", "- questions: [ids, household]\n    where:"),
        "wrong-value",
        "questions: [ids",
        "README",
    ),
    ("one question alone", ("[temporary-id-card.hukou, h", "[h"), "wrong-value", "questions: [household", "README"),
    (
        "an unknown procedure",
        ("- {procedure: marriage", "- {procedure: marrige-registration}\n  - {procedure: marriage"),
        "unknown-procedure",
        "procedure: marrige-registration",
        "'marriage-registration'",
    ),
    (
        "a procedure twice",
        ("- {procedure: marriage", "- {procedure: temporary-id-card}\n  - {procedure: marriage"),
        "doubled-name",
        "procedure: temporary-id-card}",
        "one line",
    ),
    ("an unknown question is fixed", ("answers: {age", "answers: {aged"), "unknown-question", "aged", "'age'"),
    ("an unknown option is fixed", ("ground: spouse", "ground: spuse"), "unknown-option", "ground", "'spouse'"),
    ("an if with an unknown question", ("if: {ids", "if: {idz"), "unknown-question", "idz", "'ids'"),
    ("an if with an unknown option", ("if: {ids: lost", "if: {ids: last"), "unknown-option", "ids: last", "'lost'"),
    (
        "an if that looks ahead",
        ("- id: ids", "- id: ids\n    if: {household: lost}"),
        "later-question",
        "household: lost",
        "move",
    ),
    (
        "a question twice",
        ("  - id: household", "  - {id: ids, ask: *t, why: *t, options: *o}\n  - id: household"),
        "doubled-name",
        "id: ids, ask",
        "its own id",
    ),
    (
        "names too long for a button",
        (", lost: {zh", ", llllllllllllllllllllllllllllllllllllllllllllllll: {zh: 坏了, en: broken}, lost: {zh"),
        "long-names",
        "llllllllllllllllllllllllllllllllllllllllllllllll",
        "50 letters",
    ),
    (
        "given what nobody needs",
        (
            "after: [marriage-registration]}",
            "after: [marriage-registration], given: {passport: marriage-registration}}",
        ),
        "unknown-document",
        "passport: marr",
        "household-register",
    ),
    (
        "after an unknown one",
        ("after: [temporary", "after: [temporar"),
        "unknown-procedure",
        "temporar-",
        "'temporary-id-card'",
    ),
    (
        "after a later one",
        ("after: [temporary-id-card]", "after: [household-transfer]"),
        "later-procedure",
        "household-transfer]}",
        "Move",
    ),
    (
        "waits for itself",
        ("after: [marriage-registration]", "waits_for: [household-transfer]"),
        "later-procedure",
        "household-transfer]}",
        "Move",
    ),
    (
        "same with a stranger",
        ("card.hukou: other", "kard.hukou: other"),
        "unknown-procedure",
        "temporary-id-kard",
        "'temporary-id-card'",
    ),
    (
        "same with no question of its own",
        ("[temporary-id-card.hukou", "[hukou"),
        "unknown-question",
        "hukou, ",
        "household",
    ),
    (
        "same with no such question",
        ("transfer.origin]", "transfer.origins]"),
        "unknown-question",
        "household-transfer.origins",
        "'origin'",
    ),
    (
        "same with an unknown option",
        ("origin: other_province", "origin: zheijang"),
        "unknown-option",
        "household-transfer.origin: z",
        "'zhejiang'",
    ),
    (
        "same with itself",
        ("hukou, household-transfer.origin]", "hukou, temporary-id-card.hukou]"),
        "doubled-name",
        "temporary-id-card.hukou]",
        "one of the two",
    ),
    ("same that never agree", ("transfer.origin]", "transfer.origin, ids]"), "never-agree", "ids]", "where"),
    (
        "a line out of reach",
        ('if: {household: "yes"}', 'if: {household: "yes", not: {ids: ["yes", lost]}}'),
        "unreached",
        "{procedure: household",
        "if",
    ),
]


def problems_of(folder: Path, text: str, without: str | None = None) -> tuple[Problem, ...]:
    """What is found in the text, as `wedding.yaml`; `without`: a procedure whose own file is broken."""
    path = folder / "wedding.yaml"
    path.write_text(text, encoding="utf-8")
    read = read_life_event(path)
    if read.event is None:
        return read.problems
    offered = {name: definition for name, definition in DEFINITIONS.items() if name != without}
    return check_life_event(read.event, read.source, offered, DEFINITIONS.keys())


def position(text: str, place: str) -> tuple[int, int]:
    """Line and column of the first `place` in the text."""
    before = text[: text.index(place)].split("\n")
    return len(before), len(before[-1]) + 1


def test_the_unbroken_event_passes(tmp_path: Path) -> None:
    assert problems_of(tmp_path, EVENT) == ()


@pytest.mark.parametrize(
    ("change", "code", "place", "remedy"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN]
)
def test_each_mistake_is_told_once_where_it_stands(
    tmp_path: Path, change: tuple[str, str], code: str, place: str, remedy: str
) -> None:
    assert change[0] in EVENT
    broken = EVENT.replace(*change, 1)
    problems = problems_of(tmp_path, broken)
    assert [(p.code, (p.line, p.column)) for p in problems] == [(code, position(broken, place))], problems
    assert remedy in problems[0].remedy


def test_a_procedure_whose_own_file_is_broken_is_named(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, EVENT, without="temporary-id-card")
    assert (problem.code, problem.remedy) == ("not-offered", "Mend that file first.")
    assert (problem.line, problem.column) == position(EVENT, "procedure: temporary-id-card")


def test_an_event_that_never_joins_two_procedures_is_none(tmp_path: Path) -> None:
    apart = EVENT.replace('household: "yes"', 'household: "yes", ids: "yes"')
    apart = apart.replace("marriage-registration, a", 'marriage-registration, if: {ids: "yes", household: "no"}, a')
    [problem] = problems_of(tmp_path, apart)
    assert (problem.code, (problem.line, problem.column)) == ("too-few", position(apart, "procedures:"))
    assert "leave the life event out" in problem.remedy


def test_the_zoo_of_life_events_is_complete() -> None:
    """Every code that stands in the sources is shown above."""
    sources = [SHIPPED / "checks" / "life_events.py", SHIPPED / "life_event_reading.py"]
    codes = {
        code for path in sources for code in re.findall(r'problem\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert codes - {code for _, _, code, _, _ in BROKEN} == {
        "not-offered",
        "too-few",
    }  # these two have a test of their own


def test_the_event_of_the_guide_can_be_written(tmp_path: Path) -> None:
    guide = (SHIPPED / "README.md").read_text(encoding="utf-8")
    [written] = re.findall(r"```yaml\n# life_events/wedding\.yaml\n(.*?)```", guide, re.DOTALL)
    assert problems_of(tmp_path, written) == ()
