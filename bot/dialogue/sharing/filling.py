"""The application's fields filled from what was found, each with its provenance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.dialogue.shared_data import Finding
from procedures.definition import FormField
from procedures.outcome import Outcome
from procedures.provincial import Province
from procedures.settling import NO_GAPS, Situation


@dataclass(frozen=True)
class Filled:
    """One field. `finding`: what fills it; None leaves it to the citizen. `shown`: the value as far as it is shown."""

    field: FormField
    person: str
    finding: Finding | None = None
    shown: str | None = None


def fill(outcome: Outcome, findings: Iterable[Finding], province: Province) -> tuple[Filled, ...]:
    """Every field of the outcome's form, in its order."""
    situation = Situation(outcome.definition, province, outcome.journey, NO_GAPS)
    known = {
        (finding.person, field): finding for finding in findings if finding.state == "found" for field in finding.fills
    }
    filled = []
    for field in outcome.form:
        person = situation.person(field.of)
        finding = known.get((person, field.source)) if field.source else None
        shown = dict(finding.shown).get(field.source) if finding and field.source else None
        filled.append(Filled(field, person, finding, shown))
    return tuple(filled)
