"""What is learned from, and what names it: sentences, definitions, encoder and code.

Taught.stale(folder) -> the files there that were learned from something else than there is now
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from intents.encoder.encoder import FILES
from intents.hearing.kept import HEARING
from intents.hearing.spotting import OptionWords
from intents.keeping import digest_in
from intents.sentences import Labelled, bank
from intents.tables import Line, table
from intents.understanding import MATTERS

Questions = Mapping[str, Sequence[OptionWords]]
"""The options of every question by `procedure.question`."""
ENCODING = ("encoder/*.py", "tidy.py")
LEARNING = (
    *ENCODING,
    "classifier.py",
    "deciding.py",
    "examples.py",
    "features.py",
    "keeping.py",
    "matters.py",
    "rewriting.py",
    "sentences.py",
    "sounds.py",
    "tables.py",
    "thresholds.py",
    "words.py",
    "words.toml",
    "learning/*.py",
)
"""The code that decides what is learned of matters; of acts and answers, the folder `hearing` too."""


@dataclass(frozen=True)
class Taught:
    """Everything that is learned from. `sentences` of the bank and `phrases` of the catalogue teach matters, `tune`
    sets thresholds; `answers` and `acts`, with the options of all `questions`, teach hearing."""

    sentences: Sequence[Labelled]
    phrases: Sequence[Labelled]
    tune: Sequence[Labelled]
    answers: Sequence[Line]
    acts: Sequence[Line]
    questions: Questions

    @classmethod
    def from_bank(cls, phrases: Iterable[Labelled], questions: Questions) -> Taught:
        """The bank that comes with the program, with a catalogue's own phrases and questions."""
        answers, acts = table("answers", "train"), table("acts", "train")
        return cls(bank("train"), tuple(phrases), bank("tune"), answers, acts, questions)

    def __len__(self) -> int:
        return len(self.sentences) + len(self.phrases) + len(self.answers) + len(self.acts)

    def stale(self, folder: Path) -> list[str]:
        """The files of `folder` that are missing, or were learned from something else. Raises OSError without an
        encoder there."""
        return [name for name, digest in self.digests(folder).items() if digest_in(folder / name) != digest]

    def digests(self, folder: Path) -> dict[str, str]:
        """What names all that each file is learned from, with the encoder in `folder`. Raises OSError."""
        matters, hearing = _begun(folder, LEARNING), _begun(folder, (*LEARNING, "hearing/*.py"))
        for sentence in (*self.sentences, *self.phrases, *self.tune):
            line = f"{sentence.text}\t{'|'.join(sentence.expected)}\t{sentence.kind}\n"
            matters.update(line.encode("utf-8", "replace"))
        for row in (*self.answers, *self.acts):
            hearing.update("\t".join((*row.columns.values(), row.writer, "\n")).encode())
        for name, options in self.questions.items():
            hearing.update(f"{name} {[(option.id, option.words) for option in options]}".encode())
        for sentence in self.sentences:
            hearing.update(sentence.text.encode("utf-8", "replace"))
        return {MATTERS: matters.hexdigest(), HEARING: hearing.hexdigest()}


def encoder_digest(folder: Path) -> str:
    """Names the encoder in `folder` by its files and its code. Raises OSError."""
    return _begun(folder, ENCODING).hexdigest()


def _begun(folder: Path, code: Iterable[str]) -> hashlib._Hash:
    digest = hashlib.sha256()
    house = Path(str(files("intents")))
    for file in (*(folder / name for name in FILES), *(found for part in code for found in sorted(house.glob(part)))):
        digest.update(file.read_bytes())
    return digest
