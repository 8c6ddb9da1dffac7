"""The logins of all chats: a link for a chat, and later who it was that brought the code of its page.

A login goes open → started (the button was pressed) → proved (the page shows a code) → used; or it is over. A chat has
at most one that is alive, which the database itself sees to.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.database.leasing import insert_once
from bot.dialogue.identity import Level, LoginLink, LoginOver, LoginRefused, Verified, WrongCode
from bot.dialogue.ports import Clock
from bot.identity import persons
from bot.identity.names import mask_name
from bot.identity.persons import CodedProof
from bot.identity.settings import ProviderSettings
from bot.identity.tables import LIVE, OPEN, OVER, PROVED, USED, login
from bot.identity.transactions import change, look

LINK_FOR = timedelta(minutes=10)
VERIFIED_FOR = timedelta(minutes=30)
KEPT = timedelta(days=1)
"""How long after its minutes a login can still answer a repeated call."""
WRONG_CODES = 5
TOKEN_BYTES = 32
NOTHING_SEALED: Mapping[str, None] = {"attempt": None, "proof": None}


def hash_secret(secret: str) -> bytes:
    """What is kept of a secret of 256 random bits: so many cannot be guessed, so it needs no salt."""
    return hashlib.sha256(secret.encode()).digest()


class Logins:
    """Answers `Identity` from the program's own database, in any number of replicas. The provider is asked elsewhere:
    by the pages, when the citizen has pressed the button.
    """

    def __init__(self, engine: AsyncEngine, vault: Vault, clock: Clock, settings: ProviderSettings) -> None:
        self._engine = engine
        self._vault = vault
        self._clock = clock
        self._settings = settings

    async def open_login(self, chat: str, level: Level, key: str) -> LoginLink:
        async def open_once(connection: AsyncConnection) -> LoginLink:
            return await self._find_link(connection, chat, key) or await self._open(connection, chat, level, key)

        return await change(self._engine, open_once)

    async def finish_login(self, chat: str, code: str, key: str) -> Verified:
        async def finish_once(connection: AsyncConnection) -> Verified | LoginRefused:
            return await self._finish(connection, chat, code, key)

        answer = await change(self._engine, finish_once)
        if isinstance(answer, LoginRefused):
            raise answer
        return answer

    async def number(self, person: str) -> str | None:
        return await look(self._engine, lambda connection: persons.find_number(connection, self._vault, person))

    async def forget(self, person: str) -> None:
        await change(self._engine, lambda connection: persons.erase(connection, person))

    async def sweep(self) -> int:
        """Erase what is sealed in logins whose minutes are over, and delete those that ended over a day ago; says how
        many.
        """
        now = self._clock()

        async def tidy(connection: AsyncConnection) -> int:
            late = (login.c.state.in_(LIVE), login.c.expires_at <= now)
            await connection.execute(update(login).where(*late).values(state=OVER, **NOTHING_SEALED))
            return (await connection.execute(delete(login).where(login.c.expires_at <= now - KEPT))).rowcount

        return await change(self._engine, tidy)

    async def _find_link(self, connection: AsyncConnection, chat: str, key: str) -> LoginLink | None:
        kept = select(login.c.token, login.c.expires_at).where(login.c.chat == chat, login.c.key == key)
        row = (await connection.execute(kept)).one_or_none()
        if row is None:
            return None
        return LoginLink(self._settings.login_url(self._vault.open_json(row.token, login.c.token)), row.expires_at)

    async def _open(self, connection: AsyncConnection, chat: str, level: Level, key: str) -> LoginLink:
        older = (login.c.chat == chat, login.c.state.in_(LIVE), login.c.key != key)
        await connection.execute(update(login).where(*older).values(state=OVER, **NOTHING_SEALED))
        token, until = secrets.token_urlsafe(TOKEN_BYTES), self._clock() + LINK_FOR
        row = {
            "chat": chat,
            "key": key,
            "level": level,
            "state": OPEN,
            "expires_at": until,
            "token_hash": hash_secret(token),
            "token": self._vault.seal_json(token, login.c.token),
            "wrong": 0,
        }
        if await insert_once(connection, login, row, unique=("chat", "key")):
            return LoginLink(self._settings.login_url(token), until)
        theirs = await self._find_link(connection, chat, key)  # the same call came in twice, and the other was quicker
        assert theirs is not None
        return theirs

    async def _finish(self, connection: AsyncConnection, chat: str, code: str, key: str) -> Verified | LoginRefused:
        """A refusal is given back, not raised: what was counted has to stay."""
        newest = select(login).where(login.c.chat == chat).order_by(login.c.id.desc()).limit(1).with_for_update()
        row = (await connection.execute(newest)).one_or_none()
        answered = select(login.c.answer).where(login.c.chat == chat, login.c.finish_key == key)
        answer = (await connection.execute(answered)).scalar()
        if answer is not None:
            return Verified.model_validate(self._vault.open_json(answer, login.c.answer))
        if row is None:
            return WrongCode()
        now = self._clock()
        if row.state not in LIVE or row.expires_at <= now:
            return LoginOver()
        if row.state != PROVED:
            return WrongCode()  # no page has shown a code yet, so there is none to be guessed
        proof = CodedProof.open(self._vault, row.proof)
        if not hmac.compare_digest(proof.code.encode(), code.encode(errors="replace")):
            return await self._count_wrong(connection, row, key)
        return await self._verify(connection, row, proof, key, now)

    async def _count_wrong(self, connection: AsyncConnection, row: Row[Any], key: str) -> LoginRefused:
        if row.wrong_key == key:
            return WrongCode()
        counted = {"wrong": row.wrong + 1, "wrong_key": key}
        is_last = row.wrong + 1 >= WRONG_CODES
        ended = {"state": OVER, **NOTHING_SEALED} if is_last else {}
        await connection.execute(update(login).where(login.c.id == row.id).values(counted | ended))
        return LoginOver() if is_last else WrongCode()

    async def _verify(
        self, connection: AsyncConnection, row: Row[Any], proof: CodedProof, key: str, now: datetime
    ) -> Verified:
        person = await persons.save(connection, self._vault, proof, now)
        called = mask_name(proof.name)
        verified = Verified(person=person, called=called, level=proof.level, until=now + VERIFIED_FOR)
        answer = self._vault.seal_json(verified.model_dump(mode="json"), login.c.answer)
        used = {"state": USED, "finish_key": key, "answer": answer, **NOTHING_SEALED}
        await connection.execute(update(login).where(login.c.id == row.id).values(used))
        return verified
