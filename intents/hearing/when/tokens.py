"""What a sentence about time is made of, each piece with its place in the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Literal

from intents.hearing.when.wish import Days


class Mark(Enum):
    """Words that join days and times, or tell of time without naming one."""

    TO = "to"
    OR = "or"
    SOONEST = "soonest"
    LATEST = "latest"
    EARLIER = "earlier"
    LATER = "later"
    ANY = "any"
    VAGUE = "vague"
    TOO_MUCH = "too much"
    """Understood as a time, and not to be said in the values."""
    EVERY = "every"
    ONLY = "only"
    NOT_THOSE = "not those"


class Turning(Enum):
    """What a word does to the day or time beside it."""

    BEFORE = "before"
    BY = "by"
    AFTER = "after"
    FROM = "from"
    NOT = "not"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Turn:
    """A word that turns what follows; `behind`: what stands before it."""

    to: Turning
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or several in a row; `grain` tells how it was said."""

    days: Days
    grain: Literal["day", "week", "month", "some"] = "day"
    or_else: Days | None = None
    """Another reading."""


@dataclass(frozen=True, slots=True)
class OfMonth:
    """A day of a month; what is not said of month and year is to be found."""

    day: int
    month: int | None = None
    year: int | None = None
    swapped: bool = False
    """Day and month might be the other way round."""


@dataclass(frozen=True, slots=True)
class OfWeek:
    """Days of the week, Monday 0. `weeks`: of which week from this one; None where it was not said."""

    days: tuple[int, ...]
    weeks: int | None = None
    english: Literal["", "this", "next"] = ""
    every: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it was said; `sure` where morning or afternoon is certain."""

    hour: int
    minute: int = 0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, by its name."""

    name: str
    first: time | None = None
    last: time | None = None


Named = Day | OfMonth | OfWeek | Clock | Part
"""What names a day or an hour."""
Value = Mark | Turn | Named
Values = Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the sentence, from `start` to before `end`, and what it means."""

    start: int
    end: int
    value: Value


class NoSuchTime(ValueError):
    """A day that no calendar has, or an hour that no clock has."""


Read = Callable[[re.Match[str], date], Values | None]
"""What a find means today; None leaves it to the patterns after it. Raises NoSuchTime."""
Reader = tuple[re.Pattern[str], Read]

TAKEN = "\ue000"
"""Stands for what was read already."""


def reader(pattern: str | re.Pattern[str], read: Read) -> Reader:
    """What the finds of a pattern mean."""
    return re.compile(pattern), read


def single(day: date) -> Day:
    """One day by itself."""
    return Day((day, day))


def scan(text: str, readers: Iterable[Reader], today: date) -> tuple[list[Token], str]:
    """The pieces in the order of the sentence, and the sentence with these pieces taken out. Raises NoSuchTime."""
    found: list[Token] = []
    for pattern, read in readers:
        for match in pattern.finditer(text):
            values = read(match, today)
            if values is not None:
                several = values if isinstance(values, tuple) else (values,)
                found += _placed(match, several)
                text = take_out(match, text)
    return in_place(found), text


def take_out(found: re.Match[str], text: str) -> str:
    """The text, as long as before, with a find marked as read."""
    return text[: found.start()] + TAKEN * len(found[0]) + text[found.end() :]


def in_place(tokens: Iterable[Token]) -> list[Token]:
    """The tokens in the order of the sentence."""
    return sorted(tokens, key=lambda token: (token.start, token.end))


def _placed(match: re.Match[str], values: tuple[Value, ...]) -> Iterator[Token]:
    """Several values of one find keep their order and stand next to each other."""
    for n, value in enumerate(values):
        last = n == len(values) - 1
        yield Token(match.start() + n, match.end() if last else match.start() + n + 1, value)
