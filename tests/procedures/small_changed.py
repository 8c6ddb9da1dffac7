"""The small definition with a few words changed, for tests that need a rule it does not have."""

from __future__ import annotations

from collections.abc import Mapping

from ruamel.yaml import YAML

from procedures.definition import Definition
from procedures.outcome import Outcome, WayOut, outcome
from procedures.settling import NO_GAPS, Gaps
from tests.small import small_province, small_yaml

OWNER = {"dwelling": "owned", "handled_by": "self"}
TENANT = {"dwelling": "rented", "handled_by": "self"}
FOR_THE_KEEPER = {"dwelling": "owned", "handled_by": "agent"}


def changed(changes: Mapping[str, str]) -> Definition:
    return Definition.model_validate(YAML(typ="safe", pure=True).load(small_yaml(changes)))


def end_of(answers: Mapping[str, str], gaps: Gaps = NO_GAPS, *, changes: Mapping[str, str] | None = None) -> Outcome:
    return outcome(changed(changes or {}), small_province(), answers, gaps)


def window(end: Outcome) -> WayOut:
    way = end.way("window")
    assert way is not None
    return way


def brought(end: Outcome, way: str = "window") -> dict[str, tuple[str, ...]]:
    """Document to people, by one way."""
    found = end.way(way)
    assert found is not None
    return {item.document: item.of for item in found.bring}
