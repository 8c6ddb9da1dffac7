"""The bank is large and varied enough, and what is measured with is not what was learned from."""

from __future__ import annotations

from collections import Counter

import pytest

from intents.sentences import AMBIGUOUS, PARTS, Labelled, bank
from intents.variety import NEAR, holdings, written_twice
from tests.shipped import shipped_definitions

BANK = {part: bank(part) for part in PARTS}
IDS = {definition.id for definition in shipped_definitions()}
KINDS = {"short", "indirect", "story", "fragment", "noisy", "official", "ambiguous", "out-of-scope"}


def test_every_sentence_is_labelled_by_what_exists() -> None:
    for sentence in (sentence for part in PARTS for sentence in BANK[part]):
        assert sentence.is_outside or set(sentence.expected) <= IDS, sentence
        assert sentence.language in ("zh", "en", "mixed"), sentence
        assert sentence.kind in KINDS, sentence
        assert (sentence.kind == "out-of-scope") == sentence.is_outside, sentence
        assert sentence.kind != AMBIGUOUS or len(sentence.expected) > 1, sentence


def test_there_is_enough_of_everything() -> None:
    held = {each.intent: each for each in holdings(BANK)}
    assert held.keys() == {*IDS, "none"}
    for intent in IDS:
        each = held[intent]
        assert sum(each.by_part.values()) >= 60, intent
        assert min(each.by_part.values()) >= 8, intent
        assert (each.kinds, each.writers) >= (6, 8), intent
        assert each.chinese == pytest.approx(0.6, abs=0.06), intent
        assert each.mixed == pytest.approx(0.1, abs=0.04), intent
        assert each.opening <= 0.2, intent
        assert each.fresh >= 0.2, intent
    assert sum(held["none"].by_part.values()) >= 1500
    kinds = Counter(sentence.kind for part in PARTS for sentence in BANK[part])
    assert kinds[AMBIGUOUS] >= 300


def test_no_sentence_stands_in_it_twice() -> None:
    texts = Counter(sentence.text for part in PARTS for sentence in BANK[part])
    assert [text for text, count in texts.items() if count > 1] == []


def test_nothing_that_is_measured_with_was_learned_from() -> None:
    """What thresholds were tuned with is compared by `make bank`."""
    pairs = [pair for pair in written_twice(BANK, of=("heldout",)) if pair.across]
    assert [(pair.first.text, pair.second.text) for pair in pairs] == []


def test_a_sentence_written_twice_is_noticed() -> None:
    """Without this the test above would pass though nothing was compared."""
    one = Labelled("我的护照快到期了怎么换", "zh", ("passport-renewal",), "short", "ann")
    again = Labelled("我的护照快到期了，怎么换呢", "zh", ("passport-renewal",), "short", "bob")
    other = Labelled("丢了身份证", "zh", ("id-card-replacement",), "short", "bob")
    [pair] = written_twice({"train": [one, other], "tune": [], "heldout": [again]}, of=("tune", "heldout"))
    assert {pair.first, pair.second} == {one, again}
    assert pair.across
    assert NEAR < 1
