"""`make pictures`: draws the conversations of tests/transcripts/telegram as telephones show them, into docs/pictures.

An SVG of our own, from text alone: no browser, no fonts and no photographs are needed, and the same transcript gives
the same picture, so that a test can tell whether README still shows the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from bot.commands.pictures.svg import document, width_of, wrap

ROOT = Path(__file__).parent.parent.parent
TRANSCRIPTS = ROOT / "tests" / "transcripts" / "telegram"
PICTURES = ROOT / "docs" / "pictures"

SCREEN, HEIGHT, GAP = 360, 760, 24
"""Width and height of a telephone's screen, and the space between two, in pixels."""
SIZE, LINE, PAD, MARGIN, ROUND = 13, 18, 9, 10, 12
BUBBLE = SCREEN - 3 * MARGIN
TEXT = BUBBLE - 2 * PAD
ROW = 32
"""Height of a row of buttons."""
PAPER, MINE, THEIRS, BUTTON, INK, BLUE = "#d5e1e6", "#e3fdd0", "#ffffff", "#9fb6bf", "#17212b", "#2b6a99"


@dataclass
class Bubble:
    """A message on the screen."""

    mine: bool
    lines: list[str] = field(default_factory=list)
    buttons: list[list[str]] = field(default_factory=list)

    @property
    def height(self) -> int:
        return len(self.lines) * LINE + 2 * PAD + len(self.buttons) * ROW + MARGIN


def read(transcript: str) -> list[Bubble]:
    """The chat as it looks in the end: a tapped question shows the answer and has no buttons any more."""
    chat: list[Bubble] = []
    for line in transcript.splitlines():
        if line.startswith("> "):
            chat.append(Bubble(mine=True, lines=[line[2:]]))
        elif line.startswith("edited: "):
            asked = next(bubble for bubble in reversed(chat) if bubble.buttons)
            asked.lines.append(line.removeprefix("edited: "))
            asked.buttons = []
        elif line.startswith("bot: "):
            chat.append(Bubble(mine=False, lines=[_sign(line.removeprefix("bot: "))]))
        elif line.startswith("     ["):
            chat[-1].buttons.append(line.strip()[1:-1].split("] ["))
        elif line.startswith("     "):
            chat[-1].lines.append(line.strip())
    return chat


def _sign(line: str) -> str:
    """A picture, a file or a place by the sign that apps show for it."""
    for word, sign in (("(picture ", "▦ "), ("(file ", "📎 "), ("(place) ", "📍 ")):
        if line.startswith(word):
            return sign + line.removeprefix(word).rstrip(")")
    return line


def draw(transcript: str) -> str:
    """The picture: one screen beside the other, the first message on the left."""
    screens = list(_screens(read(transcript)))
    width = len(screens) * (SCREEN + GAP) - GAP
    parts: list[str] = []
    for number, screen in enumerate(screens):
        left = number * (SCREEN + GAP)
        parts.append(f'<rect x="{left}" width="{SCREEN}" height="{HEIGHT}" rx="{2 * ROUND}" fill="{PAPER}"/>')
        top = 2 * MARGIN
        for bubble in screen:
            parts += _bubble(bubble, left, top)
            top += bubble.height
    return document(width, HEIGHT, parts, size=SIZE)


def _screens(chat: list[Bubble]) -> Iterator[list[Bubble]]:
    """As many messages a screen as it holds; what is higher than a screen goes on on the next."""
    screen: list[Bubble] = []
    left = HEIGHT - 3 * MARGIN
    for bubble in chat:
        rest = Bubble(bubble.mine, [part for line in bubble.lines for part in wrap(line, TEXT, SIZE)], bubble.buttons)
        while rest.height > left:
            fits = (left - 2 * PAD - MARGIN) // LINE if rest.height > HEIGHT // 2 else 0
            if fits > 3:
                screen.append(Bubble(rest.mine, rest.lines[:fits]))
                rest = Bubble(rest.mine, rest.lines[fits:], rest.buttons)
            yield screen
            screen, left = [], HEIGHT - 3 * MARGIN
        screen.append(rest)
        left -= rest.height
    yield screen


def _bubble(bubble: Bubble, screen: int, top: int) -> Iterator[str]:
    text = max((width_of(line, SIZE) for line in bubble.lines), default=0)
    width = BUBBLE if bubble.buttons else min(BUBBLE, int(text) + 2 * PAD + 2)
    left = screen + (SCREEN - MARGIN - width if bubble.mine else MARGIN)
    height = len(bubble.lines) * LINE + 2 * PAD - 4
    colour = MINE if bubble.mine else THEIRS
    yield f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="{ROUND}" fill="{colour}"/>'
    for number, line in enumerate(bubble.lines):
        y = top + PAD + number * LINE + SIZE - 1
        title = number == 0 and line.startswith(("【", "["))
        style = f' font-weight="bold" fill="{INK}"' if title else f' fill="{BLUE if line.startswith("→") else INK}"'
        yield f'<text x="{left + PAD}" y="{y}"{style}>{escape(line, quote=False)}</text>'
    for number, row in enumerate(bubble.buttons):
        yield from _buttons(row, left, top + height + 4 + number * ROW, width)


def _buttons(row: list[str], left: int, top: int, width: int) -> Iterator[str]:
    each = (width - 4 * (len(row) - 1)) / len(row)
    for number, label in enumerate(row):
        x = left + number * (each + 4)
        yield f'<rect x="{x:.0f}" y="{top}" width="{each:.0f}" height="{ROW - 4}" rx="8" fill="{BUTTON}"/>'
        middle = f'x="{x + each / 2:.0f}" y="{top + 19}"'
        yield f'<text {middle} text-anchor="middle" fill="#ffffff">{escape(label, quote=False)}</text>'


def pictures() -> dict[Path, str]:
    """Each picture and what it should be."""
    return {
        PICTURES / f"telegram-{file.stem.rpartition('.')[2]}.svg": draw(file.read_text(encoding="utf-8"))
        for file in sorted(TRANSCRIPTS.glob("*.txt"))
    }


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for path, picture in pictures().items():
        path.write_text(picture, encoding="utf-8")
