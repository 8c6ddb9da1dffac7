"""A catalogue has the life events that fit what it offers, and names every one of its own that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue import content
from bot.catalogue.compiled import load
from tests.small import SMALL, small_yaml, write_small

DOG = "dog-licence"
EVENT = """\
id: settling-in
title: {zh: 安家, en: Settling in}
achieves: {zh: 车能停，狗能养, en: a place for the car and a licence for the dog}
asked_as: {zh: [刚搬来], en: [we moved in]}
review_by: 2027-06-01
procedures:
  - {procedure: parking-permit, answers: {dwelling: owned}}
  - {procedure: dog-licence, after: [parking-permit]}
same:
  - questions: [parking-permit.handled_by, dog-licence.handled_by]
"""


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    """Two procedures, and a life event that joins them."""
    folder = write_small(tmp_path / "office")
    (folder / f"{DOG}.yaml").write_text(small_yaml({"id: parking-permit": f"id: {DOG}"}), encoding="utf-8")
    write(folder, EVENT)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def write(definitions: Path, text: str, name: str = "settling-in") -> Path:
    file = definitions.parent / content.LIFE_EVENTS / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_life_events_stand_beside_the_definitions_and_are_kept(definitions: Path, cache: Path) -> None:
    compiled, kept = load(definitions, cache), load(definitions, cache)
    assert compiled == kept
    assert kept.problems == ()
    assert kept.life_events.keys() == {"settling-in"}
    assert [part.procedure for part in kept.life_events["settling-in"].procedures] == [SMALL, DOG]


def test_an_edited_life_event_is_compiled_anew(definitions: Path, cache: Path) -> None:
    load(definitions, cache)
    write(definitions, EVENT.replace("Settling in", "A new home"))
    assert load(definitions, cache).life_events["settling-in"].title.en == "A new home"


def test_a_broken_life_event_is_named_and_the_others_are_served(definitions: Path, cache: Path) -> None:
    file = write(definitions, EVENT.replace("settling-in", "moving").replace("dwelling", "dweling"), "moving")
    catalogue = load(definitions, cache)
    [problem] = catalogue.problems
    assert catalogue.life_events.keys() == {"settling-in"}
    assert catalogue.procedures.keys() == {SMALL, DOG}
    assert (problem.file, problem.line, problem.code) == (str(file), 7, "unknown-question")
    assert problem.remedy == "Did you mean 'dwelling'?"


def test_a_life_event_that_names_what_is_not_offered_is_left_out_and_named(definitions: Path, cache: Path) -> None:
    (definitions / f"{DOG}.yaml").unlink()
    catalogue = load(definitions, cache)
    assert catalogue.life_events == {}
    assert [problem.code for problem in catalogue.problems] == ["unknown-procedure"]


def test_a_life_event_waits_until_its_procedure_is_mended(definitions: Path, cache: Path) -> None:
    broken = small_yaml({"id: parking-permit": f"id: {DOG}", "lead: traffic": "lead: traffik"})
    (definitions / f"{DOG}.yaml").write_text(broken, encoding="utf-8")
    catalogue = load(definitions, cache)
    assert catalogue.life_events == {}
    assert [problem.code for problem in catalogue.problems] == ["unknown-department", "not-offered"]


def test_shipped_life_events_are_not_there_where_their_procedures_are_not(tmp_path: Path, cache: Path) -> None:
    catalogue = load(write_small(tmp_path / "office"), cache)
    assert catalogue.life_events == {}
    assert catalogue.problems == ()


def test_whoever_wants_no_life_events_has_an_empty_folder(tmp_path: Path) -> None:
    definitions = tmp_path / "definitions"
    assert content.life_events_of(definitions) == content.SHIPPED / "life_events"
    (tmp_path / "life_events").mkdir()
    assert content.life_events_of(definitions) == tmp_path / "life_events"
