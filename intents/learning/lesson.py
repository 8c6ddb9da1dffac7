"""Learns: from all that is taught to the two files that the program opens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from intents.deciding import best_thresholds
from intents.hearing.kept import HEARING, keep_heard
from intents.keeping import keep
from intents.learning.fitting import fit, judged, sharpened, with_examples
from intents.learning.hearing import fit_acts, fit_judge
from intents.learning.readings import characters
from intents.learning.taught import Taught
from intents.learning.vectors import Tell, Vectors
from intents.rewriting import pieces_of
from intents.sounds import Sounds
from intents.understanding import MATTERS


def learn(folder: Path, taught: Taught, due: Collection[str], memory: Path, tell: Tell) -> None:
    """Learn the `due` files and put them into `folder`, where the encoder is.

    `memory`: a file for the vectors of sentences, so that a changed sentence costs seconds. `tell` hears how far it is.
    Raises OSError, NoEncoder.
    """
    digests = taught.digests(folder)
    vectors = Vectors(folder, memory, tell)
    if MATTERS in due:
        _learn_matters(folder / MATTERS, taught, digests[MATTERS], vectors, tell)
    if HEARING in due:
        _learn_hearing(folder / HEARING, taught, digests[HEARING], vectors, tell)


def _learn_matters(file: Path, taught: Taught, digest: str, vectors: Vectors, tell: Tell) -> None:
    sounds = Sounds(alike := characters())
    sentences = (*taught.sentences, *taught.phrases)
    tell(f"learning from {len(sentences)} sentences")
    classifier = fit(sentences, sounds, vectors)
    matters = sharpened(with_examples(classifier, taught.sentences, vectors), taught.tune, sounds, vectors)
    rows = judged(matters, taught.tune, sounds, vectors)
    head, arrays = matters.parts()
    head = {
        "digest": digest,
        "matters": head,
        "thresholds": asdict(best_thresholds(matters.classes, rows, taught.tune)),
        "sounds": alike,
        "pieces": pieces_of(sentence.text for sentence in sentences),
    }
    keep(file, head, arrays)


def _learn_hearing(file: Path, taught: Taught, digest: str, vectors: Vectors, tell: Tell) -> None:
    tell(f"learning from {len(taught.answers)} answers and {len(taught.acts)} acts")
    acts = fit_acts(taught.acts, taught.sentences, taught.answers, Sounds(characters()), vectors)
    judge = fit_judge(taught.answers, taught.acts, taught.sentences, taught.questions, vectors)
    keep_heard(file, acts, judge, digest)
