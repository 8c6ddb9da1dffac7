"""What a sentence is made of, for the classifier: its characters, words and sounds, alone and next to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from intents.sounds import Sounds
from intents.tidy import grams, tidy

_RUNS = re.compile(r"[㐀-䶿一-鿿]+|[a-z]+")
_WORDS = re.compile(r"[a-z0-9]+")


def features(sentence: str, sounds: Sounds) -> frozenset[str]:
    """Grams of one to three Chinese characters, Latin words, trigrams and pairs of words, and two or three syllables.

    Syllables are those of characters and of typed pinyin alike: 公积金, 公鸡金 and gongjijin share `p:gong ji jin`.
    """
    text = tidy(sentence)
    found = set(grams(text))
    for run in _RUNS.findall(text):
        syllables = _syllables(run, sounds)
        found.update(run[i : i + 3] for i in range(len(run) - 2) if run[0] > "z")
        for size in (2, 3):
            found.update(f"p:{' '.join(syllables[i : i + size])}" for i in range(len(syllables) - size + 1))
    found.update(f"{first}_{second}" for first, second in pairwise(_WORDS.findall(text)))
    return frozenset(found)


def _syllables(run: str, sounds: Sounds) -> Sequence[str]:
    """Of Chinese characters, or of Latin letters that can be pinyin; none of others."""
    return [sounds.of(character) for character in run] if run[0] > "z" else sounds.split(run) or ()
