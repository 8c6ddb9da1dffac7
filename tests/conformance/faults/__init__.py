"""For each promise of the suite a backend that breaks it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conformance.faults import applying, basics, news, places, sharing
from tests.conformance.faults.wrong import Wrong

FAULTS: Mapping[str, Wrong] = {
    **basics.FAULTS,
    **places.FAULTS,
    **sharing.FAULTS,
    **applying.FAULTS,
    **news.FAULTS,
}
__all__ = ["FAULTS", "Wrong"]
