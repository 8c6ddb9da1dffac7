"""Figures that can be counted by hand."""

from intents.matcher import Matcher, Phrase
from intents.scoring import Figures, Row, score, share

MATCHER = Matcher(
    [
        Phrase("护照换发", "passport", "zh"),
        Phrase("Marriage registration", "marriage", "en"),
        Phrase("结婚登记", "marriage", "zh"),
    ]
)


def test_sentences_inside_and_outside_are_counted_apart() -> None:
    rows = [
        Row("护照换发", "zh", frozenset({"passport", "passport-first"}), "formal"),
        Row("marriage registration", "en", frozenset({"marriage"}), "formal"),
        Row("结婚登记", "zh", frozenset({"divorce"}), "formal"),
        Row("tell me a joke", "en", frozenset({"none"}), "out-of-scope"),
        Row("护照换发", "zh", frozenset({"none"}), "out-of-scope"),
    ]
    figures = score(MATCHER, rows)
    assert figures.total == Figures(
        inside=3, first_right=2, first_three=2, answered=3, wrong_answers=1, outside=2, rejected=1, answered_outside=1
    )
    assert figures.by_language["en"] == Figures(
        inside=1, first_right=1, first_three=1, answered=1, outside=1, rejected=1
    )
    assert figures.by_kind["out-of-scope"] == Figures(outside=2, rejected=1, answered_outside=1)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(1, 4) == 0.25
    assert share(0, 0) == 0.0
