"""Finds the words of options in a sentence: whole words, the longest at each place, and whether they are denied."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from intents.hearing.negation import denied
from intents.hearing.quantities import Span
from intents.tidy import close_up, is_chinese, tidy

_ARTICLES = re.compile(r"\b(?:a|an|the|any|my|his|her|their)\b ?")
_I_AM = re.compile(r"\bim\b")
_LACKING = re.compile(
    r"\b(?:without|(?:do not|dont|does not|doesnt|not) have|have no|has no|have not got|havent got|theres no)\b"
)
_REMEMBERED = 4096
"""Options whose words are kept as they are compared; a catalogue has a third of so many."""


@dataclass(frozen=True, slots=True)
class OptionWords:
    """An option and everything that people call it, in all languages: labels and `said_as`; what numbers it covers."""

    id: str
    words: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A listed word found in a clause: where, whose it is, and whether the words before it deny it."""

    start: int
    end: int
    owner: str
    denied: bool


def even(text: str) -> str:
    """The text tidied, lacking said in one way: 没有, 无 and 没 are one, "without a" and "no" are one."""
    tidied = _I_AM.sub("i am", tidy(text))
    if is_chinese(tidied):
        tidied = close_up(tidied).replace("没有", "没").replace("无", "没")
    return _LACKING.sub("no", _ARTICLES.sub("", tidied)).strip() or tidied


@lru_cache(_REMEMBERED)
def even_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of an option, even. They are kept, since every answer is compared with them; what people say is not."""
    return tuple(map(even, words))


def spot(clause: str, listed: Iterable[tuple[str, str]]) -> list[Mention]:
    """The mentions of `listed` pairs (even word, owner) in an even clause, without words inside longer ones."""
    found = [
        Mention(start, start + len(word), owner, denied(clause, start))
        for word, owner in listed
        if len(word) > 1
        for start in places(clause, word)
    ]
    return [mention for mention in found if not any(_hides(other, mention) for other in found)]


def places(clause: str, word: str) -> list[int]:
    """Where `word` stands in `clause`: anywhere in Chinese, as whole words in Latin script, and no number within a
    longer one: 130万 does not say 30万.
    """
    if word not in clause:
        return []
    pattern = re.escape(word)
    if not is_chinese(word):
        pattern = rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"
    elif word[0].isdigit():
        pattern = rf"(?<![0-9]){pattern}"
    return [found.start() for found in re.finditer(pattern, clause)]


def _hides(longer: Mention, shorter: Mention) -> bool:
    inside = longer.start <= shorter.start and shorter.end <= longer.end
    return inside and longer.end - longer.start > shorter.end - shorter.start
