"""Sentences with what they mean: the bank that the matcher learns from and is measured on, and files like it.

A file has a head line `text lang expected kind` and one sentence a line, parted by tabs. `expected` are the ids of all
procedures that would be right, joined by `|`, the likeliest first, or `none` for what is outside the catalogue. Each
file of the bank is one writer; `train` is learned from, thresholds come from `tune`, `heldout` is only measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

Part = Literal["train", "tune", "heldout"]
PARTS: tuple[Part, ...] = ("train", "tune", "heldout")
HEAD = ("text", "lang", "expected", "kind")
OUTSIDE = "none"
"""What is expected of a sentence that no procedure answers."""
AMBIGUOUS = "ambiguous"
"""The kind of a sentence of which nobody could say which of several procedures it means."""


class WrongLine(ValueError):
    """A line that is no labelled sentence; says where and what is wrong."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and every procedure that would be right, the likeliest first; `none` alone for what is outside."""

    text: str
    language: str
    expected: tuple[str, ...]
    kind: str
    writer: str = ""

    @property
    def is_outside(self) -> bool:
        return self.expected == (OUTSIDE,)


def read_sentences(file: Path) -> tuple[Labelled, ...]:
    """The sentences of a file; more columns than four are left unread. Raises OSError, WrongLine."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        raise WrongLine(f"{file}: not UTF-8. Save the file as UTF-8.") from None
    return tuple(_sentences(file, lines))


def _sentences(file: Path, lines: list[str]) -> Iterator[Labelled]:
    for number, line in enumerate(lines, 1):
        columns = line.rstrip("\r").split("\t")
        if line == "" or (number == 1 and tuple(columns[:4]) == HEAD):
            continue
        if len(columns) < len(HEAD) or not all(columns[:4]):
            wanted = ", ".join(HEAD)
            raise WrongLine(f"{file}:{number}: {len(columns)} columns. Write {wanted}, parted by tabs.")
        text, language, expected, kind = columns[:4]
        yield Labelled(text, language, tuple(expected.split("|")), kind, file.stem)


def bank(part: Part) -> tuple[Labelled, ...]:
    """The sentences of one part of the bank, writer by writer."""
    folder = Path(str(files("intents"))) / "bank" / part
    return tuple(sentence for file in sorted(folder.glob("*.tsv")) for sentence in read_sentences(file))
