"""Hours and minutes as numbers, for whatever names a time of day."""

from __future__ import annotations

from intents.hearing.numbers import read_number
from intents.hearing.when.counting import CARDINALS
from intents.hearing.when.tokens import Clock, NoSuchTime

HOUR = rf"\d{{1,2}}|{'|'.join(CARDINALS)}"
"""An hour in digits or English; alternatives, to be put in a group."""


def hour_number(text: str) -> int:
    """The hour, at most 24, in digits, Chinese or English. Raises NoSuchTime."""
    number = CARDINALS.index(text) + 1 if text in CARDINALS else read_number(text)
    if number is None or number > 24:
        raise NoSuchTime(text)
    return number


def clock_at(hour: int, minute: int = 0, *, am: bool = False, pm: bool = False, sure: bool = False) -> Clock:
    """The time of day; with neither `am` nor `pm`, an hour after 12 is `sure` too. Raises NoSuchTime."""
    if minute > 59 or (pm and hour > 23) or (am and hour > 12):
        raise NoSuchTime(f"{hour}:{minute}")
    if pm and hour < 12:
        hour += 12
    if am and hour == 12:
        hour = 0
    return Clock(hour % 24, minute, sure or am or pm or hour > 12)
