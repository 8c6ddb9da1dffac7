"""The small words around days and times: before and after, not, or, as soon as possible, some other day."""

from __future__ import annotations

import re
from datetime import date

from intents.hearing.when.tokens import TAKEN, Mark, Reader, Turn, Turning, Value, Values, reader
from intents.hearing.when.vocabulary import spoken


def _means(name: str, value: Value) -> Reader:
    return reader(spoken(name), lambda found, today: value)


def _behind(to: Turning) -> Reader:
    return _means(f"behind.{to.value}", Turn(to, behind=True))


def _ahead(to: Turning) -> Reader:
    return _means(f"ahead.{to.value}", Turn(to))


FIRST: tuple[Reader, ...] = (
    reader(
        r"(?<![a-z])on (?:nights|days|shift|duty|leave|call)(?![a-z])",
        lambda found, today: Turn(Turning.NOT),
    ),
    _means("not_earlier", Turn(Turning.FROM)),
    _means("not_those", Mark.NOT_THOSE),
    *(_means(mark.value, mark) for mark in (Mark.SOONEST, Mark.LATEST, Mark.VAGUE, Mark.ANY)),
)
"""Wishes that name no day, which would hide in other words later."""

RELATIVE: tuple[Reader, ...] = (
    _means("wait", Mark.VAGUE),
    _means("earlier", Mark.EARLIER),
    _means("later", Mark.LATER),
)

AROUND: tuple[Reader, ...] = (
    _ahead(Turning.FROM),
    *(_behind(to) for to in Turning),
    *(_ahead(to) for to in (Turning.NOT, Turning.BY, Turning.BEFORE, Turning.AFTER, Turning.ABOUT)),
    _means("every", Mark.EVERY),
    _means("only", Mark.ONLY),
)
"""What turns the days and hours beside it; `not before` is read before `not`."""

_SOME = rf"[^{TAKEN},，。]"
_BETWEEN = re.compile(r"\bbetween\b")


def _and(found: re.Match[str], today: date) -> Values:
    """The two ends of "between … and …" and 和…之间, else one or the other."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    ends = _BETWEEN.search(before) or behind.lstrip(TAKEN).startswith("之间")
    return Mark.TO if ends else Mark.OR


JOINS: tuple[Reader, ...] = (
    reader(
        rf"(?<={TAKEN}){_SOME}{{0,2}}?"
        r"(?:到|至|—|–|-|~|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b|\band(?= before\b))"
        rf"\s*(?:the )?(?={TAKEN})",
        lambda found, today: Mark.TO,
    ),
    reader(
        rf"(?<={TAKEN}){_SOME}{{0,3}}?"
        r"(?:或者?是?|要么|还是|\bor else\b|\bor failing that\b|\bor\b)"
        rf"{_SOME}{{0,6}}?(?={TAKEN})",
        lambda found, today: Mark.OR,
    ),
    reader(rf"(?<={TAKEN}){_SOME}{{0,3}}?(?:和|跟|与|\band\b|&){_SOME}{{0,6}}?(?={TAKEN})", _and),
)
"""What joins two that were read already."""

COMMA = re.compile(rf"(?<={TAKEN})\s?[,，、/]\s?(?:(?:or|and|或者?|还是|和) ?)?(?={TAKEN})")
"""Joins two days or two hours that are named one after the other."""
