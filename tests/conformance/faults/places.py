"""What a backend can do wrong with places and with those who wait for them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
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
    without_keys,
)


def _fresh() -> str:
    return secrets.token_hex(8)


def _forgets_the_key_with_the_hold() -> Fault:
    """It looks for the key among the holds that stand."""
    keys: dict[str, str] = {}
    gone: set[str] = set()

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "release":
            gone.add(asked.names["hold"])
        if asked.call == "hold" and keys.get(asked.key) in gone:
            return await right(asked.keyed(_fresh()))
        answered = await right(asked)
        if asked.call == "hold" and answered.status == 200:
            keys[asked.key] = answered.told["holds"][0]["id"]
        return answered

    return fault


def _looks_for_the_key_too_early() -> Fault:
    """Of two calls that come at once, each finds no answer yet."""
    under_way: Counter[str] = Counter()

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call != "hold":
            return await right(asked)
        under_way[asked.key] += 1
        try:
            if under_way[asked.key] > 1:
                (claim,) = asked.said["claims"]
                said = {**asked.said, "claims": [{**claim, "case": _fresh()}], "booker": {"chat": _fresh()}}
                return await right(asked.saying(said).keyed(_fresh()))
            return await right(asked)
        finally:
            under_way[asked.key] -= 1

    return fault


def _counts_before_it_writes() -> Fault:
    """Where many come at once, one more gets a place than there are."""
    under_way, more = 0, 1
    last: Any = None

    async def fault(asked: Asked, right: Right) -> Answered:
        nonlocal under_way, more, last
        if asked.call != "hold":
            return await right(asked)
        under_way += 1
        try:
            answered = await right(asked)
            if answered.status == 200:
                last = answered.told
            elif answered.problem == "slot-gone" and under_way > 3 and more and last:
                more -= 1
                return good({"holds": [{**last["holds"][0], "id": _fresh()}]})
            return answered
        finally:
            under_way -= 1

    return fault


def _keeps_for_a_minute() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "hold" and asked.said.get("keep_seconds"):
            asked = asked.saying({**asked.said, "keep_seconds": max(60, asked.said["keep_seconds"])})
        return await right(asked)

    return fault


def _holds_one_by_one() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call != "hold" or "claims" not in asked.said:
            return await right(asked)
        holds = []
        for number, claim in enumerate(asked.said["claims"]):
            one = asked.saying({**asked.said, "claims": [claim]})
            answered = await right(one.keyed(f"{asked.key}/{number}") if number else one)
            if answered.status != 200:
                return answered
            holds += answered.told["holds"]
        return good({"holds": holds})

    return fault


def _mixes_up_what_is_gone() -> Fault:
    released: set[str] = set()

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "release":
            released.add(asked.names["hold"])
        answered = await right(asked)
        if asked.call == "confirm" and answered.problem == "unknown" and released & set(asked.said["holds"]):
            return no(409, "hold-expired")
        return answered

    return fault


def _books_a_case_again() -> Fault:
    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "hold" and answered.problem == "already-booked":
            claims = [{**claim, "case": _fresh()} for claim in asked.said["claims"]]
            return await right(asked.saying({**asked.said, "claims": claims, "booker": {"chat": _fresh()}}))
        return answered

    return fault


async def _appointment(asked: Asked, right: Right, id: str) -> Any:
    read = Asked("GET", f"{PREFIX}/appointments/{id}", {}, asked.headers, b"")
    return (await right(read)).told


async def _take(asked: Asked, right: Right, slot: str) -> None:
    """A place is lost for good."""
    claim = {"slot": slot, "case": _fresh(), "visit": "apply", "procedure": "nothing"}
    said = {"claims": [claim], "booker": {"chat": _fresh()}}
    lost = Asked("POST", f"{PREFIX}/holds", {}, asked.headers, b"").saying(said)
    await right(lost.keyed(_fresh()))


def _never_frees_what_is_left() -> Fault:
    """At the first move of an appointment."""

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call != "move":
            return await right(asked)
        had = [await _appointment(asked, right, each["appointment"]) for each in asked.said["moves"]]
        answered = await right(asked)
        for each in had:
            if answered.status == 200 and each["revision"] == 0:
                await _take(asked, right, each["slot"]["id"])
        return answered

    return fault


def _moves_one_by_one() -> Fault:
    """Where they cannot all be moved, those are that can be."""

    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if asked.call == "move" and answered.problem == "slot-gone":
            for each in asked.said["moves"]:
                await right(asked.saying({"moves": [each]}).keyed(_fresh()))
        return answered

    return fault


def _looks_for_places_first() -> Fault:
    """A place that another appointment of the call leaves counts as taken."""

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "move":
            moves = asked.said["moves"]
            left = {(await _appointment(asked, right, each["appointment"]))["slot"]["id"] for each in moves}
            if len(moves) > 1 and left == {each["slot"] for each in moves}:
                return no(409, "slot-gone")
        return await right(asked)

    return fault


def _cancels_each_time() -> Fault:
    keys: set[str] = set()

    async def fault(asked: Asked, right: Right) -> Answered:
        if asked.call == "cancel" and asked.key in keys:
            return no(404, "unknown")
        keys.add(asked.key)
        return await right(asked)

    return fault


def _frees_at_each_cancelling() -> Fault:
    cancelled: Counter[str] = Counter()

    async def fault(asked: Asked, right: Right) -> Answered:
        answered = await right(asked)
        if answered.status == 200 and asked.call == "cancel":
            cancelled.update(each["slot"]["id"] for each in answered.told["appointments"])
        if answered.status == 200 and asked.call == "slots":
            slots = [
                {**each, "free": each["free"] + max(0, cancelled[each["id"]] - 1)} for each in answered.told["slots"]
            ]
            return answered.telling({**answered.told, "slots": slots})
        return answered

    return fault


FAULTS: Mapping[str, Wrong] = {
    "hold-repeated": between(_forgets_the_key_with_the_hold),
    "confirm-repeated": without_keys("confirm"),
    "same-key-at-once": between(_looks_for_the_key_too_early),
    "race": between(_counts_before_it_writes),
    "hold-expiry": between(_keeps_for_a_minute),
    "joint-hold": between(_holds_one_by_one),
    "release": between(_mixes_up_what_is_gone),
    "booked-once": between(_books_a_case_again),
    "move-repeated": without_keys("move"),
    "move-frees-once": between(_never_frees_what_is_left),
    "move-all-or-none": between(_moves_one_by_one),
    "move-swap": between(_looks_for_places_first),
    "cancel-repeated": between(_cancels_each_time),
    "cancel-frees-once": between(_frees_at_each_cancelling),
    "waiting-turn": changed("join", lambda told: {**told, "ahead": 0}),
    "waiting-offer": refused_as("accept", "", no(404, "unknown")),
}
