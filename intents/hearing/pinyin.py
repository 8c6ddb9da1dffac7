"""Whether Latin letters are typed pinyin: "wo yao ban hukou" is Chinese, "can you hang on" is not."""

from __future__ import annotations

import re

from intents.hearing.acts import hear_act
from intents.sounds import Sounds
from intents.tidy import plain
from intents.words import words

_WORD = re.compile(r"[a-z]+")
ENGLISH_FROM = 0.5
"""The share of plain English words from which on a text is English."""


def is_pinyin(sentence: str, sounds: Sounds) -> bool:
    """True if every word splits into syllables, at least two in all, and few of them are common English words."""
    spoken = _WORD.findall(plain(sentence))
    split = [sounds.split(word) for word in spoken]
    if not spoken or not all(split) or sum(len(syllables or ()) for syllables in split) < 2 or hear_act(sentence):
        return False
    english = set(words("stop")["en"])
    return sum(word in english for word in spoken) < ENGLISH_FROM * len(spoken)
