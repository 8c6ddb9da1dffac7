"""Which changed rules `check` did not notice: as lines, in JSON, and as an exit code."""

from __future__ import annotations

import re

import pytest

from procedures.checks.mutants import mutants
from tests.commands.conftest import Office
from tests.procedures.test_mutation import EVERY_DETAIL
from tests.small import SMALL, small_definition, small_yaml

EVERY = sum(1 for _ in mutants(small_definition()))
"""Changes of the small definition; examples are not changed, so they do not count."""


def write(office: Office, examples: str) -> str:
    file = office.definitions / f"{SMALL}.yaml"
    file.write_text(small_yaml() + examples, encoding="utf-8")
    return str(file)


def test_where_every_rule_is_proven_nothing_goes_unnoticed(office: Office) -> None:
    write(office, EVERY_DETAIL)
    ended = office.run("mutate")
    assert (ended.code, ended.out) == (0, f"{SMALL}: {EVERY} changes, 0 not noticed\n")
    assert re.fullmatch(rf"procedures: 1, changes: {EVERY}, not noticed: 0 \(0\.0%\), \d+\.\d s\n", ended.err)


def test_a_survivor_is_told_with_its_place(office: Office) -> None:
    """The number of minutes is in no example, so that another number passes."""
    file = write(office, EVERY_DETAIL.replace(", minutes: 15", ""))
    ended = office.run("mutate", SMALL)
    line = next(i for i, text in enumerate(small_yaml().splitlines(), 1) if "minutes: 15" in text)
    column = small_yaml().splitlines()[line - 1].index("minutes: 15") + 1
    assert ended.out == (
        f"{SMALL}: {EVERY} changes, 1 not noticed\n  {file}:{line}:{column}: ways.1.visits.0.minutes: 15 → 14\n"
    )
    assert ended.code == 0  # one in more than fifty

    report = office.run("mutate", "--json").json
    assert list(report) == ["ok", "mutants", "survivors", "share", "procedures"]
    assert (report["ok"], report["mutants"], report["survivors"]) == (True, EVERY, 1)
    assert report["share"] == round(1 / EVERY, 4)
    assert report["procedures"] == [
        {
            "procedure": SMALL,
            "mutants": EVERY,
            "survivors": [
                {
                    "file": file,
                    "line": line,
                    "column": column,
                    "location": "ways.1.visits.0.minutes",
                    "what": "15 → 14",
                }
            ],
        }
    ]


def test_more_than_two_in_a_hundred_are_too_many(office: Office) -> None:
    write(office, "")
    ended = office.run("mutate", "--json")
    assert ended.json["share"] > 0.02
    assert (ended.code, ended.json["ok"]) == (1, False)


def test_a_sample_is_spread_evenly_and_always_the_same(office: Office) -> None:
    write(office, EVERY_DETAIL)
    sample = office.run("mutate", "--sample", "5", "--json").json
    assert (sample["mutants"], sample["survivors"]) == (5, 0)
    assert office.run("mutate", "--sample", "5", "--json").json == sample
    assert office.run("mutate", "--sample", str(EVERY + 1), "--json").json["mutants"] == EVERY


def test_a_definition_that_does_not_pass_is_not_mutated(office: Office) -> None:
    file = office.definitions / f"{SMALL}.yaml"
    file.write_text(small_yaml({"yuan: 20": "yuan: 30"}), encoding="utf-8")
    ended = office.run("mutate")
    assert (ended.code, ended.out) == (1, "")
    assert "[example]" in ended.err
    assert ended.err.endswith("Mend this first: what does not pass check proves nothing.\n")


def test_a_broken_province_is_named(office: Office) -> None:
    file = office.definitions.parent / "province" / "holders.yaml"
    file.write_text("employer: {zh: 单位}", encoding="utf-8")
    ended = office.run("mutate")
    assert ended.code == 1
    assert ended.err.startswith(f"{file}:1:1: The English text is missing.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["parking-permt"], f'There is no procedure "parking-permt". Did you mean "{SMALL}"?'),
        (["--sample", "0"], "--sample takes a number from 1 on, not 0."),
    ],
)
def test_wrong_use(office: Office, arguments: list[str], sentence: str) -> None:
    ended = office.run("mutate", *arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", sentence + "\n")
