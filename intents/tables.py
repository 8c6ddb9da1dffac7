"""What people say inside a matter, with what it means: the tables that hearing is learned from and measured on.

One folder of the bank a kind, in it `train` and `heldout`, in these one file a writer, who saw neither the program nor
the other files. Columns are parted by tabs, and the first line names them.

    answers   procedure question text lang expected   an option; several joined by | where one has to ask; unsure; -
    mentions  procedure text lang expected            every `question=option` that follows from the text; -
    acts      text lang act rest                      what is done, and what it is about
    days      text lang now expected                  when to come, as written in intents/hearing/when/notation.py
    places    text lang expected                      a centre; several joined by |; -
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from intents.sentences import WrongLine

Kind = Literal["answers", "mentions", "acts", "days", "places"]
HEADS: dict[Kind, tuple[str, ...]] = {
    "answers": ("procedure", "question", "text", "lang", "expected"),
    "mentions": ("procedure", "text", "lang", "expected"),
    "acts": ("text", "lang", "act", "rest"),
    "days": ("text", "lang", "now", "expected"),
    "places": ("text", "lang", "expected"),
}
UNSURE, NO_ANSWER = "unsure", "-"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its columns by name, and who wrote it."""

    columns: dict[str, str]
    writer: str

    def __getitem__(self, column: str) -> str:
        return self.columns[column]

    @property
    def text(self) -> str:
        return self.columns["text"]

    @property
    def language(self) -> str:
        return self.columns["lang"]


def table(kind: Kind, part: Literal["train", "heldout"]) -> tuple[Line, ...]:
    """The lines of one part of a table, writer by writer."""
    folder = Path(str(files("intents"))) / "bank" / kind / part
    return tuple(line for file in sorted(folder.glob("*.tsv")) for line in read_table(file, kind))


def read_table(file: Path, kind: Kind) -> tuple[Line, ...]:
    """The lines of one file. Raises OSError, WrongLine."""
    return tuple(_lines(file, kind))


def _lines(file: Path, kind: Kind) -> Iterator[Line]:
    head = HEADS[kind]
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        columns = tuple(line.split("\t"))
        if line == "" or (number == 1 and columns == head):
            continue
        if len(columns) != len(head):
            raise WrongLine(f"{file}:{number}: {len(columns)} columns. Write {', '.join(head)}, parted by tabs.")
        yield Line(dict(zip(head, columns, strict=True)), file.stem)
