"""Others asked along, done: an effect goes to where callings are kept, and what came of it comes back as an event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.dialogue.companions.effects import (
    AnswerCalling,
    AskAlong,
    AskedAlong,
    CallingAnswered,
    CallingFound,
    CompanionEffect,
    CompanionEvent,
    FindCalling,
    NoCalling,
)
from bot.dialogue.companions.state import Calling, CallingState

IsHeld = Callable[[Calling], Awaitable[bool]]
"""Whether the One Window still holds the place about which somebody is asked."""


class Companions(Protocol):
    """Where callings are kept. Raises BackendDown."""

    async def ask(self, effect: AskAlong, chat: str) -> Calling:
        """The calling with its code; the same effect has the same code. `chat` hears of the answer."""

    async def find(self, code: str, chat: str) -> tuple[Calling, CallingState] | None:
        """What the code stands for and how it stands, as far as is known here, for whoever brings it in `chat`; None
        if it is the code of nothing like that.
        """

    async def answer(self, code: str, comes: bool, key: str) -> bool:
        """Note the answer and let the asking chat know; False if it was answered before or the visit has begun. The
        second call with the same key answers as the first did.
        """


async def perform_companion(
    effect: CompanionEffect, chat: str, companions: Companions, is_held: IsHeld
) -> CompanionEvent:
    """Do it. Raises BackendDown."""
    match effect:
        case AskAlong():
            return AskedAlong(effect, (await companions.ask(effect, chat)).code)
        case FindCalling():
            found = await _find(effect.code, chat, companions, is_held)
            return CallingFound(effect, *found) if found else NoCalling(effect)
        case AnswerCalling():
            found = await _find(effect.code, chat, companions, is_held)
            state: CallingState = found[1] if found else "over"
            if state in ("open", "answered") and await companions.answer(effect.code, effect.comes, effect.key):
                state = "open"
            return CallingAnswered(effect, state)


async def _find(code: str, chat: str, companions: Companions, is_held: IsHeld) -> tuple[Calling, CallingState] | None:
    """What is asked; the One Window knows whether it is still the time."""
    found = await companions.find(code, chat)
    if found is not None and found[1] in ("open", "answered") and not await is_held(found[0]):
        return found[0], "moved"
    return found
