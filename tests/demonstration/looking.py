"""Looks up what each person's matters need, on their own consents, as the assistant would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.asking import Patience
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.database.encryption import Vault
from bot.demonstration.people import Matter, People
from bot.demonstration.registers import registers
from bot.demonstration.switches import Switches, all_up
from bot.dialogue.ports import Clock
from bot.dialogue.shared_data import Asked, Finding, SharedData, State, Wanted
from bot.dialogue.sharing.wanting import Wanting
from procedures.outcome import outcome
from procedures.vocabulary import YOU
from tests.shipped import shipped_definitions, shipped_province

DEFINITIONS = {definition.id: definition for definition in shipped_definitions()}
IMPATIENT = Patience(deadline=0.7, tries=1, open_after=10_000)
"""Whoever is late here, is late by half a minute."""


def open_shared(
    engine: AsyncEngine, vault: Vault, people: People, clock: Clock, switches: Switches = all_up
) -> SharedOneWindow:
    province = shipped_province()
    return SharedOneWindow(
        engine, vault, province, registers(people, province, switches, latency=0), clock, patience=IMPATIENT
    )


@dataclass(frozen=True)
class Looked:
    """What came of one look-up."""

    whose: str
    """The person or firm of the demonstration."""
    finding: Finding


def matters(people: People) -> Iterator[tuple[str, Matter]]:
    yield from ((id, matter) for id, person in people.everybody.items() for matter in person.matters)


async def look_up(shared: SharedData, people: People, you: str, matter: Matter) -> list[Looked]:
    """Everything that this matter needs of those whom the demonstration knows, each on their own consent."""
    wanting = Wanting(outcome(DEFINITIONS[matter.procedure], shipped_province(), matter.answers), shipped_province())
    asked = {YOU: wanting.own(), **wanting.others()}
    looked: list[Looked] = []
    for role, wanted in asked.items():
        giver = matter.who(role, you)
        if giver is not None and wanted:
            chosen = tuple(_chosen(people, giver, matter, each) for each in wanted)
            findings = await _on_consent(shared, people.everybody[giver].number, matter.procedure, chosen)
            for each, finding in zip(chosen, findings, strict=True):
                looked.append(Looked(matter.others[each.person] if each.acting_as else giver, finding))
    return looked


def _chosen(people: People, giver: str, matter: Matter, wanted: Wanted) -> Wanted:
    """Where the giver acts for several, the one whom the matter is about."""
    if wanted.acting_as is None:
        return wanted
    several = people.represented_by(people.everybody[giver], wanted.acting_as)
    which = several.index(people.everybody[matter.others[wanted.person]])
    return replace(wanted, which=which if len(several) > 1 else None)


_keys = count(1)


async def _on_consent(
    shared: SharedData, number: str, procedure: str, wanted: tuple[Wanted, ...]
) -> tuple[Finding, ...]:
    key = str(next(_keys))
    consent = await shared.agree(number, Asked(f"case {key}", procedure, "publication", wanted), key)
    return await shared.look_up(consent.id, wanted, key)


def states(looked: list[Looked]) -> Mapping[str, Mapping[str, State]]:
    """By person of the procedure and document, as people.yaml writes what is expected."""
    told: dict[str, dict[str, State]] = {}
    for each in looked:
        if each.finding.document is not None:
            told.setdefault(each.finding.person, {})[each.finding.document] = each.finding.state
    return told
