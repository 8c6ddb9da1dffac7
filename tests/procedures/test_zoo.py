"""One definition for every mistake a colleague can make, and the words in which it has to be told.

The first lines of each file in `tests/broken` say what is expected: the code, words of the message, the line.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from procedures.checks import check
from procedures.problem import Problem
from procedures.reading import read_definition
from tests.small import NAME_ONLY, SMALL, small_province, small_yaml

BROKEN = sorted((Path(__file__).parents[1] / "broken").glob("*.yaml"))


def problems_of(path: Path) -> tuple[Problem, ...]:
    """What `check` finds in one file that stands in the small province."""
    province = small_province()
    lots = province.counters["permits"]
    province = province.model_copy(update={"counters": {**province.counters, "parking-lots": lots}})
    read = read_definition(path)
    if read.definition is None:
        return read.problems
    return check(read.definition, read.source, province, {SMALL, NAME_ONLY}).problems


def test_the_unbroken_definition_passes(tmp_path: Path) -> None:
    path = tmp_path / f"{SMALL}.yaml"
    path.write_text(small_yaml(), encoding="utf-8")
    assert problems_of(path) == ()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.stem)
def test_each_mistake_is_told_once_where_it_stands(broken: Path, tmp_path: Path) -> None:
    written = broken.read_bytes()
    path = tmp_path / f"{SMALL}.yaml"
    path.write_bytes(written)

    problems = problems_of(path)

    header = written[: written.index(b"\n")].decode("ascii", "ignore") if not _utf8(written) else written.decode()
    code, *words = _expected(header)
    assert len(problems) == 1, [str(problem) for problem in problems]
    told = str(problems[0])
    assert problems[0].code == code
    for word in words:
        assert word in told
    line = re.search(r"^# at: (\d+)$", header, re.MULTILINE)
    if line:
        assert problems[0].line == int(line[1]), told


def test_the_zoo_is_complete() -> None:
    """Every code that stands in the sources has an animal; life events have a zoo of their own (test_life_events)."""
    sources = Path(__file__).parents[2] / "procedures"
    text = "".join(path.read_text(encoding="utf-8") for path in sources.rglob("*.py") if "life_event" not in path.name)
    codes = set(re.findall(r'problem\(\s*f?"([a-z0-9-{}]+)"', text)) | set(
        re.findall(r'return "([a-z]+-[a-z-]+)"', text)
    )
    nouns = set(re.findall(r'names\.unknown\("([a-z]+)"', text))
    codes = {code for code in codes if "{" not in code} | {f"unknown-{noun}" for noun in nouns}
    shown = {_expected(path.read_bytes().split(b"\n")[0].decode("utf-8", "replace"))[0] for path in BROKEN}
    assert codes - shown == {"no-file"}  # what is not there cannot stand in the zoo


def _expected(header: str) -> list[str]:
    found = re.match(r"# error: (.+)", header)
    assert found, "the first line says what the error must contain"
    return [word.strip() for word in found[1].split(" | ")]


def _utf8(written: bytes) -> bool:
    try:
        written.decode()
    except UnicodeDecodeError:
        return False
    return True
