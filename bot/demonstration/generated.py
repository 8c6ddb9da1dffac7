"""A big province, made up: as many departments as Zhejiang's One Window joins, each with a register.

It shows that nothing here depends on how many there are. The same seed makes the same province.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from procedures.vocabulary import Model, Text

TEMPLATES = Path(__file__).parent / "big"
DEPARTMENTS = 214
"""That many the One Window of Zhejiang joins."""
PROCEDURES = 90
IN_PARALLEL = 12
"""Departments that decide at the same time in one of the procedures."""


class Words(Model):
    """Of what names are made."""

    subjects: dict[str, Text]
    offices: dict[str, Text]
    grants: dict[str, Text]


@dataclass(frozen=True)
class Department:
    id: str
    name: Text


@dataclass(frozen=True)
class Shape:
    """What the template of a definition has to know of one procedure."""

    number: int
    id: str
    title: Text
    counter: str
    lead: Department
    records: Sequence[Department]
    approvals: Sequence[tuple[int, Department]]
    told: Sequence[Department]
    local: bool
    renewable: bool
    by_agent: bool
    yuan: int
    days: int

    @property
    def questions(self) -> bool:
        return self.local or self.renewable or self.by_agent

    @property
    def joint(self) -> Sequence[Department]:
        """Every other department that has a part in it."""
        everybody = (*self.records, *(department for _, department in self.approvals), *self.told)
        return tuple(dict.fromkeys(department for department in everybody if department != self.lead))

    def answers(self, **other: str) -> str:
        """The usual answers, as YAML, some of them another way."""
        asked = {"residence": self.local, "task": self.renewable, "handled_by": self.by_agent}
        usual = {"residence": "here", "task": "first", "handled_by": "self"}
        return json.dumps({name: other.get(name, usual[name]) for name, wanted in asked.items() if wanted})


class TooMany(ValueError):
    """There are not words enough for so many names."""


def write_province(folder: Path, departments: int = DEPARTMENTS, procedures: int = PROCEDURES, seed: int = 1) -> Path:
    """Write `province` and `definitions` below `folder`; gives back the folder of the definitions.

    Raises TooMany, or OSError where the folder cannot be written or has them already.
    """
    words = read_words()
    there = _departments(words, departments)
    chance = random.Random(seed)  # the same each time
    shapes = _shapes(words, there, procedures, chance)
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False)
    definitions, province = folder / "definitions", folder / "province"
    for new in (definitions, province):
        new.mkdir(parents=True)
    for template in sorted((TEMPLATES / "province").glob("*.jinja")):
        text = environment.get_template(f"province/{template.name}").render(
            departments=there, procedures=shapes, subjects=words.subjects
        )
        (province / template.stem).write_text(text, encoding="utf-8")
    for shape in shapes:
        text = environment.get_template("definition.yaml.jinja").render(it=shape)
        (definitions / f"{shape.id}.yaml").write_text(text + "\n", encoding="utf-8")
    return definitions


def read_words() -> Words:
    """The words that come with the program."""
    from ruamel.yaml import YAML  # slow to import

    return Words.model_validate(YAML(typ="safe", pure=True).load((TEMPLATES / "words.yaml").read_text("utf-8")))


def _departments(words: Words, wanted: int) -> Sequence[Department]:
    names = [(f"{s}-{o}", s, o) for s, o in product(words.subjects, words.offices)]
    if not IN_PARALLEL < wanted <= len(names):
        raise TooMany(f"There can be {IN_PARALLEL + 1} to {len(names)} departments.")
    return [Department(id, _joined(words.subjects[s], words.offices[o])) for id, s, o in names[:wanted]]


def _shapes(words: Words, departments: Sequence[Department], wanted: int, chance: random.Random) -> Sequence[Shape]:
    names = list(product(words.subjects, words.grants))
    if not 0 < wanted <= len(names):
        raise TooMany(f"There can be 1 to {len(names)} procedures.")
    chosen = chance.sample(names, wanted)
    return [_shape(words, departments, number, *name, chance) for number, name in enumerate(chosen, 1)]


def _shape(
    words: Words, departments: Sequence[Department], number: int, subject: str, grant: str, chance: random.Random
) -> Shape:
    lead = chance.choice(departments)
    others = [department for department in departments if department != lead]
    first = chance.sample(others, IN_PARALLEL if number == 1 else chance.randint(0, 4))
    return Shape(
        number=number,
        id=f"{subject}-{grant}",
        title=_joined(words.subjects[subject], words.grants[grant]),
        counter=subject,
        lead=lead,
        records=chance.sample(departments, chance.randint(1, 9)),
        approvals=[*((1, department) for department in first), (2 if first else 1, lead)],
        told=chance.sample(others, chance.randint(0, 3)),
        local=chance.random() < 0.5,
        renewable=chance.random() < 0.6,
        by_agent=chance.random() < 0.8,
        yuan=chance.choice((0, 10, 50, 200)),
        days=chance.randint(1, 60),
    )


def _joined(first: Text, second: Text) -> Text:
    return Text(zh=first.zh + second.zh, en=f"{first.en} {second.en}")
