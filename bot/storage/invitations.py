"""Codes by which somebody is asked to agree from their own chat: good for a week, answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogue.sharing.effects import Invite, OtherAnswered
from bot.dialogue.sharing.state import Joining
from bot.storage.callings import is_calling
from bot.storage.codes import Codes, Kept
from bot.storage.waking import put_answer

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class StoredInvitations(Codes):
    """The invitations that chats of one channel make; anybody's are found and answered."""

    async def invite(self, effect: Invite, chat: str) -> Joining:
        """A code for this effect, the same when asked again. Raises BackendDown."""
        until = self.clock() + GOOD_FOR

        def body(code: str) -> Any:
            joining = Joining(
                code=code,
                case=effect.case,
                procedure=effect.procedure,
                publication=effect.publication,
                role=effect.role,
                wanted=effect.wanted,
                asker=effect.person,
                until=until,
            )
            return joining.model_dump(mode="json")

        return Joining.model_validate(await self._give(effect.key, chat, until, body))

    async def find(self, code: str) -> Joining | None:
        """What the code stands for, while it waits for an answer. Raises BackendDown."""
        kept = await self._look(code)
        body = self._open(kept.body) if kept is not None and self._is_open(kept) else None
        return None if body is None or is_calling(body) else Joining.model_validate(body)

    async def answer(self, code: str, consent: str | None, key: str) -> bool:
        """Whether this answer counts; the chat that asked hears of it in the same transaction. Raises BackendDown."""

        async def tell(connection: AsyncConnection, kept: Kept) -> None:
            joining = Joining.model_validate(self._open(kept.body))
            answer = OtherAnswered(joining.case, joining.role, consent)
            await put_answer(connection, self.jobs, code, kept.channel, kept.chat, answer, self.clock())

        return await self._answer(code, key, tell)
