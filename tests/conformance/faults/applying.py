"""What a backend can do wrong with papers, applications and what departments decide."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.backends.wire.operations import PREFIX
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
    refused_as,
    said_otherwise,
    without_keys,
)


def _keeps_each_time() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "keep_paper":
            asked = replace(asked, path=f"{asked.path}-{secrets.token_hex(4)}")
        return await right(asked)

    return fault


async def _status(asked: Asked, right: Right, case: str) -> Answered:
    return await right(Asked("GET", f"{PREFIX}/applications/{case}", {}, asked.headers, b""))


def _takes_a_case_again() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "submit" and answered.problem == "already-submitted":
            return await _status(asked, right, asked.said["submission"]["case"])
        return answered

    return fault


def _without_gaps(said: Any) -> Any:
    """Fields that nobody fills are left out."""
    parts = [
        {**part, "form": [each for each in part["form"] if each["value"] or each["source"]]}
        for part in said["submission"]["parts"]
    ]
    return {**said, "submission": {**said["submission"], "parts": parts}}


def _shows_everybody() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "read_own" and answered.problem == "unknown":
            return await _status(asked, right, asked.names["case"])
        return answered

    return fault


def _keeps_the_code() -> Fault:
    good_codes: set[str] = set()

    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "read_with_pass":
            if answered.status == 200:
                good_codes.add(asked.said["code"])
            elif asked.said["code"] in good_codes:
                return await _status(asked, right, asked.names["case"])
        return answered

    return fault


def _takes_what_nobody_asked_for() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "add" and answered.problem == "not-asked":
            status = await _status(asked, right, asked.names["case"])
            if not any(each["what"] == "asked" for each in status.told["events"]):
                return status
        return answered

    return fault


def _begins_anew(told: Any) -> Any:
    return {**told, "events": told["events"][-1:]}


FAULTS: Mapping[str, Wrong] = {
    "paper-kept": between(_keeps_each_time),
    "paper-refused": refused_as("keep_paper", "paper-refused", good({"id": "1", "kind": "pdf", "pages": 1, "size": 1})),
    "submit-repeated": without_keys("submit"),
    "submitted-once": between(_takes_a_case_again),
    "incomplete": said_otherwise("submit", _without_gaps),
    "timeline": changed("withdraw", _begins_anew),
    "own-alone": between(_shows_everybody),
    "pass-once": between(_keeps_the_code),
    "closed": refused_as("add", "closed", no(409, "not-asked")),
    "not-asked": between(_takes_what_nobody_asked_for),
    "status-order": refused_as("desk approve", "not-yet", good({})),
    "supplement-once": refused_as("desk ask", "asked-before", good({})),
}
