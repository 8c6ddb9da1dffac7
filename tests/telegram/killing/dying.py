"""`python -m tests.telegram.killing.dying FILE telegram`: the bot, which dies at every commit point once.

A commit point is a place in `bot` that commits, told apart by the functions that led there. At each, the process is
killed with SIGKILL just before the commit and, in a later life, just after it. FILE keeps where it has died already.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from greenlet import getcurrent
from sqlalchemy.engine import default

from bot import __main__ as program

HOUSE = str(Path(program.__file__).parent)


def die_at_every_commit(file: Path) -> None:
    """From now on, at each commit point that FILE does not name."""
    file.touch()
    died = set(file.read_text(encoding="utf-8").splitlines())
    commit: Any = default.DefaultDialect.do_commit

    def do_commit(self: Any, connection: Any) -> None:
        where = commit_point()
        die_once(f"before {where}")
        commit(self, connection)
        die_once(f"after {where}")

    def die_once(where: str) -> None:
        if where in died:
            return
        with file.open("a", encoding="utf-8") as written:
            written.write(where + "\n")
        os.kill(os.getpid(), signal.SIGKILL)

    default.DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def commit_point() -> str:
    """The functions of the house that led to this commit, the outermost first."""
    places: list[str] = []
    task: Any = getcurrent()
    frame: FrameType | None = sys._getframe()
    while task is not None:
        while frame is not None:
            if frame.f_code.co_filename.startswith(HOUSE):
                places.append(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}:{frame.f_lineno}")
            frame = frame.f_back
        task = task.parent
        frame = task.gr_frame if task is not None else None
    return " > ".join(reversed(places))


if __name__ == "__main__":
    program.speak_utf8()
    die_at_every_commit(Path(sys.argv[1]))
    sys.exit(program.run(sys.argv[2:]))
