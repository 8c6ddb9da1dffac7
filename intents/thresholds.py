"""Every number that decides about matching, in one place; tuned on labelled sentences, never on one of them.

Those of the lexical tier stand here. Those of what is learned are found anew on the bank's `tune` part each time.
"""

import math
from dataclasses import dataclass

CHARACTER = 0.8
"""Weight of a single Chinese character next to a pair."""
TRIGRAM = 0.25
"""Weight of three Latin letters next to a word."""
STOP = 0.1
"""Weight of what every matter shares ("how do I", 怎么办)."""
STRANGE = 0.5
"""Weight of a gram that no phrase has, as a share of the rarest known one."""

NEAREST_PHRASE, SENTENCE_KNOWN, ALL_PHRASES, EVIDENCE = 1.0, 0.5, 0.5, 2.0
"""What the parts of a procedure's score count; their weighted mean is 0..1."""
HALF_CONVINCED = 2.0
"""Evidence, counted in grams as telling as the rarest, that is worth a half."""

POSTINGS = 60_000
"""Index entries that one sentence may touch, rarest grams first: time stays bounded however large the catalogue."""
NEAR_PHRASES = 200
"""Phrases whose procedures are ranked."""
TYPING_ERROR = 95.0
"""Edit similarity (0..100) from which a sentence is a phrase with a typing error."""

FLOOR = 0.38
"""Score below which no procedure is offered."""
FLOOR_ALL_KNOWN, ALL_KNOWN = 0.26, 0.85
"""The floor for a sentence of which the best procedure knows this share: one word can be clear."""
ANSWER = 0.58
"""Probability from which the first procedure is answered without asking."""
LEAD = 0.04
"""Lead in score over the second procedure that an answer needs."""


def probability(score: float, margin: float) -> float:
    """The chance that the best procedure is meant; rises with its score and its lead over the second (0..1)."""
    return 1 / (1 + math.exp(-(11.4 * score + 4.0 * margin - 5.6)))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From probabilities to a decision: `none` from a probability of `outside` on; else an answer where the best has at
    least `answer` and leads the second by `lead`; else at most three to choose from, those of at least `offered`."""

    outside: float
    answer: float
    lead: float
    offered: float = 0.02
