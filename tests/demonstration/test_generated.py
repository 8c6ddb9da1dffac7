"""The big province: as big as it says, the same each time, and with nothing for `check` to complain of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.catalogue.phrases import shared_phrases
from bot.demonstration.generated import IN_PARALLEL, TooMany, read_words, write_province
from procedures.checks import check
from procedures.definition import Definition
from procedures.problem import Problem, Source
from procedures.provincial import Province
from procedures.reading import read_definitions, read_province


@dataclass(frozen=True)
class Written:
    """A province as it was written and read again."""

    folder: Path
    province: Province
    definitions: Sequence[tuple[Definition, Source]]

    def problems(self) -> list[Problem]:
        """What `check` finds."""
        names = {definition.id for definition, _ in self.definitions}
        found = [check(definition, source, self.province, names) for definition, source in self.definitions]
        shared = shared_phrases(self.definitions)
        return [*(problem for checked in found for problem in checked.problems), *shared]


def read(definitions: Path) -> Written:
    province, problems = read_province(definitions.parent / "province")
    assert province is not None, problems
    readings = read_definitions(definitions)
    assert [problem for each in readings for problem in each.problems] == []
    return Written(
        definitions, province, [(each.definition, each.source) for each in readings if each.definition is not None]
    )


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return read(write_province(tmp_path_factory.mktemp("big") / "province of 214"))


def test_check_finds_nothing(big: Written) -> None:
    assert big.problems() == []


def test_it_is_as_big_as_the_one_window(big: Written) -> None:
    province = big.province
    assert len(province.departments) == len(province.registers) == 214
    assert {register.department for register in province.registers.values()} == set(province.departments)
    assert len(big.definitions) == len(province.matters) == 90
    names = [text for department in province.departments.values() for text in (department.zh, department.en)]
    assert len(set(names)) == 2 * 214


def test_twelve_departments_decide_at_the_same_time_somewhere(big: Written) -> None:
    most = []
    for definition, _ in big.definitions:
        by_step = Counter(approval.step for approval in definition.approvals)
        most.append(max(by_step.values()))
    assert max(most) == IN_PARALLEL == 12
    assert len(set(most)) > 3


def test_its_procedures_differ(big: Written) -> None:
    definitions = [definition for definition, _ in big.definitions]
    assert len({len(definition.questions) for definition in definitions}) == 4
    assert len({len(definition.documents) for definition in definitions}) > 5
    assert len({definition.lead for definition in definitions}) > 40


def texts(definitions: Path) -> dict[str, str]:
    files = definitions.parent.rglob("*.yaml")
    return {str(file.relative_to(definitions.parent)): file.read_text(encoding="utf-8") for file in files}


def test_the_same_seed_makes_the_same_province(big: Written, tmp_path: Path) -> None:
    assert texts(write_province(tmp_path / "again")) == texts(big.folder)
    assert texts(write_province(tmp_path / "other", seed=2)) != texts(big.folder)


@pytest.mark.parametrize("seed", range(2, 6))
def test_other_seeds_pass_too(tmp_path: Path, seed: int) -> None:
    written = read(write_province(tmp_path / "big", departments=13 + seed, procedures=20, seed=seed))
    assert (len(written.definitions), written.problems()) == (20, [])


@pytest.mark.parametrize(("departments", "procedures"), [(12, 1), (217, 1), (0, 1), (20, 0), (20, 136), (20, -1)])
def test_there_are_not_names_for_any_number(tmp_path: Path, departments: int, procedures: int) -> None:
    with pytest.raises(TooMany):
        write_province(tmp_path / "big", departments, procedures)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    definitions = write_province(tmp_path, 20, 2)
    before = texts(definitions)
    with pytest.raises(FileExistsError):
        write_province(tmp_path, 20, 2, seed=2)
    assert texts(definitions) == before


def test_the_words_are_short_enough_for_every_name() -> None:
    words = read_words()
    assert all(len(f"{s}-{o}-register") <= 48 for s in words.subjects for o in words.offices)
