"""The checks as a whole; tests/broken holds one definition for each thing that they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from procedures.checks import Checked, check, walk
from procedures.checks.proof import failures, told, without
from procedures.definition import Definition
from procedures.example import Example
from procedures.journey import replay
from procedures.problem import Source
from tests.procedures.small_changed import FOR_THE_KEEPER, OWNER, TENANT, changed, end_of, window
from tests.small import NAME_ONLY, SMALL, small_definition, small_province

TWICE = "minutes: 15}, {id: fetch, counter: permits, minutes: 5, who: [keeper], after_days: 30, within_days: 60}"


def checked(definition: Definition) -> Checked:
    return check(definition, Source(Path(f"{SMALL}.yaml"), SMALL), small_province(), {SMALL, NAME_ONLY})


def messages(definition: Definition, answers: Mapping[str, str], **expect: Any) -> list[str]:
    example = Example.model_validate({"name": "an example", "answers": answers, "expect": expect})
    return [what for _, what, _ in failures(definition, small_province(), example)]


def test_every_path_is_walked_once() -> None:
    paths = walk(small_definition())
    assert len(paths) == len({tuple(path.items()) for path in paths}) == 7  # three homes by two, and elsewhere
    assert all(replay(small_definition(), path).complete for path in paths)
    assert {"dwelling": "elsewhere"} in paths
    assert len(walk(small_definition(), most=3)) == 3


def test_a_sound_definition_passes_and_counts_its_paths() -> None:
    assert checked(small_definition()) == Checked((), 7)
    assert checked(small_definition()).ok


def test_a_wrong_name_is_told_before_anything_that_follows_from_it() -> None:
    found = checked(changed({"counter: permits": "counter: nowhere", "yuan: 20": "yuan: 30"}))
    assert ([problem.code for problem in found.problems], found.paths, found.ok) == (["unknown-counter"], 0, False)


def test_a_problem_of_one_path_names_its_answers() -> None:
    [problem] = checked(changed({"minutes: 15}": TWICE})).problems
    assert problem.code == "visits"
    assert problem.answers == OWNER


def test_a_named_law_allows_two_visits() -> None:
    law = "exceptions: {visits: {basis: rules, say: {zh: 依法两次, en: Twice by law}}}\nexamples:\n"
    found = checked(changed({"minutes: 15}": TWICE, "examples:\n": law, "      visits: 1\n": "      visits: 2\n"}))
    assert found.problems == ()


def test_fees_of_one_person_are_added_up() -> None:
    twenty = 'fee: [{yuan: 20, who: keeper, verified: "no"}'
    two = changed({twenty: twenty + ', {yuan: 5, verified: "no"}'})
    assert messages(two, OWNER, fee={"you": 25}) == []
    assert messages(two, OWNER, fee={"you": 5}) == ["'fee' should be you (5) and is you (25)."]


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"at": {"apply": ["id-card", "lease", "old-permit", "application-form"], "fetch": []}}, "'at' should be"),
        ({"attend": {"apply": ["you"], "fetch": ["keeper"]}}, "'attend' should be"),
        ({"days": {"apply": [None, None], "fetch": [31, 60]}}, "'days' should be"),
        ({"tolerated": {"lease": 4}}, "'tolerated' should be lease (4) and is lease (5)."),
        ({"tolerated": []}, "'tolerated' should be nothing and is lease."),
        ({"if_any": []}, "'if_any' should be nothing and is old-permit."),
        ({"produced": ["application-form"]}, "'produced' should be application-form and is nothing."),
    ],
)
def test_an_example_can_tell_every_detail_of_a_way(expect: dict[str, Any], message: str) -> None:
    [found] = messages(changed({"minutes: 15}": TWICE}), TENANT, **expect)
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"publicity": [["traffic", "20 days"]]}, None),
        ({"publicity": [["traffic", "10 days"]]}, "'publicity' should be traffic, 10 days and is traffic, 20 days."),
        ({"publicity": []}, "'publicity' should be nothing and is traffic, 20 days."),
        ({"apart": ["traffic"]}, None),
        ({"apart": []}, "'apart' should be nothing and is traffic."),
        ({"after": {"traffic": ["housing"]}}, None),
        ({"after": {}}, "'after' should be nothing and is traffic (housing)."),
    ],
)
def test_an_example_can_tell_what_is_waited_for(expect: dict[str, Any], message: str | None) -> None:
    decided = "{step: 2, department: traffic}"
    told_one = "then: [{tell: housing, what: {zh: 记录车位, en: records the place}}]"
    waiting = changed(
        {
            decided: "{step: 2, department: traffic, publicity: 20 days, apart: true}",
            told_one: told_one[:-1] + ", {tell: traffic, what: {zh: 登记, en: registers it}, after: [housing]}]",
        }
    )
    assert messages(waiting, OWNER, **expect) == ([message] if message else [])


def test_details_that_are_right_are_accepted() -> None:
    everything = {name: ["you"] for name in ("id-card", "lease", "old-permit", "application-form")}
    expect = {
        "at": {"apply": everything, "fetch": list(everything)},
        "attend": {"apply": ["you"], "fetch": ["you"]},
        "days": {"apply": [None, None], "fetch": [30, 60]},
        "tolerated": ["lease"],
    }
    assert messages(changed({"minutes: 15}": TWICE}), TENANT, **expect) == []


def test_people_are_compared_only_where_an_example_names_them() -> None:
    small = small_definition()
    assert messages(small, FOR_THE_KEEPER, bring=["id-card", "power-of-attorney"]) == []
    assert messages(small, FOR_THE_KEEPER, bring={"id-card": ["you", "keeper"], "power-of-attorney": []}) == []
    assert len(messages(small, FOR_THE_KEEPER, bring={"id-card": ["you"], "power-of-attorney": []})) == 1


def test_a_count_is_enough_for_what_is_covered() -> None:
    assert messages(small_definition(), OWNER, covered=2) == []
    assert messages(small_definition(), OWNER, covered=3) == ["'covered' should be 3 and is 2."]


def test_where_a_stop_ends_it_nothing_is_asked_for() -> None:
    elsewhere = {"dwelling": "elsewhere"}
    nothing = {"bring": [], "visits": 0, "minutes": 0, "counters": [], "who": [], "at": {}, "stop": "other-district"}
    assert messages(small_definition(), elsewhere, **nothing) == []
    assert "bring" not in told(end_of(elsewhere), None)


def test_the_outcome_is_told_in_the_words_of_an_example() -> None:
    end = end_of(OWNER)
    said = told(end, window(end))
    assert (said["papers"], said["visits"], said["minutes"], said["counters"]) == ((3, 1), 1, 15, ("permits",))
    assert (said["fee"], said["form"], said["then"]) == ({"you": 20}, ("plate",), ("housing",))
    assert (said["give"], said["also"]) == (("electronic", "on-the-spot"), {"application-form": ("you",)})


def test_one_line_is_taken_out_and_no_other() -> None:
    small = small_definition()
    assert [line.document for line in without(small, ("documents", 1)).documents].count("home-certificate") == 0
    assert len(without(small, ("documents", 1)).documents) == len(small.documents) - 1
    assert without(small, ("ways", 1, "visits", 0)).ways[1].visits == ()
    assert without(small, ("ways", 1, "visits", 0)).ways[0] == small.ways[0]
