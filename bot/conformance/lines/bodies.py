"""What is said in a call: with a key of its own, strictly read, not too large, and not too slowly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.backends.wire.operations import PREFIX, Operation
from bot.conformance import arranging
from bot.conformance.calls import Came, check_problem
from bot.conformance.early import pour, stall
from bot.conformance.line import Line
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven

NOBODY = "nobody-has-this-id"
MIB = 1024 * 1024
BETWEEN = 0.004
"""Seconds from byte to byte: as slow as a bad connection."""


def _harmless(t: Target) -> tuple[Operation[Any], dict[str, Any]]:
    """A call with a body that comes to nothing: what it names is nobody's. Raises NotGiven."""
    if t.has(o.CONFIRM):
        return o.CONFIRM, {"holds": [NOBODY]}
    if t.has(o.AGREE):
        number = t.lent(t.fixtures.evidence.get("found"), "evidence.found").number
        return o.OWN_DATA, {"number": number}
    raise NotGiven("neither places nor shared-data are offered, and other calls with a body would change something")


async def repeat_key(t: Target) -> None:
    operation, said = _harmless(t)
    came = await t.calls.send(operation, said, key="", when="without the header Idempotency-Key")
    check_problem(came, "no-repeat-key", 400)
    came = await t.calls.send(operation, said, key="k" * 101, when="with an Idempotency-Key of 101 characters")
    check_problem(came, "no-repeat-key", 400)
    if not (t.has(o.HOLD) and t.fixtures.places):
        return
    (slot,) = await arranging.find_slots(t, 1)
    wish = arranging.wish(t, slot)
    came_hold = await t.calls.send(o.HOLD, wish, key="", when="without the header Idempotency-Key")
    if came_hold.is_good:
        arranging.release_in_the_end(t, came_hold.told().holds)
    check_problem(came_hold, "no-repeat-key", 400)
    await arranging.check_free(t, slot, slot.free, "a hold that was refused, since it had no Idempotency-Key")


async def key_of_another_call(t: Target) -> None:
    """The same key with another body is a slip of the client: an answer to the first would hide it."""
    (slot,) = await arranging.find_slots(t, 1)
    key, first = t.calls.fresh_key(), arranging.wish(t, slot)
    arranging.release_in_the_end(t, (await t.calls.ask(o.HOLD, first, key=key)).holds)
    other = arranging.wish(t, slot)
    came = await t.calls.send(o.HOLD, other, key=key, when="with an Idempotency-Key that came with another body before")
    if came.is_good:
        arranging.release_in_the_end(t, came.told().holds)
    check_problem(came, "key-used", 422)


async def unknown_fields(t: Target) -> None:
    operation, said = _harmless(t)
    came = await t.calls.send(operation, {**said, "no_such_field": 1}, when="a field that is not described")
    check_problem(came, "wrong-body", 422)
    if t.has(o.CENTRES):
        came = await t.calls.send(o.CENTRES, query={"no_such_name": "1"}, when="a query that is not described")
        check_problem(came, "wrong-body", 422)


async def large_body(t: Target) -> None:
    operation, said = _harmless(t)
    large = json.dumps({**said, "no_such_field": "x" * MIB}).encode()
    try:
        async with asyncio.timeout(t.patience.answer):
            came = await pour(t.calls, operation, large)
    except TimeoutError:
        sent = f"POST {PREFIX}{operation.path} with a body of {len(large)} bytes"
        raise Broken(f"{sent}: expected 413 too-large; came no answer within {t.patience.answer:g} s.") from None
    check_problem(came, "too-large", 413)


async def slow_client(t: Target) -> None:
    """Who sends slowly is waited for, who stalls is not; and nobody else waits with them."""
    operation, said = _harmless(t)
    body = m.ConfirmSaid(**said) if operation is o.CONFIRM else m.Personal(**said)
    written = body.model_dump_json().encode()
    length = {"Content-Length": str(len(written))}
    when = "its body byte by byte"
    slow = await t.calls.send(operation, _byte_by_byte(written), headers=length, when=when)
    if slow.trouble is not None or slow.problem in ("too-slow", "wrong-body"):
        raise slow.broken("the same answer as if it had come at once")
    stalled = asyncio.create_task(stall(t.calls, operation, written))
    try:
        await asyncio.sleep(2 * BETWEEN)
        await _check_meanwhile(t)
        await _check_ended(t, stalled)
    finally:
        stalled.cancel()
        await asyncio.gather(stalled, return_exceptions=True)


async def _check_meanwhile(t: Target) -> None:
    within = t.patience.meanwhile
    try:
        async with asyncio.timeout(within):
            meanwhile = await t.calls.send(o.ABOUT, when="while another client's body does not come")
    except TimeoutError:
        sent = f"GET {PREFIX}, while another client's body does not come"
        raise Broken(f"{sent}: expected an answer within {within:g} s; came none.") from None
    meanwhile.told()


async def _check_ended(t: Target, stalled: asyncio.Task[Came[Any]]) -> None:
    within = t.patience.stalled
    done, _ = await asyncio.wait({stalled}, timeout=within)
    if not done:
        raise Broken(
            f"POST {PREFIX}… with only half of its body: expected 408 too-slow, or a closed connection, within "
            f"{within:g} s; came nothing, so such clients can take all connections."
        )
    came = stalled.result()
    if came.trouble is None and came.problem != "too-slow":
        raise came.broken("408 too-slow, or a closed connection")


async def _byte_by_byte(written: bytes) -> AsyncIterator[bytes]:
    for at in range(len(written)):
        yield written[at : at + 1]
        await asyncio.sleep(BETWEEN)


LINES = (
    Line("repeat-key", (), repeat_key),
    Line("key-of-another-call", ("places",), key_of_another_call),
    Line("unknown-fields", (), unknown_fields),
    Line("large-body", (), large_body),
    Line("slow-client", (), slow_client),
)
