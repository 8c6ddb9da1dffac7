"""Runs the encoder. Slow parts are imported when it is opened, so that whoever does without pays nothing.

A sentence has the same vector, to the last bit, on every processor and in any company: `building/graph.py` says how.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intents.encoder.pieces import BEGIN, END, Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAPH, TABLE, PIECES = "encoder.onnx", "table.npz", "pieces.json"
FILES = (GRAPH, TABLE, PIECES)
LONGEST = 80
"""Pieces that are read together, begin and end included; of a longer text the beginning and the end are read."""
PREFIX = "query:"
"""What the model was trained to see before a text that is compared with its like."""


class NoEncoder(Exception):
    """The files of the encoder are not there or cannot be read."""


class Encoder:
    """Turns sentences into vectors of length 1. Raises NoEncoder where its files are missing or broken."""

    def __init__(self, folder: Path) -> None:
        try:
            import numpy as np
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            # The graph is run as it stands: what fuses nodes may choose by processor.
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
            kept = json.loads((folder / PIECES).read_text(encoding="utf-8"))
            with (folder / TABLE).open("rb") as file, np.load(file, allow_pickle=False) as table:
                self._packed, self._scales = table["packed"], table["scales"]
                self._places = table["positions"].astype(np.float32) + table["type"].astype(np.float32)
            self._pieces = Pieces(kept["texts"], kept["scores"], kept["normal"])
        except ImportError as error:
            raise NoEncoder(f"the encoder needs a package that is not installed: {error.name}") from None
        except Exception as error:  # whatever a damaged file makes them raise
            raise NoEncoder(f"the encoder's files in {folder} cannot be used ({type(error).__name__})") from error

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """A vector for each plain sentence, in their order (sentences, dimensions). It knows no capital letters."""
        import numpy as np

        vectors = np.zeros((len(sentences), self._places.shape[1]), np.float32)
        for n, sentence in enumerate(sentences):
            whole = np.sum([self._run(window) for window in self._windows(sentence)], axis=0)
            vectors[n] = whole / np.sqrt((whole * whole).sum())  # whole numbers: the sum is exact in any order
        return vectors

    def _windows(self, sentence: str) -> list[list[int]]:
        """The pieces of a text; of a long one those of its beginning and of its end, where the wish mostly stands."""
        prefix, said = self._pieces.split(PREFIX), self._pieces.split(sentence)
        room = LONGEST - len(prefix) - 2
        parts = [said[:room], said[max(room, len(said) - room) :]] if len(said) > room else [said]
        return [[BEGIN, *prefix, *part, END] for part in parts]

    def _run(self, numbers: Sequence[int]) -> NDArray[np.float64]:
        """The sum over the tokens of one window: whole numbers."""
        import numpy as np

        tokens = self._rows(numbers) + self._places[: len(numbers)]
        summed: NDArray[np.float64] = self._session.run(["sentence"], {"tokens": tokens})[0].astype(np.float64)
        return summed

    def _rows(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """The pieces' own vectors, unpacked from four bits."""
        import numpy as np

        packed = self._packed[list(numbers)]
        nibbles = np.stack([packed & 0x0F, packed >> 4], axis=-1).astype(np.float32) - 8
        rows: NDArray[np.float32] = nibbles * self._scales[list(numbers)].astype(np.float32)[:, :, None, None]
        return rows.reshape(len(numbers), -1)
