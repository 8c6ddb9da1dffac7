"""What staff may change while a conversation is going on: one small world for each change, as a guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ruamel.yaml import YAML

from bot.dialogue.guide import Guide
from procedures.definition import Definition, Way
from procedures.provincial import Province
from procedures.publication import Publication, publish
from tests.dialogue.core import GARDEN, catalogue, garden
from tests.small import SMALL, small_definition, small_yaml

Change = Callable[[Guide], Guide]
KEPT: Mapping[str, Definition] = {publish(text).hash: text for text in (small_definition(), garden())}
"""The texts that all conversations of the tests began with."""


def _rewritten(changes: Mapping[str, str]) -> Definition:
    return Definition.model_validate(YAML(typ="safe", pure=True).load(small_yaml(changes)))


def _published(*texts: Definition) -> dict[str, Publication]:
    return {**catalogue().procedures, **{text.id: publish(text) for text in texts}}


def _text(*texts: Definition) -> Change:
    """Newer texts; a running case finds no other."""
    return lambda guide: replace(guide, current=_published(*texts), kept={})


def _province(**parts: Any) -> Change:
    def changed(guide: Guide) -> Guide:
        return replace(guide, province=guide.province.model_copy(update=parts))

    return changed


def _without(part: str, *names: str) -> Change:
    """A province that no longer has these entries, and only the office's texts that do not name them."""

    def changed(guide: Guide) -> Guide:
        entries = getattr(guide.province, part)
        left = _province(**{part: {name: entry for name, entry in entries.items() if name not in names}})(guide)
        fitting = left if part in ("centres", "matters") else replace(left, current={})
        return replace(fitting, kept=KEPT)

    return changed


def _other_counters(province: Province) -> dict[str, Any]:
    shut = {"tax": next(iter(province.centres["east"].counters.values()))}
    return {name: centre.model_copy(update={"counters": shut}) for name, centre in province.centres.items()}


def _on_paper(province: Province) -> dict[str, Any]:
    return {name: document.model_copy(update={"held_by": ()}) for name, document in province.documents.items()}


def _renamed_visits() -> Definition:
    (way,) = garden().ways
    visits = tuple(visit.model_copy(update={"id": f"new-{visit.id}"}) for visit in way.visits)
    return garden().model_copy(update={"ways": (way.model_copy(update={"visits": visits}),)})


def _ways(*ways: Way) -> Definition:
    return small_definition().model_copy(update={"ways": ways})


_ONLINE, _WINDOW = small_definition().ways

CHANGES: Mapping[str, Change] = {
    "a question is renamed": _text(_rewritten({"dwelling": "housing"})),
    "an option is renamed": _text(_rewritten({"owned": "own_home"})),
    "an option is gone": _text(_rewritten({"      employer: {zh: 单位宿舍, en: from the employer}\n": ""})),
    "a new text, the old one is kept": lambda guide: replace(
        guide, current=_published(_rewritten({"dwelling": "housing"}), _renamed_visits()), kept=KEPT
    ),
    "all procedures are retired": lambda guide: replace(guide, current={}, kept={}),
    "all procedures are retired, their texts are kept": lambda guide: replace(guide, current={}, kept=KEPT),
    "only the garden is left": lambda guide: replace(guide, current={GARDEN: publish(garden())}, kept={}),
    "online is gone": _text(_ways(_WINDOW)),
    "the window is gone": _text(_ways(_ONLINE)),
    "the visits are renamed": _text(_renamed_visits()),
    "one visit is left": _text(garden().model_copy(update={"ways": (_WINDOW,)})),
    "a centre is gone": _without("centres", "east"),
    "the other centre is gone": _without("centres", "west"),
    "all centres are gone": _without("centres", "east", "west"),
    "the centres have another counter": lambda guide: _province(centres=_other_counters(guide.province))(guide),
    "the counter is gone": _without("counters", "permits"),
    "the documents are gone": _without("documents", "id-card", "home-certificate", "old-permit"),
    "no register is left": lambda guide: _province(documents=_on_paper(guide.province), registers={})(guide),
    "a holder is gone": _without("holders", "employer"),
    "the names are gone": _without("matters", SMALL, "residence-registration"),
    "nothing is announced": _province(calendar={}),
}
