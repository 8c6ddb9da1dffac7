"""The tree of a procedure's paths as a picture: questions with their options, and at the ends what is brought.

Paths that lead to the same are joined. Where so many different ends are left that no page holds them, the picture goes
question by question instead and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.commands.labels import Labels
from bot.commands.layered import Edge, place
from bot.commands.picture_by_questions import by_questions
from bot.commands.svg import PAD, STROKES, Box, curve, page, texts, wrapped
from bot.dialogue.outcome_lines import OutcomeLines
from bot.dialogue.words import Words
from bot.settings import Language
from procedures.checks import walk
from procedures.definition import Definition
from procedures.outcome import Outcome, WayOut
from procedures.provincial import Province
from procedures.settling import Item
from procedures.tree import Lines, Node, Tree, grow

MOST_ENDS = 30
"""Ends that one page holds."""
ASKING, ENDING, BETWEEN, MARGIN, HEAD = 250, 340, 90, 24, 56
"""Widths of the boxes, the space between columns, the edge of the page and its heading, in pixels."""
COLOURS = ("#4a7fb5", "#b5794a", "#7a5bb0", "#3d9a8b", "#b0577f", "#7d8a2e", "#5c6f82", "#c08a1e")
STOP = "stop"


@dataclass(frozen=True)
class Drawn:
    """A picture; `ends` tells how many were too many for one page, and is None where the tree is drawn whole."""

    svg: str
    ends: int | None = None


def draw(definition: Definition, province: Province, language: Language) -> Drawn:
    """The picture of all paths through the definition."""
    label, words = Labels(language), Words(language, province)
    tree = grow(definition, province, _Told(words, label).lines)
    told: dict[str, str | int] = {
        "title": words.value(definition.title),
        "paths": len(walk(definition)),
        "ends": tree.ends,
    }
    if tree.ends > MOST_ENDS:
        heading = label("picture-heading-by-questions", **told)
        return Drawn(by_questions(definition, words, label, heading), tree.ends)
    return Drawn(_Picture(definition, tree, words, label).svg(label("picture-heading", **told)))


@dataclass(frozen=True)
class _Told:
    """What is told at an end, its kind first; what differs in nothing else is one end."""

    words: Words
    label: Labels

    def lines(self, end: Outcome) -> Lines:
        if end.stop is not None:
            return STOP, self.label("picture-end", say=self.words.value(end.stop.say))
        return "end", *self._first(end), *self._ways(end)

    def _first(self, end: Outcome) -> Iterator[str]:
        for first in end.first:
            name = self.words.province.matters.get(first.procedure) or first.procedure
            yield self.label("picture-first", procedure=self.words.value(name))

    def _ways(self, end: Outcome) -> Iterator[str]:
        """Ways that ask for the same stand together."""
        asked: dict[tuple[Item, ...], list[WayOut]] = {}
        for way in end.ways:
            asked.setdefault(way.bring, []).append(way)
        lines = OutcomeLines(end, self.words)
        for items, ways in asked.items():
            yield self.label("semicolon").join(
                self.label("picture-way", way=self.label(f"way-{way.way.way}"), visits=way.visit_count) for way in ways
            )
            documents = self.words.join(lines.name(item) for item in items)
            yield self.label("picture-bring", documents=documents) if items else self.label("picture-nothing")


class _Picture:
    """One box a node, a column for each question and the last for the ends."""

    def __init__(self, definition: Definition, tree: Tree, words: Words, label: Labels) -> None:
        self._definition, self._words, self._label = definition, words, label
        self._questions = [question.id for question in definition.questions]
        self._nodes = tree.nodes
        self._boxes = [self._box(node) for node in tree.nodes]
        self._columns = [self._column(node) for node in tree.nodes]

    def svg(self, heading: str) -> str:
        edges = [
            Edge(at, self._boxes[at].port(number), branch.to)
            for at, node in reversed(list(enumerate(self._nodes)))
            for number, branch in enumerate(node.branches)
        ]
        placed = place([box.height for box in self._boxes], self._columns, edges)
        parts = texts([heading], MARGIN, MARGIN, bold=True)
        for edge, heights in zip(edges, placed.routes, strict=True):
            parts.append(curve(self._points(edge, heights), self._colour(edge.end)))
        for box, column, top in zip(self._boxes, self._columns, placed.tops, strict=True):
            parts += box.drawn(_left(column), HEAD + top)
        last = max(self._columns)
        width = max(box.width for box, column in zip(self._boxes, self._columns, strict=True) if column == last)
        return page(_left(last) + width + MARGIN, HEAD + placed.height + MARGIN, parts)

    def _box(self, node: Node) -> Box:
        if node.question is None:
            kind, *told = node.told
            lines = [part for line in told for part in wrapped(line, ENDING - 2 * PAD)]
            return Box(kind, ENDING, (), (lines,))
        number = self._questions.index(node.question)
        question = self._definition.questions[number]
        asked = wrapped(f"{number + 1}. {self._words.value(question.ask)}", ASKING - 2 * PAD)
        rows = []
        for branch in node.branches:
            options = " / ".join(self._words.value(question.options[option]) for option in branch.options)
            said = self._label("picture-any") if len(node.branches) == 1 else options
            rows.append(wrapped(said, ASKING - 2 * PAD))
        return Box("question", ASKING, asked, rows)

    def _column(self, node: Node) -> int:
        return len(self._questions) if node.question is None else self._questions.index(node.question)

    def _points(self, edge: Edge, heights: Sequence[float]) -> list[tuple[float, float]]:
        """Along the route; past a column an edge runs level, so that it touches no box there."""
        column = self._columns[edge.start]
        points = [(float(_left(column) + ASKING), HEAD + heights[0])]
        for passed, height in enumerate(heights[1:-1], column + 1):
            points += [(float(_left(passed)), HEAD + height), (float(_left(passed) + ASKING), HEAD + height)]
        return [*points, (float(_left(self._columns[edge.end])), HEAD + heights[-1])]

    def _colour(self, end: int) -> str:
        return STROKES[STOP] if self._boxes[end].kind == STOP else COLOURS[end % len(COLOURS)]


def _left(column: int) -> int:
    """Where a column begins."""
    return MARGIN + column * (ASKING + BETWEEN)
