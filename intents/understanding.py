"""All that was learned from the bank, as one thing that is opened once: sentence in, probabilities out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from intents.encoder.encoder import Encoder, NoEncoder
from intents.features import features
from intents.keeping import NotLearned, open_kept
from intents.matters import Matters
from intents.rewriting import Rewriter
from intents.sounds import Sounds
from intents.thresholds import Thresholds
from intents.tidy import is_chinese, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MATTERS = "matters.npz"
"""The file of what was learned."""
REMEMBERED = 64
"""Sentences whose judgement is kept: a conversation asks about the same one several times."""
REWRITTEN = 0.95
"""What a rewritten sentence counts beside the one that was typed."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely each class is, and the text that was judged: the one typed, or the one it was rewritten to."""

    probabilities: Mapping[str, float]
    text: str


class Understanding:
    """Judges sentences. Immutable once opened; made by `intents.learning`."""

    def __init__(
        self,
        matters: Matters,
        encoder: Encoder,
        rewriter: Rewriter,
        sounds: Sounds,
        thresholds: Thresholds,
    ) -> None:
        self.classes = frozenset(matters.classes)
        self.thresholds = thresholds
        self._matters, self._encoder, self._rewriter, self._sounds = matters, encoder, rewriter, sounds
        self.judge = lru_cache(maxsize=REMEMBERED)(self._judge)
        self.sounds, self.rewrite = sounds, rewriter.rewrite
        self.vector = lru_cache(maxsize=REMEMBERED)(self._vector)
        """Turns a plain sentence into a vector."""

    def with_new(self, phrases: Mapping[str, Sequence[str]]) -> Understanding:
        """The same with procedures that nothing was learned of yet, each known by its phrases."""
        vectors = {name: self._encoder.encode([plain(text) for text in texts]) for name, texts in phrases.items()}
        matters = self._matters.with_new(vectors)
        return Understanding(matters, self._encoder, self._rewriter, self.sounds, self.thresholds)

    def _vector(self, text: str) -> NDArray[np.float32]:
        (vector,) = self._encoder.encode([text])
        return vector  # type: ignore[no-any-return]  # a row of an array is an array

    def _judge(self, sentence: str) -> Judgement:
        """How likely each procedure is meant, and `none`; any text, of any length."""
        import numpy as np

        typed = plain(sentence)
        rewritten = self._rewriter.rewrite(typed)
        variants = [typed] if rewritten is None else [typed, rewritten]
        vectors = np.array([self.vector(text) for text in variants])
        rows = self._matters.probabilities([features(text, self._sounds) for text in variants], vectors)
        best = 1 if len(rows) > 1 and (not is_chinese(typed) or REWRITTEN * rows[1].max() > rows[0].max()) else 0
        shares = zip(self._matters.classes, map(float, rows[best]), strict=True)
        return Judgement(dict(shares), variants[best])


def open_understanding(folder: Path) -> Understanding:
    """What was learned and put into `folder`, with the encoder there. Raises NotLearned."""
    head, arrays = open_kept(folder / MATTERS)
    try:
        encoder = Encoder(folder)
    except NoEncoder as error:
        raise NotLearned(str(error)) from error
    sounds = Sounds(head["sounds"])
    matters = Matters.of(head["matters"], arrays)
    return Understanding(matters, encoder, Rewriter(head["pieces"], sounds), sounds, Thresholds(**head["thresholds"]))
