"""A promise of a backend, and what came of looking whether it is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.backends.wire.messages import Offered
from bot.conformance.target import Target
from bot.conformance.verdict import Result

Check = Callable[[Target], Awaitable[None]]


@dataclass(frozen=True)
class Line:
    """One promise. Its title, and how a backend that breaks it is mended, stand in locales/conformance.*.ftl."""

    id: str
    needs: tuple[Offered, ...]
    """Parts that have to be offered; none for what every backend answers."""
    check: Check
    """Raises Broken, NotGiven."""


@dataclass(frozen=True)
class Seen:
    """`why`: what was sent, expected and came, or what is missing; empty where the promise is kept."""

    line: Line
    result: Result
    why: str = ""
