"""What a backend can do wrong with registers, consents and what is read on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.faults.wrong import (
    Answered,
    Asked,
    Fault,
    Right,
    Wrong,
    between,
    changed,
    good,
    no,
    said_otherwise,
    swallowed,
    without_keys,
)


def _finding(state: str, change: Callable[[Any], Any]) -> Wrong:
    """Findings of one state, changed."""

    def edit(told: Any) -> Any:
        return {"findings": [change(each) if each["state"] == state else each for each in told["findings"]]}

    return changed("look_up", edit)


def _in_state(state: str, other: str) -> Wrong:
    return _finding(state, lambda each: {**each, "state": other})


def _fails_with_its_registers() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        findings = answered.told["findings"] if asked.call == "look_up" and answered.status == 200 else ()
        return no(503, "down") if any(each["state"] == "unavailable" for each in findings) else answered

    return fault


def _asks_for_anything() -> Fault:
    """A consent is a consent."""
    agreed: dict[str, set[Any]] = {}

    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "agree" and answered.status == 200:
            agreed[answered.told["id"]] = {each["document"] for each in asked.said["asked"]["wanted"]}
        if asked.call == "look_up" and answered.problem == "no-consent":
            (thing,) = asked.said["wanted"]
            known = agreed.get(asked.names["consent"])
            if known is not None and thing["document"] not in known:
                found = {"person": thing["person"], "document": thing["document"], "register": thing["registers"][0]}
                return good({"findings": [{**found, "state": "not_found"}]})
        return answered

    return fault


def _only_strangers_are_refused() -> Fault:
    """Who gave a consent is told that it is withdrawn, and it is not."""
    givers: dict[str, str] = {}

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "end_consent" and givers.get(asked.names["consent"]) == asked.said["number"]:
            return Answered(204)
        answered = await right(asked)
        if asked.call == "agree" and answered.status == 200:
            givers[answered.told["id"]] = asked.said["number"]
        return answered

    return fault


def _tells_the_number() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "own_data":
            return answered.telling({**answered.told, "of": asked.said["number"]})
        return answered

    return fault


def _without_consents(said: Any) -> Any:
    parts = [{**part, "consents": []} for part in said["submission"]["parts"]]
    return {**said, "submission": {**said["submission"], "parts": parts}}


FAULTS: Mapping[str, Wrong] = {
    "evidence-found": _finding("found", lambda each: {**each, "recorded": None}),
    "evidence-not-found": _in_state("not_found", "unavailable"),
    "evidence-contradicted": _in_state("contradicted", "found"),
    "evidence-unavailable": between(_fails_with_its_registers),
    "evidence-expired": _in_state("expired", "found"),
    "evidence-several": _finding("several", lambda each: {**each, "candidates": each["candidates"][:1]}),
    "look-up-repeated": without_keys("look_up"),
    "consent-covers": between(_asks_for_anything),
    "preview-used": said_otherwise("submit", _without_consents),
    "preview-refused": swallowed("dispute"),
    "preview-closed": between(_only_strangers_are_refused),
    "preview-expired": said_otherwise("agree", lambda said: {**said, "lasts_seconds": None}),
    "own-data": between(_tells_the_number),
    "erase": swallowed("erase", {"evidence": 1, "consents_ended": 1, "kept": 1}),
}
