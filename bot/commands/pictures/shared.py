"""One procedure: on the left the papers of before, in the middle the registers that hold them, then what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.commands.labels import Labels
from bot.commands.pictures.svg import box, curve, document, dot, text, wrap
from procedures.outcome import Outcome
from procedures.provincial import Province
from procedures.settling import Covered, Item
from procedures.vocabulary import Text

SIZE, LINE, MARGIN, HEAD = 14, 18, 28, 136
WIDTH, CARD, ROW, GAP = 1040, 300, 46, 10
"""The picture, a card, its height and the space below it, in pixels."""
LEFT, MIDDLE, RIGHT = MARGIN, 400, 772
RIGHT_CARD = WIDTH - MARGIN - RIGHT
INK, GREY, GROUND, PLAIN, EDGE = "#17212b", "#66757f", "#ffffff", "#f4f7f9", "#c9d4da"
NOW, SOFT = "#0f8a66", "#e6f4ef"
COLOURS = ("#2b6a99", "#b0562a", "#7a4fa3", "#3f7d3a", "#a33d5e", "#8a7418", "#24787c", "#555f9e")
"""One a department, in turn."""


@dataclass(frozen=True)
class _Shelf:
    """A department, the registers it serves here, and the papers that they strike off."""

    department: str
    papers: tuple[Covered, ...]
    colour: str


def draw_shared(end: Outcome, province: Province, language: str, label: Labels) -> str:
    """The picture of a finished outcome: what is brought on top, below it paper by paper what is struck off."""
    return _Picture(end, province, language, label).drawn()


class _Picture:
    def __init__(self, end: Outcome, province: Province, language: str, label: Labels) -> None:
        way = end.way()
        self._end, self._province, self._language, self._label = end, province, language, label
        self._brought: Sequence[Item] = way.bring if way else ()
        self._shelves = _shelves(end.covered)
        self._rows = len(self._brought) + len(end.covered)

    def drawn(self) -> str:
        bottom = HEAD + self._rows * (ROW + GAP)
        notes = self._notes(bottom + LINE)
        height = bottom + LINE * (len(notes) + 1) + MARGIN // 2
        parts = [box(0, 0, WIDTH, height, GROUND, radius=12), *self._head(), *self._left_to_right(), *notes]
        return document(WIDTH, height, parts, size=SIZE, title=self._title())

    def _title(self) -> str:
        return self._label("picture-shared-title", before=self._end.papers_before, after=self._after)

    @property
    def _after(self) -> int:
        return len({item.document for item in self._brought})

    def _head(self) -> Iterator[str]:
        procedure = self._said(self._end.definition.title)
        yield text(LEFT, 46, self._title(), INK, size=26, bold=True)
        yield text(LEFT, 72, self._label("picture-shared-usual", procedure=procedure), GREY)
        columns = (
            (LEFT, self._label("picture-shared-before", before=self._end.papers_before)),
            (MIDDLE, self._label("picture-shared-registers")),
            (RIGHT, self._label("picture-shared-after", after=self._after)),
        )
        for x, heading in columns:
            yield text(x, HEAD - 16, heading, INK, bold=True)

    def _left_to_right(self) -> Iterator[str]:
        """Lines first, so that cards lie on them."""
        top = HEAD
        for item in self._brought:
            yield curve(LEFT + CARD, top + ROW / 2, RIGHT, top + ROW / 2, NOW, thick=3)
            yield from self._card(LEFT, top, CARD, self._name(item.document), NOW, SOFT)
            yield from self._card(RIGHT, top, RIGHT_CARD, self._name(item.document), GROUND, NOW)
            top += ROW + GAP
        if self._end.covered:
            yield from self._covered(top)

    def _covered(self, top: int) -> Iterator[str]:
        height = len(self._end.covered) * (ROW + GAP) - GAP
        arrive = top + height / 2
        row = top
        for shelf in self._shelves:
            own = len(shelf.papers) * (ROW + GAP) - GAP
            middle = row + own / 2
            yield curve(MIDDLE + CARD, middle, RIGHT, arrive, EDGE)
            for n, covered in enumerate(shelf.papers):
                y = row + n * (ROW + GAP)
                yield curve(LEFT + CARD, y + ROW / 2, MIDDLE, y + ROW / 2, shelf.colour)
                yield from self._card(LEFT, y, CARD, self._name(covered.document), shelf.colour, PLAIN)
            yield from self._shelf(shelf, row, own)
            row += own + GAP
        yield from self._home(arrive)

    def _shelf(self, shelf: _Shelf, top: float, height: float) -> Iterator[str]:
        department = wrap(self._said(self._province.departments[shelf.department]), CARD - 36, SIZE)
        registers = dict.fromkeys(covered.register for covered in shelf.papers)
        lines = [self._said(self._province.registers[register].name) for register in registers]
        yield box(MIDDLE, top, CARD, height, GROUND, line=shelf.colour)
        y = top + height / 2 - (len(department) + len(lines)) * LINE / 2 + SIZE
        for line in department:
            yield text(MIDDLE + 18, y, line, shelf.colour, bold=True)
            y += LINE
        for line in lines:
            yield text(MIDDLE + 18, y, line, INK, size=SIZE - 1)
            y += LINE

    def _home(self, middle: float) -> Iterator[str]:
        """Where all the other papers end: they are not carried."""
        height = 2.2 * ROW
        yield box(RIGHT, middle - height / 2, RIGHT_CARD, height, PLAIN, line=EDGE)
        yield dot(RIGHT, middle, 5, GROUND, line=GREY)
        centre = RIGHT + RIGHT_CARD / 2
        stay = self._label("picture-shared-stay", papers=len(self._end.covered))
        yield text(centre, middle - 4, stay, INK, size=SIZE + 3, bold=True, anchor="middle")
        yield text(centre, middle + LINE, self._label("picture-shared-why"), GREY, anchor="middle")

    def _card(self, x: float, y: float, width: float, name: str, mark: str, fill: str) -> Iterator[str]:
        """A paper; what is brought now stands out by its ground."""
        bold = fill == NOW
        yield box(x, y, width, ROW, fill, line=EDGE if fill == PLAIN else NOW)
        yield box(x + 5, y + 8, 5, ROW - 16, mark, radius=2)
        lines = wrap(name, width - 40, SIZE)
        first = y + ROW / 2 + SIZE / 2 - 2 - (len(lines) - 1) * (LINE - 1) / 2
        for n, line in enumerate(lines):
            yield text(x + 22, first + n * (LINE - 1), line, GROUND if bold else INK, bold=bold)

    def _notes(self, top: int) -> list[str]:
        """How far the count of before is known."""
        before = self._end.definition.before
        if before is None:
            return []
        said = self._label("picture-shared-source", note=self._said(before.note), source=before.source)
        lines = wrap(said, WIDTH - 2 * MARGIN, SIZE - 2)
        return [text(LEFT, top + n * LINE, line, GREY, size=SIZE - 2) for n, line in enumerate(lines)]

    def _name(self, document_id: str) -> str:
        return self._said(self._province.documents[document_id].name)

    def _said(self, words: Text) -> str:
        said: str = getattr(words, self._language)
        return said


def _shelves(covered: Sequence[Covered]) -> tuple[_Shelf, ...]:
    """By department, in the order in which the papers first name them."""
    departments = dict.fromkeys(entry.department for entry in covered)
    return tuple(
        _Shelf(department, tuple(e for e in covered if e.department == department), COLOURS[n % len(COLOURS)])
        for n, department in enumerate(departments)
    )
