"""Learns what people answer and do from the tables of the bank: acts as the matcher learns, answers by question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from intents.classifier import Classifier
from intents.examples import KEPT_STEPS, SAID_STEPS, kept, said
from intents.hearing.answers import hear_option
from intents.hearing.ear import NO_ACT
from intents.hearing.judging import (
    CLUES,
    SCALE,
    Judge,
    Meant,
    Question,
    weigh,
)
from intents.hearing.spotting import OptionWords
from intents.learning.fitting import fit
from intents.learning.taught import Questions
from intents.learning.vectors import Vectors
from intents.sentences import OUTSIDE, Labelled
from intents.sounds import Sounds
from intents.tables import NO_ANSWER, UNSURE, Line
from intents.tidy import plain

ACT_SCALES, ACT_LOOSENESS = (8.0, 4.0), 10.0
COUNTS = {"act": 1.0, OUTSIDE: 0.2, "matter": 0.05, "answer": 0.08}
"""How much a sentence counts: there are many of matters and answers, and not everything shall be taken for one."""
ONE_OF = 4
"""Of so many matters and answers one is learned as no act."""
LOOSENESS, STEPS = 5.0, 400
FOLDS = 2
CLUES_FROM = 2
"""Of so many answers one tells how far the best option is to be believed."""
STRANGE_MATTERS = 16
"""Sentences about other matters that are learned as no answer to a question."""
EVERY = 10
"""Of so many acts one is learned as no answer."""
ITSELF = 0.99
"""From this likeness on a stranger is the sentence itself, as far as steps can tell."""
NEVER = -20.0
"""The worth at which no answer is believed."""
TOGETHER = 500
"""Sentences that are compared with all strangers at once."""


def fit_acts(
    acts: Sequence[Line], matters: Sequence[Labelled], answers: Sequence[Line], sounds: Sounds, vectors: Vectors
) -> Classifier:
    """Which act a sentence is, `none` included."""
    told = [Labelled(line.text, line.language, (line["act"],), "act") for line in acts]
    told += [Labelled(line.text, line.language, (UNSURE,), "act") for line in answers if line["expected"] == UNSURE]
    clear = [line for line in answers if line["expected"] not in (NO_ANSWER, UNSURE)]
    others = [(sentence, OUTSIDE) for sentence in matters if sentence.is_outside]
    others += [(sentence, "matter") for sentence in matters[::ONE_OF] if not sentence.is_outside]
    none = [Labelled(each.text, each.language, (NO_ACT,), kind) for each, kind in others]
    none += [Labelled(line.text, line.language, (NO_ACT,), "answer") for line in clear[::ONE_OF]]
    return fit(
        [*told, *none],
        sounds,
        vectors,
        scales=ACT_SCALES,
        looseness=ACT_LOOSENESS,
        counts=lambda sentence: COUNTS[sentence.kind],
    )


def fit_judge(
    answers: Sequence[Line], acts: Sequence[Line], matters: Sequence[Labelled], questions: Questions, vectors: Vectors
) -> Judge:
    """What every question's answers mean, and how far that is to be believed."""
    with threadpool_limits(1):  # two threads are slower than one on so few numbers
        return _fit_judge(answers, acts, matters, questions, vectors)


def _fit_judge(
    answers: Sequence[Line], acts: Sequence[Line], matters: Sequence[Labelled], questions: Questions, vectors: Vectors
) -> Judge:
    lines: dict[str, list[Line]] = {name: [] for name in questions}
    for line in answers:
        lines.get(f"{line['procedure']}.{line['question']}", []).append(line)
    for number, (name, some) in enumerate(lines.items()):
        some += _of_other_matters(name, number, matters)
    strange = [line.text for some in lines.values() for line in some if line["expected"] == NO_ANSWER]
    strange += [line.text for line in acts if line["act"] not in ("yes", "no", "maybe", UNSURE)][::EVERY]
    texts = [line.text for some in lines.values() for line in some]
    words = [word for options in questions.values() for option in options for word in option.words]
    written = [plain(text) for text in (*texts, *strange, *words)]
    known = dict(zip(written, vectors.of(written), strict=True))
    centre = np.array(list(known.values())).mean(axis=0, dtype=np.float64).astype(np.float16)
    meant = {text: vector.astype(np.float64) - centre for text, vector in known.items()}
    strangers = kept([meant[plain(text)] for text in strange])
    clues, right = _clues(lines, questions, meant, strangers)
    middle, spread, worth = _believed(clues, right)
    return Judge(
        questions={name: _question(options, lines[name], meant) for name, options in questions.items()},
        centre=centre,
        strangers=strangers,
        middle=middle,
        spread=spread,
        worth=worth,
    )


def _believed(
    clues: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """The middle and the spread of the clues, and what each is worth; nothing where there is nothing to learn from."""
    if right.all() or not right.any():
        none = np.zeros(len(CLUES), np.float32)
        return none, none + 1, np.array([*none, NEVER], np.float32)
    middle, spread = clues.mean(axis=0), np.maximum(clues.std(axis=0), 1e-6)
    fitted = LogisticRegression(max_iter=STEPS).fit((clues - middle) / spread, right)
    worth = np.array([*fitted.coef_[0], fitted.intercept_[0]], np.float32)
    return middle.astype(np.float32), spread.astype(np.float32), worth


def _of_other_matters(question: str, number: int, matters: Sequence[Labelled]) -> list[Line]:
    """Sentences about other matters, which answer this question no more than small talk does."""
    procedure, _, name = question.partition(".")
    chosen = [
        matters[(37 * number + n * len(matters) // STRANGE_MATTERS) % len(matters)] for n in range(STRANGE_MATTERS)
    ]
    return [
        Line(
            {"procedure": procedure, "question": name, "text": each.text, "lang": each.language, "expected": NO_ANSWER},
            f"{each.writer}{n}",
        )
        for n, each in enumerate(chosen)
        if procedure not in each.expected
    ]


def _clues(
    lines: Mapping[str, Sequence[Line]],
    questions: Questions,
    meant: Mapping[str, NDArray[np.float64]],
    strangers: NDArray[np.int8],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Clues to each answer, judged by what writers of the other fold wrote, and whether the best option is right."""
    found: list[NDArray[np.float64]] = []
    right: list[bool] = []
    nearest = _nearest(meant, strangers)
    for name, options in questions.items():
        by_fold = _folded(lines[name])
        for fold, asked in by_fold.items():
            question = _question(
                options, [line for other, some in by_fold.items() if other != fold for line in some], meant
            )
            for line in asked[::CLUES_FROM]:
                text = plain(line.text)
                strange = nearest[text][line["expected"] == NO_ANSWER]
                sentence = Meant(meant[text], said(meant[text]), strange)
                best, _, clues = weigh(question, sentence, hear_option(line.text, options))
                found.append(clues)
                right.append(question.options[best] == line["expected"])
    return np.array(found), np.array(right)


def _folded(lines: Sequence[Line]) -> Mapping[int, list[Line]]:
    """The answers to a question in parts, each writer whole in one of them."""
    writers = sorted({line.writer for line in lines if line["expected"] != NO_ANSWER})
    writers += sorted({line.writer for line in lines} - set(writers))
    folds: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        folds[writers.index(line.writer) % FOLDS].append(line)
    return folds


def _question(
    options: Sequence[OptionWords], lines: Sequence[Line], meant: Mapping[str, NDArray[np.float64]]
) -> Question:
    """Learn one question from its options' own words and from answers; one that means several counts in parts."""
    ids = [option.id for option in options]
    rows = list(_examples(options, lines, ids))
    vectors = np.array([meant[plain(text)] for text, _, _ in rows])
    whose = np.array([number for _, number, _ in rows], np.int16)
    span = np.linalg.svd(vectors, full_matrices=False)[2]  # the weights lie in it: fewer numbers to find
    fitted = LogisticRegression(C=LOOSENESS, max_iter=STEPS).fit(
        SCALE * vectors @ span.T, whose, sample_weight=[count for _, _, count in rows]
    )
    weights, bias = fitted.coef_ @ span, fitted.intercept_
    if len(ids) == 2:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return Question(tuple(ids), weights.astype(np.float16), bias.astype(np.float32), kept(vectors), whose)


def _examples(
    options: Sequence[OptionWords], lines: Sequence[Line], ids: Sequence[str]
) -> Iterator[tuple[str, int, float]]:
    for option in options:
        for word in option.words:
            if plain(word):
                yield word, ids.index(option.id), 1.0
    for line in lines:
        expected = [name for name in line["expected"].split("|") if name in ids]
        if line["expected"] in (NO_ANSWER, UNSURE) and line["expected"] not in ids:
            continue
        for name in expected:
            yield line.text, ids.index(name), 1 / len(expected)


def _nearest(meant: Mapping[str, NDArray[np.float64]], strangers: NDArray[np.int8]) -> dict[str, tuple[float, float]]:
    """How near each text is to the nearest of the strangers, and to the nearest but itself."""
    whole = np.array([said(vector) for vector in meant.values()])
    others = np.ascontiguousarray(strangers.T.astype(np.float32))
    found: list[tuple[float, float]] = []
    for begin in range(0, len(whole), TOGETHER):
        near = whole[begin : begin + TOGETHER] @ others / (KEPT_STEPS * SAID_STEPS)
        other = np.where(near < ITSELF, near, -1.0)
        found += zip(near.max(axis=1).tolist(), other.max(axis=1).tolist(), strict=True)
    return dict(zip(meant, found, strict=True))
