"""Figures that a law gives by table: the statutory retirement age by month of birth.

    retirement_age(table, group, born) -> years and months

Decision of the Standing Committee of the National People's Congress of 13 September 2024, in force since 1 January
2025. Figures and sources stand in province/tables.yaml.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from procedures.vocabulary import Id, Model, Text, Verified, Words

YEAR = 12
"""Months."""


def _month(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    found = re.fullmatch(r"(\d{4})-(\d{2})", written)
    if found is None:
        raise ValueError("write year and month as 1965-01")
    return int(found[1]), int(found[2])


Month = Annotated[
    tuple[Annotated[int, Field(ge=1900, le=2200)], Annotated[int, Field(ge=1, le=12)]], BeforeValidator(_month)
]
"""Year and month; written as 1965-01."""
Age = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0, lt=YEAR)]]
"""Years and months."""


class Group(Model):
    """People who retire at the same age: `age` years if born before `born_from`, and at most `new_age`."""

    name: Text
    born_from: Month
    age: int = Field(gt=0)
    step_months: int = Field(gt=0)
    """Months of birth that share one age."""
    most_months: int = Field(ge=0)
    new_age: int = Field(gt=0)

    @model_validator(mode="after")
    def _arrives(self) -> Group:
        if self.age * YEAR + self.most_months != self.new_age * YEAR:
            raise ValueError("age and most_months together have to make new_age")
        return self


class AgeExample(Model):
    group: Id
    born: Month
    age: Age


class RetirementAge(Model):
    """Who retires when. Examples from the law's own table prove the figures."""

    name: Text
    law: Text
    source: Words
    verified: Verified
    groups: dict[Id, Group] = Field(min_length=1)
    examples: tuple[AgeExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds(self) -> RetirementAge:
        for example in self.examples:
            if example.group not in self.groups:
                raise ValueError(f"an example names the group '{example.group}', which is not there")
            years, months = retirement_age(self, example.group, example.born)
            if (years, months) != example.age:
                born = "{}-{:02}".format(*example.born)
                raise ValueError(f"{example.group} born {born}: these figures give {years} years {months} months")
        return self


class Tables(Model):
    """Every table of the province; one that is left out cannot be looked up."""

    retirement_age: RetirementAge | None = None


def retirement_age(table: RetirementAge, group: str, born: tuple[int, int]) -> tuple[int, int]:
    """The statutory retirement age in years and months of somebody in `group`, born in that (year, month).

    Raises KeyError for a group that the table has not, ValueError for a month that the calendar has not.
    """
    figures, (year, month) = table.groups[group], born
    if not 1 <= month <= YEAR:
        raise ValueError(f"there is no month {month}")
    since = (year - figures.born_from[0]) * YEAR + month - figures.born_from[1]
    longer = min(since // figures.step_months + 1, figures.most_months) if since >= 0 else 0
    return divmod(figures.age * YEAR + longer, YEAR)
