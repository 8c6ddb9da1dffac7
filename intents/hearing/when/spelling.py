"""Other spellings of the words for days and hours: dialect, pinyin, short forms, common slips."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from intents.words import words


def spelled(text: str) -> str:
    """A plain text with the words of time in the spelling that the grammar reads."""
    text = _pinyin(text)
    for pattern, meant in _spellings():
        text = pattern.sub(meant, text)
    return _WORD.sub(lambda found: _near(found[0]), text)


_WORD = re.compile(r"[a-z]{6,}")
_LONG = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("tomorrow", "morning", "afternoon", "evening", "weekend"),
    *("december", "january", "february", "september", "november", "october", "anytime", "earliest"),
)
"""Words of time that are long enough to be known by most of their letters."""
_TYPING_ERROR = 85.0


@lru_cache(maxsize=1024)
def _near(word: str) -> str:
    """A long word of time, but for a slip: tomorow, wednsday."""
    if word in _LONG or word.removesuffix("s") in _LONG:
        return word
    found = process.extractOne(word, _LONG, scorer=fuzz.ratio, score_cutoff=_TYPING_ERROR)
    return found[0] if found and found[0][0] == word[0] else word


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    listed = []
    for entry in (*words("when.spelling")["zh"], *words("when.spelling")["en"]):
        said, _, meant = entry.partition("=")
        pattern = re.escape(said) if not said.isascii() else rf"\b{re.escape(said)}\b"
        listed.append((re.compile(pattern), meant))
    return tuple(listed)


def _pinyin(text: str) -> str:
    """Typed pinyin of the words of time, where there are at least two syllables of it: xia zhou san."""
    known = _syllables()
    pattern = _run()
    return pattern.sub(lambda found: _characters(found[0], known), text)


def _characters(run: str, known: dict[str, str]) -> str:
    left, written = re.sub("[ ']", "", run), []
    while left:
        size = next(n for n in range(len(left), 0, -1) if left[:n] in known)
        written.append(known[left[:size]])
        left = left[size:]
    return "".join(written)


@cache
def _syllables() -> dict[str, str]:
    pairs = (entry.partition("=") for entry in words("when.pinyin")["zh"])
    return {said.replace(" ", ""): meant for said, _, meant in pairs}


@cache
def _run() -> re.Pattern[str]:
    said = sorted((entry.partition("=")[0] for entry in words("when.pinyin")["zh"]), key=len, reverse=True)
    one = "|".join(word.replace(" ", " ?") for word in said)
    return re.compile(
        rf"\b(?:{one})(?:[ ']?(?:{one}))+\b|\b(?:{'|'.join(word.replace(' ', ' ?') for word in said if ' ' in word)})\b"
    )
