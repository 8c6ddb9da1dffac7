"""What was learned, as one packed file: a head in JSON, and arrays of few bits.

    keep(file, head, arrays)        written whole or not at all
    open_kept(file) -> head, arrays
    digest_in(file)                 names what it was learned from
    content_digest(file)            names what is in it, however it was packed

Weights are kept as whole numbers of eight bits in steps of a size of their own: `in_steps`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 2
"""Rises when older files can no longer be read."""
LARGEST = 127
_HEAD = "head"


class NotLearned(Exception):
    """What was learned is not there or cannot be read; the message says what and how to mend it."""


def keep(file: Path, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the file. `head` has a `digest` of what was learned from. Raises OSError."""
    import numpy as np

    written = json.dumps({"format": FORMAT, **head}, ensure_ascii=False).encode("utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            packed: dict[str, Any] = {_HEAD: np.frombuffer(written, np.uint8), **arrays}
            np.savez_compressed(opened, **packed)
        os.chmod(draft, 0o644)
        os.replace(draft, file)
    except BaseException:
        os.unlink(draft)
        raise


def open_kept(file: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The head and the arrays. Raises NotLearned."""
    try:
        import numpy as np

        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            head: dict[str, Any] = json.loads(kept[_HEAD].tobytes())
            if head["format"] != FORMAT:
                raise NotLearned(f"{file} is of another release")
            return head, {name: kept[name] for name in kept.files if name != _HEAD}
    except NotLearned:
        raise
    except FileNotFoundError:
        raise NotLearned(f"there is no {file}") from None
    except Exception as error:  # whatever a damaged file makes them raise
        raise NotLearned(f"{file} cannot be used ({type(error).__name__})") from error


def digest_in(file: Path) -> str | None:
    """What names all that the file was learned from; None without a file that can be read."""
    try:
        return str(open_kept(file)[0]["digest"])
    except (NotLearned, KeyError):
        return None


def content_digest(file: Path) -> str:
    """Names what is in the file: another version of zlib packs the same into other bytes. Raises NotLearned."""
    head, arrays = open_kept(file)
    digest = hashlib.sha256(json.dumps(head, ensure_ascii=False, sort_keys=True).encode("utf-8"))
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def in_steps(weights: NDArray[Any]) -> tuple[NDArray[np.int8], float]:
    """Weights as whole numbers from -127 to 127, and the size of a step: their product is what they were, nearly."""
    import numpy as np

    step = float(np.float32(np.abs(weights).max(initial=0.0) / LARGEST)) or 1.0
    return np.rint(weights / step).astype(np.int8), step
