"""`schema` prints the form of a definition with the names of the province that stands beside the definitions."""

from __future__ import annotations

from tests.commands.conftest import Office


def test_the_names_of_this_province(office: Office) -> None:
    ended = office.run("schema")
    assert (ended.code, ended.err) == (0, "")
    names = ended.json["definitions"]
    assert names["departments"]["enum"] == ["housing", "traffic"]
    assert names["procedures"]["enum"] == ["parking-permit", "residence-registration"]
    assert names["fields"]["enum"] == ["home-register.address", "vehicle-register.plate"]


def test_the_same_province_the_same_text(office: Office) -> None:
    assert office.run("schema").out == office.run("schema").out


def test_a_broken_province_is_one_sentence(office: Office) -> None:
    (office.definitions.parent / "province" / "holders.yaml").write_text("employer: 1", encoding="utf-8")
    ended = office.run("schema")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "holders.yaml:1" in ended.err
