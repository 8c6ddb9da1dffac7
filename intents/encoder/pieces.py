"""Sentences into the pieces that the encoder knows: the likeliest split by the pieces' scores.

A unigram model: the split whose scores sum highest, found by dynamic programming (Viterbi).
Kudo 2018, Subword Regularization, https://arxiv.org/abs/1804.10959
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BEGIN, PADDING, END, UNKNOWN = 0, 1, 2, 3
_SPACE = "\u2581"
_UNLIKELY = 10.0
"""So much below the least likely piece is a character that no piece has."""


class Pieces:
    """The pieces by their number; the first four are begin, padding, end and unknown."""

    def __init__(self, texts: Sequence[str], scores: Sequence[float], normal: Mapping[str, str]) -> None:
        self._known = {
            text: (float(score), n) for n, (text, score) in enumerate(zip(texts, scores, strict=True)) if n > UNKNOWN
        }
        self._longest: dict[str, int] = {}
        """Of the pieces that begin with a character; most characters begin none but themselves."""
        for text in self._known:
            self._longest[text[0]] = max(len(text), self._longest.get(text[0], 0))
        self._normal = str.maketrans(dict(normal))
        self._unknown = min(score for score, _ in self._known.values()) - _UNLIKELY

    def split(self, text: str) -> list[int]:
        """The numbers of the pieces of a text."""
        said = _SPACE + " ".join(text.translate(self._normal).split(" ")).strip(" ").replace(" ", _SPACE)
        best = [0.0] + [-1e30] * len(said)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(said) + 1)
        for start in range(len(said)):
            base = best[start]
            longest = self._longest.get(said[start], 0)
            for end in range(start + 1, min(start + longest, len(said)) + 1):
                found = self._known.get(said[start:end])
                if found is not None and base + found[0] > best[end]:
                    best[end], came[end] = base + found[0], (start, found[1])
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
