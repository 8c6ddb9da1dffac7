"""The matcher of the shipped catalogue with what was learned, opened once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import intents
from bot.catalogue.content import Catalogue
from bot.catalogue.matching import open_matcher
from intents.matcher import Matcher
from procedures.publication import publish
from tests.shipped import shipped_definitions, shipped_province

MODEL = Path(intents.__file__).parent / "model"


@cache
def shipped_matcher() -> Matcher:
    """Fails where nothing was learned: `make learn` comes first."""
    procedures = {definition.id: publish(definition) for definition in shipped_definitions()}
    return open_matcher(Catalogue(province=shipped_province(), procedures=procedures), MODEL, _fail)


def _fail(warning: str) -> None:
    raise AssertionError(warning)
