"""The catalogue's figures in the words that scripts rely on. Fields may be added at the end, never renamed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from bot.demonstration.figures import Prefilled
from procedures.burden import Burden

DIGITS = 4
"""Of a share, 0..1."""


def as_json(found: Burden, without: Collection[str], measured: Prefilled) -> dict[str, Any]:
    """The figures, those of the worst paths and of each department, and what each register strikes off.

    `fields_prefilled` of the whole is what was measured on the people of the demonstration, where one of them wants
    something of this catalogue; everywhere else it is what registers can fill by the definitions.
    """
    share = {"fields_prefilled": measured.filled / measured.fields} if measured.fields else {}
    return {
        **_flat({**asdict(found.usual), **share}),
        "worst": _flat(asdict(found.worst)),
        "by_department": {lead: _flat(asdict(figures)) for lead, figures in found.by_department.items()},
        "registers": [
            {"register": share.register, "papers": share.papers, "procedures": list(share.procedures)}
            for share in found.registers
        ],
        "without": sorted(without),
        "measured_on": asdict(measured),
    }


def _flat(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round(n, DIGITS) if isinstance(n, float) else n for name, n in figures.items()}
