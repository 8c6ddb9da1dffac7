"""Homophones and typed pinyin written as they were meant: 公鸡金 and gongjijin become 公积金.

What people say for the catalogue's matters is known from the bank. A run of syllables that sounds like such a piece and
is written otherwise is rewritten, the longest piece first. False rewrites happen, so both variants are judged.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intents.sounds import Sounds
from intents.tidy import plain

SHORTEST, LONGEST = 2, 6
"""Characters of a piece."""
KNOWN_FROM = 2
"""Sentences that have to hold a piece."""
CERTAIN_LENGTH, CERTAIN_FROM = 3, 20
"""Written characters are replaced by others only for a piece of so many characters, or one that so many sentences hold:
a pair sounds like another one by chance."""
COVERED_FROM = 0.5
"""The share of the syllables that pieces have to cover, lest chance rewrites the rest."""
MOST_UNITS = 200
"""Syllables and signs of a text that is worth rewriting."""

_CHINESE = re.compile(r"[㐀-䶿一-鿿]+")
_UNITS = re.compile(r"[㐀-䶿一-鿿]|[a-z]+|[^a-z㐀-䶿一-鿿]+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A syllable as it is written, or what has none."""

    written: str
    syllable: str


def pieces_of(texts: Iterable[str], known_from: int = KNOWN_FROM) -> dict[str, int]:
    """Pieces of Chinese text that stand in enough of the texts, and the single characters; each with its number, the
    commonest first."""
    pieces: Counter[str] = Counter()
    for text in texts:
        runs = _CHINESE.findall(plain(text))
        pieces.update({run[i : i + n] for run in runs for n in _sizes() for i in range(len(run) - n + 1)})
        pieces.update(character for run in runs for character in run)
    known = (piece for piece, count in pieces.items() if len(piece) == 1 or count >= known_from)
    return {piece: pieces[piece] for piece in sorted(known, key=lambda piece: (-pieces[piece], piece))}


def _sizes() -> range:
    return range(SHORTEST, LONGEST + 1)


class Rewriter:
    """Rewrites by the pieces that people say."""

    def __init__(self, pieces: Mapping[str, int], sounds: Sounds) -> None:
        """`pieces` with the number of sentences that hold each, the commonest first."""
        self._pieces, self._sounds = pieces, sounds
        self._forms: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for piece in pieces:
            syllables = tuple(map(sounds.of, piece))
            if "" not in syllables:
                self._forms[syllables].append(piece)

    def rewrite(self, text: str) -> str | None:
        """A plain text as it may have been meant; None where nothing is to be rewritten or too little is certain."""
        units = self._units(text)
        if len(units) > MOST_UNITS:
            return None
        syllables = sum(1 for unit in units if unit.syllable)
        written, covered, changed = self._walk(units)
        if not changed or covered < COVERED_FROM * syllables:
            return None
        return " ".join(written.split())

    def _units(self, text: str) -> list[_Unit]:
        units: list[_Unit] = []
        for found in _UNITS.findall(text):
            if _CHINESE.match(found):
                units.append(_Unit(found, self._sounds.of(found)))
            elif found[0].isascii() and found[0].isalpha():
                split = self._sounds.split(found)
                units.extend(_Unit(syllable, syllable) for syllable in split) if split else units.append(
                    _Unit(f" {found} ", "")
                )
            elif not found.isspace():
                units.append(_Unit(found, ""))
        return units

    def _walk(self, units: Sequence[_Unit]) -> tuple[str, int, bool]:
        """The text, how many syllables pieces cover, and whether anything changed."""
        written: list[str] = []
        at = covered = 0
        changed = False
        while at < len(units):
            size, piece = self._piece(units, at)
            if size > 1:
                changed |= piece != "".join(unit.written for unit in units[at : at + size])
                covered += size
            written.append(piece)
            at += size
        return "".join(written), covered, changed

    def _piece(self, units: Sequence[_Unit], at: int) -> tuple[int, str]:
        """The longest piece that begins here, as it is written if it is a piece already; else the unit itself, typed
        pinyin as its commonest character."""
        for size in reversed(_sizes()):
            some = units[at : at + size]
            forms = self._forms.get(tuple(unit.syllable for unit in some)) if len(some) == size else None
            if not forms:
                continue
            written = "".join(unit.written for unit in some)
            if written in forms:
                return size, written
            if size >= CERTAIN_LENGTH or any(map(_is_typed, some)) or self._pieces[forms[0]] >= CERTAIN_FROM:
                return size, forms[0]
        alone = units[at]
        return 1, self._forms.get((alone.syllable,), [alone.written])[0] if _is_typed(alone) else alone.written


def _is_typed(unit: _Unit) -> bool:
    """Whether it is a syllable in Latin letters."""
    return unit.syllable != "" and unit.written == unit.syllable
