"""The order in which the words of a sentence are tried: what is read is taken out, and hides from what comes later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from intents.hearing.when.calendar import Calendar
from intents.hearing.when.chinese_clock import CHINESE_CLOCKS
from intents.hearing.when.clock import BARE_HOURS, CLOCKS
from intents.hearing.when.dates import DATES, ORDINALS
from intents.hearing.when.deadlines import DEADLINES
from intents.hearing.when.distances import DISTANCES, NEAR_DAYS
from intents.hearing.when.feasts import feast_readers
from intents.hearing.when.marks import AROUND, COMMA, FIRST, JOINS, RELATIVE
from intents.hearing.when.months import MONTHS
from intents.hearing.when.parts import PART_WORDS
from intents.hearing.when.tokens import (
    Clock,
    Day,
    Mark,
    OfMonth,
    OfWeek,
    Part,
    Reader,
    Token,
    Turn,
    Turning,
    in_place,
    scan,
    take_out,
)
from intents.hearing.when.weeks import WEEKENDS, WEEKS

_DAYS = (Day, OfMonth, OfWeek)


def in_order(calendar: Calendar) -> tuple[Sequence[Reader], ...]:
    """All readers in the order in which they are tried."""
    return (
        *(FIRST, feast_readers(calendar)),
        *(DATES, WEEKS, CLOCKS, CHINESE_CLOCKS, BARE_HOURS),
        *(DEADLINES, WEEKENDS, MONTHS, DISTANCES),
        *(PART_WORDS, NEAR_DAYS, ORDINALS),
        PART_WORDS,  # once more, for the "am" of "tomorrow am"
        *(RELATIVE, AROUND, JOINS),
    )


def read_words(text: str, today: date, calendar: Calendar) -> tuple[list[Token], str]:
    """The pieces in the order of the text, and the text with them taken out. Raises NoSuchTime."""
    tokens: list[Token] = []
    rest = text
    for readers in in_order(calendar):
        found, rest = scan(rest, readers, today)
        tokens += found
    return _with_commas(in_place(tokens), rest)


def _with_commas(tokens: Sequence[Token], rest: str) -> tuple[list[Token], str]:
    """A comma ends a clause, but for the one between two days, two hours, or a part of the day and its hour."""
    joins: list[Token] = []
    for comma in COMMA.finditer(rest):
        before = next((token for token in tokens if token.end == comma.start()), None)
        behind = next((token for token in tokens if token.start == comma.end()), None)
        if before is None or behind is None:
            continue
        if isinstance(before.value, Part) and isinstance(behind.value, Clock):
            rest = take_out(comma, rest)
        elif _alike(before, behind) and not _turned(behind, tokens):
            joins.append(Token(comma.start(), comma.end(), Mark.OR))
            rest = take_out(comma, rest)
    return in_place([*tokens, *joins]), rest


def _alike(one: Token, other: Token) -> bool:
    """Two days, or two hours."""
    return (isinstance(one.value, _DAYS) and isinstance(other.value, _DAYS)) or (
        isinstance(one.value, Clock) and isinstance(other.value, Clock)
    )


def _turned(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word behind it turns this one alone."""
    after = next((other.value for other in tokens if other.start == token.end), None)
    return isinstance(after, Turn) and after.behind and after.to is not Turning.NOT
