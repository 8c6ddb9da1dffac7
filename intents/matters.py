"""Which procedure a sentence means: weights learned from the bank, and the bank's sentences as examples.

The weights tell procedures apart by what matters; the nearest examples know turns of phrase that are nobody else's.
What their likeness adds to the sum of a class was set on the bank's `tune` part.

A procedure that nothing was learned of yet has its own phrases for examples, and no weights. How near they have to be
was set by leaving procedures out of the bank: `python -m tests.intents.left_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from intents.classifier import Classifier, softmax
from intents.examples import kept, likeness, said
from intents.sentences import OUTSIDE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COUNTS = 4.0
"""What a likeness of one adds to the sum of a class."""
NEAREST = 3
"""Examples of a class whose likeness counts, in the mean: one alone may be there by chance."""
NEW_COUNTS, NEW_SHARED = 6.0, 0.36
"""The logarithm of the share of a procedure without weights: so much for a likeness of one, less so much for the
logarithm of how many such procedures there are."""
COMPARED = 8
"""The likeliest classes by weights, whose examples are compared; those of `none` are in any case."""


def nearness(examples: NDArray[np.int8], whole: NDArray[np.float32]) -> float:
    """How near what `said` gave is to the nearest of a class's examples (-1..1)."""
    import numpy as np

    alike = likeness(examples, whole)
    return float(np.sort(alike)[-NEAREST:].mean())


def nearness_to_middle(examples: NDArray[np.int8], whole: NDArray[np.float32]) -> float:
    """How near it is to the mean of a class's examples (-1..1)."""
    import numpy as np

    return float(likeness(kept(examples.mean(axis=0, keepdims=True, dtype=np.float64)), whole)[0])


@dataclass(frozen=True)
class Matters:
    """What was learned of matters. `examples` by class, as `intents.examples` keeps them, from the classifier's centre.

    `sharpness` makes the probabilities true on sentences that were not learned from. `new` are the examples of classes
    that have no weights.
    """

    classifier: Classifier
    examples: Mapping[str, NDArray[np.int8]]
    sharpness: float = 1.0
    new: Mapping[str, NDArray[np.int8]] = field(default_factory=dict)

    @property
    def classes(self) -> tuple[str, ...]:
        return (*self.classifier.classes, *self.new)

    def with_new(self, vectors: Mapping[str, NDArray[np.float32]]) -> Matters:
        """With classes that nothing was learned of, each by the vectors of its phrases (rows)."""
        import numpy as np

        new = {name: kept(rows.astype(np.float64) - self.classifier.centre) for name, rows in vectors.items()}
        return replace(self, new=new)

    def probabilities(self, grams: Sequence[Iterable[str]], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """For each sentence (rows) how likely each class is (columns). `vectors` of the encoder."""
        import numpy as np

        sums = np.log(softmax(self.classifier.sums(grams, vectors)))
        added = np.zeros((len(sums), len(self.new)))
        for row, new, vector in zip(sums, added, vectors, strict=True):
            whole = said(vector.astype(np.float64) - self.classifier.centre)
            for number in self._likeliest(row):
                examples = self.examples.get(self.classes[number])
                if examples is not None:
                    row[number] += COUNTS * nearness(examples, whole)
            for number, examples in enumerate(self.new.values()):
                near = (nearness(examples, whole) + nearness_to_middle(examples, whole)) / 2
                new[number] = NEW_COUNTS * near - NEW_SHARED * np.log(len(self.new))
        return softmax(self.sharpness * np.hstack([sums, added]))

    def _likeliest(self, sums: NDArray[np.float64]) -> set[int]:
        return {
            *sums.argsort()[-COMPARED:].tolist(),
            *(n for n, name in enumerate(self.classifier.classes) if name == OUTSIDE),
        }

    def parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """As a head and arrays, to be kept."""
        import numpy as np

        head, arrays = self.classifier.parts()
        counts = {name: len(examples) for name, examples in self.examples.items()}
        whole = np.concatenate([*self.examples.values()])
        return {**head, "examples": counts, "sharpness": self.sharpness}, {**arrays, "examples": whole}

    @classmethod
    def of(cls, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Matters:
        """From its parts."""
        examples: dict[str, NDArray[np.int8]] = {}
        begin = 0
        for name, count in head["examples"].items():
            examples[name] = arrays["examples"][begin : begin + count]
            begin += count
        return cls(Classifier.of(head, arrays), examples, head["sharpness"])
