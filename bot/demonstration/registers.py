"""The registers of the demonstration province: what people.yaml says of each person, and everything that can go wrong.

They keep nothing and log nothing. Whoever asks has to be prepared for a register that is late, that is down, that has
no entry, that answers nonsense, or that answers with somebody else's entry.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.backends.onewindow.sharing.register import Enquiry, Record, RegisterDown, Represented
from bot.demonstration.people import Entry, Late, Mistaken, People, Person
from bot.demonstration.switches import Switches
from bot.dialogue.shared_data import Relation
from procedures.provincial import Province

LATENCY = 0.005
"""Seconds that an ordinary answer takes."""
SLOW = 30.0
"""Seconds that a register takes which somebody has made slow: longer than any citizen waits."""
NONSENSE: Any = {"error": 0, "data": "<html>"}
"""What a register that is broken answers in place of a record."""


@dataclass(frozen=True)
class DemonstrationRegister:
    """One register. `stands_for`: the documents that it can stand in for."""

    id: str
    stands_for: frozenset[str]
    people: People
    switches: Switches
    latency: float = LATENCY

    async def ask(self, enquiry: Enquiry) -> Record | None:
        entry = await self._find(self.people.with_number(enquiry.number))
        if entry is None or not self._holds(entry, enquiry.document):
            return None
        if entry.trouble == "nonsense":
            nonsense: Record = NONSENSE
            return nonsense
        if isinstance(entry.trouble, Mistaken):
            return self._record(self.people.everybody[entry.trouble.entry_of])
        return _as_record(enquiry.number, entry)

    async def represented(self, number: str, relation: Relation) -> tuple[Represented, ...]:
        """Those of whom it has an entry: a newborn is in the register of births before the household register."""
        person = self.people.with_number(number)
        entry = await self._find(person)
        if person is None:
            return ()
        if entry is not None and entry.trouble == "nonsense":
            nonsense: tuple[Represented, ...] = NONSENSE
            return nonsense
        known = (r for r in self.people.represented_by(person, relation) if self.id in r.entries)
        return tuple(Represented(number=r.number, name=r.called) for r in known)

    async def _find(self, person: Person | None) -> Entry | None:
        """The entry, when it is its time. Raises RegisterDown."""
        entry = None if person is None else person.entries.get(self.id)
        trouble = None if entry is None else entry.trouble
        setting = await self.switches(self.id)
        if setting == "down" or trouble == "down":
            raise RegisterDown(f"The register {self.id} is down.")
        late = trouble.late if isinstance(trouble, Late) else 0.0
        await asyncio.sleep(max(self.latency, late, SLOW if setting == "slow" else 0.0))
        return entry

    def _holds(self, entry: Entry, document: str | None) -> bool:
        return document is None or document in (self.stands_for if entry.documents is None else entry.documents)

    def _record(self, person: Person) -> Record | None:
        entry = person.entries.get(self.id)
        return None if entry is None else _as_record(person.number, entry)


def _as_record(number: str, entry: Entry) -> Record:
    return Record(number=number, recorded=entry.recorded, valid_until=entry.valid_until, fields=entry.fields)


def registers(
    people: People, province: Province, switches: Switches, latency: float = LATENCY
) -> Mapping[str, DemonstrationRegister]:
    """Every register of the province, also those that have nobody's entry. `latency`: seconds."""
    return {
        id: DemonstrationRegister(id, stands_for(id, province), people, switches, latency) for id in province.registers
    }


def stands_for(register: str, province: Province) -> frozenset[str]:
    """The documents for which this register can stand in."""
    return frozenset(id for id, document in province.documents.items() if register in document.held_by)
