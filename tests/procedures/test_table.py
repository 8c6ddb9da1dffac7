"""The statutory retirement age: the law's own examples, and what holds for every month of birth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from procedures.table import RetirementAge, retirement_age
from tests.shipped import shipped_province

GROUPS = {"men": (60, 63), "women-55": (55, 58), "women-50": (50, 55)}
"""Before and after the reform, in years."""
groups = st.sampled_from(sorted(GROUPS))
months = st.tuples(st.integers(1940, 2010), st.integers(1, 12))


def shipped() -> RetirementAge:
    table = shipped_province().tables.retirement_age
    assert table is not None
    return table


def age(group: str, born: tuple[int, int]) -> tuple[int, int]:
    return retirement_age(shipped(), group, born)


@pytest.mark.parametrize(
    ("group", "born", "years_and_months"),
    [
        ("men", (1964, 12), (60, 0)),  # the month before it begins
        ("men", (1965, 1), (60, 1)),
        ("men", (1965, 4), (60, 1)),
        ("men", (1965, 5), (60, 2)),
        ("men", (1976, 8), (62, 11)),
        ("men", (1976, 9), (63, 0)),
        ("men", (1990, 1), (63, 0)),
        ("women-55", (1969, 12), (55, 0)),
        ("women-55", (1970, 1), (55, 1)),
        ("women-55", (1981, 9), (58, 0)),
        ("women-50", (1974, 12), (50, 0)),
        ("women-50", (1975, 1), (50, 1)),
        ("women-50", (1975, 3), (50, 2)),
        ("women-50", (1984, 10), (54, 11)),
        ("women-50", (1984, 11), (55, 0)),
    ],
)
def test_the_age_by_month_of_birth(group: str, born: tuple[int, int], years_and_months: tuple[int, int]) -> None:
    assert age(group, born) == years_and_months


@given(groups, months)
def test_nobody_retires_before_the_old_age_or_after_the_new_one(group: str, born: tuple[int, int]) -> None:
    old, new = GROUPS[group]
    years, more = age(group, born)
    assert (old, 0) <= (years, more) <= (new, 0)
    assert 0 <= more < 12


@given(groups, months, months)
def test_whoever_is_born_later_never_retires_younger(group: str, one: tuple[int, int], other: tuple[int, int]) -> None:
    earlier, later = sorted((one, other))
    assert age(group, earlier) <= age(group, later)


@given(groups, months)
def test_from_month_to_month_it_rises_by_one_at_most(group: str, born: tuple[int, int]) -> None:
    year, month = born
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    in_months = [years * 12 + more for years, more in (age(group, born), age(group, following))]
    assert in_months[1] - in_months[0] in (0, 1)


def test_a_group_or_a_month_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        age("children", (1970, 1))
    with pytest.raises(ValueError, match="no month 13"):
        age("men", (1970, 13))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age": 61}, "together have to make new_age"),
        ({"step_months": 3}, "men born 1976-08: these figures give 63 years 0 months"),
        ({"born_from": "1965-13"}, "less than or equal to 12"),
        ({"born_from": "January 1965"}, "write year and month as 1965-01"),
    ],
)
def test_wrong_figures_are_refused(changes: dict[str, object], words: str) -> None:
    written = shipped().model_dump()
    written["groups"]["men"].update(changes)
    with pytest.raises(ValidationError, match=words):
        RetirementAge.model_validate(written)


def test_a_table_is_the_same_when_it_was_compiled() -> None:
    assert RetirementAge.model_validate_json(shipped().model_dump_json(exclude_defaults=True)) == shipped()
