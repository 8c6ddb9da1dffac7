"""Measures a matcher on labelled sentences, so that a change to words or weights is judged by figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from intents.matcher import OUTSIDE, Match, Matcher

FIRST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled sentence: every procedure that would be right, or `none` alone for what is outside."""

    text: str
    language: str
    expected: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of sentences: those inside and outside the catalogue, and what became of each."""

    inside: int = 0
    first_right: int = 0
    first_three: int = 0
    answered: int = 0
    wrong_answers: int = 0
    outside: int = 0
    rejected: int = 0
    answered_outside: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of all sentences, by language and by kind."""

    total: Figures
    by_language: Mapping[str, Figures] = field(default_factory=dict)
    by_kind: Mapping[str, Figures] = field(default_factory=dict)


def score(matcher: Matcher, rows: Iterable[Row]) -> Score:
    """The figures of a matcher on labelled sentences."""
    total = Figures()
    by_language: dict[str, Figures] = defaultdict(Figures)
    by_kind: dict[str, Figures] = defaultdict(Figures)
    for row in rows:
        figures = _judge(matcher.match(row.text), row.expected)
        total += figures
        by_language[row.language] += figures
        by_kind[row.kind] += figures
    return Score(total, dict(by_language), dict(by_kind))


def share(part: int, whole: int) -> float:
    """A part of a whole, 0..1; 0 of nothing."""
    return part / whole if whole else 0.0


def _judge(match: Match, expected: frozenset[str]) -> Figures:
    ids = [candidate.intent for candidate in match.candidates]
    answered = match.decision == "answer"
    if expected == {OUTSIDE}:
        return Figures(outside=1, rejected=match.decision == "none", answered_outside=answered)
    right = bool(ids) and ids[0] in expected
    return Figures(
        inside=1,
        first_right=right,
        first_three=not expected.isdisjoint(ids[:FIRST_OFFERED]),
        answered=answered,
        wrong_answers=answered and not right,
    )
