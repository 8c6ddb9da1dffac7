"""What departments decide, where their keys are given: by the calls of the desk (docs/desk.md), not of a client."""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue

from bot.backends.wire.operations import PREFIX
from bot.conformance import handing_in
from bot.conformance.calls import Came
from bot.conformance.target import Target
from procedures.definition import Approval

DESK = f"{PREFIX}/desk/cases"


def first_and_last(t: Target) -> tuple[Approval, Approval]:
    """The approvals of the fixtures' application with the lowest and the highest step. Raises NotGiven."""
    approvals = sorted(handing_in.lent(t).submission.parts[0].approvals, key=lambda each: each.step)
    return approvals[0], approvals[-1]


async def decide(
    t: Target, case: str, act: str, department: str, said: dict[str, JsonValue], when: str = ""
) -> Came[Any]:
    """One act of a department: approve, refuse, ask. Raises NotGiven without its key."""
    key = t.department(department)
    sent = f"POST {DESK}/{{code}}/{act} of {department}{f', {when}' if when else ''}"
    headers = {"Idempotency-Key": t.calls.fresh_key()}
    return await t.calls.request("POST", f"{DESK}/{case}/{act}", said, headers=headers, sent=sent, bearer=key)


async def must(t: Target, case: str, act: str, department: str, said: dict[str, JsonValue], when: str = "") -> None:
    """Raises Broken unless it is done."""
    came = await decide(t, case, act, department, said, when)
    if not came.is_good:
        raise came.broken("that it is done (2xx)")
