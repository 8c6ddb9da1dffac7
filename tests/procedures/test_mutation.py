"""Every rule is proven: whoever removes, widens, narrows or flips one is told by `check`."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest
from ruamel.yaml import YAML

from procedures.checks import check
from procedures.checks.mutants import Mutant, mutants
from procedures.checks.mutation import mutate, survivors
from procedures.checks.names import lines
from procedures.definition import Definition
from procedures.problem import Source
from procedures.reading import SHIPPED, read_definition
from tests.shipped import shipped_province
from tests.small import NAME_ONLY, SMALL, small_definition, small_province, small_yaml

EVERY_DETAIL = """\
  - name: an owner in every detail
    answers: {dwelling: owned, handled_by: self}
    expect: {first: [], sent: [], give: [electronic, on-the-spot], minutes: 15, if_any: [old-permit], produced: []}
  - name: an owner shows a face
    answers: {dwelling: owned, handled_by: self}
    expect: {way: online, bring: []}
  - name: a tenant in every detail
    answers: {dwelling: rented, handled_by: self}
    expect: {sent: [], covered: [vehicle-licence], tolerated: {lease: 5}}
  - name: somebody housed by the employer in every detail
    answers: {dwelling: employer, handled_by: self}
    expect: {first: [], covered: [vehicle-licence], approvals: [[2, traffic]]}
"""


def proven(changes: dict[str, str] | None = None) -> Definition:
    """The small definition with examples for every rule."""
    return _with_examples(EVERY_DETAIL, changes)


def _with_examples(examples: str, changes: dict[str, str] | None = None) -> Definition:
    return Definition.model_validate(YAML(typ="safe", pure=True).load(small_yaml(changes) + examples))


def alive(definition: Definition) -> list[str]:
    source = Source(Path(f"{SMALL}.yaml"), SMALL)
    return [str(mutant) for mutant in survivors(definition, source, small_province(), {SMALL, NAME_ONLY})]


def called(definition: Definition, name: str) -> Mutant:
    [mutant] = [mutant for mutant in mutants(definition) if str(mutant) == name]
    return mutant


def test_every_line_is_removed_once() -> None:
    removed = [mutant.location for mutant in mutants(small_definition()) if mutant.what == "removed"]
    assert removed == [location for location, _ in lines(small_definition())]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("documents.1.if: dropped", {}),
        ("documents.1.if: negated", {"not": {"dwelling": "owned"}}),
        ("documents.1.if: dwelling: 'rented' in", {"dwelling": ["owned", "rented"]}),
    ],
)
def test_a_condition_is_dropped_negated_and_shifted(name: str, written: object) -> None:
    assert called(small_definition(), name).definition.documents[1].when.model_dump() == written


def test_words_and_numbers_are_changed_and_nothing_else() -> None:
    small = small_definition()
    assert called(small, "ways.0.identity: face → document").definition.ways[0].identity == "document"
    assert called(small, "ways.1.visits.0.minutes: 15 → 14").definition.ways[1].visits[0].minutes == 14
    assert called(small, "fee.0.yuan: 20 → 19").definition.fee[0].yuan == 19
    assert called(small, "approvals.1.step: 2 → 1").definition.approvals[1].step == 1
    assert called(small, "documents.3.sent_by: holder → you").definition.documents[3].sent_by == "you"
    assert called(small, "documents.7.hand_in: if-any → always").definition.documents[7].hand_in == "always"
    assert called(small, "documents.0.of: without 'keeper'").definition.documents[0].of == ("you",)
    assert called(small, "usual.handled_by: self → agent").definition.usual["handled_by"] == "agent"
    changed = called(small, "result.give: without 'electronic'").definition
    assert changed == small.model_copy(update={"result": changed.result})


TRAFFIC = "  - {step: 2, department: traffic}\n"
ANNOUNCED = TRAFFIC.replace("traffic}", "traffic, publicity: 20 days, apart: true}")
TOLD = "then: [{tell: housing, what: {zh: 记录车位, en: records the place}}]"
IN_ORDER = TOLD.replace("}}]", "}}, {tell: traffic, what: {zh: 登记, en: registers it}, after: [housing]}]")
WAITING = {TRAFFIC: ANNOUNCED, TOLD: IN_ORDER, "then: [housing]": "then: [housing, traffic]"}
"""The small definition with something that is announced, a thing apart, and somebody told after another."""
WAITS = {
    "publicity: [[traffic, 20 days]]": ["approvals.1.publicity: removed", "approvals.1.publicity: 20 days → 19 days"],
    "apart: [traffic]": ["approvals.1.apart: True → False"],
    "after: {traffic: [housing]}": ["then.1.after: without 'housing'"],
}
"""What an example says of these, and the changes that it notices."""


def test_what_is_waited_for_is_changed_and_nothing_else() -> None:
    waiting = proven(WAITING)
    assert called(waiting, "approvals.1.publicity: removed").definition.approvals[1].publicity is None
    shorter = called(waiting, "approvals.1.publicity: 20 days → 19 days").definition.approvals[1].publicity
    assert shorter is not None
    assert shorter.written() == "19 days"
    assert called(waiting, "approvals.1.apart: True → False").definition.approvals[1].apart is False
    sooner = called(waiting, "then.1.after: without 'housing'").definition
    assert sooner.then[1].after == ()
    assert sooner == waiting.model_copy(update={"then": sooner.then})


@pytest.mark.parametrize("left_out", [None, *WAITS])
def test_what_is_waited_for_is_proven_by_the_examples_that_name_it(left_out: str | None) -> None:
    said = ", ".join(words for words in WAITS if words != left_out)
    definition = _with_examples(EVERY_DETAIL.replace("give: [", f"{said}, give: ["), WAITING)
    assert alive(definition) == (WAITS[left_out] if left_out else [])


def test_examples_for_every_rule_leave_no_survivor() -> None:
    source = Source(Path(f"{SMALL}.yaml"), SMALL)
    assert check(proven(), source, small_province(), {SMALL, NAME_ONLY}).ok
    assert alive(proven()) == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (", minutes: 15", ["ways.1.visits.0.minutes: 15 → 14"]),
        (
            ", give: [electronic, on-the-spot]",
            ["result.give: without 'electronic'", "result.give: without 'on-the-spot'"],
        ),
        (", tolerated: {lease: 5}", ["documents.2.tolerated: 5 → 4"]),
        (", approvals: [[2, traffic]]}\n", ["approvals.0.if: dwelling: 'employer' in"]),
    ],
)
def test_a_rule_that_no_example_names_survives(said: str, names: list[str]) -> None:
    """The small definition's own examples pass every check and yet would not notice this change."""
    ending = "}\n" if said.endswith("\n") else ""
    definition = _with_examples(EVERY_DETAIL.replace(said, ending))
    assert alive(definition) == names


def test_a_change_without_any_effect_is_not_counted() -> None:
    """Where an answer ends the journey, it makes no difference whether a condition names it."""
    licence = "{document: vehicle-licence, of: [keeper]"
    spelled_out = {licence + "}": licence + ", if: {dwelling: [owned, rented, employer]}}"}
    assert "documents.4.if: dwelling: 'elsewhere' in" in [str(mutant) for mutant in mutants(proven(spelled_out))]
    assert alive(proven(spelled_out)) == []


def test_chosen_changes_are_tried_and_counted_and_no_others() -> None:
    source = Source(Path(f"{SMALL}.yaml"), SMALL)
    definition = _with_examples(EVERY_DETAIL.replace(", minutes: 15", ""))
    every = list(mutants(definition))
    survivor = [str(mutant) for mutant in every].index("ways.1.visits.0.minutes: 15 → 14")

    def tried(chosen: set[int] | None) -> tuple[int, int]:
        found = mutate(definition, source, small_province(), {SMALL, NAME_ONLY}, chosen)
        return found.mutants, len(found.survivors)

    assert tried(None) == (len(every), 1)
    assert tried({0, survivor}) == (2, 1)
    assert tried(set(range(len(every))) - {survivor}) == (len(every) - 1, 0)


FILES = sorted((SHIPPED / "definitions").glob("*.yaml"))


TRIED = 8
"""One change of so many is tried here, others whenever the text of a definition changes; `make mutation` tries all."""


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_rules_of_a_shipped_definition_are_proven(file: Path) -> None:
    read = read_definition(file)
    assert read.definition is not None, read.problems
    procedures = {other.stem for other in FILES}
    assert check(read.definition, read.source, shipped_province(), procedures).problems == ()
    chosen = range(crc32(file.read_bytes()) % TRIED, 10_000, TRIED)
    mutated = mutate(read.definition, read.source, shipped_province(), procedures, chosen)
    assert mutated.mutants > 0
    assert [str(mutant) for mutant in mutated.survivors] == []
