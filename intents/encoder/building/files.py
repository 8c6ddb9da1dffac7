"""The three files of the encoder: the graph, the table of the pieces' vectors, and the pieces."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.encoder.building.graph import build
from intents.encoder.building.weights import Weights
from intents.encoder.encoder import GRAPH, LONGEST, PIECES, TABLE


def kept_pieces() -> NDArray[np.int64]:
    """The numbers of the pieces that Chinese and English use, in order.

    Chosen once: those of the 200,000 commonest Chinese and the 80,000 commonest English words by wordfreq 3.1, and
    single characters. Bit n of the file stands for piece n.
    """
    bits = np.frombuffer(files(__package__).joinpath("kept.bin").read_bytes(), np.uint8)
    return np.flatnonzero(np.unpackbits(bits, bitorder="little"))


def write(content: bytes, folder: Path) -> None:
    """Make the files from the packed weights, each whole or not at all. Raises NotTheWeights, OSError."""
    weights = Weights(content)
    kept = kept_pieces()
    words = weights.quantised("emb.word", weights.hidden)
    nibbles = words.nibbles[kept].reshape(len(kept), -1, 16, 2)
    folder.mkdir(parents=True, exist_ok=True)
    with _draft(folder / TABLE).open("wb") as file:
        np.savez(
            file,
            packed=nibbles[..., 0] | (nibbles[..., 1] << 4),
            scales=words.scales[kept].astype(np.float16),
            positions=weights.floats("emb.pos").reshape(weights.positions, -1)[:LONGEST],
            type=weights.floats("emb.type")[: weights.hidden],
        )
    pieces = weights.pieces
    said = {
        "texts": [pieces.texts[n] for n in kept],
        "scores": [round(float(pieces.scores[n]), 4) for n in kept],
        "normal": pieces.normal,
    }
    _draft(folder / PIECES).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    _draft(folder / GRAPH).write_bytes(build(weights))
    for name in (TABLE, PIECES, GRAPH):  # the graph last: with it, all is there
        os.replace(_draft(folder / name), folder / name)


def _draft(file: Path) -> Path:
    return file.with_suffix(".draft")
