"""Whatever happens to the cache, the catalogue is the one that the files say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.catalogue import compiled, compiling, content
from bot.catalogue.compiled import load
from bot.catalogue.compiling import Examined
from bot.catalogue.content import ProvinceBroken
from procedures.provincial import Province
from tests.small import SMALL, small_definition, small_province, small_yaml, write_small


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    return write_small(tmp_path / "office")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "onevisit"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The definitions that were compiled, in order."""
    seen: list[Path] = []
    examine = compiling._examine

    def counted(file: Path, province: Province | None, names: frozenset[str]) -> Examined:
        seen.append(file)
        return examine(file, province, names)

    monkeypatch.setattr(compiling, "_examine", counted)
    return seen


def change(definitions: Path, old: str, new: str) -> None:
    (definitions / f"{SMALL}.yaml").write_text(small_yaml({old: new}), encoding="utf-8")


def test_what_is_loaded_is_what_was_written(definitions: Path, cache: Path, compilations: list[Path]) -> None:
    first, second = load(definitions, cache), load(definitions, cache)

    assert first == second
    assert second.province == small_province()
    assert second.procedures[SMALL].definition == small_definition()
    assert second.problems == ()
    assert len(compilations) == 1


def test_loading_reads_no_yaml(definitions: Path, cache: Path) -> None:
    load(definitions, cache)
    program = """if True:
        import sys
        from pathlib import Path
        from bot.catalogue.compiled import load
        load(Path(sys.argv[1]), Path(sys.argv[2]))
        print(*(name for name in sys.modules if name.startswith(("ruamel", "procedures.reading", "procedures.checks"))))
    """
    ended = subprocess.run([sys.executable, "-c", program, definitions, cache], capture_output=True, check=True)
    assert ended.stdout.strip() == b""


def test_an_edited_definition_is_compiled_anew(definitions: Path, cache: Path, compilations: list[Path]) -> None:
    before = load(definitions, cache).procedures[SMALL]
    change(definitions, "yuan: 20", "yuan: 30")
    change(definitions, "{you: 20}", "{you: 30}")
    change(definitions, "title: {zh: 居民停车证办理", "title: {zh: 停车证办理")
    after = load(definitions, cache).procedures[SMALL]

    assert (before.definition.title.zh, after.definition.title.zh) == ("居民停车证办理", "停车证办理")
    assert before.hash != after.hash
    assert len(compilations) == 2


def test_an_edited_province_is_compiled_anew(definitions: Path, cache: Path) -> None:
    load(definitions, cache)
    file = definitions.parent / "province" / "holders.yaml"
    file.write_text("employer: {zh: 单位, en: the firm}\n", encoding="utf-8")

    assert load(definitions, cache).province.holders["employer"].en == "the firm"


def test_equal_files_elsewhere_tell_their_own_place(tmp_path: Path, cache: Path) -> None:
    for name in ("east", "west"):
        definitions = write_small(tmp_path / name)
        (definitions / "dog-licence.yaml").write_text("id: [", encoding="utf-8")
        [problem] = load(definitions, cache).problems
        assert problem.file == str(definitions / "dog-licence.yaml")


def test_a_file_saved_while_compiling_is_not_taken_for_the_old_one(
    definitions: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examine = compiling._examine

    def save_first(file: Path, province: Province | None, names: frozenset[str]) -> Examined:
        change(definitions, "居民停车证办理", "停车证")
        return examine(file, province, names)

    monkeypatch.setattr(compiling, "_examine", save_first)
    load(definitions, cache)
    assert list(cache.glob("*")) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"province": 1}\n', b"\xff\xfe", b"\x00" * 1000])
def test_a_damaged_cache_is_compiled_anew(definitions: Path, cache: Path, content: bytes) -> None:
    whole = load(definitions, cache)
    [file] = cache.iterdir()
    file.write_bytes(content)

    assert load(definitions, cache) == whole
    assert load(definitions, cache) == whole
    assert file.stat().st_size > len(content)


def test_a_cache_cut_off_in_the_middle_is_compiled_anew(definitions: Path, cache: Path) -> None:
    whole = load(definitions, cache)
    [file] = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-100])

    assert load(definitions, cache) == whole


def test_without_a_cache_it_works(definitions: Path, tmp_path: Path, compilations: list[Path]) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", encoding="utf-8")

    assert load(definitions, in_the_way / "cache").procedures.keys() == {SMALL}
    assert load(definitions, in_the_way / "cache").procedures.keys() == {SMALL}
    assert len(compilations) == 2


def test_only_whole_files_ever_lie_in_the_cache(
    definitions: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*names: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("bot.catalogue.compiled.os.replace", full)
    assert load(definitions, cache).procedures.keys() == {SMALL}
    assert list(cache.iterdir()) == []


def test_old_catalogues_are_thrown_away(definitions: Path, cache: Path) -> None:
    for number in range(compiled.KEPT + 3):
        change(definitions, "居民停车证办理", f"停车证{number}")
        load(definitions, cache)
    assert len(list(cache.iterdir())) == compiled.KEPT


def test_a_broken_definition_is_named_and_the_others_are_served(definitions: Path, cache: Path) -> None:
    broken = small_yaml({"id: parking-permit": "id: dog-licence", "lead: traffic": "lead: traffik"})
    (definitions / "dog-licence.yaml").write_text(broken, encoding="utf-8")

    for catalogue in (load(definitions, cache), load(definitions, cache)):
        [problem] = catalogue.problems
        assert catalogue.procedures.keys() == {SMALL}
        assert (problem.procedure, problem.code, problem.line) == ("dog-licence", "unknown-department", 4)
        assert problem.remedy == "Did you mean 'traffic'?"


@pytest.mark.parametrize("text", ["id: [", "", "review_by: 2026-13-45", "id: " + "[" * 500, "a: &a [*a]"])
def test_no_file_is_so_broken_that_the_others_are_not_served(definitions: Path, cache: Path, text: str) -> None:
    (definitions / "broken.yaml").write_text(text, encoding="utf-8")
    catalogue = load(definitions, cache)

    assert catalogue.procedures.keys() == {SMALL}
    assert {problem.file for problem in catalogue.problems} == {str(definitions / "broken.yaml")}


def test_a_folder_called_like_a_definition_is_named(definitions: Path, cache: Path) -> None:
    (definitions / "folder.yaml").mkdir()
    [problem] = load(definitions, cache).problems
    assert problem.procedure == "folder"


def test_a_broken_province_serves_nothing_and_is_named(definitions: Path, cache: Path) -> None:
    file = definitions.parent / "province" / "holders.yaml"
    file.write_text("employer: {zh: 单位}\n", encoding="utf-8")

    with pytest.raises(ProvinceBroken, match=r"holders\.yaml:1:1: The English text is missing"):
        load(definitions, cache)
    assert not cache.exists()


@pytest.mark.parametrize("line", range(5))
def test_a_damaged_line_is_compiled_anew(definitions: Path, cache: Path, line: int) -> None:
    whole = load(definitions, cache)
    [file] = cache.iterdir()
    lines = file.read_bytes().splitlines()
    lines[line : line + 1] = [b'{"id": 1}'] if line < len(lines) else [b"{}"]
    file.write_bytes(b"\n".join(lines) + b"\n")

    assert load(definitions, cache) == whole
    assert load(definitions, cache) == whole


def test_definitions_without_a_province_stand_in_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    assert content.province_of(tmp_path / "definitions") == content.SHIPPED / "province"
    (tmp_path / "province").mkdir()
    assert content.province_of(tmp_path / "definitions") == tmp_path / "province"
