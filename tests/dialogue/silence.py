"""A One Window that is silent while it is told to be: for a while, rather than once (failing.py)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

from bot.dialogue.ports import BackendDown
from tests.dialogue.talk import Town


@dataclass
class Silence:
    """Whether it is silent now. `late`: of how many calls from now on the answer alone is lost."""

    lasts: bool = False
    late: int = 0
    asked: list[str] = field(default_factory=list)
    """The calls that got no answer."""
    done: list[str] = field(default_factory=list)
    """The calls that took effect."""


class Hushed:
    """Something that is asked, while there may be silence."""

    def __init__(self, inner: Any, silence: Silence) -> None:
        self._inner, self._silence = inner, silence

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        act = getattr(self._inner, name)

        async def call(*told: Any, **named: Any) -> Any:
            silence = self._silence
            takes_effect = not silence.lasts or silence.late > 0
            silence.late -= silence.lasts and silence.late > 0
            answer = await act(*told, **named) if takes_effect else None
            silence.done += [name] if takes_effect else []
            if silence.lasts:
                silence.asked.append(name)
                raise BackendDown
            return answer

        return call


def hush(town: Town) -> Silence:
    """Places are asked for through this silence."""
    silence = Silence()
    town.backend = cast("Any", Hushed(town.backend, silence))
    return silence


def hush_office(town: Town, silence: Silence) -> None:
    """And applications handed in."""
    office = town.departments.office
    office.__dict__["applications"] = Hushed(office.applications, silence)
