"""Learns from the bank what people mean. Minutes on two cores; the same sentences give the same weights.

    learn(folder, phrases, questions) -> Lesson        what was learned, in `folder`, with the encoder where it is there

Training is scikit-learn's; what comes of it is plain arrays that need numpy alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from intents.classifier import Classifier
from intents.deciding import best_thresholds
from intents.encoder.encoder import Encoder, NoEncoder
from intents.hearing import kept
from intents.learning.fitting import fit, judged, sharpened
from intents.learning.hearing import Questions, fit_acts, fit_judge
from intents.learning.readings import characters
from intents.learning.vectors import Tell, Vectors, encoder_digest
from intents.rewriting import pieces_of
from intents.sentences import Labelled, bank
from intents.sounds import Sounds
from intents.tables import Line, table
from intents.understanding import FORMAT, LEARNED, WEIGHTS, digest_in


@dataclass(frozen=True)
class Lesson:
    """What was learned from: how many sentences; whether with the encoder; whether anything was new."""

    sentences: int
    with_encoder: bool
    new: bool


def learn(folder: Path, phrases: Iterable[Labelled], questions: Questions, tell: Tell) -> Lesson:
    """Learn from the bank and the catalogue's own `phrases` and `questions`, unless that was done already, and keep it
    in `folder`.

    Without the encoder's files the grams alone are learned from, and nothing of acts and answers. Raises OSError.
    """
    lesson = _learn_matters(folder, phrases, tell)
    if not lesson.with_encoder:
        return lesson
    heard = _learn_hearing(folder, questions, tell)
    return replace(lesson, sentences=lesson.sentences + heard.sentences, new=lesson.new or heard.new)


def _learn_hearing(folder: Path, questions: Questions, tell: Tell) -> Lesson:
    answers, acts = table("answers", "train"), table("acts", "train")
    digest = _hearing_digest(folder, (*answers, *acts), questions)
    if kept.digest_in(folder) == digest:
        return Lesson(len(answers) + len(acts), True, new=False)
    tell(f"learning from {len(answers)} answers and {len(acts)} acts")
    vectors, sounds = Vectors(Encoder(folder), folder, tell), Sounds(characters())
    classifier = fit_acts(acts, bank("train"), answers, sounds, vectors)
    kept.keep(folder, classifier, fit_judge(answers, acts, bank("train"), questions, vectors), digest)
    return Lesson(len(answers) + len(acts), True, new=True)


def _hearing_digest(folder: Path, lines: Sequence[Line], questions: Questions) -> str:
    """Names everything that hearing depends on: the tables, the options, the encoder and the code."""
    digest = hashlib.sha256(encoder_digest(folder).encode())
    for line in lines:
        digest.update("\t".join((*line.columns.values(), line.writer, "\n")).encode())
    for name, options in questions.items():
        digest.update(f"{name} {[(option.id, option.words) for option in options]}".encode())
    for sentence in bank("train"):
        digest.update(sentence.text.encode())
    digest.update(_code(".", "encoder", "learning", "hearing"))
    return digest.hexdigest()


def _code(*folders: str) -> bytes:
    house = Path(str(files("intents")))
    return b"".join(
        file.read_bytes() for part in folders for file in sorted((house / part).glob("*.*")) if file.name != "when.toml"
    )


def _learn_matters(folder: Path, phrases: Iterable[Labelled], tell: Tell) -> Lesson:
    taught, tune = (*bank("train"), *phrases), bank("tune")
    encoder = _encoder(folder, tell)
    digest = _digest(folder, (*taught, *tune), with_encoder=encoder is not None)
    if digest_in(folder) == digest:
        return Lesson(len(taught), encoder is not None, new=False)
    sounds = Sounds(alike := characters())
    tell(f"learning from {len(taught)} sentences")
    vectors = Vectors(encoder, folder, tell) if encoder is not None else None
    classifier = fit(taught, sounds, vectors)
    classifier = sharpened(classifier, tune, sounds, vectors)
    rows = judged(classifier, tune, sounds, vectors)
    learned = {
        "format": FORMAT,
        "digest": digest,
        "with_encoder": encoder is not None,
        "classes": classifier.classes,
        "vocabulary": list(classifier.vocabulary),
        "sharpness": classifier.sharpness,
        "thresholds": asdict(best_thresholds(classifier.classes, rows, tune)),
        "sounds": alike,
        "pieces": pieces_of(sentence.text for sentence in taught),
    }
    _keep(folder, learned, classifier)
    return Lesson(len(taught), encoder is not None, new=True)


def _encoder(folder: Path, tell: Tell) -> Encoder | None:
    try:
        return Encoder(folder)
    except NoEncoder as error:
        tell(f"without the encoder: {error}")
        return None


def _keep(folder: Path, learned: dict[str, Any], classifier: Classifier) -> None:
    """Both files, each whole or not at all; the second one names what the first one was learned from."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "draft.npz"
    np.savez(
        draft,
        weighs=classifier.weighs,
        by_gram=classifier.by_gram.astype(np.float16),
        by_meaning=classifier.by_meaning,
        bias=classifier.bias,
        centre=classifier.centre,
    )
    (folder / LEARNED).unlink(missing_ok=True)
    os.replace(draft, folder / WEIGHTS)
    draft = folder / "draft.json"
    draft.write_text(json.dumps(learned, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, folder / LEARNED)


def _digest(folder: Path, sentences: Sequence[Labelled], *, with_encoder: bool) -> str:
    """Names everything that the result depends on: the sentences, the encoder and the code."""
    digest = hashlib.sha256(f"{FORMAT} {encoder_digest(folder) if with_encoder else ''}".encode())
    for sentence in sentences:
        digest.update(f"{sentence.text}\t{'|'.join(sentence.expected)}\t{sentence.kind}\n".encode("utf-8", "replace"))
    digest.update(_code(".", "encoder", "learning"))
    return digest.hexdigest()
