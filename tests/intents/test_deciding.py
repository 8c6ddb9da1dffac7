"""From probabilities to a decision, and the thresholds that keep wrong answers and strangers few."""

import numpy as np
import pytest

from intents.deciding import Decision, best_thresholds, decide, ranking
from intents.sentences import Labelled
from intents.thresholds import Thresholds

THRESHOLDS = Thresholds(outside=0.4, answer=0.6, lead=0.2)


@pytest.mark.parametrize(
    ("ranked", "outside", "decision"),
    [
        ([("a", 0.9), ("b", 0.05)], 0.05, "answer"),
        ([("a", 0.65), ("b", 0.35)], 0.0, "answer"),
        ([("a", 0.55), ("b", 0.1)], 0.35, "clarify"),
        ([("a", 0.65), ("b", 0.5)], 0.0, "clarify"),
        ([("a", 0.5), ("b", 0.1)], 0.4, "none"),
        ([("a", 0.3)], 0.3, "none"),
        ([("a", 0.7)], 0.3, "answer"),
        ([], 1.0, "none"),
    ],
)
def test_what_is_done(ranked: list[tuple[str, float]], outside: float, decision: Decision) -> None:
    assert decide(ranked, outside, THRESHOLDS) == decision


def test_procedures_are_ranked_without_none() -> None:
    assert ranking({"b": 0.2, "none": 0.5, "a": 0.2, "c": 0.1}) == [("a", 0.2), ("b", 0.2), ("c", 0.1)]


def test_thresholds_keep_wrong_answers_away() -> None:
    """Right at 0.9, wrong at 0.7, strangers at 0.3: only the first are answered."""
    classes = ("a", "b", "none")
    right = [Labelled("", "zh", ("a",), "short")] * 90
    wrong = [Labelled("", "zh", ("b",), "short")] * 10
    strangers = [Labelled("", "zh", ("none",), "out-of-scope")] * 50
    rows = np.array([[0.9, 0.05, 0.05]] * 90 + [[0.7, 0.25, 0.05]] * 10 + [[0.3, 0.1, 0.6]] * 50, np.float64)
    found = best_thresholds(classes, rows, [*right, *wrong, *strangers])
    decisions = [decide([("a", float(row[0])), ("b", float(row[1]))], float(row[2]), found) for row in rows]
    assert decisions == ["answer"] * 90 + ["clarify"] * 10 + ["none"] * 50


def test_where_nothing_is_wrong_most_is_answered() -> None:
    rows = np.array([[0.6, 0.3, 0.1]] * 40 + [[0.05, 0.05, 0.9]] * 40, np.float64)
    inside, outside = Labelled("", "zh", ("a",), "short"), Labelled("", "zh", ("none",), "out-of-scope")
    found = best_thresholds(("a", "b", "none"), rows, [inside] * 40 + [outside] * 40)
    assert decide([("a", 0.6), ("b", 0.3)], 0.1, found) == "answer"
    assert decide([("a", 0.05), ("b", 0.05)], 0.9, found) == "none"
