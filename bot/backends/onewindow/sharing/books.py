"""The books of sharing side by side, and what always happens to several of them at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backends.onewindow.sharing import lines
from bot.backends.onewindow.sharing.calls import Call, Calls
from bot.backends.onewindow.sharing.consents import Consents, Given
from bot.backends.onewindow.sharing.evidence import Evidences
from bot.backends.onewindow.sharing.log import Log
from bot.backends.onewindow.sharing.notices import Notices
from bot.backends.onewindow.sharing.survey import Surveyed
from bot.database.encryption import Vault
from bot.dialogue.shared_data import NoConsent


class Books:
    """Everything in the transaction of the caller. Rows are locked in one order: key, consents, the log's head."""

    def __init__(self, vault: Vault) -> None:
        self.consents = Consents(vault)
        self.evidences = Evidences(vault)
        self.calls = Calls(vault)
        self.notices = Notices(vault)
        self.log = Log(vault)

    async def find(self, connection: AsyncConnection, consent: str, *, lock: bool = False) -> Given:
        """The consent, whether it is over or not. Raises NoConsent if there is none."""
        given = await self.consents.find(connection, consent, lock=lock)
        if given is None:
            raise NoConsent(consent)
        return given

    async def keep(self, connection: AsyncConnection, given: Given, surveyed: Surveyed, now: datetime) -> None:
        """Keeps what was found, and notes what was read."""
        told = {
            answer.thing.acting_as: [each.number for each in surveyed.acting[answer.thing.acting_as].people]
            for answer in surveyed.answers
            if answer.finding.state == "several" and answer.thing.acting_as is not None
        }
        if told:
            await self.consents.remember_told(connection, given, told)
        for answer in surveyed.answers:
            await self.evidences.keep(connection, given, answer, now)
        await self.log.append(connection, now, list(lines.read(given, surveyed)))

    async def forget(self, connection: AsyncConnection, person: bytes, consents: Collection[str]) -> int:
        """Erases what was read on these consents of a person, wherever it stands; says how many pieces of evidence."""
        await self.calls.forget(connection, [person.hex(), *consents])
        return await self.evidences.delete(connection, consents)

    async def once(
        self,
        connection: AsyncConnection,
        claimed: tuple[Call, str, str],
        act: Callable[[AsyncConnection], Awaitable[JsonValue]],
        now: datetime,
    ) -> JsonValue:
        """What the call, of an asker and with a key, is answered: by acting, or as it was the first time."""
        if not await self.calls.claim(connection, *claimed, now):
            kept: JsonValue = await self.calls.read(connection, *claimed)
            return kept
        answer = await act(connection)
        if answer is not None:
            await self.calls.keep(connection, *claimed, answer)
        return answer
