"""What was learned of acts and answers, in two files beside what the matcher learned: kept, and opened again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intents.classifier import Classifier
from intents.hearing.ear import Learned
from intents.hearing.judging import Judge, Question
from intents.sounds import Sounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMES, ARRAYS = "hearing.json", "hearing.npz"
FORMAT = 1
"""Rises when older files can no longer be read."""
_ACTS = ("weighs", "by_gram", "by_meaning", "bias", "centre")
_JUDGE = ("centre", "strangers", "middle", "spread", "worth")
_QUESTION = ("weights", "bias", "examples", "whose")


class NothingHeard(Exception):
    """What was learned is not there or cannot be read."""


def keep(folder: Path, acts: Classifier, judge: Judge, digest: str) -> None:
    """Both files, each whole or not at all. Raises OSError."""
    import numpy as np

    arrays: dict[str, Any] = {f"acts.{name}": _small(getattr(acts, name)) for name in _ACTS}
    arrays |= {f"judge.{name}": getattr(judge, name) for name in _JUDGE}
    arrays["judge.strangers"] = _small(judge.strangers)
    for part in _QUESTION:
        arrays[f"answers.{part}"] = np.concatenate([_small(getattr(each, part)) for each in judge.questions.values()])
    names = {
        "format": FORMAT,
        "digest": digest,
        "acts": {"classes": acts.classes, "vocabulary": list(acts.vocabulary), "scales": acts.scales},
        "questions": {name: [each.options, len(each.whose)] for name, each in judge.questions.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAMES).unlink(missing_ok=True)
    draft = folder / "draft.npz"
    np.savez(draft, **arrays)
    os.replace(draft, folder / ARRAYS)
    draft = folder / "draft.json"
    draft.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, folder / NAMES)


def _small(array: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return array.astype(np.float16) if array.dtype == np.float32 else array


def open_learned(
    folder: Path,
    vector: Callable[[str], NDArray[np.float32]],
    sounds: Sounds,
    rewrite: Callable[[str], str | None],
) -> Learned:
    """What was kept in `folder`. Raises NothingHeard."""
    import numpy as np

    try:
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        if names["format"] != FORMAT:
            raise NothingHeard(f"the files in {folder} are of another release")
        with (folder / ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
    except NothingHeard:
        raise
    except FileNotFoundError:
        raise NothingHeard(f"nothing was learned yet in {folder}") from None
    except Exception as error:  # whatever a damaged file makes them raise
        raise NothingHeard(f"the files in {folder} cannot be used ({type(error).__name__})") from error
    return Learned(vector, sounds, rewrite, _acts(names["acts"], arrays), _judge(names["questions"], arrays))


def _acts(names: dict[str, Any], arrays: dict[str, Any]) -> Classifier:
    import numpy as np

    return Classifier(
        classes=tuple(names["classes"]),
        vocabulary={gram: number for number, gram in enumerate(names["vocabulary"])},
        scales=tuple(names["scales"]),
        **{part: arrays[f"acts.{part}"].astype(np.float32) for part in _ACTS},
    )


def _judge(names: dict[str, Any], arrays: dict[str, Any]) -> Judge:
    import numpy as np

    questions: dict[str, Question] = {}
    row = example = 0
    for name, (options, examples) in names.items():
        rows, some = slice(row, row + len(options)), slice(example, example + examples)
        questions[name] = Question(
            tuple(options),
            arrays["answers.weights"][rows].astype(np.float32),
            arrays["answers.bias"][rows].astype(np.float32),
            arrays["answers.examples"][some].astype(np.float32),
            arrays["answers.whose"][some],
        )
        row, example = rows.stop, some.stop
    return Judge(questions, **{part: arrays[f"judge.{part}"].astype(np.float32) for part in _JUDGE})


def digest_in(folder: Path) -> str | None:
    """What names the tables and the code that the files in `folder` were learned from; None without them."""
    try:
        return str(json.loads((folder / NAMES).read_text(encoding="utf-8"))["digest"])
    except (OSError, ValueError, KeyError):
        return None
