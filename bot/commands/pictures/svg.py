"""The few shapes that pictures are made of, as SVG, and how wide a text is about: no font is asked for its measures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Literal

FONTS = "-apple-system, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans, sans-serif"


def document(width: int, height: int, parts: Iterable[str], *, size: int, title: str = "") -> str:
    """The whole file. `size` is that of texts that name none; `title` is read out to who cannot see the picture."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONTS}" font-size="{size}">'
    )
    told = [f"<title>{escape(title, quote=False)}</title>"] if title else []
    return "\n".join([head, *told, *parts, "</svg>"]) + "\n"


def box(x: float, y: float, width: float, height: float, fill: str, *, radius: int = 8, line: str = "") -> str:
    edge = f' stroke="{line}"' if line else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}" fill="{fill}"{edge}/>'


def text(
    x: float,
    y: float,
    words: str,
    fill: str,
    *,
    size: int | None = None,
    bold: bool = False,
    anchor: Literal["start", "middle", "end"] = "start",
) -> str:
    """One line; `y` is its baseline."""
    style = f' font-size="{size}"' if size else ""
    style += ' font-weight="bold"' if bold else ""
    style += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}" fill="{fill}"{style}>{escape(words, quote=False)}</text>'


def straight(x1: float, y1: float, x2: float, y2: float, colour: str, *, thick: float = 1) -> str:
    return f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{colour}" stroke-width="{thick:g}" fill="none"/>'


def curve(x1: float, y1: float, x2: float, y2: float, colour: str, *, thick: float = 2) -> str:
    """From left to right, level at both ends."""
    middle = (x1 + x2) / 2
    way = f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"
    return f'<path d="{way}" stroke="{colour}" stroke-width="{thick:g}" fill="none"/>'


def dot(x: float, y: float, radius: float, fill: str, *, line: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{line}" stroke-width="1.5"/>'


def wrap(line: str, width: float, size: int) -> list[str]:
    """The line in parts that fit, cut at a space or between Chinese characters."""
    parts, start, cut, used = [], 0, 0, 0.0
    for at, character in enumerate(line):
        if used + width_of(character, size) > width and at > start:
            end = cut if cut > start else at
            parts.append(line[start:end].rstrip())
            start, cut = end, end
            used = width_of(line[start:at], size)
        used += width_of(character, size)
        if character == " " or _is_wide(character):
            cut = at + 1
    return [*parts, line[start:]]


def width_of(words: str, size: int) -> float:
    """Roughly, in pixels: a picture that is read by people needs no more."""
    return sum(size * (1.0 if _is_wide(c) else 0.3 if c in "ijl.,:;'|! " else 0.56) for c in words)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
