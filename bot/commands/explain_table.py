"""Every path of a procedure as a table in words: aligned for eyes and a signature, or as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from bot.commands.labels import Labels
from bot.commands.table import aligned
from bot.dialogue.outcome_lines import OutcomeLines
from bot.dialogue.words import Words
from bot.settings import Language
from procedures.checks import walk
from procedures.definition import Definition
from procedures.outcome import Outcome, WayOut, outcome
from procedures.provincial import Province
from procedures.publication import Publication
from procedures.settling import Item, Why

COLUMNS = {"path": 6, "answers": 30, "ways": 22, "bring": 52, "covered": 46, "else": 40, "papers": 9}
"""The columns of the text and the most places that each takes."""
TOLD = (
    *("stop", "way", "visits", "errands", "brought", "reasons", "covered", "hand-in", "made", "sent", "first"),
    *("papers-before", "papers-after"),
)
"""The columns of the CSV after the answers."""


def as_text(publication: Publication, province: Province, language: Language) -> Iterator[str]:
    """What is signed: which text, its questions, every path, and a line for the name."""
    definition, label = publication.definition, Labels(language)
    words = Words(language, province)
    ends = _ends(definition, province)
    yield label("explain-title", title=words.value(definition.title), id=definition.id)
    yield label("explain-text", hash=publication.hash, paths=len(ends), day=definition.review_by.isoformat())
    for number, question in enumerate(definition.questions, 1):
        yield label("explain-question", number=number, question=words.value(question.ask), id=question.id)
    yield ""
    rows = [[[label(f"column-{name}")] for name in COLUMNS]]
    rows += [_PathOut(number, end, words, label).cells() for number, end in enumerate(ends, 1)]
    yield from aligned(rows, list(COLUMNS.values()))
    yield ""
    yield label("explain-sign")


def as_csv(publication: Publication, province: Province, language: Language) -> str:
    """A heading, then one line for every path and way; a path that ends early has one line without a way."""
    definition, label = publication.definition, Labels(language)
    words = Words(language, province)
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    asked = [f"{number} {words.value(question.ask)}" for number, question in enumerate(definition.questions, 1)]
    lines.writerow([label("column-path"), *asked, *(label(f"column-{name}") for name in TOLD)])
    for number, end in enumerate(_ends(definition, province), 1):
        lines.writerows(_PathOut(number, end, words, label).records())
    return written.getvalue()


def _ends(definition: Definition, province: Province) -> list[Outcome]:
    return [outcome(definition, province, answers) for answers in walk(definition)]


@dataclass(frozen=True)
class _PathOut:
    """One path in words."""

    number: int
    end: Outcome
    words: Words
    label: Labels

    @property
    def lines(self) -> OutcomeLines:
        return OutcomeLines(self.end, self.words)

    def cells(self) -> list[list[str]]:
        papers = self.label("explain-papers", before=self.end.papers_before, after=self._after())
        return [
            [str(self.number)],
            [f"{number} {self._answer(number)}" for number in self._asked()],
            [self._way(way) for way in self.end.ways],
            [self._stop()] if self.end.stop else list(self._brought()),
            [line for entry in self.end.covered for line in self.lines.covered(entry)],
            list(self._else()),
            [] if self.end.stop else [papers],
        ]

    def records(self) -> Iterator[list[str]]:
        asked = range(1, len(self.end.definition.questions) + 1)
        answers = [self._answer(number) for number in asked]
        shared = [self._listed(line for entry in self.end.covered for line in self.lines.covered(entry))]
        if self.end.stop is not None:
            yield [str(self.number), *answers, self._stop(), *[""] * (len(TOLD) - 1)]
        for way in self.end.ways:
            yield [
                str(self.number),
                *answers,
                "",
                self.label(f"way-{way.way.way}"),
                str(way.visit_count),
                str(len(way.errands)),
                self._listed(map(self.lines.name, way.bring)),
                self._listed(map(self.lines.reason, way.bring)),
                *shared,
                self._listed(map(self.lines.name, way.hand_in)),
                self._listed(map(self.lines.name, way.also)),
                self._listed(map(self.lines.sent, self.end.sent)),
                self._listed(map(self.lines.first, self.end.first)),
                str(self.end.papers_before),
                str(len({item.document for item in way.bring})),
            ]

    def _asked(self) -> list[int]:
        answers = self.end.journey.answers
        return [number for number, question in enumerate(self.end.definition.questions, 1) if question.id in answers]

    def _answer(self, number: int) -> str:
        question = self.end.definition.questions[number - 1]
        answer = self.end.journey.answers.get(question.id)
        return self.words.value(question.options[answer]) if answer is not None else ""

    def _way(self, way: WayOut) -> str:
        name = self.label(f"way-{way.way.way}")
        return self.label("explain-way", way=name, visits=way.visit_count, errands=len(way.errands))

    def _brought(self) -> Iterator[str]:
        """What is brought and why; ways that ask for the same stand together."""
        asked: dict[tuple[Item, ...], list[str]] = {}
        for way in self.end.ways:
            asked.setdefault(way.bring, []).append(self.label(f"way-{way.way.way}"))
        for items, ways in asked.items():
            if len(asked) > 1:
                yield self.label("explain-by", ways=self.words.join(ways))
            if not items:
                yield self.label("explain-nothing")
            for item in items:
                yield self.label("explain-item", item=self.lines.name(item), reason=self.lines.reason(item))

    def _else(self) -> Iterator[str]:
        """What else there is to do or to know; as the window asks, where there is one."""
        way = self.end.way()
        yield from (self.label("explain-first", first=self.lines.first(first)) for first in self.end.first)
        for item in way.hand_in if way else ():
            yield self.label("explain-hand-in", item=self.lines.item(item))
        for item in way.also if way else ():
            if item.why is not Why.PRODUCED:
                yield self.label("explain-made", item=self.lines.item(item))
        yield from map(self.lines.sent, self.end.sent)

    def _stop(self) -> str:
        stop = self.end.stop
        assert stop is not None
        said = self.label("stop", say=self.words.value(stop.say))
        if not stop.instead:
            return said
        matters = self.words.province.matters
        names = (self.words.value(matters[name]) if name in matters else name for name in stop.instead)
        return f"{said} {self.label('instead', procedures=self.words.join(names))}"

    def _after(self) -> int:
        way = self.end.way()
        return len({item.document for item in way.bring}) if way else 0

    def _listed(self, words: Iterator[str] | map[str]) -> str:
        return self.label("semicolon").join(words)
