"""What the log says of each thing that happens: names and states, never what a register answered."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from bot.backends.onewindow.sharing.acting import Try
from bot.backends.onewindow.sharing.consents import Given
from bot.backends.onewindow.sharing.log import Kind, Line
from bot.backends.onewindow.sharing.survey import Surveyed
from bot.dialogue.shared_data import Asked, Consent, Finding, Wanted

BY_CITIZEN = "citizen"
"""Who reads, when it is asked for in the chat."""


def agreed(person: bytes, consent: Consent, asked: Asked) -> Line:
    body: dict[str, JsonValue] = {
        "consent": consent.id,
        "case": asked.case,
        "procedure": asked.procedure,
        "publication": asked.publication,
        "until": consent.until.isoformat(),
        "things": [
            {"role": thing.person, "document": thing.document, "registers": list(thing.registers)}
            for thing in asked.wanted
        ],
    }
    return Line("agreed", person, body)


def read(given: Given, surveyed: Surveyed) -> Iterator[Line]:
    """One for each register that was asked about each thing, whether it answered or not."""
    for relation, acting in surveyed.acting.items():
        for each in acting.tries:
            yield _reading("read", given, each, relation, None)
    for answer in surveyed.answers:
        for each in answer.tries:
            yield _reading("read", given, each, answer.thing.person, answer.thing.document)
            if each.wrong_person:
                yield _reading("wrong-person", given, each, answer.thing.person, answer.thing.document)


def refused(given: Given, wanted: tuple[Wanted, ...]) -> Line:
    registers = dict.fromkeys(register for thing in wanted for register in thing.registers)
    return Line("refused", given.person, {**_of(given), "registers": list(registers), "by": BY_CITIZEN})


def disputed(given: Given, finding: Finding) -> Line:
    tried = Try(finding.register, finding.state)
    return _reading("disputed", given, tried, finding.person, finding.document)


def withdrawn(given: Given, erased: int) -> Line:
    return Line("withdrawn", given.person, {**_of(given), "evidence": erased})


def exported(person: bytes) -> Line:
    return Line("exported", person, {"by": BY_CITIZEN})


def erased(person: bytes, evidence: int, consents: int) -> Line:
    return Line("erased", person, {"evidence": evidence, "consents": consents, "by": BY_CITIZEN})


def _reading(kind: Kind, given: Given, each: Try, role: str, document: str | None) -> Line:
    said: dict[str, JsonValue] = {"role": role, "document": document, "register": each.register, "state": each.state}
    return Line(kind, given.person, {**_of(given), **said, "by": BY_CITIZEN})


def _of(given: Given) -> dict[str, JsonValue]:
    return {"consent": given.id, "case": given.case, "procedure": given.procedure}
