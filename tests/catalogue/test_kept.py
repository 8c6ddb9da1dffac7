"""A part is taken over exactly where it would come out the same if it were compiled now."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import files as catalogue_files
from bot.catalogue.compiled import as_catalogue, load
from bot.catalogue.compiling import compile_catalogue
from bot.catalogue.content import SHIPPED, Catalogue
from bot.catalogue.files import look
from bot.catalogue.kept import SHIPPED_FILE, Compiled, head_of, read_compiled
from bot.commands.compile import REMEDY
from procedures.publication import publish
from tests.small import SMALL, small_yaml, write_small

DOG, CAT = "dog-licence", "cat-licence"
EVENT = """\
id: moving-in
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
    """Three procedures, one of which names another, and a life event of two of them."""
    folder = write_small(tmp_path / "office")
    write(folder, DOG, {})
    with (folder / f"{DOG}.yaml").open("a", encoding="utf-8") as dog:
        dog.write(f"related: [{CAT}]\n")
    write(folder, CAT, {})
    events = folder.parent / "life_events"
    events.mkdir()
    (events / "moving-in.yaml").write_text(EVENT, encoding="utf-8")
    return folder


def write(folder: Path, name: str, changes: dict[str, str]) -> None:
    """The small procedure by another name."""
    (folder / f"{name}.yaml").write_text(small_yaml({f"id: {SMALL}": f"id: {name}", **changes}), encoding="utf-8")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit_title(folder: Path) -> None:
    edit(folder / f"{DOG}.yaml", "title: {zh: 居民停车证办理", "title: {zh: 犬证")


def break_one(folder: Path) -> None:
    edit(folder / f"{DOG}.yaml", "lead: traffic", "lead: traffik")


def remove_named(folder: Path) -> None:
    (folder / f"{CAT}.yaml").unlink()


def remove_of_event(folder: Path) -> None:
    (folder / f"{DOG}.yaml").unlink()


def let_event_name_another(folder: Path) -> None:
    file = folder.parent / "life_events" / "moving-in.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("dog-licence", "cat-licence"), encoding="utf-8")


def rename_question_of_event(folder: Path) -> None:
    file = folder / f"{DOG}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("handled_by", "done_by"), encoding="utf-8")


def edit_province(folder: Path) -> None:
    file = folder.parent / "province" / "holders.yaml"
    file.write_text("employer: {zh: 单位, en: the firm}\n", encoding="utf-8")


def remove_events(folder: Path) -> None:
    shutil.rmtree(folder.parent / "life_events")


def add_one(folder: Path) -> None:
    write(folder, "horse-licence", {})


def end_lines_otherwise(folder: Path) -> None:
    file = folder / f"{DOG}.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


CHANGES: dict[Callable[[Path], None], set[str]] = {
    edit_title: {DOG},
    break_one: {DOG},
    remove_named: {DOG},
    remove_of_event: set(),
    let_event_name_another: set(),
    rename_question_of_event: {DOG},
    edit_province: {SMALL, DOG, CAT},
    remove_events: set(),
    add_one: {"horse-licence"},
    end_lines_otherwise: set(),
}
"""What happens to the folder, and which definitions are compiled then."""


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_taken_over_is_what_would_come_out(
    definitions: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compile_catalogue(look(definitions))
    change(definitions)
    after = look(definitions)
    anew = compile_catalogue(after)
    compiled = count_compiled(monkeypatch)
    stock = [before] if before.head == head_of(after) else []
    assert [*compile_catalogue(after, stock).lines()] == [*anew.lines()]
    assert compiled == CHANGES[change]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_served_is_what_the_files_say(
    definitions: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    cache = tmp_path / "cache"
    load(definitions, cache)
    change(definitions)
    told = load(definitions, cache)
    assert told == load(definitions, cache) == load(definitions, tmp_path / "empty")


def test_other_rules_take_nothing_over(definitions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    load(definitions, cache)
    monkeypatch.setattr(catalogue_files, "_rules", lambda: "other rules")
    compiled = count_compiled(monkeypatch)
    load(definitions, cache)
    assert compiled == {SMALL, DOG, CAT}


def test_a_name_that_comes_back_mends_what_named_it(definitions: Path, tmp_path: Path) -> None:
    cache, cat = tmp_path / "cache", (definitions / f"{CAT}.yaml").read_bytes()
    whole = load(definitions, cache)
    (definitions / f"{CAT}.yaml").unlink()
    codes = {(problem.procedure, problem.code) for problem in load(definitions, cache).problems}
    assert codes == {(DOG, "unknown-procedure"), ("moving-in", "not-offered")}
    assert whole.problems == ()
    (definitions / f"{CAT}.yaml").write_bytes(cat)
    assert load(definitions, cache) == whole


def test_a_copied_folder_takes_over_everything_and_tells_its_own_place(
    definitions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (definitions / "broken.yaml").write_text("id: [", encoding="utf-8")
    cache = tmp_path / "cache"
    load(definitions, cache)
    copied = shutil.copytree(definitions.parent, tmp_path / "copy") / definitions.name
    compiled = count_compiled(monkeypatch)
    [problem] = load(copied, cache).problems
    assert problem.file == str(copied / "broken.yaml")
    assert compiled == set()


def count_compiled(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The definitions that are compiled from here on."""
    seen: set[str] = set()
    examine = compile_catalogue.__globals__["_examine"]

    def counted(file: Path, **others: object) -> object:
        seen.add(file.stem)
        return examine(file, **others)

    monkeypatch.setattr("bot.catalogue.compiling._examine", counted)
    return seen


def shipped() -> Compiled:
    compiled = read_compiled(SHIPPED_FILE, head_of(look(SHIPPED / "definitions")))
    assert compiled is not None, REMEDY
    return compiled


def test_what_is_shipped_is_what_the_definitions_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = count_compiled(monkeypatch)
    load(SHIPPED / "definitions", tmp_path)
    assert (compiled, [*tmp_path.iterdir()]) == (set(), []), REMEDY


def test_what_is_shipped_is_named_by_its_content() -> None:
    catalogue: Catalogue = as_catalogue(shipped(), look(SHIPPED / "definitions"))
    for name, publication in catalogue.procedures.items():
        assert (publication.definition.id, publication) == (name, publish(publication.definition)), REMEDY


def test_some_of_what_is_shipped_comes_out_the_same_when_it_is_compiled_anew() -> None:
    """`make compiled ANEW=1` does it for all of it."""
    files, whole = look(SHIPPED / "definitions"), shipped()
    some = {"name-change", "senior-card", "retirement"}
    rest = Compiled(whole.head, whole.province, tuple(k for k in whole.parts if k.part.name not in some))
    assert [*compile_catalogue(files, [rest]).lines()] == [*whole.lines()], REMEDY


def test_a_copy_of_the_shipped_definitions_compiles_only_what_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = Path(shutil.copytree(SHIPPED / "definitions", tmp_path / "definitions"))
    edit(copied / "senior-card.yaml", "review_by: 20", "review_by:  20")
    compiled = count_compiled(monkeypatch)
    load(copied, tmp_path / "cache")
    assert compiled == {"senior-card"}
