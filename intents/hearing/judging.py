"""Which option of a question an answer means, by its meaning: learned from answers that people wrote.

Each question has its own logistic regression over the vector of the encoder. How far its best option is to be believed
a second one says, from how clear the first is, how near the answer is to others that were written for this option, for
other options and for none, and from what its words say. It is learned from answers of writers that the first had not
seen: stacked generalisation, Wolpert 1992, https://doi.org/10.1016/S0893-6080(05)80023-1
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intents.hearing.answers import Heard, One

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCALE = 8.0
"""How long a vector is made before it is weighed."""
CLUES = ("share", "lead", "sum", "sum_lead", "like_this", "like_others", "like_none", "said", "said_otherwise")


@dataclass(frozen=True)
class Question:
    """What was learned of one question. Rows of `weights` are options; `examples` are vectors of length 1, of the
    option whose number stands in `whose`."""

    options: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    examples: NDArray[np.float32]
    whose: NDArray[np.int16]


@dataclass(frozen=True)
class Judged:
    """The likeliest option, the one after it, and how likely it is that the first one is meant."""

    option: str
    other: str
    probability: float


@dataclass(frozen=True)
class Judge:
    """All questions by `procedure.question`. `strangers` are vectors of what answers no question."""

    questions: Mapping[str, Question]
    centre: NDArray[np.float32]
    strangers: NDArray[np.float32]
    middle: NDArray[np.float32]
    spread: NDArray[np.float32]
    worth: NDArray[np.float32]
    """Of each clue, after it was centred by `middle` and divided by `spread`; the constant last."""

    def judge(self, question: str, vector: NDArray[np.float32], said: Heard) -> Judged | None:
        """The likeliest option of a question that was learned; `said` is what the words alone say."""
        import numpy as np

        known = self.questions.get(question)
        if known is None:
            return None
        meant = vector - self.centre
        strange = (self.strangers @ (meant / (np.linalg.norm(meant) or 1.0))).max(initial=-1.0)
        best, other, clues = weigh(known, meant, float(strange), said)
        total = float(((clues - self.middle) / self.spread) @ self.worth[:-1] + self.worth[-1])
        return Judged(known.options[best], known.options[other], 1 / (1 + float(np.exp(-total))))


def weigh(
    question: Question, vector: NDArray[np.float32], strange: float, said: Heard
) -> tuple[int, int, NDArray[np.float32]]:
    """The best and the second option by number, and the clues to how far the best one is to be believed.

    `strange`: how near the vector is to the nearest stranger.
    """
    import numpy as np

    sums = SCALE * (question.weights @ vector) + question.bias
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    other, best = np.argsort(shares)[-2:]
    alike = question.examples @ (vector / (np.linalg.norm(vector) or 1.0))
    mine = question.whose == best
    clues = (
        shares[best],
        shares[best] - shares[other],
        sums[best],
        sums[best] - sums[other],
        alike[mine].max(initial=-1.0),
        alike[~mine].max(initial=-1.0),
        strange,
        float(isinstance(said, One) and said.id == question.options[best]),
        float(isinstance(said, One) and said.id != question.options[best]),
    )
    return int(best), int(other), np.array(clues, np.float32)
