"""Which procedure a sentence means, learned from the bank: a logistic regression over the meaning and the grams.

One weight for each class and feature; what a sentence gets for a class is the sum over its features, and a softmax of
these sums is the probability. Outside the catalogue (`none`) is a class like the others.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEANING, GRAMS = 4.0, 4.0
"""How long the vector of the meaning and the vector of the grams are made, which says how much each may decide, where
nothing else is said."""
_ARRAYS = ("weighs", "by_gram", "by_meaning", "bias", "centre")


def key(gram: str) -> int:
    """A gram in 32 bits, by which it is known where many are. Two that share one also share their weights: Weinberger
    et al. 2009, Feature Hashing, https://arxiv.org/abs/0902.2206"""
    return zlib.crc32(gram.encode("utf-8", "replace"))


@dataclass(frozen=True)
class Classifier:
    """Weights by class (columns). `keys` are those of the grams, ascending; `weighs` tells how much each gram tells.

    `centre` is taken off every vector of the encoder, all of which point much the same way. Sums are in 64 bits: the
    order in which a processor adds is too small a matter there to decide anything.
    """

    classes: tuple[str, ...]
    keys: NDArray[np.uint32]
    weighs: NDArray[np.float16]
    by_gram: NDArray[np.int8]
    """In steps of `gram_step`."""
    gram_step: float
    by_meaning: NDArray[np.float16]
    bias: NDArray[np.float32]
    centre: NDArray[np.float16]
    scales: tuple[float, float] = (MEANING, GRAMS)
    """How long the vectors of the meaning and of the grams are made."""

    def probabilities(self, grams: Sequence[Iterable[str]], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """For each sentence (rows) how likely each class is (columns). `vectors` of the encoder."""
        return softmax(self.sums(grams, vectors))

    def sums(self, grams: Sequence[Iterable[str]], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each sentence (rows) gets for each class (columns)."""
        import numpy as np

        meaning, words = self.scales
        centred = vectors.astype(np.float64) - self.centre
        sums: NDArray[np.float64] = self.bias + meaning * (centred @ self.by_meaning.astype(np.float64))
        for row, owned in enumerate(grams):
            numbers = self.numbers(owned)
            lengths = measure(numbers, self.weighs)
            sums[row] += words * self.gram_step * (lengths @ self.by_gram[numbers].astype(np.float64))
        return sums

    def numbers(self, grams: Iterable[str]) -> NDArray[np.intp]:
        """The numbers of the known ones among grams, ascending."""
        import numpy as np

        asked = np.unique(np.fromiter(map(key, grams), np.uint32))
        places = np.minimum(np.searchsorted(self.keys, asked), max(0, len(self.keys) - 1))
        known: NDArray[np.intp] = places[self.keys[places] == asked] if len(self.keys) else places[:0]
        return known

    def parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """As a head and arrays, to be kept."""
        import numpy as np

        apart = np.diff(self.keys, prepend=np.uint32(0))  # small numbers pack better than large ones
        head = {"classes": self.classes, "gram_step": self.gram_step, "scales": self.scales}
        return head, {"apart": apart, **{name: getattr(self, name) for name in _ARRAYS}}

    @classmethod
    def of(cls, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Classifier:
        """From its parts."""
        import numpy as np

        return cls(
            classes=tuple(head["classes"]),
            keys=np.cumsum(arrays["apart"], dtype=np.uint32),
            gram_step=head["gram_step"],
            scales=tuple(head["scales"]),
            **{name: arrays[name] for name in _ARRAYS},
        )


def measure(numbers: Sequence[int] | NDArray[np.intp], weighs: NDArray[np.float16]) -> NDArray[np.float64]:
    """How long each of a sentence's grams is, by their numbers; all together are of length 1."""
    import numpy as np

    lengths = weighs[numbers].astype(np.float64)
    measured: NDArray[np.float64] = lengths / (np.sqrt((lengths * lengths).sum()) or 1.0)
    return measured


def softmax(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of sums as probabilities."""
    import numpy as np

    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
