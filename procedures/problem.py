"""What is wrong with a file, where, and what to do: written for the colleague who keeps the definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

Location = tuple[str | int, ...]
"""Keys and positions from the top of a file down to what is meant."""


@dataclass(frozen=True)
class Problem:
    """One mistake. `line` and `column` count from 1. `answers`: the path on which it shows, if it is one path's."""

    file: str
    line: int
    column: int
    code: str
    procedure: str | None
    what: str
    remedy: str
    level: Literal["error", "warning"] = "error"
    answers: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what} {self.remedy} [{self.code}]"


@dataclass(frozen=True)
class Source:
    """Where each part of a file stands, so that a problem can point at it."""

    path: Path
    procedure: str | None = None
    positions: Mapping[Location, tuple[int, int]] = field(default_factory=dict, repr=False)

    def at(self, location: Location) -> tuple[int, int]:
        """Line and column of `location`, or of the nearest thing around it."""
        while location and location not in self.positions:
            location = location[:-1]
        return self.positions.get(location, (1, 1))

    def problem(
        self,
        code: str,
        location: Location,
        what: str,
        remedy: str,
        *,
        level: Literal["error", "warning"] = "error",
        answers: Mapping[str, str] | None = None,
    ) -> Problem:
        line, column = self.at(location)
        return Problem(str(self.path), line, column, code, self.procedure, what, remedy, level, answers)


def nearest(name: str, known: Iterable[str]) -> str:
    """`Did you mean 'taxation'?`, or what there is to choose from when nothing is near."""
    known = sorted(known)
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not known:
        return "There is none to choose from yet."
    shown = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    return f"Choose one of: {shown}."
