"""Sounds: the toneless syllable of a character, and typed pinyin split into syllables.

People type 公鸡金 for 公积金 and gongjijin for both: what was meant sounds the same, whatever stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_LONGEST = 6
"""Letters of the longest syllable: zhuang."""
_LONGEST_RUN = 200
"""Letters without a space that are still taken for pinyin."""


class Sounds:
    """Knows the commonest reading of every character. `v` stands for ü."""

    def __init__(self, characters: Mapping[str, str]) -> None:
        """`characters` by syllable."""
        self._of = {character: syllable for syllable, alike in characters.items() for character in alike}
        self._syllables = frozenset(characters)
        self.split = lru_cache(maxsize=4096)(self._split)

    def of(self, character: str) -> str:
        """The syllable of a Chinese character; empty for anything else."""
        return self._of.get(character, "")

    def _split(self, letters: str) -> tuple[str, ...] | None:
        """A run of small Latin letters as syllables, as few as possible; None if it cannot be pinyin."""
        if len(letters) > _LONGEST_RUN:
            return None
        best: list[tuple[str, ...] | None] = [(), *[None] * len(letters)]
        for start in range(len(letters)):
            said = best[start]
            if said is None:
                continue
            for end in range(start + 1, min(start + _LONGEST, len(letters)) + 1):
                other = best[end]
                if letters[start:end] in self._syllables and (other is None or len(said) + 1 < len(other)):
                    best[end] = (*said, letters[start:end])
        return best[-1]
