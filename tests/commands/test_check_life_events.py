"""`check` reads the life events too, in the same words."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Office
from tests.small import small_yaml

EVENT = """\
id: settling-in
title: {zh: 安家, en: Settling in}
achieves: {zh: 车能停，狗能养, en: a place for the car and a licence for the dog}
asked_as: {zh: [刚搬来], en: [we moved in]}
review_by: 2027-06-01
procedures:
  - {procedure: parking-permit, answers: {dwelling: owned}}
  - {procedure: dog-licence}
"""
DOG = {
    "id: parking-permit": "id: dog-licence",
    "居民停车证办理": "养犬登记",
    "Residents' parking permit": "Keeping a dog",
    "我想办停车证, 小区停车要办什么": "我要养狗",
    "i want to park outside my house": "i want to keep a dog",
}


def add(office: Office, text: str) -> Path:
    (office.definitions / "dog-licence.yaml").write_text(small_yaml(DOG), encoding="utf-8")
    file = office.definitions.parent / "life_events" / "settling-in.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return file


def test_all_files_mean_the_life_events_too(office: Office) -> None:
    file = add(office, EVENT.replace("dwelling: owned", "dwelling: own"))
    ended = office.run("check")
    assert ended.code == 1
    assert ended.out == (f"{file}:7:43: 'dwelling' has no option 'own'. Did you mean 'owned'? [unknown-option]\n")
    assert ended.err.startswith("procedures: 2, paths: 14, problems: 1,")


def test_a_sentence_belongs_to_a_procedure_or_to_a_life_event(office: Office) -> None:
    file = add(office, EVENT.replace("刚搬来", "我要养狗"))
    ended = office.run("check")
    assert ended.code == 1
    assert ended.out.startswith(
        f"{file}:4:17: '我要养狗' already means 'dog-licence', and 'life event settling-in' here."
    )


def test_one_life_event_is_checked_against_the_definitions_beside_it(office: Office) -> None:
    file = add(office, EVENT)
    ended = office.run("check", file, "--json")
    assert (ended.code, ended.json) == (0, {"ok": True, "procedures": 0, "paths": 0, "problems": []})

    file.write_text(EVENT.replace("procedure: dog-licence", "procedure: dog-license"), encoding="utf-8")
    ended = office.run("check", file, "--json")
    [problem] = ended.json["problems"]
    assert (ended.code, problem["line"], problem["code"]) == (1, 8, "unknown-procedure")
    assert problem["remedy"] == "Did you mean 'dog-licence'?"
