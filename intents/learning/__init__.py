"""Learns from the bank what people mean. Minutes on two cores; the same sentences give the same weights.

    learn(folder, phrases) -> Lesson        what was learned, in `folder`, with the encoder where it is there

Training is scikit-learn's; what comes of it is plain arrays that need numpy alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from intents.classifier import Classifier
from intents.deciding import best_thresholds
from intents.encoder.encoder import Encoder, NoEncoder
from intents.learning.fitting import fit, judged, sharpened
from intents.learning.readings import characters
from intents.learning.vectors import Tell, Vectors, encoder_digest
from intents.rewriting import pieces_of
from intents.sentences import Labelled, bank
from intents.sounds import Sounds
from intents.understanding import FORMAT, LEARNED, WEIGHTS, digest_in


@dataclass(frozen=True)
class Lesson:
    """What was learned from: how many sentences; whether with the encoder; whether anything was new."""

    sentences: int
    with_encoder: bool
    new: bool


def learn(folder: Path, phrases: Iterable[Labelled], tell: Tell) -> Lesson:
    """Learn from the bank and the catalogue's own `phrases`, unless that was done already, and keep it in `folder`.

    Without the encoder's files the grams alone are learned from. Raises OSError.
    """
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
    house = Path(str(files("intents")))
    code = (file for part in (".", "encoder", "learning") for file in sorted((house / part).glob("*.*")))
    for file in code:
        digest.update(file.read_bytes())
    return digest.hexdigest()
