"""`new`: begin a definition with a skeleton that passes `check`, so that nobody starts from an empty page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.catalogue.content import SHIPPED, province_of
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.commands.schema import BESIDE, renew
from bot.settings import Settings
from procedures.provincial import PARTS, Province
from procedures.vocabulary import Text

NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
LONGEST = 48


def new(
    procedure: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and hyphens: library-card.")],
    title_zh: Annotated[str | None, typer.Option(help="What it is called, in Chinese.")] = None,
    title_en: Annotated[str | None, typer.Option(help="What it is called, in English.")] = None,
) -> int:
    """Begin a definition: a skeleton that passes check.

    It is written into the folder DEFINITIONS, and its path is printed. A procedure that the province does not know yet
    gets its everyday name in province/matters.yaml, where both titles are given; else it is said which line to add.
    """
    told = serving.settings()
    file = told.definitions / f"{_name(procedure)}.yaml"
    if file.exists():
        raise FoundWrong(f'There is a definition of "{procedure}" already: {file}.')
    started = _Started(told, serving.open_province(told), procedure, _title(title_zh, title_en), serving.today())
    started.write(file)
    typer.echo(str(file))
    problems = [*started.make_known(), *started.found_wrong(file)]
    for sentence in [*problems, *started.next_steps(file)]:
        typer.echo(sentence, err=True)
    return 1 if problems else 0


@dataclass
class _Started:
    """A definition that is being begun."""

    told: Settings
    province: Province
    procedure: str
    title: Text | None
    today: date

    def write(self, file: Path) -> None:
        """The skeleton, never over a file that is there. Raises FoundWrong."""
        from procedures.skeleton import NothingToStandOn, skeleton

        template = (SHIPPED / "skeleton.yaml").read_text(encoding="utf-8")
        title = self.title or self.province.matters.get(self.procedure)
        try:
            text = skeleton(template, self.procedure, title, self.province, self.today)
            with file.open("x", encoding="utf-8") as written:
                written.write(text)
        except NothingToStandOn as error:
            raise FoundWrong(f"{error}: add one in {province_of(self.told.definitions)}.") from None
        except OSError as error:
            raise FoundWrong(f"{file} cannot be written: {error.strerror}.") from None

    def make_known(self) -> Iterator[str]:
        """Its everyday name for the province, and the schema that lists all names; yields what could not be done."""
        from bot.catalogue.compiling import names_in

        if self.title is not None and self.procedure not in self.province.matters:
            yield from self._name_matter(self.matters, self.title)
        try:
            renew(self.told.definitions, serving.open_province(self.told), names_in(self.told.definitions))
        except OSError as error:
            yield f"The schema for editors, {BESIDE}, cannot be written: {error.strerror}."

    @property
    def matters(self) -> Path:
        """The file with every procedure's everyday name."""
        return province_of(self.told.definitions) / PARTS["matters"]

    def _name_matter(self, matters: Path, title: Text) -> Iterator[str]:
        """One more line at the end of the file; if that does not make a province, the file is left as it was."""
        from procedures.reading import read_province
        from procedures.skeleton import matter_line

        line, why = matter_line(self.procedure, title), "another line there is in the way"
        try:
            before = matters.read_text(encoding="utf-8")
            matters.write_text(f"{before}{'' if before.endswith(chr(10)) else chr(10)}{line}\n", encoding="utf-8")
            if read_province(matters.parent)[0] is not None:
                return
            matters.write_text(before, encoding="utf-8")
        except OSError as error:
            why = str(error.strerror)
        yield f"{matters} cannot be written: {why}. Add this line to it: {line}"

    def found_wrong(self, file: Path) -> Iterator[str]:
        """What `check` says, here and now, of what was written."""
        from bot.catalogue.compiling import examine, names_in

        province = serving.open_province(self.told)
        for examined in examine([file], province, names_in(self.told.definitions)):
            yield from map(str, examined.problems)

    def next_steps(self, file: Path) -> Iterator[str]:
        """What the colleague does now, in the language of this installation."""
        from bot.commands.labels import Labels  # Fluent is slow to import

        label = Labels(self.told.language)
        yield label("new-next", file=str(file), procedure=self.procedure)
        if self.title is None and self.procedure not in self.province.matters:
            yield label("new-matter", file=str(self.matters), line=f"{self.procedure}: {{zh: …, en: …}}")


def _name(procedure: str) -> str:
    if not NAME.fullmatch(procedure) or len(procedure) > LONGEST:
        better = re.sub(r"[^a-z0-9]+", "-", procedure.lower()).strip("-")[:LONGEST].strip("-") or "library-card"
        raise WrongUse(
            f'"{procedure}" is not a name: write small letters, digits and hyphens, at most {LONGEST}, like "{better}".'
        )
    return procedure


def _title(zh: str | None, en: str | None) -> Text | None:
    """Both or none. Raises WrongUse."""
    given = [_printable(words) for words in (zh, en) if words is not None]
    if not given:
        return None
    if len(given) == 1 or not all(given):
        raise WrongUse("The title is said in both languages: give --title-zh and --title-en.")
    return Text(zh=given[0], en=given[1])


def _printable(words: str) -> str:
    return "".join(character for character in " ".join(words.split()) if character.isprintable())
