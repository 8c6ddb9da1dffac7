"""All procedures: how many papers before the departments shared, how many now; the greatest saving on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.commands.labels import Labels
from bot.commands.pictures.svg import box, document, dot, straight, text, width_of
from procedures.burden import Burden, Cost, ProcedureBurden

SIZE, ROW, MARGIN, HEAD = 13, 22, 24, 118
STEP, DOT = 34, 5.5
"""Pixels for one paper, and the radius of a dot."""
INK, GREY, RULE, BAND, GROUND = "#17212b", "#66757f", "#e3e8ec", "#f4f7f9", "#ffffff"
SAVED, NOW, PAPER = "#a9d8c8", "#0f8a66", "#d9822b"
"""What is saved; what is left where no paper is among it; what is left where one is."""


def draw_savings(found: Burden, language: str, label: Labels) -> str:
    """A row a procedure, from the ring on the right (before) to the dot on the left (now)."""
    rows = sorted(found.procedures, key=_saving)
    titles: Sequence[str] = [getattr(one.definition.title, language) for one in rows]
    names = MARGIN + max(map(_width, titles), default=0)
    most = max((one.usual.before for one in rows), default=0)
    start, bottom = names + STEP, HEAD + len(rows) * ROW
    width = round(start + most * STEP + STEP + MARGIN)
    heading = label("picture-savings-title", before=found.usual.papers_before, after=found.usual.papers_after)
    parts = [
        box(0, 0, width, bottom + MARGIN, GROUND, radius=12),
        text(MARGIN, 42, heading, INK, size=24, bold=True),
        text(MARGIN, 66, label("picture-savings-usual", procedures=found.usual.procedures), GREY),
        *_legend(label),
    ]
    for number in range(0, len(rows), 2):
        parts.append(box(MARGIN / 2, HEAD + number * ROW, width - MARGIN, ROW, BAND, radius=4))
    parts += [straight(start + n * STEP, HEAD, start + n * STEP, bottom, RULE) for n in range(most + 1)]
    for number, (one, title) in enumerate(zip(rows, titles, strict=True)):
        middle = HEAD + number * ROW + ROW / 2
        parts.append(text(names, middle + 4.5, title, INK, anchor="end"))
        parts += _row(one.usual, start, middle)
    return document(width, bottom + MARGIN, parts, size=SIZE, title=heading)


def _saving(one: ProcedureBurden) -> tuple[int, int, str]:
    return (one.usual.after - one.usual.before, -one.usual.before, one.definition.id)


def _width(title: str) -> float:
    return width_of(title, SIZE)


def _legend(label: Labels) -> Iterator[str]:
    x, y = float(MARGIN), 96
    for fill, line, name in ((GROUND, GREY, "before"), (NOW, NOW, "after"), (PAPER, PAPER, "paper")):
        words = label(f"picture-savings-{name}")
        yield dot(x + DOT, y - 4.5, DOT, fill, line=line)
        yield text(x + 3 * DOT, y, words, INK)
        x += 3 * DOT + _width(words) + MARGIN


def _row(cost: Cost, start: float, middle: float) -> Iterator[str]:
    before, after = start + cost.before * STEP, start + cost.after * STEP
    colour = PAPER if cost.papers else NOW
    if cost.before != cost.after:
        yield straight(after, middle, before, middle, SAVED, thick=5)
        yield dot(before, middle, DOT, GROUND, line=GREY)
    yield dot(after, middle, DOT, colour, line=colour)
    yield text(before + 2 * DOT, middle + 4.5, str(cost.before), GREY)
    yield text(after - 2 * DOT, middle + 4.5, str(cost.after), colour, bold=True, anchor="end")
