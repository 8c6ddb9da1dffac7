"""Codes by which somebody is asked to come to a booked visit: good until it begins, answered once.

They stand where the invitations to agree stand, in a wrapping of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogue.companions.effects import AskAlong, CompanionAnswered
from bot.dialogue.companions.state import Calling, CallingState
from bot.storage.codes import Codes, Kept
from bot.storage.waking import put_companion

WRAPPING = "calling"


def is_calling(body: Any) -> bool:
    """Whether somebody is asked to come, rather than to agree."""
    return WRAPPING in body


@dataclass(frozen=True)
class StoredCallings(Codes):
    """The callings that chats of one channel make; anybody's are found and answered."""

    async def ask(self, effect: AskAlong, chat: str) -> Calling:
        """The calling with its code, the same when asked again. Raises BackendDown."""

        def body(code: str) -> Any:
            return {WRAPPING: effect.calling.model_copy(update={"code": code}).model_dump(mode="json")}

        return _read(await self._give(effect.key, chat, effect.calling.slot.starts_at, body))

    async def find(self, code: str, chat: str) -> tuple[Calling, CallingState] | None:
        """What the code stands for and how it stands; None if it is the code of no calling. Raises BackendDown."""
        kept = await self._look(code)
        body = self._open(kept.body) if kept is not None else None
        if kept is None or not is_calling(body):
            return None
        return _read(body), self._state(kept, chat)

    def _state(self, kept: Kept, chat: str) -> CallingState:
        if (kept.channel, kept.chat) == (self.channel, chat):
            return "own"
        if kept.answered_by is not None:
            return "answered"
        return "open" if self._is_open(kept) else "over"

    async def answer(self, code: str, comes: bool, key: str) -> bool:
        """Whether this answer counts; the chat that asked hears of it in the same transaction. Raises BackendDown."""

        async def tell(connection: AsyncConnection, kept: Kept) -> None:
            asked = _read(self._open(kept.body))
            answer = CompanionAnswered(asked.case, asked.visit, asked.slot.id, asked.role, comes)
            await put_companion(connection, self.jobs, code, kept.channel, kept.chat, answer, self.clock())

        return await self._answer(code, key, tell)


def _read(body: Any) -> Calling:
    return Calling.model_validate(body[WRAPPING])
