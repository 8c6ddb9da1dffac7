"""What the chats of the bot were told, read in its database as a channel would write it; and what it keeps of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database.encryption import Vault
from bot.database.engine import reading
from bot.database.tables import outbox
from bot.dialogue.conversation import Conversation, Matter
from bot.storage.tables import conversation, delivery
from tests.backends.pair.terms import CHANNEL


@dataclass(frozen=True)
class Entry:
    """A place as the calendar of the citizen has it."""

    case: str
    sequence: int
    cancelled: bool
    starts_at: str
    centre: str


@dataclass(frozen=True)
class Told:
    """One message. `buttons`: their keys, without the code of the case where they name it second."""

    text: str
    buttons: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Seen:
    """One chat: all that was said in it, how often its citizen spoke, and what the bot keeps of it."""

    chat: str
    told: tuple[Told, ...] = ()
    spoken: int = 0
    kept: Conversation | None = None

    @property
    def entries(self) -> list[Entry]:
        """In the order in which they were told."""
        return [entry for message in self.told for entry in message.entries]

    @property
    def revision(self) -> int:
        """0 before anything happened."""
        return self.kept.revision if self.kept is not None else 0

    @property
    def matters(self) -> Sequence[Matter]:
        """What the bot keeps of their matters."""
        return self.kept.matters if self.kept is not None else ()

    @property
    def waits(self) -> bool:
        """Whether something is under way of which the outcome is not known."""
        kept = self.kept
        return kept is not None and (kept.pending is not None or bool(kept.unsettled))


@dataclass
class Chats:
    """The chats on a database of the bot."""

    engine: AsyncEngine
    vault: Vault
    _known: dict[str, tuple[int, tuple[Told, ...]]] = field(default_factory=dict)
    """By chat: the number of the newest message that was read, and all of them."""

    async def look(self, chat: str) -> Seen:
        async with reading(self.engine) as connection:
            kept = await self._kept(connection, chat)
            told = await self._told(connection, chat)
            mine = (delivery.c.channel == CHANNEL, delivery.c.key.like(f"{chat}/%"))
            spoken = await connection.scalar(select(func.count()).select_from(delivery).where(*mine)) or 0
        return Seen(chat, told, spoken, kept)

    async def revisions(self) -> Mapping[str, int]:
        """By chat: what changes with everything that happens in it."""
        wanted = select(conversation.c.chat, conversation.c.revision).where(conversation.c.channel == CHANNEL)
        async with reading(self.engine) as connection:
            return {row.chat: row.revision for row in await connection.execute(wanted)}

    async def _kept(self, connection: AsyncConnection, chat: str) -> Conversation | None:
        where = (conversation.c.channel == CHANNEL, conversation.c.chat == chat)
        row = (await connection.execute(select(conversation).where(*where))).one_or_none()
        if row is None:
            return None
        body = self.vault.open_json(row.body, conversation.c.body)
        return Conversation.model_validate(body).but(revision=row.revision)

    async def _told(self, connection: AsyncConnection, chat: str) -> tuple[Told, ...]:
        newest, known = self._known.get(chat, (0, ()))
        new = select(outbox.c.id, outbox.c.body).where(outbox.c.channel == CHANNEL, outbox.c.chat == chat)
        rows = (await connection.execute(new.where(outbox.c.id > newest).order_by(outbox.c.id))).all()
        if rows:
            known = (*known, *(_read(self.vault.open_json(row.body, outbox.c.body)) for row in rows))
            self._known[chat] = rows[-1].id, known
        return known


def _read(body: Mapping[str, Any]) -> Told:
    entries = tuple(
        Entry(each["code"], each["sequence"], each["cancelled"], each["starts_at"], each["place"].partition(",")[0])
        for each in body["entries"]
    )
    return Told(body["text"], tuple(option["key"] for option in body["options"]), entries)


def without_code(key: str) -> str:
    """What a button is for, whichever case it names: `q:dwelling:owned`."""
    verb, *rest = key.split(":")
    return ":".join(part for part in (verb, *rest[1:]) if part)


def last_entries(seen: Seen) -> dict[str, Entry]:
    """What the citizen's calendar holds in the end, by case."""
    latest: dict[str, Entry] = {}
    for entry in seen.entries:
        if entry.case not in latest or entry.sequence >= latest[entry.case].sequence:
            latest[entry.case] = entry
    return latest


def times_told(entries: Sequence[Entry]) -> list[str]:
    """The times at which one came to have a place, in order, each once."""
    return list(dict.fromkeys(entry.starts_at for entry in entries if not entry.cancelled))
