"""The catalogue's figures for the eyes of staff: a table of the whole, one by department, one by register."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields

from bot.commands.labels import Labels
from bot.demonstration.figures import Prefilled
from procedures.burden import Burden, Figures
from procedures.provincial import Province
from procedures.vocabulary import Text

WIDTH = 100
"""Columns that a list of procedures takes at most."""
SHARES = frozenset({"id_only", "online", "online_begun", "at_most_one_visit", "fields_prefilled"})
ROWS = tuple(field.name for field in fields(Figures) if field.name not in ("procedures", "paths"))


def as_text(
    found: Burden,
    province: Province,
    language: str,
    measured: Prefilled,
    without: Collection[str] = (),
    whole: Burden | None = None,
) -> str:
    """Lines in `language`; beside figures without some registers stands the change from the `whole`."""
    return "\n".join(_Page(found, province, language, measured).lines(sorted(without), whole))


class _Page:
    def __init__(self, found: Burden, province: Province, language: str, measured: Prefilled) -> None:
        self._measured = measured
        self._found, self._province, self._language = found, province, language
        self._label = Labels(language)

    def lines(self, without: Sequence[str], whole: Burden | None) -> Iterator[str]:
        usual = self._found.usual
        yield self._label("figures-size", procedures=usual.procedures, paths=usual.paths)
        if without:
            registers = self._label("comma").join(self._name(name) for name in without)
            yield self._label("figures-without", registers=registers)
        yield ""
        yield from aligned(list(self._summary(whole)))
        if self._measured.fields:
            yield self._label("figures-measured", filled=self._measured.filled, fields=self._measured.fields)
        yield ""
        yield self._label("figures-departments")
        yield from aligned(list(self._departments()))
        yield ""
        yield self._label("figures-registers")
        yield from self._registers()

    def _summary(self, whole: Burden | None) -> Iterator[list[str]]:
        """The change is told of the usual path alone: another path may be the worst when a register is down."""
        change = [self._label("figures-change")] if whole else []
        yield ["", self._label("figures-usual"), *change, self._label("figures-worst")]
        for name in ROWS:
            usual, worst = getattr(self._found.usual, name), getattr(self._found.worst, name)
            change = [changed(name, usual, getattr(whole.usual, name))] if whole else []
            yield [self._label(f"figures-{name.replace('_', '-')}"), said(name, usual), *change, said(name, worst)]

    def _departments(self) -> Iterator[list[str]]:
        columns = ("procedures", "id-only", "online", "at-most-one-visit", "papers")
        yield ["", *(self._label(f"figures-column-{column}") for column in columns)]
        for lead, figures in self._found.by_department.items():
            shares = (said(name, getattr(figures, name)) for name in ("id_only", "online", "at_most_one_visit"))
            papers = f"{figures.papers_before} → {figures.papers_after}"
            yield [self._text(self._province.departments[lead]), str(figures.procedures), *shares, papers]

    def _registers(self) -> Iterator[str]:
        idle: list[str] = []
        for share in self._found.registers:
            if not share.papers:
                idle.append(share.register)
                continue
            yield f"{share.papers:>4}  {self._name(share.register)}"
            indent = " " * 6
            ids = ", ".join(share.procedures)
            yield from textwrap.wrap(
                ids, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
            )
        if idle:
            yield self._label("figures-idle", registers=self._label("comma").join(map(self._name, idle)))

    def _name(self, register: str) -> str:
        return self._text(self._province.registers[register].name)

    def _text(self, text: Text) -> str:
        words: str = getattr(text, self._language)
        return words


def said(name: str, figure: float) -> str:
    """A share as `81%`, a number as it is."""
    return f"{figure:.0%}" if name in SHARES else f"{figure:g}"


def changed(name: str, figure: float, other: float) -> str:
    """`+12` or `-14%`; nothing where nothing shows. Shares change by what their rounded figures do."""
    scale, sign = (100, "%") if name in SHARES else (1, "")
    change = round(figure * scale, 0 if sign else 1) - round(other * scale, 0 if sign else 1)
    return f"{change:+g}{sign}" if change else ""


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table: names on the left, figures below each other on the right. A Chinese character takes two columns."""
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first + " " * (widths[0] - _columns(first))]
        cells += [" " * (width - _columns(cell)) + cell for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join(cells).rstrip()


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
