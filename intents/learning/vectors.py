"""The encoder with a memory on disk, so that a changed sentence costs seconds and not minutes."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.encoder.encoder import Encoder
from intents.learning.taught import encoder_digest

STEP = 500
"""Sentences between two words on how far it is."""

Tell = Callable[[str], None]


class Vectors:
    """Vectors of the encoder in `folder`, remembered in the file `memory`. `tell` hears how far it is."""

    def __init__(self, folder: Path, memory: Path, tell: Tell) -> None:
        """Raises NoEncoder."""
        self._encoder, self._memory, self._tell = Encoder(folder), memory, tell
        self._digest = encoder_digest(folder)
        self._known: dict[str, NDArray[np.float16]] = {}
        try:
            with memory.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                if str(kept["encoder"]) == self._digest:
                    self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
            pass  # nothing was encoded yet

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A vector for each text, in their order. Raises OSError where they cannot be remembered."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for begin in range(0, len(new), STEP):
            self._tell(f"encoding {begin} of {len(new)}")
            some = new[begin : begin + STEP]
            with ThreadPoolExecutor(os.cpu_count() or 1) as cores:  # the encoder works outside Python's lock
                vectors = cores.map(lambda text: self._encoder.encode([text])[0].astype(np.float16), some)
                self._known.update(zip(some, vectors, strict=True))
        if new:
            known = np.array(list(self._known), dtype=np.str_), np.array(list(self._known.values()))
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._memory, encoder=self._digest, texts=known[0], vectors=known[1])
        return np.array([self._known[text] for text in texts], np.float32)
