"""Grams are known by short keys: found, told apart, kept and opened again."""

from __future__ import annotations

import numpy as np

from intents.classifier import Classifier, key

GRAMS = ("房贷", "护照", " passport ", "p:hu zhao", "buckeroo")


def classifier(*grams: str) -> Classifier:
    keys = np.unique(np.array([key(gram) for gram in grams], np.uint32))
    return Classifier(
        classes=("one", "two"),
        keys=keys,
        weighs=np.arange(1, len(keys) + 1).astype(np.float16),
        by_gram=np.arange(2 * len(keys)).reshape(-1, 2).astype(np.int8),
        gram_step=0.5,
        by_meaning=np.ones((4, 2), np.float16),
        bias=np.zeros(2, np.float32),
        centre=np.zeros(4, np.float16),
    )


def test_known_grams_have_numbers_and_unknown_ones_none() -> None:
    made = classifier(*GRAMS)
    assert sorted(number for gram in GRAMS for number in made.numbers([gram])) == list(range(len(GRAMS)))
    assert made.numbers(GRAMS).tolist() == list(range(len(GRAMS)))
    assert made.numbers(["房", "zzz", ""]).tolist() == []
    assert made.numbers(["\ud83d", "护照"]).tolist() == made.numbers(["护照"]).tolist()


def test_grams_that_share_a_key_count_once() -> None:
    assert key("plumless") == key("buckeroo")
    assert (
        classifier(*GRAMS).numbers(["plumless", "buckeroo"]).tolist()
        == classifier(*GRAMS).numbers(["buckeroo"]).tolist()
    )


def test_what_is_kept_says_the_same_when_it_is_opened() -> None:
    made = classifier(*GRAMS)
    opened = Classifier.of(*made.parts())
    vectors = np.ones((2, 4), np.float32)
    said = [frozenset({"护照", "房"}), frozenset(GRAMS)]
    assert opened.sums(said, vectors).tolist() == made.sums(said, vectors).tolist()
    assert len(set(map(tuple, made.sums(said, vectors).tolist()))) == 2


def test_nothing_known_gives_what_the_meaning_gives() -> None:
    made = classifier()
    assert made.numbers(GRAMS).tolist() == []
    assert made.sums([frozenset(GRAMS)], np.ones((1, 4), np.float32)).tolist() == [[16.0, 16.0]]
