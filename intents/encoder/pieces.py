"""Sentences into the pieces that the encoder knows: the likeliest split by the pieces' scores.

A unigram model: the split whose scores sum highest, found by dynamic programming (Viterbi).
Kudo 2018, Subword Regularization, https://arxiv.org/abs/1804.10959
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

BEGIN, PADDING, END, UNKNOWN = 0, 1, 2, 3
_SPACE = "\u2581"
_UNLIKELY = 10.0
"""So much below the least likely piece is a character that no piece has."""


class Pieces:
    """The pieces by their number; the first four are begin, padding, end and unknown."""

    def __init__(self, texts: Sequence[str], scores: Sequence[float], normal: Mapping[str, str]) -> None:
        self._numbers = {text: n for n, text in enumerate(texts) if n > UNKNOWN}
        self._scores = array("d", scores)
        self._longest: dict[str, int] = {}
        """Of the pieces that begin with a character; most characters begin none but themselves."""
        for text in self._numbers:
            self._longest[text[0]] = max(len(text), self._longest.get(text[0], 0))
        self._normal = str.maketrans(dict(normal))
        self._unknown = min(self._scores[UNKNOWN + 1 :]) - _UNLIKELY

    def split(self, text: str) -> list[int]:
        """The numbers of the pieces of a text."""
        said = _SPACE + " ".join(text.translate(self._normal).split(" ")).strip(" ").replace(" ", _SPACE)
        best = [0.0] + [-1e30] * len(said)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(said) + 1)
        for start in range(len(said)):
            base = best[start]
            longest = self._longest.get(said[start], 0)
            for end in range(start + 1, min(start + longest, len(said)) + 1):
                number = self._numbers.get(said[start:end])
                if number is not None and base + self._scores[number] > best[end]:
                    best[end], came[end] = base + self._scores[number], (start, number)
            if base + self._unknown > best[start + 1]:
                best[start + 1], came[start + 1] = base + self._unknown, (start, UNKNOWN)
        return _way_back(came)


def _way_back(came: Sequence[tuple[int, int]]) -> list[int]:
    numbers = []
    at = len(came) - 1
    while at > 0:
        at, number = came[at]
        numbers.append(number)
    return numbers[::-1]
