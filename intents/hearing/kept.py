"""What was learned of acts and answers, in one file beside what the matcher learned: kept, and opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intents.classifier import Classifier
from intents.hearing.ear import Learned
from intents.hearing.judging import Judge, Question
from intents.keeping import keep, open_kept
from intents.sounds import Sounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEARING = "hearing.npz"
"""The file."""
_JUDGE = ("centre", "strangers", "middle", "spread", "worth")
_QUESTION = ("weights", "bias", "examples", "whose")


def keep_heard(file: Path, acts: Classifier, judge: Judge, digest: str) -> None:
    """Keep what was learned. Raises OSError."""
    import numpy as np

    head, arrays = acts.parts()
    arrays = {f"acts.{name}": array for name, array in arrays.items()}
    arrays |= {f"judge.{name}": getattr(judge, name) for name in _JUDGE}
    for part in _QUESTION:
        arrays[f"answers.{part}"] = np.concatenate([getattr(each, part) for each in judge.questions.values()])
    questions = {name: [each.options, len(each.whose)] for name, each in judge.questions.items()}
    keep(file, {"digest": digest, "acts": head, "questions": questions}, arrays)


def open_learned(
    folder: Path,
    vector: Callable[[str], NDArray[np.float32]],
    sounds: Sounds,
    rewrite: Callable[[str], str | None],
) -> Learned:
    """What was kept in `folder`. Raises NotLearned."""
    head, arrays = open_kept(folder / HEARING)
    acts = Classifier.of(head["acts"], _under("acts", arrays))
    return Learned(vector, sounds, rewrite, acts, _judge(head["questions"], arrays))


def _under(name: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {full.removeprefix(f"{name}."): array for full, array in arrays.items() if full.startswith(f"{name}.")}


def _judge(names: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Judge:
    questions: dict[str, Question] = {}
    row = example = 0
    for name, (options, examples) in names.items():
        rows, some = slice(row, row + len(options)), slice(example, example + examples)
        questions[name] = Question(
            tuple(options),
            arrays["answers.weights"][rows],
            arrays["answers.bias"][rows],
            arrays["answers.examples"][some],
            arrays["answers.whose"][some],
        )
        row, example = rows.stop, some.stop
    judge = _under("judge", arrays)
    return Judge(questions, **{**judge, "strangers": judge["strangers"].astype("float32")})
