"""How people speak of days and hours, from when.toml, as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from intents.hearing.when.tokens import TAKEN


@cache
def spoken(name: str) -> re.Pattern[str]:
    """The pattern for what is listed under `name`, as `behind.not`. Raises KeyError."""
    table = _file()
    for step in name.split("."):
        table = table[step]
    return _pattern(table, "" if not name.startswith("behind.") else f"(?<={TAKEN})")


@cache
def names(section: str) -> tuple[str, ...]:
    """What a section has, in its order."""
    return tuple(_file()[section])


def _pattern(table: Mapping[str, Any], ahead: str) -> re.Pattern[str]:
    chinese = [alternative.replace("□", TAKEN) for alternative in table["zh"]]
    english = [alternative.replace("□", TAKEN) for alternative in table["en"]]
    words = [rf"{'' if ahead else '(?<![a-z])'}(?:{'|'.join(english)})(?![a-z])"] if english else []
    return re.compile(ahead + f"(?:{'|'.join([*chinese, *words])})")


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(files("intents").joinpath("when.toml").read_text(encoding="utf-8"))
