"""Finds the phrases that share rare grams with a sentence, touching a bounded number of them however many there are."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from heapq import nsmallest

from intents import thresholds
from intents.tidy import grams, is_chinese
from intents.words import all_words, either, words

Grams = frozenset[str]


class Index:
    """Weighs grams by how few procedures know them, and phrases by the grams they share with a sentence."""

    def __init__(self, phrases: Sequence[tuple[str, str]]) -> None:
        """`phrases` are pairs of tidied text and the intent it means."""
        self._owned = [grams(text) for text, _ in phrases]
        known: dict[str, set[str]] = defaultdict(set)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, (owned, (_, intent)) in enumerate(zip(self._owned, phrases, strict=True)):
            known[intent] |= owned
            for gram in owned:
                self._postings[gram].append(number)
        self._known = {intent: frozenset(owned) for intent, owned in known.items()}
        spread = Counter(gram for owned in self._known.values() for gram in owned)
        self._rarest = math.log(1 + len(known))
        self._weights = {gram: _kind(gram) * math.log(1 + len(known) / n) for gram, n in spread.items()}
        self._sizes = [self.size(owned) for owned in self._owned]
        self._known_sizes = {intent: self.size(owned) for intent, owned in self._known.items()}

    def size(self, owned: Iterable[str]) -> float:
        """The summed weight of grams."""
        return sum(map(self.weigh, owned))

    def weigh(self, gram: str) -> float:
        """How much a gram tells: more the fewer procedures know it; an unknown one is held against a match."""
        return self._weights.get(gram) or thresholds.STRANGE * _kind(gram) * self._rarest

    def nearest(self, query: Grams) -> list[tuple[int, float]]:
        """The phrases nearest to a sentence with their Dice (0..1), best first."""
        size = self.size(query)
        shared: dict[int, float] = defaultdict(float)
        left = thresholds.POSTINGS
        for gram in sorted(query & self._postings.keys(), key=lambda gram: (len(self._postings[gram]), gram)):
            left -= len(self._postings[gram])
            if left < 0:
                break
            weight = self._weights[gram]
            for number in self._postings[gram]:
                shared[number] += weight
        dice = ((-2 * weight / (size + self._sizes[number]), number) for number, weight in shared.items())
        return [(number, -less) for less, number in nsmallest(thresholds.NEAR_PHRASES, dice)]

    def known(self, intent: str) -> Grams:
        """Every gram of the phrases that mean `intent`."""
        return self._known[intent]

    def overlap(self, query: Grams, intent: str) -> tuple[float, float, float]:
        """The share of the sentence that the intent's phrases know, the Dice with all of them together, and how much
        evidence that is whatever the length of the sentence (each 0..1)."""
        size, known = self.size(query), self._known[intent]
        shared = self.size(query & known)
        telling = self.size(content(query) & known) / self._rarest
        return (
            shared / size,
            2 * shared / (size + self._known_sizes[intent]),
            telling / (telling + thresholds.HALF_CONVINCED),
        )


def content(owned: Grams) -> Grams:
    """The grams that not every matter shares."""
    return owned - _stop_grams()


def without_run_up(tidied: str) -> str:
    """The text without the words at its edges that every matter shares: 我想离婚 is 离婚; never empty."""
    return _run_up().sub("", tidied) or tidied


def whole_words(owned: Grams) -> tuple[str, ...]:
    """What can be shown of grams: Latin words and Chinese pairs, in order."""
    pairs = (gram for gram in owned if is_chinese(gram) and len(gram) > 1)
    latin = (gram.strip() for gram in owned if not is_chinese(gram) and gram.startswith(" ") and gram.endswith(" "))
    return tuple(sorted({*pairs, *latin}))


@lru_cache(maxsize=65_536)
def _kind(gram: str) -> float:
    if is_chinese(gram):
        weight = 1.0 if len(gram) > 1 else thresholds.CHARACTER
    else:
        weight = 1.0 if gram.startswith(" ") and gram.endswith(" ") else thresholds.TRIGRAM
    return weight * (thresholds.STOP if gram in _stop_grams() else 1.0)


@cache
def _run_up() -> re.Pattern[str]:
    stops = either(words("stop")["zh"])
    return re.compile(rf"^(?:{stops})+|(?:{stops})+$")


@cache
def _stop_grams() -> Grams:
    return frozenset(gram for word in all_words("stop") for gram in grams(word))
