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

from intents.examples import likeness
from intents.examples import said as said_in_steps
from intents.hearing.answers import Heard, One

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCALE = 8.0
"""How long a vector is made before it is weighed."""
CLUES = ("share", "lead", "sum", "sum_lead", "like_this", "like_others", "like_none", "said", "said_otherwise")


@dataclass(frozen=True)
class Question:
    """What was learned of one question. Rows of `weights` are options; `examples` are vectors of length 1, in steps, of
    the option whose number stands in `whose`."""

    options: tuple[str, ...]
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]
    examples: NDArray[np.int8]
    whose: NDArray[np.int16]


@dataclass(frozen=True)
class Meant:
    """A sentence as the judge compares it: its vector from the centre, the same of length 1 in whole steps, and how
    near it is to the nearest stranger."""

    vector: NDArray[np.float64]
    whole: NDArray[np.float32]
    strange: float


@dataclass(frozen=True)
class Judged:
    """The likeliest option, the one after it, and how likely it is that the first one is meant."""

    option: str
    other: str
    probability: float


@dataclass(frozen=True)
class Judge:
    """All questions by `procedure.question`. `strangers` are vectors of what answers no question, kept as examples are
    and unpacked when they are opened: every sentence is compared with them."""

    questions: Mapping[str, Question]
    centre: NDArray[np.float16]
    strangers: NDArray[np.int8 | np.float32]
    middle: NDArray[np.float32]
    spread: NDArray[np.float32]
    worth: NDArray[np.float32]
    """Of each clue, after it was centred by `middle` and divided by `spread`; the constant last."""

    def meant(self, vector: NDArray[np.float32]) -> Meant:
        """The vector of a sentence, ready for any question."""
        import numpy as np

        centred = vector.astype(np.float64) - self.centre
        whole = said_in_steps(centred)
        return Meant(centred, whole, float(likeness(self.strangers, whole).max(initial=-1.0)))

    def judge(self, question: str, meant: Meant, said: Heard) -> Judged | None:
        """The likeliest option of a question that was learned; `said` is what the words alone say."""
        import numpy as np

        known = self.questions.get(question)
        if known is None:
            return None
        best, other, clues = weigh(known, meant, said)
        total = float(((clues - self.middle) / self.spread) @ self.worth[:-1] + self.worth[-1])
        return Judged(known.options[best], known.options[other], 1 / (1 + float(np.exp(-total))))


def weigh(question: Question, meant: Meant, said: Heard) -> tuple[int, int, NDArray[np.float64]]:
    """The best and the second option by number, and the clues to how far the best one is to be believed."""
    import numpy as np

    sums = SCALE * (question.weights.astype(np.float64) @ meant.vector) + question.bias
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    other, best = np.argsort(shares)[-2:]
    alike = likeness(question.examples, meant.whole)
    mine = question.whose == best
    clues = (
        shares[best],
        shares[best] - shares[other],
        sums[best],
        sums[best] - sums[other],
        alike[mine].max(initial=-1.0),
        alike[~mine].max(initial=-1.0),
        meant.strange,
        float(isinstance(said, One) and said.id == question.options[best]),
        float(isinstance(said, One) and said.id != question.options[best]),
    )
    return int(best), int(other), np.array(clues, np.float64)
