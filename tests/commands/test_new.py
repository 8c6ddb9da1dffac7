"""`new` begins a definition: a file that passes, a name for the province, and never anything overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Office
from tests.small import NAME_ONLY, SMALL

CARD = ("library-card", "--title-zh", "办借书证", "--title-en", "Library card")


def matters(office: Office) -> Path:
    return office.definitions.parent / "province" / "matters.yaml"


def test_the_new_file_passes_check_as_it_stands(office: Office) -> None:
    ended = office.run("new", *CARD)
    file = office.definitions / "library-card.yaml"
    assert (ended.code, ended.out) == (0, f"{file}\n")
    assert f"{file} is written. It passes check; nothing in it is verified yet." in ended.err
    checked = office.run("check")
    assert (checked.code, checked.out) == (0, "")


def test_the_province_knows_its_everyday_name(office: Office) -> None:
    before = matters(office).read_text(encoding="utf-8")
    office.run("new", *CARD)
    assert matters(office).read_text(encoding="utf-8") == before + "library-card: {zh: 办借书证, en: Library card}\n"
    said = office.run("outcome", "library-card", "eligible=yes", "--json").json
    assert (said["bring"], said["visits"], said["complete"]) == (["id-card"], 1, True)


def test_the_schema_for_editors_knows_it_too(office: Office) -> None:
    office.run("new", *CARD)
    schema = office.definitions.parent / "definition.schema.json"
    assert schema.read_text(encoding="utf-8") == office.run("schema").out
    assert "library-card" in schema.read_text(encoding="utf-8")


def test_a_file_without_a_last_newline_is_gone_on_with(office: Office) -> None:
    text = matters(office).read_text(encoding="utf-8").rstrip("\n")
    matters(office).write_text(text, encoding="utf-8")
    assert office.run("new", *CARD).code == 0
    assert matters(office).read_text(encoding="utf-8").splitlines()[-2:][0].startswith("residence-registration:")


def test_a_known_matter_brings_its_name(office: Office) -> None:
    before = matters(office).read_text(encoding="utf-8")
    assert office.run("new", NAME_ONLY).code == 0
    text = (office.definitions / f"{NAME_ONLY}.yaml").read_text(encoding="utf-8")
    assert "title: {zh: 居住登记, en: Registering where you live}" in text
    assert matters(office).read_text(encoding="utf-8") == before


def test_without_titles_it_says_which_line_to_add(office: Office) -> None:
    before = matters(office).read_text(encoding="utf-8")
    ended = office.run("new", "dog-licence")
    assert ended.code == 0
    assert f"to {matters(office)}" in ended.err
    assert "dog-licence: {zh: …, en: …}" in ended.err
    assert matters(office).read_text(encoding="utf-8") == before
    assert office.run("new", "cat-licence").code == 0
    assert office.run("check").out == ""  # two without a name do not claim one


def test_titles_with_marks_of_their_own(office: Office) -> None:
    zh, en = "办证：借书，还书", 'A card: "borrow", return'
    assert office.run("new", "library-card", "--title-zh", zh, "--title-en", en).code == 0
    assert office.run("show", "library-card", "--language", "zh").out.startswith(f"【办事指南】{zh}\n")
    assert office.run("show", "library-card", "--language", "en").out.startswith(f"[Guide] {en}\n")


@pytest.mark.parametrize("name", ["123", "on", "null", "1e5", "a_b-c"])
def test_names_that_yaml_would_read_as_something_else(office: Office, name: str) -> None:
    assert office.run("new", name, "--title-zh", "一", "--title-en", "One").code == 0
    assert office.run("check").out == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Library Card"], 'like "library-card".'),
        (["借书证"], 'like "library-card".'),
        (["../evil"], 'like "evil".'),
        (["x" * 49], "at most 48"),
        (["library-card", "--title-zh", "办借书证"], "give --title-zh and --title-en."),
        (["library-card", "--title-zh", " ", "--title-en", "Card"], "give --title-zh and --title-en."),
    ],
)
def test_what_is_badly_written_is_refused(office: Office, arguments: list[str], sentence: str) -> None:
    ended = office.run("new", *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert sentence in ended.err
    assert [file.name for file in office.definitions.iterdir()] == [f"{SMALL}.yaml"]


def test_a_definition_that_is_there_stays_as_it_is(office: Office) -> None:
    file = office.definitions / f"{SMALL}.yaml"
    before = file.read_bytes()
    ended = office.run("new", SMALL)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f'There is a definition of "{SMALL}" already: {file}.\n'
    assert file.read_bytes() == before


def test_matters_that_cannot_take_the_line_are_left_alone(office: Office) -> None:
    """A list in brackets takes no line below it."""
    text = "{parking-permit: {zh: 停车证, en: Permit}, residence-registration: {zh: 居住登记, en: Registration}}\n"
    matters(office).write_text(text, encoding="utf-8")
    ended = office.run("new", *CARD)
    assert ended.code == 1
    assert "Add this line to it: library-card: {zh: 办借书证, en: Library card}" in ended.err
    assert matters(office).read_text(encoding="utf-8") == text
    assert office.run("check").out == ""


def test_a_province_with_nothing_to_stand_on(office: Office) -> None:
    (office.definitions.parent / "province" / "documents.yaml").write_text(
        "form: {name: {zh: 表, en: form}, kind: form}", encoding="utf-8"
    )
    ended = office.run("new", *CARD)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("The province has no identity document yet: add one in ")
