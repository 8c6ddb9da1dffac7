"""The pages' side of a login: one browser shows at the provider who it is, and gets a code for the chat.

Whoever knows a link may press its button, the newest press counts. What comes back is taken only from the browser
that pressed: it was given a cookie of 256 random bits, of which the login keeps the SHA-256. So a link that somebody
sends to a victim yields a code on the victim's screen alone.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.dialogue.identity import Level, NotSure, is_enough
from bot.dialogue.ports import Clock
from bot.identity.logins import TOKEN_BYTES, hash_secret
from bot.identity.persons import CodedProof, Proof, name_person
from bot.identity.refusals import CodeWaits, Forged, LinkOver, LinkUsed, StepUsed, WrongBrowser
from bot.identity.tables import OVER, PROVED, STARTED, USED, login
from bot.identity.transactions import change, look

CODE_DIGITS = 6
Cookies = Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """What the first page tells: how sure the provider has to be, and until when."""

    level: Level
    until: datetime


@dataclass(frozen=True)
class Attempt:
    """One try with the provider."""

    login: int
    token: str = field(repr=False)
    level: Level
    until: datetime
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Begun:
    """An attempt, and the cookie that binds it to the browser."""

    attempt: Attempt
    cookie: str
    """The cookie's name; each login has its own, so two of them do not disturb each other in one browser."""
    browser: str = field(repr=False)


@dataclass(frozen=True)
class ShownCode:
    """The code for the chat."""

    code: str = field(repr=False)
    until: datetime


class Attempts:
    """Every method raises IdentityDown while the database does not answer; what else it raises, refuses the page."""

    def __init__(self, engine: AsyncEngine, vault: Vault, clock: Clock) -> None:
        self._engine = engine
        self._vault = vault
        self._clock = clock

    async def look(self, token: str, cookies: Cookies) -> Page:
        """What there is to say before the button is pressed; changes nothing."""
        row = await look(self._engine, lambda connection: _find(connection, login.c.token_hash, token))
        row = self._check(row, cookies)
        return Page(row.level, row.expires_at)

    async def begin(self, token: str, cookies: Cookies) -> Begun:
        """A new attempt, which ends the one before."""
        attempt_seed = {name: secrets.token_urlsafe(TOKEN_BYTES) for name in ("nonce", "verifier")}
        state, browser = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)

        async def start(connection: AsyncConnection) -> Begun:
            found = await _find(connection, login.c.token_hash, token, lock=True)
            row = self._check(found, cookies)
            values = {
                "state": STARTED,
                "state_hash": hash_secret(state),
                "browser_hash": hash_secret(browser),
                "attempt": self._vault.seal_json(attempt_seed, login.c.attempt),
            }
            await connection.execute(update(login).where(login.c.id == row.id).values(values))
            attempt = Attempt(row.id, token, row.level, row.expires_at, state, **attempt_seed)
            return Begun(attempt, _cookie_name(row), browser)

        return await change(self._engine, start)

    async def claim(self, state: str, cookies: Cookies) -> Attempt:
        """The attempt to which the provider has answered, once: the code it sent can be exchanged only once too."""

        async def take(connection: AsyncConnection) -> Attempt:
            row = await _find(connection, login.c.state_hash, state, lock=True)
            if row is None:
                raise Forged
            if not _is_its_browser(row, cookies):
                raise WrongBrowser
            row = self._check(row, cookies)
            if row.attempt is None:
                raise StepUsed
            await connection.execute(update(login).where(login.c.id == row.id).values(attempt=None))
            kept = self._vault.open_json(row.attempt, login.c.attempt)
            return Attempt(row.id, self._token(row), row.level, row.expires_at, state, **kept)

        return await change(self._engine, take)

    async def keep(self, attempt: Attempt, proof: Proof) -> None:
        """Keeps who it is, with a code, if nothing has ended the attempt meanwhile. Raises NotSure, LinkOver."""
        if not is_enough(proof.level, attempt.level):
            raise NotSure
        coded = CodedProof(**asdict(proof), code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}")
        values = {
            "state": PROVED,
            "proof": coded.seal(self._vault),
            "person": name_person(self._vault, proof.number),
        }
        its_own = (login.c.id == attempt.login, login.c.state_hash == hash_secret(attempt.state))
        alive = (login.c.state == STARTED, login.c.expires_at > self._clock())

        async def prove(connection: AsyncConnection) -> None:
            if (await connection.execute(update(login).where(*its_own, *alive).values(values))).rowcount != 1:
                raise LinkOver

        await change(self._engine, prove)

    async def code(self, token: str, cookies: Cookies) -> ShownCode:
        """The code, for the browser that earned it, until it was brought to the chat."""
        row = await look(self._engine, lambda connection: _find(connection, login.c.token_hash, token))
        try:
            self._check(row, cookies)
        except CodeWaits:
            assert row is not None
            return ShownCode(CodedProof.open(self._vault, row.proof).code, row.expires_at)
        raise StepUsed

    def _check(self, row: Row[Any] | None, cookies: Cookies) -> Row[Any]:
        """The login, if it may go to the provider. Raises LinkOver, LinkUsed, CodeWaits."""
        if row is None or row.state == OVER:
            raise LinkOver
        if row.state == USED:
            raise LinkUsed
        if row.expires_at <= self._clock():
            raise LinkOver
        if row.state == PROVED:
            raise CodeWaits(self._token(row)) if _is_its_browser(row, cookies) else LinkUsed
        return row

    def _token(self, row: Row[Any]) -> str:
        return str(self._vault.open_json(row.token, login.c.token))


async def _find(connection: AsyncConnection, by: Column[bytes], secret: str, *, lock: bool = False) -> Row[Any] | None:
    """Looking up a hash tells nobody how much of a guess was right."""
    wanted = select(login).where(by == hash_secret(secret))
    return (await connection.execute(wanted.with_for_update() if lock else wanted)).one_or_none()


def _cookie_name(row: Row[Any]) -> str:
    return f"login-{row.token_hash.hex()[:16]}"


def _is_its_browser(row: Row[Any], cookies: Cookies) -> bool:
    shown = cookies.get(_cookie_name(row))
    return shown is not None and hmac.compare_digest(hash_secret(shown), row.browser_hash or b"")
