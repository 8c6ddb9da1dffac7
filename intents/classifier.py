"""Which procedure a sentence means, learned from the bank: a logistic regression over the meaning and the grams.

One weight for each class and feature; what a sentence gets for a class is the sum over its features, and a softmax of
these sums is the probability. Outside the catalogue (`none`) is a class like the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEANING, GRAMS = 4.0, 4.0
"""How long the vector of the meaning and the vector of the grams are made, which says how much each may decide, where
nothing else is said."""


@dataclass(frozen=True)
class Classifier:
    """Weights by class (columns). `vocabulary` numbers the grams; `weighs` tells how much each gram tells.

    `centre` is taken off every vector of the encoder, all of which point much the same way; without an encoder there is
    none of the two. `sharpness` makes the probabilities true on sentences that were not learned from.
    """

    classes: tuple[str, ...]
    vocabulary: dict[str, int]
    weighs: NDArray[np.float32]
    by_gram: NDArray[np.float32]
    by_meaning: NDArray[np.float32]
    bias: NDArray[np.float32]
    centre: NDArray[np.float32]
    sharpness: float = 1.0
    scales: tuple[float, float] = (MEANING, GRAMS)
    """How long the vectors of the meaning and of the grams are made."""

    def probabilities(self, grams: Sequence[Iterable[str]], vectors: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """For each sentence (rows) how likely each class is (columns). `vectors` of the encoder, where there is one."""
        import numpy as np

        meaning, words = self.scales
        sums = np.tile(self.bias, (len(grams), 1))
        for row, owned in enumerate(grams):
            numbers, lengths = self.measured(owned)
            sums[row] += words * (lengths @ self.by_gram[numbers])
        if vectors is not None:
            sums += meaning * (vectors - self.centre) @ self.by_meaning
        return softmax(self.sharpness * sums)

    def measured(self, owned: Iterable[str]) -> tuple[list[int], NDArray[np.float32]]:
        """The numbers of the known grams and how long each is, all together of length 1."""
        import numpy as np

        numbers = sorted(self.vocabulary[gram] for gram in owned if gram in self.vocabulary)
        lengths = self.weighs[numbers]
        return numbers, lengths / (np.linalg.norm(lengths) or 1.0)


def softmax(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of sums as probabilities."""
    import numpy as np

    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
