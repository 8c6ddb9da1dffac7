"""How refusals are described: what each call may be answered instead of what it wants, by status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.api.backend import desk_described
from bot.api.problems import KINDS, MEDIA_TYPE, TYPE
from bot.backends.wire import operations as op
from bot.backends.wire.operations import OPERATIONS, Operation

Json = dict[str, Any]
EVERYWHERE = ("wrong-key", "wrong-scope", "too-many", "broken", "down")
PROBLEMS: Mapping[str, tuple[str, ...]] = {
    op.HOLD.name: ("slot-gone", "already-booked", "limit-reached", "unknown"),
    op.CONFIRM.name: ("hold-expired", "unknown"),
    op.MOVE.name: ("slot-gone", "too-late", "unknown"),
    op.CANCEL.name: ("too-late", "unknown"),
    op.APPOINTMENT.name: ("unknown",),
    op.RELEASE.name: ("unknown",),
    op.JOIN.name: ("limit-reached", "unknown"),
    op.AHEAD.name: ("unknown",),
    op.LEAVE.name: ("unknown",),
    op.OFFER.name: ("unknown",),
    op.ACCEPT.name: ("hold-expired", "limit-reached", "too-late", "unknown"),
    op.DECLINE.name: ("unknown",),
    op.AGREE.name: ("unknown",),
    op.LOOK_UP.name: ("no-consent", "unknown"),
    op.DISPUTE.name: ("no-consent", "unknown"),
    op.END_CONSENT.name: ("no-consent", "unknown"),
    op.KEEP_PAPER.name: ("paper-refused", "unknown"),
    op.SUBMIT.name: ("already-submitted", "incomplete"),
    op.STATUS.name: ("unknown",),
    op.READ_OWN.name: ("unknown",),
    op.ADD.name: ("not-asked", "closed", "incomplete", "unknown"),
    op.WITHDRAW.name: ("closed", "unknown"),
    op.GIVE_PASS.name: ("unknown",),
    op.READ_WITH_PASS.name: ("unknown",),
    op.EVENTS.name: ("events-gone",),
}
"""What each call may be refused with, besides what every call may."""
PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": f"`{TYPE}` and a name of the list in docs/api.md."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What the caller can do."},
        "fields": {
            "type": "array",
            "description": "Of `wrong-body`: what is wrong, and where.",
            "items": {
                "type": "object",
                "required": ["field", "why"],
                "properties": {"field": {"type": "string"}, "why": {"type": "string"}},
            },
        },
        "missing": {"type": "array", "items": {"type": "string"}, "description": "Of `incomplete`."},
        "why": {"type": "string", "description": "Of `paper-refused`."},
    },
}


def problems_of(operation: Operation[Any]) -> tuple[str, ...]:
    """Every problem that the call can be answered."""
    names = [*EVERYWHERE, "wrong-body", *PROBLEMS.get(operation.name, ())]
    if operation.part is not None:
        names.append("not-offered")
    if operation.says is not None:
        names += ["too-large", "too-slow", "wrong-type"]
    if operation.keyed:
        names.append("no-repeat-key")
        names += ["key-used"] if operation.part in ("places", "waiting-list") else []
    return tuple(names)


def refusals(names: Iterable[str]) -> dict[str, Json]:
    """By status, as they are described under `components`."""
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in _by_status(names).items()}


def _by_status(names: Iterable[str]) -> dict[str, str]:
    """`404`: `404.not-offered.unknown`, with all that it may be called."""
    found: dict[int, set[str]] = defaultdict(set)
    for name in names:
        found[KINDS[name].status].add(name)
    return {str(status): ".".join([str(status), *sorted(found[status])]) for status in sorted(found)}


def all_refusals() -> dict[str, Json]:
    calls = [problems_of(each) for each in OPERATIONS]
    calls += [(*EVERYWHERE, *each.problems) for each in desk_described.CALLS]
    named = {name for problems in calls for name in _by_status(problems).values()}
    return {name: _refusal(name) for name in sorted(named)}


def _refusal(named: str) -> Json:
    status, *names = named.split(".")
    types = {"properties": {"type": {"enum": [TYPE + name for name in names]}, "status": {"const": int(status)}}}
    answer: Json = {
        "description": " ".join(f"`{name}`: {KINDS[name].title}" for name in names),
        "content": {MEDIA_TYPE: {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, types]}}},
    }
    if status in ("429", "503"):
        seconds = {"type": "integer", "minimum": 1}
        answer["headers"] = {"Retry-After": {"required": True, "description": "Seconds.", "schema": seconds}}
    if status == "401":
        answer["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return answer
