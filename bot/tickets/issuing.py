"""From a planned visit to the text of its ticket. The core has no key, so it is handed this as a function."""

from __future__ import annotations

from datetime import datetime

from bot.database.encryption import Vault
from bot.dialogue.outcome_lines import carried
from bot.dialogue.planned import Issue, PlannedVisit
from bot.tickets.checklist import LONGEST, PUBLICATION, Bring, Checklist, sign
from bot.tickets.keys import signing_keys
from procedures.definition import Visit
from procedures.outcome import WayOut


def issuing(vault: Vault) -> Issue:
    """Signs with the vault's newest key. A visit that is cancelled or no longer known, and one with more to bring than
    a QR code can hold, gets no ticket.
    """
    key = signing_keys(vault)[-1]

    def issue(planned: PlannedVisit, now: datetime) -> str:
        if planned.cancelled or planned.way is None or planned.visit is None:
            return ""
        text = sign(_checklist(planned, planned.way, planned.visit, now), key)
        return text if len(text) <= LONGEST else ""

    return issue


def _checklist(planned: PlannedVisit, way: WayOut, visit: Visit, now: datetime) -> Checklist:
    """Each document once, whosoever it is: a ticket names no person."""
    told = (Bring((item.document, *item.or_else), item.tolerated, item.if_any) for item in carried(way.at(visit)))
    return Checklist(
        case=planned.code,
        visit=planned.visit_id,
        procedure=planned.procedure,
        publication=planned.publication[:PUBLICATION],
        centre=planned.slot.centre,
        counter=planned.slot.counter,
        starts_at=planned.slot.starts_at.replace(microsecond=0),
        way=way.way.way,
        visits=way.visit_count,
        bring=tuple(dict.fromkeys(told)),
        issued_at=now.replace(microsecond=0),
        sequence=planned.sequence,
    )
