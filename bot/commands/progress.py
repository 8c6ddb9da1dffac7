"""What takes long says so on stderr, so that nobody takes it for stuck."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import typer

EVERY = 2.0
"""Seconds until the first line, and between two."""


@dataclass
class Progress:
    """One short line now and then: `Definitions compiled: 12 of 62 …`. What is done sooner says nothing."""

    doing: str
    _told: float = field(default_factory=time.monotonic)

    def tell(self, done: int, of: int) -> None:
        if done < of and time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            typer.echo(f"{self.doing}: {done} of {of} …", err=True)
