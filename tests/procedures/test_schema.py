"""The schema for editors: true to the models, wide enough for every shipped definition, narrow enough for mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from pydantic import ValidationError
from ruamel.yaml import YAML

from procedures.condition import Condition
from procedures.reading import SHIPPED, read_province
from procedures.schema import definition_schema, read_meanings
from procedures.vocabulary import Duration
from tests.small import SMALL, small_province, small_yaml

DEFINITIONS = sorted((SHIPPED / "definitions").glob("*.yaml"))
MEANINGS = read_meanings(SHIPPED / "meanings.toml")
ASHORE = Draft7Validator(
    json.loads((SHIPPED / "definition.schema.json").read_text(encoding="utf-8")), format_checker=FormatChecker()
)
"""The schema as it is shipped."""
SMALL_SCHEMA = definition_schema(small_province(), [SMALL], MEANINGS)


def read(text: str) -> Any:
    """As an editor reads it: days are words."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda _, node: node.value
    return yaml.load(text)


def found(changes: dict[str, str]) -> list[str]:
    """Where an editor underlines the small definition after these changes."""
    errors = Draft7Validator(SMALL_SCHEMA, format_checker=FormatChecker()).iter_errors(read(small_yaml(changes)))
    return sorted({".".join(map(str, error.absolute_path)) for error in errors})


def test_the_shipped_schema_is_the_present_one() -> None:
    """If not: `.venv/bin/python -m bot schema > procedures/definition.schema.json`."""
    province, problems = read_province(SHIPPED / "province")
    assert problems == ()
    assert province is not None
    assert ASHORE.schema == definition_schema(province, [file.stem for file in DEFINITIONS], MEANINGS)


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(ASHORE.schema)


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.stem)
def test_every_shipped_definition_is_valid(file: Path) -> None:
    assert [error.message for error in ASHORE.iter_errors(read(file.read_text(encoding="utf-8")))] == []


def test_the_small_definition_is_valid() -> None:
    assert found({}) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"achieves:": "acheives:"}, ""),
        ({"lead: traffic": "lead: trafic"}, "lead"),
        ({"with: [housing]": "with: [housng]"}, "with.0"),
        ({"title: {zh: 居民停车证办理, en": "title: {zh: 居民停车证办理, eng"}, "title"),
        ({"ask: {zh: 谁来办理？, en: Who applies?}": "ask: {zh: 谁来办理？}"}, "questions.1.ask"),
        ({"{document: vehicle-licence": "{document: vehicle-license"}, "documents.4.document"),
        ({"{document: vehicle-licence": "{document: vehicle-licence, one_of: [lease, old-permit]"}, "documents.4"),
        ({"holder: employer, sent_by: holder": "holder: employer"}, "documents.3"),
        ({"holder: employer,": "holder: employr,"}, "documents.3.holder"),
        ({"counter: permits": "counter: permit"}, "ways.1.visits.0.counter"),
        ({"way: online": "way: on-line"}, "ways.0.way"),
        ({"limit: 5 working days": "limit: five days"}, "time.legal.limit"),
        ({"review_by: 2027-03-01": "review_by: 2027-02-30"}, "review_by"),
        ({"from: vehicle-register.plate": "from: vehicle-register.plates"}, "form.0.from"),
        ({"belongs_to: residence-registration": "belongs_to: residence"}, "not_asked_as.0.belongs_to"),
        ({"if: {dwelling: elsewhere}": "if: {}"}, "stops.0.if"),
        ({"if: {dwelling: elsewhere}": "if: dwelling"}, "stops.0.if"),
        ({"tolerated: 5": "tolerated: five"}, "documents.2.tolerated"),
        ({"down: [home-register]": "down: [home-registr]"}, "examples.5.down.0"),
        ({"covered: {home-certificate: [you]": "covered: {home-certificat: [you]"}, "examples.0.expect.covered"),
        ({"id: dwelling": "id: Dwelling"}, "questions.0.id"),
        ({"zh: 车主本人": "zh: ' '"}, "questions.1.options.self.zh"),
        ({"because: {zh: 由车主本人签署。, en: The keeper signs it.}": "because:"}, "documents.5.because"),
    ],
    ids=str,
)
def test_a_slip_is_underlined_where_it_stands(changes: dict[str, str], place: str) -> None:
    assert found(changes) == [place]


def test_every_word_is_told_in_both_languages() -> None:
    words = [word for model in (SMALL_SCHEMA, *SMALL_SCHEMA["definitions"].values()) for word in _words(model)]
    assert len(words) > 100
    untold = [name for name, word in words if name != "not" and word.get("description", "").count("\n") != 1]
    assert untold == []


def test_every_meaning_is_of_a_word() -> None:
    models = {"Definition": SMALL_SCHEMA, **SMALL_SCHEMA["definitions"]}
    places = {f"{model}.{word}" for model, schema in models.items() for word, _ in _words(schema)}
    known = places | {place.partition(".")[2] for place in places}
    assert set(MEANINGS.words) - known == set()


def test_names_and_choices_are_told_beside_them() -> None:
    departments = SMALL_SCHEMA["definitions"]["departments"]
    assert departments["enum"] == ["housing", "traffic"]
    assert departments["enumDescriptions"] == ["住建局 Housing Bureau", "交通局 Traffic Office"]
    way = SMALL_SCHEMA["definitions"]["Way"]["properties"]["way"]
    assert way["enumDescriptions"][1] == "窗口 at the window"


def test_a_procedure_without_everyday_name_may_be_named() -> None:
    named = definition_schema(small_province(), ["dog-licence"], MEANINGS)["definitions"]["procedures"]
    assert named["enum"] == ["dog-licence", "parking-permit", "residence-registration"]


NAMES = st.sampled_from(["marital", "home_count"])
OPTIONS = st.sampled_from(["single", "married"])
SOME = OPTIONS | st.lists(OPTIONS, max_size=2)
CLAUSES: st.SearchStrategy[Any] = st.deferred(
    lambda: (
        st.dictionaries(NAMES, SOME | st.fixed_dictionaries({"not": SOME}) | st.none() | st.integers(), max_size=2)
        | st.fixed_dictionaries({"not": CLAUSES})
    )
)


@given(CLAUSES | st.lists(CLAUSES, max_size=2))
def test_a_condition_is_valid_exactly_where_it_can_be_read(written: Any) -> None:
    schema = {"$ref": "#/definitions/Condition", "definitions": SMALL_SCHEMA["definitions"]}
    assert Draft7Validator(schema).is_valid(written) == _readable(Condition, written)


@given(
    st.sampled_from(["30", "1", "x", ""]),
    st.sampled_from([" ", ""]),
    st.sampled_from(["working days", "month", "on the spot", "years"]),
)
def test_a_duration_is_valid_exactly_where_it_can_be_read(amount: str, space: str, unit: str) -> None:
    schema = SMALL_SCHEMA["definitions"]["Duration"]
    written = f"{amount}{space}{unit}"
    assert Draft7Validator(schema).is_valid(written) == _readable(Duration, written)


def _readable(model: type[Condition] | type[Duration], written: Any) -> bool:
    try:
        model.model_validate(written)
    except ValidationError:
        return False
    return True


def _words(model: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from model.get("properties", {}).items()
