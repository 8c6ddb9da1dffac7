"""What editors and hooks read: the place, the mistake, the remedy, and whether anything is wrong at all."""

from __future__ import annotations

import re

import pytest

from tests.commands.conftest import Office
from tests.small import SMALL, small_yaml

PATHS = 7
"""Three homes, each with keeper or agent, and the one that ends it."""
SECOND = {"id: parking-permit": "id: dog-licence"}
OWN_WORDS = {
    **SECOND,
    "居民停车证办理": "养犬登记",
    "Residents' parking permit": "Keeping a dog",
    "我想办停车证, 小区停车要办什么": "我要养狗",
    "i want to park outside my house": "i want to keep a dog",
}


def add(office: Office, changes: dict[str, str]) -> str:
    file = office.definitions / "dog-licence.yaml"
    file.write_text(small_yaml(changes), encoding="utf-8")
    return str(file)


def test_nothing_wrong(office: Office) -> None:
    ended = office.run("check")
    assert (ended.code, ended.out) == (0, "")
    assert re.fullmatch(rf"procedures: 1, paths: {PATHS}, problems: 0, \d+\.\d s\n", ended.err)


def test_nothing_wrong_in_json(office: Office) -> None:
    assert office.run("check", "--json").json == {"ok": True, "procedures": 1, "paths": PATHS, "problems": []}


def test_a_mistake_with_its_place_and_remedy(office: Office) -> None:
    file = add(office, {**OWN_WORDS, "lead: traffic": "lead: trafic"})
    ended = office.run("check")
    assert ended.code == 1
    assert ended.out == f"{file}:4:1: There is no department 'trafic'. Did you mean 'traffic'? [unknown-department]\n"


def test_a_mistake_in_json(office: Office) -> None:
    file = add(office, {**OWN_WORDS, "lead: traffic": "lead: trafic"})
    ended = office.run("check", "--json")
    [problem] = ended.json["problems"]
    assert (ended.code, ended.json["ok"], ended.json["procedures"], ended.json["paths"]) == (1, False, 2, PATHS)
    assert list(problem.items()) == [
        ("file", file),
        ("line", 4),
        ("column", 1),
        ("code", "unknown-department"),
        ("procedure", "dog-licence"),
        ("what", "There is no department 'trafic'."),
        ("remedy", "Did you mean 'traffic'?"),
        ("level", "error"),
        ("answers", None),
    ]


def test_the_path_on_which_a_mistake_shows(office: Office) -> None:
    file = office.definitions / f"{SMALL}.yaml"
    second = "{id: again, counter: permits, minutes: 15}"
    text = small_yaml({"minutes: 15}]}": f"minutes: 15}}, {second}]}}"})
    file.write_text(text, encoding="utf-8")
    problems = office.run("check", "--json").json["problems"]
    assert {"code": "visits", "answers": {"dwelling": "owned", "handled_by": "self"}}.items() <= problems[0].items()


def test_two_procedures_may_not_claim_one_sentence(office: Office) -> None:
    add(office, {**OWN_WORDS, "我要养狗": "我要養狗"})
    assert office.run("check").code == 0

    add(office, {**OWN_WORDS, "我要养狗": "请问我想办停车证"})
    ended = office.run("check", "--json")
    assert ended.code == 1
    assert [problem["code"] for problem in ended.json["problems"]] == ["shared-phrase"]


def test_a_broken_province_is_named(office: Office) -> None:
    file = office.definitions.parent / "province" / "holders.yaml"
    file.write_text("employer: {zh: 单位}", encoding="utf-8")
    ended = office.run("check")
    assert ended.code == 1
    assert ended.out.startswith(f"{file}:1:1: The English text is missing.")


def test_one_file_is_checked_against_the_others(office: Office) -> None:
    add(office, OWN_WORDS)
    elsewhere = office.definitions.parent / "elsewhere.yaml"
    changes = {"id: parking-permit": "id: elsewhere", "instead: [residence-registration]": "instead: [dog-licence]"}
    elsewhere.write_text(small_yaml(changes), encoding="utf-8")

    assert office.run("check", elsewhere, "--json").json["problems"] == []
    (office.definitions / "dog-licence.yaml").unlink()
    [problem] = office.run("check", elsewhere, "--json").json["problems"]
    assert (problem["file"], problem["code"]) == (str(elsewhere), "unknown-procedure")


def test_only_the_files_asked_for_are_checked(office: Office) -> None:
    add(office, {**SECOND, "lead: traffic": "lead: trafic"})
    ended = office.run("check", office.definitions / f"{SMALL}.yaml", "--json")
    assert (ended.code, ended.json["procedures"], ended.json["paths"]) == (0, 1, PATHS)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nothing.yaml", 'There is no file "nothing.yaml".'), ("definitions", '"definitions" is a folder.')],
)
def test_a_missing_file_is_wrong_use(office: Office, name: str, sentence: str) -> None:
    ended = office.run("check", name)
    assert (ended.code, ended.out, ended.err) == (2, "", sentence + "\n")
