"""Rows as aligned text, for eyes: a cell has lines, long ones are cut, and Chinese takes two places a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

Cell = Sequence[str]
GAP = "  "


def aligned(rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> Iterator[str]:
    """The rows, the first as a heading; between two rows a line. `widths` are the most that each column may take."""
    cut = [[_cut_cell(cell, most) for cell, most in zip(row, widths, strict=True)] for row in rows]
    taken = [max((width(line) for row in cut for line in row[at]), default=0) for at in range(len(widths))]
    for number, row in enumerate(cut):
        for at in range(max(map(len, row), default=0)):
            cells = (_padded(cell[at] if at < len(cell) else "", w) for cell, w in zip(row, taken, strict=True))
            yield GAP.join(cells).rstrip()
        yield ("=" if number == 0 else "-") * (sum(taken) + len(GAP) * (len(taken) - 1))


def width(text: str) -> int:
    """Places that a text takes in a terminal."""
    return sum(2 if is_wide(character) else 1 for character in text)


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def fold(line: str, most: float, measure: Callable[[str], float] = width) -> list[str]:
    """The line in parts that take at most `most`, cut at a space or after a Chinese character."""
    parts, rest = [], line
    while measure(rest) > most:
        at = _cut(rest, most, measure)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*parts, rest]


CLOSING = "，。；：、）》”！？,.;:)!?"
"""Never at the beginning of a line."""
OPENING = "（《“("
"""Never at its end."""


def _cut(text: str, most: float, measure: Callable[[str], float]) -> int:
    used, cut, end = 0.0, 0, 1
    for at, character in enumerate(text):
        used += measure(character)
        if used > most:
            break
        end = at + 1
        joined = character in OPENING or text[at + 1 : at + 2] in CLOSING
        if (character == " " or is_wide(character)) and not joined:
            cut = end
    return cut or end


def _cut_cell(cell: Cell, most: int) -> list[str]:
    return [part for line in cell for part in fold(line, most)]


def _padded(text: str, to: int) -> str:
    return text + " " * (to - width(text))
