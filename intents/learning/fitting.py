"""Fits the classifier: scikit-learn's logistic regression over grams and meaning, then its sharpness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from intents.classifier import GRAMS, MEANING, Classifier, key, measure
from intents.examples import kept
from intents.features import features
from intents.keeping import in_steps
from intents.learning.vectors import Vectors
from intents.matters import Matters
from intents.sentences import AMBIGUOUS, Labelled
from intents.sounds import Sounds
from intents.tidy import plain

KNOWN_FROM = 2
"""Sentences that have to hold a gram."""
LOOSENESS = 3.0
"""scikit-learn's C: how closely the weights follow the sentences; more follows chance."""
STEPS = 200
_SHARPNESS = np.linspace(0.6, 2.0, 29)


def fit(
    taught: Sequence[Labelled],
    sounds: Sounds,
    vectors: Vectors,
    *,
    scales: tuple[float, float] = (MEANING, GRAMS),
    looseness: float = LOOSENESS,
    counts: Callable[[Labelled], float] = lambda sentence: 1.0,
) -> Classifier:
    """Learn from sentences; one that means several classes counts in parts, and each as much as `counts` says."""
    owned = [features(sentence.text, sounds) for sentence in taught]
    spread = Counter(gram for grams in owned for gram in grams)
    vocabulary = {gram: n for n, gram in enumerate(sorted(g for g, count in spread.items() if count >= KNOWN_FROM))}
    weighs = np.array([np.log(1 + len(taught) / spread[gram]) for gram in vocabulary], np.float16)
    meant = vectors.of([plain(sentence.text) for sentence in taught])
    centre = meant.mean(axis=0, dtype=np.float64).astype(np.float16)
    columns, column, often = _folded(scales[1] * _matrix(vocabulary, weighs, owned))
    blocks = [columns, sparse.csr_matrix(scales[0] * (meant.astype(np.float64) - centre))]
    rows = [n for n, sentence in enumerate(taught) for _ in sentence.expected]
    fitted = LogisticRegression(C=looseness, max_iter=STEPS).fit(
        sparse.hstack(blocks).tocsr()[rows],
        [intent for sentence in taught for intent in sentence.expected],
        sample_weight=[counts(sentence) / len(sentence.expected) for sentence in taught for _ in sentence.expected],
    )
    weights = fitted.coef_.T
    by_gram, gram_step = in_steps(weights[column] / often[column][:, None])
    keys, first = np.unique(np.array([key(gram) for gram in vocabulary], np.uint32), return_index=True)
    return Classifier(
        classes=tuple(map(str, fitted.classes_)),
        keys=keys,
        weighs=weighs[first],
        by_gram=by_gram[first],
        gram_step=gram_step,
        by_meaning=weights[len(often) :].astype(np.float16),
        bias=fitted.intercept_.astype(np.float32),
        centre=centre,
        scales=scales,
    )


def _matrix(vocabulary: Mapping[str, int], weighs: NDArray[np.float16], owned: Sequence[Iterable[str]]) -> Any:
    columns: list[int] = []
    lengths: list[float] = []
    ends = [0]
    for grams in owned:
        numbers = sorted(vocabulary[gram] for gram in grams if gram in vocabulary)
        columns += numbers
        lengths += measure(numbers, weighs).tolist()
        ends.append(len(columns))
    return sparse.csr_matrix((lengths, columns, ends), (len(owned), len(vocabulary)))


def _folded(grams: Any) -> tuple[Any, NDArray[np.intp], NDArray[np.float64]]:
    """Grams that stand in the very same sentences in one column: the columns, which one each gram is in, and the root
    of how many are in each.

    Such grams are of one length and get one weight. A column that is the root of n times as long, with a weight as many
    times that of each gram, adds as much to every sum and costs as much as n of them: what is learned is the same.
    """
    columns = grams.tocsc()
    columns.sort_indices()
    number: dict[bytes, int] = {}
    owners = (columns.indices[begin:end].tobytes() for begin, end in pairwise(columns.indptr))
    column = np.array([number.setdefault(owner, len(number)) for owner in owners], np.intp)
    often = np.sqrt(np.bincount(column))
    _, first = np.unique(column, return_index=True)
    return columns[:, first] @ sparse.diags(often), column, often


def judged(
    learned: Classifier | Matters, sentences: Sequence[Labelled], sounds: Sounds, vectors: Vectors
) -> NDArray[np.float64]:
    """How likely each class (columns) is for each sentence (rows)."""
    meant = vectors.of([plain(sentence.text) for sentence in sentences])
    return learned.probabilities([features(sentence.text, sounds) for sentence in sentences], meant)


def with_examples(classifier: Classifier, sentences: Sequence[Labelled], vectors: Vectors) -> Matters:
    """The sentences beside the weights; one that means several classes is an example of each."""
    meant = vectors.of([plain(sentence.text) for sentence in sentences]).astype(np.float64) - classifier.centre
    whose: dict[str, list[NDArray[np.float64]]] = {name: [] for name in classifier.classes}
    for sentence, vector in zip(sentences, meant, strict=True):
        for name in sentence.expected:
            whose[name].append(vector)
    return Matters(classifier, {name: kept(own) for name, own in whose.items() if own})


def sharpened(matters: Matters, tune: Sequence[Labelled], sounds: Sounds, vectors: Vectors) -> Matters:
    """With the sharpness at which the probabilities are truest on the sentences of `tune`.

    Temperature scaling: Guo et al. 2017, On Calibration of Modern Neural Networks, https://arxiv.org/abs/1706.04599
    """
    clear = [sentence for sentence in tune if sentence.kind != AMBIGUOUS]
    sums = np.log(np.maximum(judged(matters, clear, sounds, vectors), 1e-12))
    number = {name: n for n, name in enumerate(matters.classes)}
    right = np.array([number[sentence.expected[0]] for sentence in clear])

    def surprise(sharpness: float) -> float:
        powers = sharpness * sums
        powers -= powers.max(axis=1, keepdims=True)
        told = powers[np.arange(len(clear)), right] - np.log(np.exp(powers).sum(axis=1))
        return float(-told.mean())

    best = min(map(float, _SHARPNESS), key=surprise)
    return replace(matters, sharpness=round(best, 3))
