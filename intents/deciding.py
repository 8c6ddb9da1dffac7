"""From probabilities to what is done with a sentence, and the thresholds at which that goes best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from intents.sentences import OUTSIDE, Labelled
from intents.thresholds import Thresholds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Decision = Literal["answer", "clarify", "none"]
WRONG_AT_MOST = 0.003
"""The share of sentences inside the catalogue that may be answered wrongly: far below what is bearable, since people
whom no writer imagined are harder to understand."""
REJECTED_AT_LEAST = 0.95
"""The share of sentences outside the catalogue that are to be rejected."""
ANSWERED_OUTSIDE = 0.008
"""The share of sentences outside the catalogue that may be answered."""


def decide(ranked: Sequence[tuple[str, float]], outside: float, thresholds: Thresholds) -> Decision:
    """What to do where these procedures are likely, best first, and `outside` is the probability of none at all."""
    if not ranked or outside >= thresholds.outside:
        return "none"
    best = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if best >= thresholds.answer and best - second >= thresholds.lead:
        return "answer"
    return "clarify" if second > 0 else "none"


def ranking(probabilities: Mapping[str, float]) -> list[tuple[str, float]]:
    """The procedures, likeliest first."""
    inside = ((intent, share) for intent, share in probabilities.items() if intent != OUTSIDE)
    return sorted(inside, key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A judged sentence, as far as thresholds are concerned."""

    sentence: Labelled
    outside: float
    best: float
    lead: float
    right: bool


def best_thresholds(classes: Sequence[str], rows: NDArray[np.float64], sentences: Sequence[Labelled]) -> Thresholds:
    """The thresholds that answer most sentences rightly while wrong answers and strangers let in stay few.

    Where no thresholds keep both, those that come nearest.
    """
    seen = [_see(classes, row.tolist(), sentence) for row, sentence in zip(rows, sentences, strict=True)]
    grid = product(_steps(15, 50), _steps(50, 95), _steps(5, 25))
    return max((Thresholds(*numbers) for numbers in grid), key=lambda thresholds: _worth(thresholds, seen))


def _steps(first: int, last: int) -> list[float]:
    """Probabilities of so many hundredths, five apart."""
    return [hundredths / 100 for hundredths in range(first, last + 1, 5)]


def _see(classes: Sequence[str], row: Sequence[float], sentence: Labelled) -> _Seen:
    shares = dict(zip(classes, row, strict=True))
    (first, best), (_, second), *_ = ranking(shares)
    return _Seen(sentence, shares[OUTSIDE], best, best - second, first in sentence.expected)


def _worth(thresholds: Thresholds, seen: Sequence[_Seen]) -> tuple[float, float]:
    """How far the limits are kept (0 is kept), and the share of right answers and right offers."""
    inside = [each for each in seen if not each.sentence.is_outside]
    outside = [each for each in seen if each.sentence.is_outside]
    let_in = [each for each in seen if each.outside < thresholds.outside]
    answered = [each for each in let_in if each.best >= thresholds.answer and each.lead >= thresholds.lead]
    wrong = sum(not each.right for each in answered if not each.sentence.is_outside) / max(1, len(inside))
    strangers = sum(each.sentence.is_outside for each in answered) / max(1, len(outside))
    rejected = 1 - sum(each.sentence.is_outside for each in let_in) / max(1, len(outside))
    right = sum(each.right for each in answered if len(each.sentence.expected) == 1 and not each.sentence.is_outside)
    asked = sum(not each.sentence.is_outside for each in let_in) - right
    broken = (
        max(0.0, wrong - WRONG_AT_MOST)
        + max(0.0, strangers - ANSWERED_OUTSIDE)
        + max(0.0, REJECTED_AT_LEAST - rejected)
    )
    return -round(broken, 4), (right + asked / 2) / max(1, len(inside))
