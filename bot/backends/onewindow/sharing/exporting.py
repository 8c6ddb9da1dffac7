"""All that is kept about one person, as JSON for themselves: to look at, and to take elsewhere (PIPL, art. 45)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter

from bot.backends.onewindow.sharing.consents import WANTED, Given
from bot.backends.onewindow.sharing.evidence import Evidence
from bot.dialogue.shared_data import Reading

READINGS = TypeAdapter(list[Reading])
LEFT = 4
"""Characters of the person's own number that are written."""


def write_out(
    number: str, consents: Sequence[Given], readings: Sequence[Reading], evidence: Sequence[Evidence], now: datetime
) -> str:
    """The text. The file may be passed on, so the person's own number is cut down wherever it stands in it."""
    whole = {
        "person": number,
        "made_at": now.isoformat(),
        "consents": [_consent(each) for each in consents],
        "readings": READINGS.dump_python(list(readings), mode="json"),
        "evidence": [_evidence(each) for each in evidence],
    }
    text = json.dumps(whole, indent=2, ensure_ascii=False)
    return re.sub(re.escape(number), "*" * (len(number) - LEFT) + number[-LEFT:], text, flags=re.IGNORECASE)


def _consent(given: Given) -> dict[str, object]:
    return {
        "id": given.id,
        "case": given.case,
        "procedure": given.procedure,
        "publication": given.publication,
        "given_at": given.given_at.isoformat(),
        "until": given.until.isoformat(),
        "withdrawn_at": given.withdrawn_at and given.withdrawn_at.isoformat(),
        "agreed_to": WANTED.dump_python(given.wanted, mode="json"),
    }


def _evidence(each: Evidence) -> dict[str, object]:
    return {
        "person": each.person,
        "document": each.document,
        "register": each.register,
        "state": each.state,
        "found_at": each.found_at.isoformat(),
        "disputed_at": each.disputed_at and each.disputed_at.isoformat(),
        "record": each.record.model_dump(mode="json"),
    }
