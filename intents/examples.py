"""Sentences as examples of what they mean, kept in few bits and compared by the cosine of their vectors.

Whole numbers on both sides, small enough for every sum to be exact in any order: the same likeness on every processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT_STEPS, SAID_STEPS = 80.0, 2048.0
"""Steps in a vector of length 1: of an example, whose numbers fit into eight bits, and of what is compared with it."""
LARGEST = 127


def kept(vectors: Sequence[NDArray[np.float64]] | NDArray[np.float64]) -> NDArray[np.int8]:
    """Vectors of any length, in rows, as examples are kept."""
    import numpy as np

    rows = np.asarray(vectors)
    lengths = np.maximum(np.sqrt((rows * rows).sum(axis=1, keepdims=True)), 1e-9)
    steps: NDArray[np.int8] = np.clip(np.rint(KEPT_STEPS * rows / lengths), -LARGEST, LARGEST).astype(np.int8)
    return steps


def said(vector: NDArray[np.float64]) -> NDArray[np.float32]:
    """A vector of any length, to be compared with examples."""
    import numpy as np

    length = np.sqrt((vector * vector).sum()) or 1.0
    whole: NDArray[np.float32] = np.rint(vector * (SAID_STEPS / length)).astype(np.float32)
    return whole


def likeness(examples: NDArray[np.int8 | np.float32], whole: NDArray[np.float32]) -> NDArray[np.float64]:
    """The cosine of each example (rows, packed or as 32-bit floats) with what `said` gave."""
    import numpy as np

    return (examples.astype(np.float32, copy=False) @ whole).astype(np.float64) / (KEPT_STEPS * SAID_STEPS)
