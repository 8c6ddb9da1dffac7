"""The first text of a definition: passes every check in any province, and proves every line it has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from procedures.checks import check
from procedures.checks.mutation import survivors
from procedures.definition import Definition
from procedures.provincial import Province
from procedures.reading import SHIPPED, read_definition
from procedures.schema import definition_schema, read_meanings
from procedures.skeleton import NothingToStandOn, a_year_after, in_both, matter_line, skeleton
from procedures.vocabulary import Text
from tests.shipped import shipped_province
from tests.small import small_province

TEMPLATE = (SHIPPED / "skeleton.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)
CARD = Text(zh="办借书证", en="Library card")


@pytest.mark.parametrize("province", [small_province(), shipped_province()], ids=["small", "shipped"])
@pytest.mark.parametrize("title", [CARD, None], ids=["titled", "untitled"])
def test_it_passes_check_and_proves_every_line(tmp_path: Path, province: Province, title: Text | None) -> None:
    file = tmp_path / "library-card.yaml"
    file.write_text(skeleton(TEMPLATE, "library-card", title, province, TODAY), encoding="utf-8")
    read = read_definition(file)
    assert read.problems == ()
    assert read.definition is not None
    procedures = {"library-card"}
    assert check(read.definition, read.source, province, procedures).problems == ()
    assert [str(mutant) for mutant in survivors(read.definition, read.source, province, procedures)] == []


def test_nothing_in_it_claims_to_be_verified(tmp_path: Path) -> None:
    definition = _read(tmp_path, skeleton(TEMPLATE, "library-card", CARD, shipped_province(), TODAY))
    marks = [
        definition.basis[0].verified,
        definition.time.legal.verified,
        *(note.verified for note in definition.notes),
    ]
    assert set(marks) == {"no"}
    assert definition.review_by == date(2027, 11, 24)
    assert definition.title == CARD


def test_editors_find_their_schema_and_nothing_wrong(tmp_path: Path) -> None:
    text = skeleton(TEMPLATE, "library-card", CARD, small_province(), TODAY)
    assert text.startswith("# yaml-language-server: $schema=../definition.schema.json\n")
    schema = definition_schema(small_province(), ["library-card"], read_meanings(SHIPPED / "meanings.toml"))
    written = YAML(typ="safe", pure=True).load(text)
    written["review_by"] = str(written["review_by"])
    assert [error.message for error in Draft7Validator(schema).iter_errors(written)] == []


def test_a_year_after_the_29th_of_february_is_the_28th() -> None:
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(date(2026, 11, 24)) == date(2027, 11, 24)


ODD = st.text(st.characters().filter(str.isprintable), min_size=1).filter(lambda text: text == text.strip())


@given(ODD, st.sampled_from(["yes", "a, b", "x: y", "#1", "it's", 'say "hi"', "办证"]))
def test_any_title_can_be_written(odd: str, plain: str) -> None:
    line = matter_line("123", Text(zh=odd, en=plain))
    said = Text(zh=odd, en=plain).model_dump()
    assert YAML(typ="safe", pure=True).load(in_both(Text(zh=odd, en=plain))) == said
    assert YAML(typ="safe", pure=True).load(line) == {"123": said}


def test_a_province_without_identity_documents_cannot_begin_one() -> None:
    bare = small_province().model_copy(update={"documents": {}})
    with pytest.raises(NothingToStandOn, match="The province has no identity document yet"):
        skeleton(TEMPLATE, "library-card", CARD, bare, TODAY)


def _read(folder: Path, text: str) -> Definition:
    file = folder / "library-card.yaml"
    file.write_text(text, encoding="utf-8")
    read = read_definition(file)
    assert read.definition is not None
    return read.definition
