"""The matcher of a catalogue, with what was learned from the bank where that is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.catalogue.content import Catalogue
from bot.catalogue.phrases import phrases
from intents.keeping import NotLearned
from intents.matcher import Matcher
from intents.understanding import Understanding, open_understanding

WORDS_ONLY = "Sentences are matched by their words alone: {why}. `make learn` mends it."


def open_matcher(catalogue: Catalogue, folder: Path, warn: Callable[[str], None]) -> Matcher:
    """The matcher with what was learned into `folder`; `warn` hears one sentence where words alone have to do."""
    learned = opened(folder)
    if isinstance(learned, NotLearned):
        warn(WORDS_ONLY.format(why=learned))
        return Matcher(phrases(catalogue))
    return Matcher(phrases(catalogue), learned)


@cache
def opened(folder: Path) -> Understanding | NotLearned:
    """Opened once a process: it is the same for every catalogue."""
    try:
        return open_understanding(folder)
    except NotLearned as why:
        return why
