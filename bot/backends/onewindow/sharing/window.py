"""Shared data behind the embedded One Window: what each call allows, what it keeps, and what it refuses.

Each call that changes something is one transaction: it claims its key, acts, and adds to the log what it did. Only a
look-up asks the registers before, outside of any transaction; a consent that ends meanwhile leaves nothing of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pydantic import JsonValue, TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.backends.onewindow.sharing import lines
from bot.backends.onewindow.sharing.acting import TOLD_BY
from bot.backends.onewindow.sharing.asking import PATIENCE, Asking, Patience
from bot.backends.onewindow.sharing.books import Books
from bot.backends.onewindow.sharing.calls import Call
from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.exporting import write_out
from bot.backends.onewindow.sharing.register import Register
from bot.backends.onewindow.sharing.survey import Survey, day_of
from bot.backends.onewindow.transactions import change, look
from bot.database.encryption import Vault
from bot.dialogue.ports import Clock
from bot.dialogue.shared_data import CONSENT_LASTS, Asked, Consent, Erased, Finding, NoConsent, OwnData, Wanted
from procedures.provincial import Province

READINGS_SHOWN = 200
FINDINGS = TypeAdapter(tuple[Finding, ...])


class SharedOneWindow:
    """Answers `SharedData` from the registers and the program's own database, in any number of replicas.

    `registers` by their ids; one that is missing counts as unavailable. Every call raises BackendDown while the
    database does not answer.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        vault: Vault,
        province: Province,
        registers: Mapping[str, Register],
        clock: Clock,
        patience: Patience = PATIENCE,
        consent_lasts: timedelta = CONSENT_LASTS,
    ) -> None:
        self._engine = engine
        self._province = province
        self._clock = clock
        self._consent_lasts = consent_lasts
        self._survey = Survey(Asking(registers, clock, patience), province)
        self._books = Books(vault)

    async def agree(self, number: str, asked: Asked, key: str, within: timedelta | None = None) -> Consent:
        number, person = self._person(number)
        lasts = self._consent_lasts if within is None else min(within, self._consent_lasts)

        async def note(connection: AsyncConnection) -> JsonValue:
            now = self._clock()
            made = await self._books.consents.add(connection, number, asked, now, lasts)
            await self._books.log.append(connection, now, [lines.agreed(person, made, asked)])
            return {"id": made.id, "until": made.until.isoformat()}

        answer = await self._once("agree", person.hex(), key, note)
        return Consent(answer["id"], datetime.fromisoformat(answer["until"]))

    async def look_up(self, consent: str, wanted: tuple[Wanted, ...], key: str) -> tuple[Finding, ...]:
        kept = await look(self._engine, lambda connection: self._books.calls.read(connection, "look_up", consent, key))
        if kept is not None:
            return FINDINGS.validate_python(kept)
        given = await look(self._engine, lambda connection: self._books.find(connection, consent))
        given.check(wanted, self._clock())
        surveyed = await self._survey.look(given, wanted, day_of(self._clock()))

        async def keep(connection: AsyncConnection) -> JsonValue:
            now = self._clock()
            still = await self._books.consents.find(connection, consent, lock=True)
            if still is None or still.is_over(now):
                # Not raised, which would undo this line: registers were asked after all.
                await self._books.log.append(connection, now, [lines.refused(given, wanted)])
                return None
            await self._books.keep(connection, still, surveyed, now)
            findings: JsonValue = FINDINGS.dump_python(surveyed.findings, mode="json")
            return findings

        answer = await self._once("look_up", consent, key, keep)
        if answer is None:
            raise NoConsent(consent)
        return FINDINGS.validate_python(answer)

    async def dispute(self, consent: str, finding: Finding, key: str) -> None:
        async def note(connection: AsyncConnection) -> None:
            now = self._clock()
            given = await self._books.find(connection, consent, lock=True)
            if given.is_over(now) or not _may_have_told(given, finding):
                raise NoConsent(consent)
            wrong = await self._books.evidences.dispute(connection, given, finding, now)
            known = finding.register in self._province.registers
            department = self._province.department_of(finding.register) if known else None
            await self._books.notices.put(connection, given, finding, wrong, department, now)
            await self._books.log.append(connection, now, [lines.disputed(given, finding)])

        await self._once("dispute", consent, key, note)

    async def withdraw(self, number: str, consent: str, key: str) -> None:
        _, person = self._person(number)

        async def end(connection: AsyncConnection) -> None:
            now = self._clock()
            given = await self._books.find(connection, consent, lock=True)
            if given.person != person:
                raise NoConsent(consent)
            if given.withdrawn_at is None:
                erased = await self._books.forget(connection, person, [consent])
                await self._books.consents.strip(connection, [consent], withdrawn_at=now)
                await self._books.log.append(connection, now, [lines.withdrawn(given, erased)])

        await self._once("withdraw", person.hex(), key, end)

    async def own_data(self, number: str) -> OwnData:
        _, person = self._person(number)

        async def read(connection: AsyncConnection) -> OwnData:
            consents = await self._books.consents.of(connection, person)
            readings = await self._books.log.readings(connection, person, READINGS_SHOWN)
            return OwnData(tuple(given.as_seen() for given in consents), tuple(readings))

        return await look(self._engine, read)

    async def export(self, number: str, key: str) -> str:
        number, person = self._person(number)

        async def write(connection: AsyncConnection, *, lock: bool = False) -> str:
            consents = await self._books.consents.of(connection, person, lock=lock)
            readings = await self._books.log.readings(connection, person)
            evidence = await self._books.evidences.of(connection, [given.id for given in consents])
            return write_out(number, consents, readings, evidence, self._clock())

        async def write_and_note(connection: AsyncConnection) -> JsonValue:
            text = await write(connection, lock=True)  # else it could outlive what is erased meanwhile
            await self._books.log.append(connection, self._clock(), [lines.exported(person)])
            return text

        answer: str | None = await self._once("export", person.hex(), key, write_and_note)
        # It is forgotten where some of it was erased since; then this is what is left.
        return await look(self._engine, write) if answer is None else answer

    async def erase(self, number: str, key: str) -> Erased:
        """Erase evidence, what was agreed to, and what calls were answered. The log stays.

        The right to erasure: PIPL, art. 47. Records of processing are kept for three years at least: art. 56.
        """
        _, person = self._person(number)

        async def erase(connection: AsyncConnection) -> JsonValue:
            now = self._clock()
            consents = await self._books.consents.of(connection, person, lock=True)
            ids = [given.id for given in consents]
            evidence = await self._books.forget(connection, person, ids)
            await self._books.consents.delete(connection, ids)
            ended = sum(not given.is_over(now) for given in consents)
            await self._books.log.append(connection, now, [lines.erased(person, evidence, ended)])
            kept = await self._books.log.count(connection, person)
            return asdict(Erased(evidence=evidence, consents_ended=ended, kept=kept))

        return Erased(**await self._once("erase", person.hex(), key, erase))

    async def values(self, consent: str) -> Mapping[tuple[str, str], str]:
        """What fills the form, by person and `register.field`: as found, still valid, and not called wrong.

        Raises NoConsent, BackendDown.
        """

        async def read(connection: AsyncConnection) -> Mapping[tuple[str, str], str]:
            now = self._clock()
            given = await self._books.find(connection, consent)
            if given.is_over(now):
                raise NoConsent(consent)
            found = await self._books.evidences.of(connection, [consent])
            used = (each.values() for each in found if each.is_used(day_of(now)))
            return {where: value for values in used for where, value in values.items()}

        return await look(self._engine, read)

    async def sweep(self, before: datetime) -> None:
        """Erases what was read on consents whose time is over, and forgets calls that came before that moment."""

        async def erase(connection: AsyncConnection) -> None:
            for given in await self._books.consents.expired(connection, self._clock()):
                await self._books.forget(connection, given.person, [given.id])
                await self._books.consents.strip(connection, [given.id])
            await self._books.calls.sweep(connection, before)

        await change(self._engine, erase)

    async def _once(
        self, call: Call, asker: str, key: str, act: Callable[[AsyncConnection], Awaitable[JsonValue]]
    ) -> Any:
        """One transaction; what the second call with a key is answered, is read instead."""

        async def first_or_again(connection: AsyncConnection) -> JsonValue:
            return await self._books.once(connection, (call, asker, key), act, self._clock())

        return await change(self._engine, first_or_again)

    def _person(self, number: str) -> tuple[str, bytes]:
        """The number in the one form in which it is kept, and by what its holder is found again."""
        number = number.strip().upper()
        return number, self._books.consents.index(number)


def _may_have_told(given: Given, finding: Finding) -> bool:
    """Whether the finding can have come from a look-up on this consent."""
    asked = [thing for thing in given.wanted if (thing.person, thing.document) == (finding.person, finding.document)]
    registers = {register for thing in asked for register in thing.registers}
    relations = {thing.acting_as for thing in asked if thing.acting_as is not None}
    return finding.register in registers.union(*(TOLD_BY[relation] for relation in relations))
