"""Numbers as they are said of days, hours and stretches of time: 三, 3, three, third, 3rd."""

from __future__ import annotations

import re

from intents.hearing.numbers import CHINESE_NUMBER, read_number
from intents.hearing.when.tokens import NoSuchTime
from intents.words import either

NUMBER = rf"(?:\d{{1,2}}|{CHINESE_NUMBER})"
"""In digits or in Chinese."""
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {"a": 1, "an": 1} | {name: n for n, name in enumerate(CARDINALS[:10], start=1)}
COUNT = rf"(?P<n>\d{{1,3}}|{CHINESE_NUMBER}|an?|{'|'.join(_COUNTS)})"
"""How many days, weeks or months."""

_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ORDINALS = (
    {name: n for n, name in enumerate((*_UNITS, *_TEENS), start=1)}
    | {"thirtieth": 30, "thirty-first": 31}
    | {f"twenty-{name}": 20 + n for n, name in enumerate(_UNITS, start=1)}
)
_WRITTEN = either(tuple(_ORDINALS))
ENDING = r"(?:st|nd|rd|th)"
DAY_NUMBER = rf"(?P<day>\d{{1,2}}{ENDING}?|{_WRITTEN})\b(?!:|\s*(?:am|pm|a\.m|p\.m|o.?clock))"
"""The day of a month beside its name, which may be a bare number."""
ORDINAL = rf"(?P<day>\d{{1,2}}{ENDING}|{_WRITTEN})\b"
DATE_IN_LETTERS = either(tuple(name for name, n in _ORDINALS.items() if n > 3))
"""An ordinal that is a day of the month without a word beside it; up to third it may count anything."""


def count(text: str) -> int:
    """How many; `text` as COUNT finds it. Raises NoSuchTime."""
    number = _COUNTS.get(text)
    number = read_number(text) if number is None else number
    if number is None:
        raise NoSuchTime(text)
    return number


def day_number(text: str) -> int:
    """Which day of a month, by its cardinal or ordinal number. Raises NoSuchTime."""
    named = _ORDINALS.get(text)
    number = named if named is not None else read_number(re.sub(rf"{ENDING}$", "", text))
    if number is None or not 1 <= number <= 31:
        raise NoSuchTime(text)
    return number
