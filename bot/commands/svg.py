"""Boxes, lines of text and curves as SVG: text alone, no fonts, no browser, the same input the same picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.commands.table import fold, is_wide

SIZE, LINE, PAD = 13, 19, 10
"""Of letters, lines and margins, in pixels."""
LATIN = 7.4
"""Pixels that a Latin letter takes on average, and a little more; a Chinese character is as wide as it is high."""
INK, FAINT, PAPER = "#17212b", "#5b6b78", "#ffffff"
FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans, sans-serif"
FILLS = {"question": "#e8f1fb", "end": "#e9f6ea", "stop": "#fdecea", "always": "#f3f4f6"}
STROKES = {"question": "#4a7fb5", "end": "#4c9a57", "stop": "#c0564a", "always": "#8a94a0"}


def wrapped(line: str, pixels: int) -> list[str]:
    """The line in parts that fit into so many pixels."""
    return fold(line, pixels, lambda text: sum(SIZE if is_wide(character) else LATIN for character in text))


@dataclass(frozen=True)
class Box:
    """A heading and rows below it, each of one or more lines."""

    kind: str
    width: int
    head: Sequence[str]
    rows: Sequence[Sequence[str]] = ()

    @property
    def height(self) -> int:
        return self.row_top(len(self.rows))

    def row_top(self, number: int) -> int:
        """Where a row begins, from the top of the box."""
        rows = sum(len(row) * LINE + PAD for row in self.rows[:number])
        return (len(self.head) * LINE + PAD if self.head else 0) + rows

    def port(self, number: int) -> int:
        """The middle of a row."""
        return (self.row_top(number) + self.row_top(number + 1)) // 2

    def drawn(self, x: float, y: float) -> list[str]:
        """The box at this place."""
        stroke = STROKES[self.kind]
        size = f'width="{self.width}" height="{self.height}"'
        parts = [f'<rect x="{x:.0f}" y="{y:.0f}" {size} rx="6" fill="{FILLS[self.kind]}" stroke="{stroke}"/>']
        parts += texts(self.head, x + PAD, y + PAD / 2, bold=True)
        for number, row in enumerate(self.rows):
            top = y + self.row_top(number)
            if top > y:
                parts.append(f'<path d="M{x:.0f} {top:.0f}h{self.width}" stroke="{stroke}" stroke-opacity="0.35"/>')
            parts += texts(row, x + PAD, top + PAD / 2)
        return parts


def texts(lines: Sequence[str], x: float, y: float, *, bold: bool = False) -> list[str]:
    """Lines of text below one another, the first with its top at `y`."""
    style = ' font-weight="bold"' if bold else ""
    return [
        f'<text x="{x:.0f}" y="{y + number * LINE + SIZE + 1:.0f}"{style}>{escape(line, quote=False)}</text>'
        for number, line in enumerate(lines)
    ]


def curve(points: Sequence[tuple[float, float]], colour: str) -> str:
    """A line through the points that leaves and reaches each of them level."""
    (x, y), *rest = points
    path = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        path.append(f"C{middle:.0f} {y:.0f} {middle:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y
    return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'


def page(width: float, height: float, parts: Sequence[str]) -> str:
    """The picture."""
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}" font-size="{SIZE}" fill="{INK}">'
    return "\n".join([head, f'<rect width="100%" height="100%" fill="{PAPER}"/>', *parts, "</svg>"]) + "\n"
