"""Figures that can be counted by hand."""

import pytest

from intents.matcher import Candidate, Match
from intents.scoring import Bin, Figures, interval, score, share
from intents.sentences import Labelled


class Told:
    """A matcher that says what it was told: decision, probability and candidates by sentence."""

    def __init__(self, said: dict[str, tuple[str, float, list[str]]]) -> None:
        self._said = said

    def match(self, sentence: str) -> Match:
        decision, probability, ids = self._said[sentence]
        candidates = tuple(Candidate(name, probability, "", ()) for name in ids)
        return Match(decision, candidates, probability, "clear")  # type: ignore[arg-type]


MATCHER = Told(
    {
        "renew": ("answer", 0.9, ["passport", "marriage"]),
        "wed": ("answer", 0.8, ["divorce", "marriage"]),
        "papers": ("clarify", 0.4, ["divorce", "marriage"]),
        "hello": ("none", 0.1, ["marriage"]),
        "joke": ("none", 0.1, []),
        "pizza": ("answer", 0.7, ["marriage"]),
        "book": ("clarify", 0.5, ["passport", "marriage"]),
        "gone": ("none", 0.2, ["passport"]),
    }
)
SENTENCES = [
    Labelled("renew", "en", ("passport", "passport-first"), "short", "ann"),
    Labelled("wed", "en", ("marriage",), "short", "ann"),
    Labelled("papers", "zh", ("marriage",), "story", "bob"),
    Labelled("hello", "zh", ("marriage",), "story", "bob"),
    Labelled("joke", "en", ("none",), "out-of-scope", "bob"),
    Labelled("pizza", "en", ("none",), "out-of-scope", "bob"),
    Labelled("book", "en", ("marriage", "passport"), "ambiguous", "bob"),
    Labelled("gone", "en", ("marriage", "passport"), "ambiguous", "bob"),
]


def test_every_sentence_is_counted_for_what_it_is() -> None:
    found = score(MATCHER, SENTENCES)
    assert found.total == Figures(
        inside=4, first_right=2, first_three=4, answered=2, wrong_answers=1, asked_back=1,
        outside=2, rejected=1, answered_outside=1, ambiguous=2, well_met=1,
    )  # fmt: skip
    assert found.by_writer["ann"] == Figures(inside=2, first_right=1, first_three=2, answered=2, wrong_answers=1)
    assert found.by_kind["out-of-scope"] == Figures(outside=2, rejected=1, answered_outside=1)
    assert found.by_language["zh"].inside == 2


def test_what_was_taken_for_what_is_told() -> None:
    found = score(MATCHER, SENTENCES)
    assert found.confused == (
        ("marriage", "divorce", 2),
        ("marriage", "none", 2),
        ("none", "marriage", 1),
    )
    assert [sentence.text for sentence, _ in found.mistaken] == ["wed", "papers", "hello", "pizza", "gone"]


def test_probabilities_are_held_against_what_came_true() -> None:
    found = score(MATCHER, SENTENCES[:3])
    assert found.reliability == (Bin(1, 0.4, 0.0), Bin(1, 0.8, 0.0), Bin(1, 0.9, 1.0))
    assert found.calibration_error == pytest.approx((0.4 + 0.8 + 0.1) / 3)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Wilson's interval, as worked out in Brown, Cai and DasGupta 2001, Interval Estimation for a Binomial Proportion.
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (90, 100, 0.8256, 0.9448)],
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert interval(part, whole) == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(1, 4) == 0.25
    assert share(0, 0) == 0.0
