"""`python -m tests.intents.benchmarks FOLDER`: the same classifier on public intent data sets, beside other methods.

FOLDER holds BANKING77, CLINC150 and HWU64, each with `train_5.tsv`, `train_10.tsv`, `train.tsv` and `test.tsv` of text
and label. Nothing is tuned on them: what meaning and grams count and the looseness are those of the catalogue.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import intents
from intents.learning.fitting import fit, judged
from intents.learning.readings import characters
from intents.learning.vectors import Vectors
from intents.sentences import OUTSIDE, Labelled
from intents.sounds import Sounds

SETS = ("BANKING77", "CLINC150", "HWU64")
SHOTS = ("train_5", "train_10", "train")
MODEL = Path(intents.__file__).parent / "model"


def read(file: Path, label: str | None = None) -> list[Labelled]:
    """The sentences of a file, with this label where one is given."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Labelled(row["text"], "en", (label or row["label"],), "short") for row in rows]


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure(folder: Path, shots: str, sounds: Sounds, vectors: Vectors, *, outside: bool) -> None:
    """Accuracy on the test sentences; with `outside`, also how many of those outside are told apart."""
    began = time.monotonic()
    train, test = read(folder / f"{shots}.tsv"), read(folder / "test.tsv")
    if outside:
        train += read(folder / "oos_train.tsv", OUTSIDE) + read(folder / "oos_valid.tsv", OUTSIDE)
    classifier = fit(train, sounds, vectors)
    taken = [classifier.classes[n] for n in judged(classifier, test, sounds, vectors).argmax(axis=1)]
    right = float(np.mean([first == sentence.expected[0] for first, sentence in zip(taken, test, strict=True)]))
    name = f"{folder.name} {shots}{' with outside' if outside else ''}"
    line = f"{name:<32}{len(train):>7} learned  accuracy {right:.1%}"
    if outside:
        strangers = judged(classifier, read(folder / "oos_test.tsv", OUTSIDE), sounds, vectors).argmax(axis=1)
        recall = float(np.mean([classifier.classes[n] == OUTSIDE for n in strangers]))
        line += f"  outside recall {recall:.1%}"
    report(f"{line}  {time.monotonic() - began:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the classifier on public intent data sets")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--shots", nargs="+", choices=SHOTS, default=list(SHOTS))
    told = parser.parse_args()
    sounds = Sounds(characters())
    with tempfile.TemporaryDirectory() as own:
        vectors = Vectors(MODEL, Path(own) / "vectors.npz", lambda _: None)
        for name in told.sets:
            for shots in told.shots:
                measure(told.folder / name, shots, sounds, vectors, outside=False)
        if "CLINC150" in told.sets:
            measure(told.folder / "CLINC150", told.shots[-1], sounds, vectors, outside=True)


if __name__ == "__main__":
    main()
