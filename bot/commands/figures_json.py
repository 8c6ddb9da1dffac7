"""The catalogue's figures in the words that scripts rely on. Fields may be added at the end, never renamed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from procedures.burden import Burden, Figures

DIGITS = 4
"""Of a share, 0..1."""


def as_json(found: Burden, without: Collection[str]) -> dict[str, Any]:
    """The figures, those of the worst paths and of each department, and what each register strikes off."""
    return {
        **_flat(found.usual),
        "worst": _flat(found.worst),
        "by_department": {lead: _flat(figures) for lead, figures in found.by_department.items()},
        "registers": [
            {"register": share.register, "papers": share.papers, "procedures": list(share.procedures)}
            for share in found.registers
        ],
        "without": sorted(without),
    }


def _flat(figures: Figures) -> dict[str, Any]:
    return {name: round(n, DIGITS) if isinstance(n, float) else n for name, n in asdict(figures).items()}
