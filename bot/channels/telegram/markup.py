"""Text and buttons as Telegram takes them: escaped, cut where a reader would pause, of comfortable width.

Telegram counts UTF-16 units after it has read the markup, so text is cut first and marked up afterwards: no cut can
fall into an entity. Limits: https://core.telegram.org/bots/api#sendmessage, #inlinekeyboardbutton.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from bot.dialogue.messages import Option

LONGEST_TEXT = 4096  # UTF-16 units
LONGEST_CAPTION = 1024
LONGEST_KEY = 64  # bytes
MOST_BUTTONS = 100
ROW_WIDTH = 30
"""Columns of a row of buttons that a narrow telephone shows whole; a Chinese character takes two."""
SHORT_LABEL = 10
"""Columns of a label that may share its row."""
MOST_ABREAST = 3
"""Buttons that share a row at most, so that a thumb finds each."""
LONG_LABEL = 2 * ROW_WIDTH
BY_LABEL = "~"
"""Begins the key of a button whose own key is too long: what it says is then what the citizen says."""
CUTS = ("\n\n", "\n", "。", ". ", "；", "; ", "，", ", ", " ")
"""Where text may be cut, the best place first."""
_TITLE = re.compile(r"\A(【[^】\n]+】|\[[^]\n]+])")

Keyboard = list[list[tuple[str, str]]]
"""Rows of (label, callback data)."""


def length(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def as_html(text: str) -> str:
    """The text with everything escaped, and a title at its start in bold."""
    title = _TITLE.match(text)
    if title is None:
        return escape(text, quote=False)
    return f"<b>{escape(title[0], quote=False)}</b>{escape(text[title.end() :], quote=False)}"


def split(text: str, most: int = LONGEST_TEXT) -> list[str]:
    """Parts of at most `most` units, none blank: cut between paragraphs, else lines, else sentences, else words."""
    parts = []
    rest = text.strip()
    while length(rest) > most:
        end = _cut(_beginning(rest, most))
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [part for part in (*parts, rest) if part]


def _beginning(text: str, most: int) -> str:
    """As many characters from the start as fit into that many units."""
    end = most
    while length(text[:end]) > most:
        end -= max(1, (length(text[:end]) - most) // 2)
    return text[:end]


def _cut(text: str) -> int:
    """Where to cut this beginning; not so early that a nearly empty part would be left."""
    for mark in CUTS:
        at = text.rfind(mark)
        if at >= len(text) // 4:
            return at + len(mark)
    return len(text)


def shorten(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it is longer than that many units."""
    return text if length(text) <= most else _beginning(text, most - 1).rstrip() + "…"


def width(label: str) -> int:
    """Columns on the screen."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)


def keyboard(options: Sequence[Option]) -> Keyboard:
    """One button a row; where all labels are short, as many as fit, evenly spread."""
    buttons = [(shorten(option.label, LONG_LABEL), _data(option, n)) for n, option in enumerate(options[:MOST_BUTTONS])]
    widest = max((width(label) for label, _ in buttons), default=0)
    if widest > SHORT_LABEL:
        return [[button] for button in buttons]
    fitting = min(MOST_ABREAST, ROW_WIDTH // (widest + 2))
    rows = -(-len(buttons) // fitting)
    each = -(-len(buttons) // rows) if rows else 1
    return [buttons[start : start + each] for start in range(0, len(buttons), each)]


def _data(option: Option, number: int) -> str:
    fits = len(option.key.encode()) <= LONGEST_KEY and not option.key.startswith(BY_LABEL)
    return option.key if fits else f"{BY_LABEL}{number}"
