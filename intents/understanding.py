"""All that was learned from the bank, as one thing that is opened once: sentence in, probabilities out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intents.classifier import Classifier
from intents.encoder.encoder import Encoder, NoEncoder
from intents.features import features
from intents.rewriting import Rewriter
from intents.sounds import Sounds
from intents.thresholds import Thresholds
from intents.tidy import is_chinese, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS, LEARNED = "classifier.npz", "learned.json"
FORMAT = 1
"""Rises when older files can no longer be read."""
REMEMBERED = 64
"""Sentences whose judgement is kept: a conversation asks about the same one several times."""
REWRITTEN = 0.95
"""What a rewritten sentence counts beside the one that was typed."""


class NotLearned(Exception):
    """What was learned is not there or cannot be read; the message says what and how to mend it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely each class is, and the text that was judged: the one typed, or the one it was rewritten to."""

    probabilities: Mapping[str, float]
    text: str


class Understanding:
    """Judges sentences. Immutable once opened; made by `intents.learning`."""

    def __init__(
        self,
        classifier: Classifier,
        encoder: Encoder | None,
        rewriter: Rewriter,
        sounds: Sounds,
        thresholds: Thresholds,
    ) -> None:
        self.classes = frozenset(classifier.classes)
        self.thresholds = thresholds
        self._classifier, self._encoder, self._rewriter, self._sounds = classifier, encoder, rewriter, sounds
        self.judge = lru_cache(maxsize=REMEMBERED)(self._judge)
        self.sounds, self.rewrite = sounds, rewriter.rewrite
        self.vector = lru_cache(maxsize=REMEMBERED)(self._vector) if encoder is not None else None
        """Turns a plain sentence into a vector; None without an encoder."""

    def _vector(self, text: str) -> NDArray[np.float32]:
        assert self._encoder is not None
        (vector,) = self._encoder.encode([text])
        return vector  # type: ignore[no-any-return]  # a row of an array is an array

    def _judge(self, sentence: str) -> Judgement:
        """How likely each procedure is meant, and `none`; any text, of any length."""
        import numpy as np

        typed = plain(sentence)
        rewritten = self._rewriter.rewrite(typed)
        variants = [typed] if rewritten is None else [typed, rewritten]
        vectors = np.array([self.vector(text) for text in variants]) if self.vector is not None else None
        rows = self._classifier.probabilities([features(text, self._sounds) for text in variants], vectors)
        best = 1 if len(rows) > 1 and (not is_chinese(typed) or REWRITTEN * rows[1].max() > rows[0].max()) else 0
        shares = zip(self._classifier.classes, map(float, rows[best]), strict=True)
        return Judgement(dict(shares), variants[best])


def open_understanding(folder: Path) -> Understanding:
    """What was learned and put into `folder`. Raises NotLearned."""
    learned, arrays = _read(folder)
    encoder = None
    if learned["with_encoder"]:
        try:
            encoder = Encoder(folder)
        except NoEncoder as error:
            raise NotLearned(str(error)) from error
    sounds = Sounds(learned["sounds"])
    classifier = Classifier(
        classes=tuple(learned["classes"]),
        vocabulary={gram: number for number, gram in enumerate(learned["vocabulary"])},
        sharpness=learned["sharpness"],
        **arrays,
    )
    return Understanding(
        classifier, encoder, Rewriter(learned["pieces"], sounds), sounds, Thresholds(**learned["thresholds"])
    )


def digest_in(folder: Path) -> str | None:
    """What names the sentences and the code that the files in `folder` were learned from; None without them."""
    try:
        return str(_read(folder)[0]["digest"])
    except NotLearned:
        return None


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        import numpy as np

        learned = json.loads((folder / LEARNED).read_text(encoding="utf-8"))
        if learned["format"] != FORMAT:
            raise NotLearned(f"the files in {folder} are of another release")
        with (folder / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return learned, {name: kept[name].astype(np.float32) for name in kept.files}
    except NotLearned:
        raise
    except FileNotFoundError:
        raise NotLearned(f"nothing was learned yet in {folder}") from None
    except Exception as error:  # whatever a damaged file makes them raise
        raise NotLearned(f"the files in {folder} cannot be used ({type(error).__name__})") from error
