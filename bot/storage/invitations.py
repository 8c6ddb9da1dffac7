"""Codes by which somebody is asked to agree from their own chat: good for a week, answered once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.database.leasing import insert_once
from bot.database.transactions import Transactions
from bot.dialogue.conversation import case_code
from bot.dialogue.ports import BackendDown, Clock
from bot.dialogue.sharing.effects import Invite, OtherAnswered
from bot.dialogue.sharing.state import Joining
from bot.storage.tables import invitation as table
from bot.storage.waking import put_answer

GOOD_FOR = timedelta(days=7)
_transactions = Transactions(lambda: BackendDown("the database of the invitations does not answer"), tries=5)
_JOINING = TypeAdapter(Joining)


@dataclass(frozen=True)
class StoredInvitations:
    """The invitations that chats of one channel make; anybody's are found and answered."""

    engine: AsyncEngine
    vault: Vault
    jobs: Jobs
    channel: str
    clock: Clock
    new_seed: Callable[[], str] = lambda: secrets.token_hex(16)
    """Makes the codes; nobody can guess them."""

    async def invite(self, effect: Invite, chat: str) -> Joining:
        """A code for this effect, the same when asked again. Raises BackendDown."""
        now = self.clock()
        code = case_code(self.new_seed(), 1)
        joining = Joining(
            code=code,
            case=effect.case,
            procedure=effect.procedure,
            publication=effect.publication,
            role=effect.role,
            wanted=effect.wanted,
            asker=effect.person,
            until=now + GOOD_FOR,
        )
        row = {
            "key": effect.key,
            "code": code,
            "channel": self.channel,
            "chat": chat,
            "body": self.vault.seal_json(joining.model_dump(mode="json"), table.c.body),
            "until": joining.until,
        }

        async def put(connection: AsyncConnection) -> Joining:
            if await insert_once(connection, table, row, unique=("key",)):
                return joining
            kept = await connection.execute(select(table.c.body).where(table.c.key == effect.key))
            return self._read(kept.scalar_one())

        return await _transactions.change(self.engine, put)

    async def find(self, code: str) -> Joining | None:
        """What the code stands for, while it waits for an answer. Raises BackendDown."""
        waiting = (table.c.code == code, table.c.answered_by.is_(None), table.c.until > self.clock())

        async def read(connection: AsyncConnection) -> Joining | None:
            body = (await connection.execute(select(table.c.body).where(*waiting))).scalar_one_or_none()
            return None if body is None else self._read(body)

        return await _transactions.look(self.engine, read)

    async def answer(self, code: str, consent: str | None, key: str) -> bool:
        """Whether this answer counts; the chat that asked hears of it in the same transaction. Raises BackendDown."""
        return await _transactions.change(self.engine, lambda connection: self._answer(connection, code, consent, key))

    async def _answer(self, connection: AsyncConnection, code: str, consent: str | None, key: str) -> bool:
        open_still = (table.c.code == code, table.c.answered_by.is_(None), table.c.until > self.clock())
        taken = await connection.execute(update(table).where(*open_still).values(answered_by=key))
        found = (await connection.execute(select(table).where(table.c.code == code))).one_or_none()
        if taken.rowcount == 0:
            return found is not None and found.answered_by == key
        assert found is not None  # it was just changed
        joining = self._read(found.body)
        answer = OtherAnswered(joining.case, joining.role, consent)
        await put_answer(connection, self.jobs, code, found.channel, found.chat, answer, self.clock())
        return True

    def _read(self, body: bytes) -> Joining:
        return _JOINING.validate_python(self.vault.open_json(body, table.c.body))
