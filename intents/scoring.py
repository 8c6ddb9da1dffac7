"""Measures a matcher on labelled sentences, so that a change to sentences, words or weights is judged by figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import sqrt
from typing import Protocol

from intents.lexical import Match
from intents.sentences import AMBIGUOUS, Labelled

FIRST_OFFERED = 3
BINS = 10
"""Steps of probability in which a reliability curve is told."""
_95_PERCENT = 1.96


class Matches(Protocol):
    """Whatever matches sentences: the matcher of the catalogue, or one learned from another set of sentences."""

    def match(self, sentence: str, /) -> Match: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of sentences: those of one procedure, those outside the catalogue and the ambiguous, and what became of
    each. An ambiguous sentence is well met if its procedures are offered and nothing else is answered."""

    inside: int = 0
    first_right: int = 0
    first_three: int = 0
    answered: int = 0
    wrong_answers: int = 0
    asked_back: int = 0
    outside: int = 0
    rejected: int = 0
    answered_outside: int = 0
    ambiguous: int = 0
    well_met: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Figures)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers and offers of about the same probability: how many, the mean probability, and how often it was right."""

    count: int
    told: float
    right: float


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of all sentences, by language, by kind and by writer; the reliability of the probabilities; and what
    was taken for what, the most frequent first."""

    total: Figures
    by_language: Mapping[str, Figures]
    by_kind: Mapping[str, Figures]
    by_writer: Mapping[str, Figures]
    reliability: tuple[Bin, ...]
    confused: tuple[tuple[str, str, int], ...]
    mistaken: tuple[tuple[Labelled, Match], ...]

    @property
    def calibration_error(self) -> float:
        """The expected calibration error (0..1): how far the probabilities are from the truth, on average.

        Naeini, Cooper and Hauskrecht 2015, Obtaining Well Calibrated Probabilities Using Bayesian Binning.
        """
        count = sum(each.count for each in self.reliability)
        return sum(each.count * abs(each.told - each.right) for each in self.reliability) / max(1, count)


def score(matcher: Matches, sentences: Iterable[Labelled]) -> Score:
    """The figures of a matcher on labelled sentences."""
    matched = [(sentence, matcher.match(sentence.text)) for sentence in sentences]
    total = Figures()
    by_language: dict[str, Figures] = defaultdict(Figures)
    by_kind: dict[str, Figures] = defaultdict(Figures)
    by_writer: dict[str, Figures] = defaultdict(Figures)
    for sentence, match in matched:
        figures = _judge(match, sentence)
        total += figures
        by_language[sentence.language] += figures
        by_kind[sentence.kind] += figures
        by_writer[sentence.writer] += figures
    mistaken = tuple((sentence, match) for sentence, match in matched if _is_mistaken(sentence, match))
    confused = Counter((sentence.expected[0], _taken_for(match)) for sentence, match in mistaken)
    return Score(
        total,
        dict(by_language),
        dict(by_kind),
        dict(by_writer),
        _reliability(matched),
        tuple((meant, taken, count) for (meant, taken), count in confused.most_common()),
        mistaken,
    )


def share(part: int, whole: int) -> float:
    """A part of a whole, 0..1; 0 of nothing."""
    return part / whole if whole else 0.0


def interval(part: int, whole: int) -> tuple[float, float]:
    """Between what the true share lies, in 95 of 100 such measurements.

    Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference.
    """
    if not whole:
        return 0.0, 1.0
    z, observed = _95_PERCENT**2 / whole, part / whole
    middle = observed + z / 2
    spread = sqrt(observed * (1 - observed) * z + z * z / 4)
    return max(0.0, (middle - spread) / (1 + z)), min(1.0, (middle + spread) / (1 + z))


def _judge(match: Match, sentence: Labelled) -> Figures:
    answered = match.decision == "answer"
    if sentence.is_outside:
        return Figures(outside=1, rejected=match.decision == "none", answered_outside=answered)
    ids = [candidate.intent for candidate in match.candidates]
    right = bool(ids) and ids[0] in sentence.expected
    offered = ids[:FIRST_OFFERED] if match.decision == "clarify" else ids[:1] if answered else []
    if sentence.kind == AMBIGUOUS:
        met = not set(sentence.expected).isdisjoint(offered)
        return Figures(ambiguous=1, well_met=met)
    return Figures(
        inside=1,
        first_right=right,
        first_three=not set(sentence.expected).isdisjoint(ids[:FIRST_OFFERED]),
        answered=answered,
        wrong_answers=answered and not right,
        asked_back=match.decision == "clarify",
    )


def _is_mistaken(sentence: Labelled, match: Match) -> bool:
    if sentence.is_outside:
        return match.decision != "none"
    ids = [candidate.intent for candidate in match.candidates]
    return match.decision == "none" or not ids or ids[0] not in sentence.expected


def _taken_for(match: Match) -> str:
    return match.candidates[0].intent if match.candidates and match.decision != "none" else "none"


def _reliability(matched: Sequence[tuple[Labelled, Match]]) -> tuple[Bin, ...]:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sentence, match in matched:
        if match.decision != "none" and sentence.kind != AMBIGUOUS:
            right = match.candidates[0].intent in sentence.expected
            bins[min(BINS - 1, int(match.probability * BINS))].append((match.probability, right))
    return tuple(
        Bin(len(seen), sum(told for told, _ in seen) / len(seen), sum(right for _, right in seen) / len(seen))
        for _, seen in sorted(bins.items())
    )
