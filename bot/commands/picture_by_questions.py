"""A picture for procedures with too many different ends: question by question, and what each option changes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from bot.commands.labels import Labels
from bot.commands.svg import PAD, Box, curve, page, texts, wrapped
from bot.dialogue.conditions import Conditions
from bot.dialogue.guide_documents import GuideDocuments
from bot.dialogue.words import Words
from procedures.condition import ALWAYS, Clause, Condition
from procedures.definition import Definition, Question

OPTION, CHANGE, BETWEEN, MARGIN, HEAD = 300, 720, 28, 24, 56
"""Widths of the two columns, the space between two questions, the edge of the page and its heading, in pixels."""
ARROW = "#5b6b78"

Effect = tuple[tuple[Condition, ...], str]
"""What follows, and the conditions that must all hold."""


def by_questions(definition: Definition, words: Words, label: Labels, heading: str) -> str:
    """The picture: what always holds, then the questions from the top."""
    effects = list(_Effects(definition, words, label).all())
    always = [said for conditions, said in effects if all(condition == ALWAYS for condition in conditions)]
    parts, top = texts([heading], MARGIN, MARGIN, bold=True), HEAD
    first = Box("always", OPTION + CHANGE, [label("picture-always")], [_cut(always)])
    parts += first.drawn(MARGIN, top)
    top += first.height
    for number, question in enumerate(definition.questions, 1):
        middle = MARGIN + OPTION / 2
        parts.append(curve([(middle, top), (middle, top + BETWEEN)], ARROW))
        top += BETWEEN
        head = wrapped(f"{number}. {words.value(question.ask)}", OPTION + CHANGE - 2 * PAD)
        options, changes = [], []
        for option, text in question.options.items():
            said = wrapped(words.value(text), OPTION - 2 * PAD)
            follows = _cut(_following(definition, question, option, effects, label))
            lines = max(len(said), len(follows))
            options.append([*said, *[""] * (lines - len(said))])
            changes.append(follows)
        box = Box("question", OPTION + CHANGE, head, options)
        parts += box.drawn(MARGIN, top)
        for row, change in enumerate(changes):
            parts += texts(change, MARGIN + OPTION, top + box.row_top(row) + PAD / 2)
        top += box.height
    return page(OPTION + CHANGE + 2 * MARGIN, top + MARGIN, parts)


def _following(
    definition: Definition, question: Question, option: str, effects: Sequence[Effect], label: Labels
) -> list[str]:
    """What holds with this option and not with every other."""
    others = frozenset(each.id for each in definition.questions) - {question.id}
    lines = []
    for conditions, said in effects:
        held = {each: _holds(conditions, {question.id: each}, others) for each in question.options}
        if held[option] is False or len(set(held.values())) == 1:
            continue
        lines.append(said if held[option] else label("picture-perhaps", line=said))
    return lines or [label("picture-no-difference")]


def _holds(conditions: Sequence[Condition], answers: Mapping[str, str], still_open: Container[str]) -> bool | None:
    """Whether all hold; None while that depends on other questions."""
    held = [condition.holds(answers, still_open) for condition in conditions]
    return False if False in held else None if None in held else True


class _Effects:
    """Everything in a definition that an answer can change, in the order in which one meets it."""

    def __init__(self, definition: Definition, words: Words, label: Labels) -> None:
        self._definition, self._words, self._label = definition, words, label
        self._documents = GuideDocuments(definition, words, Conditions(definition, words))

    def all(self) -> Iterator[Effect]:
        value, label = self._words.value, self._label
        for stop in self._definition.stops:
            yield (stop.when,), label("picture-end", say=value(stop.say))
        for number, question in enumerate(self._definition.questions, 1):
            if question.when != ALWAYS:
                yield (question.when,), label("picture-asks", number=number)
        for first in self._definition.first:
            name = self._words.province.matters.get(first.procedure) or first.procedure
            yield (first.when,), label("picture-first", procedure=value(name))
        for way in self._definition.ways:
            yield (way.when,), label("picture-opens", way=label(f"way-{way.way}"))
        for line in self._definition.documents:
            paper = line.on_paper_if
            held = () if paper is None else (Condition(any_of=(Clause(unless=paper),)),)
            for heading, said, there in self._documents.fates(line):
                yield (line.when, there, *held), label(f"picture-{heading}", line=said)
            for heading, said, there in self._documents.fates(line, on_paper=True) if paper is not None else ():
                yield (line.when, there, paper or ALWAYS), label(f"picture-{heading}", line=said)


def _cut(lines: Iterable[str]) -> list[str]:
    return [part for line in lines for part in wrapped(line, CHANGE - 2 * PAD)]
