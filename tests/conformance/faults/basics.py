"""What a backend can do wrong in any call, and in lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
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
    no,
    none,
    refused_as,
)
from tests.conformance.served import CLIENT, Served


def takes_any_key(served: Served) -> Served:
    key = served.given[CLIENT]

    def make() -> Fault:
        async def fault(asked: Asked, right: Right) -> Answered:
            return await right(asked if "/desk/" in asked.path else asked.telling("authorization", f"Bearer {key}"))

        return fault

    return between(make)(served)


def _nothing_of_its_own_there() -> Fault:
    """A framework's own 404."""

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.path == f"{PREFIX}/no-such-address":
            return Answered(404, {"content-type": "text/html"}, b"<h1>Not Found</h1>")
        return await right(asked)

    return fault


def _clock_is_late() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        late = parsedate_to_datetime(answered.headers["date"]) - timedelta(minutes=10)
        return replace(answered, headers={**answered.headers, "date": format_datetime(late, usegmt=True)})

    return fault


def _needs_no_key() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        return await right(asked.keyed("always") if asked.method == "POST" and not asked.key else asked)

    return fault


def _knows_a_key_by_its_call_alone() -> Fault:
    said: dict[str, bytes] = {}

    async def fault(asked: Asked, right: Right) -> Answered:
        is_other = asked.call == "hold" and said.setdefault(asked.key, asked.body) != asked.body
        return await right(asked.keyed(f"{asked.key}-other") if is_other else asked)

    return fault


def _overlooks_fields(largest: int) -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        if b"no_such_field" in asked.body and len(asked.body) < largest:
            said = {name: value for name, value in asked.said.items() if name != "no_such_field"}
            asked = asked.saying(said)
        return await right(asked)

    return fault


def _takes_what_is_too_large() -> Fault:
    overlooks = _overlooks_fields(100_000_000)

    async def fault(asked: Asked, right: Right) -> Answered:
        return await (overlooks(asked, right) if len(asked.body) > 1_000_000 else right(asked))

    return fault


def _lists_what_has_begun() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call != "slots" or "after" in asked.query or answered.status != 200 or not answered.told["slots"]:
            return answered
        first, *others = answered.told["slots"]
        begun = {**first, "starts_at": "2026-11-27T01:00:00Z"}
        return answered.telling({**answered.told, "slots": [begun, *others]})

    return fault


def _loses_the_last_of_a_page(told: Any) -> Any:
    return {**told, "slots": told["slots"][:-1]} if told["next"] else told


def _any_page_is_large_enough() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "slots" and len(asked.query.get("limit", "")) > 4:
            asked = replace(asked, query={**asked.query, "limit": "1000"})
        return await right(asked)

    return fault


def _knows_no_tags() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        headers = {name: value for name, value in asked.headers.items() if name != "if-none-match"}
        return await right(replace(asked, headers=headers))

    return fault


def _leaves_limits_to_its_gateway() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if answered.status != 429:
            return answered
        headers = {"content-type": "text/html", "retry-after": answered.headers["retry-after"]}
        return Answered(429, headers, b"<h1>429 Too Many Requests</h1>")

    return fault


FAULTS: Mapping[str, Wrong] = {
    "about": changed("about", lambda told: {**told, "offers": [each for each in told["offers"] if each != "events"]}),
    "keys": takes_any_key,
    "problems": between(_nothing_of_its_own_there),
    "unknown": refused_as("appointment", "unknown", no(403, "wrong-scope")),
    "clock": between(_clock_is_late),
    "repeat-key": between(_needs_no_key),
    "key-of-another-call": between(_knows_a_key_by_its_call_alone),
    "unknown-fields": between(lambda: _overlooks_fields(10_000)),
    "large-body": between(_takes_what_is_too_large),
    "slow-client": between(lambda: none),  # what lies between reads every body to its end
    "slots": between(_lists_what_has_begun),
    "pages": changed("slots", _loses_the_last_of_a_page),
    "page-limits": between(_any_page_is_large_enough),
    "tags": between(_knows_no_tags),
    "limits": between(_leaves_limits_to_its_gateway),
}
