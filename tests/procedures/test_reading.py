"""Reading: positions, the province, and files that are not what they should be; never a traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from procedures.placed import load
from procedures.problem import Problem, Source, nearest
from procedures.reading import read_definition, read_definitions, read_province
from tests.small import SMALL, small_definition, small_province, small_yaml, write_small


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / f"{SMALL}.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problem_in(path: Path) -> Problem:
    read = read_definition(path)
    assert read.definition is None
    [problem] = read.problems
    return problem


def test_a_definition_is_read_whole(tmp_path: Path) -> None:
    read = read_definition(written(tmp_path, small_yaml()))
    assert (read.definition, read.problems) == (small_definition(), ())
    assert small_definition().review_by == date(2027, 3, 1)


def test_every_part_knows_where_it_stands(tmp_path: Path) -> None:
    text = small_yaml()
    source = read_definition(written(tmp_path, text)).source
    lines = text.splitlines()
    for location, begins in {
        ("lead",): "lead: traffic",
        ("questions", 1, "if"): "if: {dwelling: {not: elsewhere}}",
        ("questions", 1, "if", "dwelling"): "dwelling: {not: elsewhere}}",
        ("stops", 0): "id: other-district",
        ("examples", 5, "down"): "down: [home-register]",
    }.items():
        line, column = source.at(location)
        assert lines[line - 1][column - 1 :] == begins


def test_what_is_brought_along_stands_where_it_is_brought_and_gives_way_to_what_is_written(tmp_path: Path) -> None:
    text = "one: &one {zh: 一, en: one}\ntwo:\n  <<: *one\n  en: two\n2: yes\nday: 2026-02-30\n"
    plain, source, problems = load(written(tmp_path, text))
    assert (plain, problems) == (
        {"one": {"zh": "一", "en": "one"}, "two": {"zh": "一", "en": "two"}, 2: "yes", "day": "2026-02-30"},
        (),
    )
    assert (source.at(("two", "zh")), source.at(("two", "en"))) == ((3, 3), (4, 3))


def test_what_has_no_place_of_its_own_is_pointed_at_from_around_it() -> None:
    source = Source(Path("a.yaml"), None, {(): (1, 1), ("ways", 0): (7, 3)})
    assert source.at(("ways", 0, "visits", 2, "if")) == (7, 3)
    assert source.at(("form",)) == (1, 1)


def test_a_problem_reads_as_file_line_column_sentence_remedy() -> None:
    source = Source(Path("a.yaml"), "a", {("lead",): (4, 1)})
    problem = source.problem("unknown-department", ("lead",), "There is no department 'x'.", "Mend it.")
    assert str(problem) == "a.yaml:4:1: There is no department 'x'. Mend it. [unknown-department]"
    assert problem.level == "error"


def test_the_nearest_name_or_the_choice() -> None:
    assert nearest("taxaton", ["housing", "taxation"]) == "Did you mean 'taxation'?"
    assert nearest("xyz", ["b", "a"]) == "Choose one of: a, b."
    assert nearest("xyz", []) == "There is none to choose from yet."
    assert nearest("xyz", [f"n{i}" for i in range(9)]).endswith("n7, ….")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"", "no-mapping", 1),
        (b"\n\n# nothing yet\n", "no-mapping", 1),
        (b"- a\n", "no-mapping", 1),
        (b"id: a\nid: b\n", "duplicate-key", 2),
        (b"id: a\nlead: !x b\n", "unknown-tag", 2),
        (b"id: a\nlead: !!python/object:os.system b\n", "unknown-tag", 2),
        (b"id: a\nfee: !!int many\n", "syntax", 1),
        (b"id: a\ntitle: [b\n", "syntax", 3),
        (b"id: \xff\xfe\n", "not-utf8", 1),
        (b"id: a\x00b\n", "syntax", 1),
        (b"id: a\nfee: &fee [*fee]\n", "too-deep", 1),
        (b"id: a\nfee: !x [1]\n", "unknown-tag", 2),
        (b"id: a\n!x lead: b\n", "unknown-tag", 1),
        (b"id: a\nfee: {<<: 5}\n", "syntax", 2),
        (b"id: a\nfee: {<<: {b: 1}, b: 2, b: 3}\n", "duplicate-key", 2),
    ],
)
def test_a_file_that_cannot_be_read_says_so_with_its_line(tmp_path: Path, text: bytes, code: str, line: int) -> None:
    problem = problem_in(written(tmp_path, text))
    assert (problem.code, problem.line) == (code, line)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problem_in(tmp_path / "gone.yaml").code == "no-file"
    assert problem_in(tmp_path).code == "no-file"


def test_several_mistakes_are_told_together(tmp_path: Path) -> None:
    text = small_yaml({"lead: traffic\n": "", "way: online": "way: onlin", "minutes: 15": "minutes: no"})
    problems = read_definition(written(tmp_path, text)).problems
    assert [p.code for p in problems] == ["missing", "wrong-word", "wrong-value"]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text("id: [", encoding="utf-8")
    assert [read.source.procedure for read in read_definitions(tmp_path)] == ["a", "b"]


def test_the_province_is_read_from_its_files(tmp_path: Path) -> None:
    province, problems = read_province(write_small(tmp_path).parent / "province")
    assert (province, problems) == (small_province(), ())


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        ("documents.yaml", "kind: form", "kind: from", "wrong-word", "Did you mean 'form'?"),
        ("counters.yaml", "slot_minutes: 15", "slot_minutes: -1", "wrong-value", "must be more than 0"),
        ("centres.yaml", "address: {zh: 东街1号, en", "address: {en", "missing-language", "Chinese"),
        ("calendar.yaml", "2026-10-01", "2026-10-41", "wrong-value", "a day that exists"),
        ("registers.yaml", "department: housing", "department: housng", "unknown-department", "'housing'"),
        ("documents.yaml", "[home-register]", "[home-registr]", "unknown-register", "'home-register'"),
        ("centres.yaml", "counters: {permits", "counters: {permit", "unknown-counter", "'permits'"),
    ],
)
def test_a_mistake_in_the_province_names_its_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: str
) -> None:
    folder = write_small(tmp_path).parent / "province"
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    province, problems = read_province(folder)

    assert province is None
    [problem] = problems
    assert (Path(problem.file).name, problem.code) == (file, code)
    assert words in str(problem)
    assert problem.line == text[: text.index(old)].count("\n") + 1


def test_words_and_tables_may_be_left_to_others(tmp_path: Path) -> None:
    province, problems = read_province(write_small(tmp_path).parent / "province")
    assert province is not None, problems
    assert (province.glossary, province.tables.retirement_age) == ({}, None)


GUARDIAN = "{name: {zh: 监护人, en: guardian}, means: {zh: 照管孩子的人。, en: Who looks after a child.}}"
MEN = "{name: {zh: 男, en: men}, born_from: 1965-01, age: 60, step_months: 4, most_months: 36, new_age: 63}"
AGES = "retirement_age:\n  name: {zh: 退休年龄, en: retirement age}\n  law: {zh: 法, en: law}\n  source: made up\n"
AGES += f'  verified: "no"\n  groups:\n    men: {MEN}\n  examples: [{{group: men, born: 1965-01, age: [60, 1]}}]\n'


@pytest.mark.parametrize(
    ("file", "text", "code", "words", "line"),
    [
        ("glossary.yaml", f"a: {GUARDIAN}\nb: {GUARDIAN.replace('监护人', '家长')}\n", "doubled-name", "'guardian'", 2),
        ("glossary.yaml", f"a: {GUARDIAN.replace(', en: guardian', '')}\n", "missing-language", "English", 1),
        ("glossary.yaml", f"a: {GUARDIAN.replace('means', 'menas')}\n", "unknown-key", "'means'", 1),
        ("tables.yaml", AGES.replace("age: 60", "age: 59"), "wrong-value", "have to make new_age", 7),
        ("tables.yaml", AGES.replace("age: [60, 1]", "age: [60, 2]"), "wrong-value", "60 years 1 months", 1),
        ("tables.yaml", AGES.replace("1965-01,", "Jan 1965,", 1), "wrong-value", "1965-01", 7),
    ],
)
def test_a_mistake_in_words_or_tables_is_told(
    tmp_path: Path, file: str, text: str, code: str, words: str, line: int
) -> None:
    folder = write_small(tmp_path).parent / "province"
    (folder / file).write_text(text, encoding="utf-8")
    province, problems = read_province(folder)
    assert province is None
    [problem] = problems
    assert (Path(problem.file).name, problem.code, problem.line) == (file, code, line)
    assert words in str(problem)


def test_a_province_without_one_of_its_files(tmp_path: Path) -> None:
    folder = write_small(tmp_path).parent / "province"
    (folder / "holders.yaml").unlink()
    province, problems = read_province(folder)
    assert province is None
    assert [(Path(p.file).name, p.code) for p in problems] == [("holders.yaml", "no-file")]
