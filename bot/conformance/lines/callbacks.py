"""Callbacks: what a backend tells by itself, signed, in time, and again until it is taken."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.backends.wire.events import Event
from bot.backends.wire.signing import ID, SIGNATURE, TIME, TOLERANCE, WrongSignature, WrongTime, verify
from bot.conformance import news
from bot.conformance.line import Line
from bot.conformance.receiver import PATH, Callback, Receiver
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven, expect

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
CAME = "a callback (POST to the URL that PUT /api/v1/callback was given)"


async def _listen(t: Target) -> tuple[Receiver, str]:
    """Callbacks come here until the line is through; gives back the secret with which they have to be signed.

    Raises NotGiven where the client has callbacks of its own, which would be lost.
    """
    receiver = t.receives()
    now = await t.calls.ask(o.CALLBACK)
    if now.url is not None and PATH not in now.url:
        raise NotGiven("this client has a callback of its own, which would be lost: use a key of another client")
    secret = Receiver.new_secret()
    said = m.CallbackSaid(url=receiver.url, secret=secret)
    t.afterwards(lambda: t.calls.send(o.DROP_CALLBACK))
    came = await t.calls.send(o.SET_CALLBACK, said)
    if came.told().url != receiver.url:
        raise came.broken("the url that was said")
    return receiver, secret


def _case_of(callback: Callback) -> str | None:
    try:
        return EVENT.validate_json(callback.body).case
    except ValidationError:
        return None


async def _await(t: Target, receiver: Receiver, case: str, number: int = 1) -> list[Callback]:
    """So many callbacks about this case. Raises Broken where they do not come."""

    async def look() -> list[Callback] | None:
        about = [each for each in list(receiver.came) if _case_of(each) == case]
        return about if len(about) >= number else None

    found = await t.wait_for(look)
    if found is None:
        about = [each for each in receiver.came if _case_of(each) == case]
        after = f", after the first was answered {about[0].answered}" if number > 1 and about else ""
        unread = sum(_case_of(each) is None for each in receiver.came)
        raise Broken(
            f"{CAME}: expected one with an event about a case to which something has happened{after}, within "
            f"{t.patience.news:g} s; came none{f', and {unread} whose body is no event' if unread else ''}."
        )
    return found


async def comes(t: Target) -> None:
    """What is told to the address is what is read from the feed."""
    receiver, _ = await _listen(t)
    cursor = await news.end(t)
    case = await news.make_happen(t)
    (callback, *_) = await _await(t, receiver, case)
    for name in (ID, TIME, SIGNATURE):
        expect(bool(callback.headers.get(name)), f"{CAME}: expected the header {name}; came none.")
    read = await news.wait_for(t, cursor, case)
    expect(
        EVENT.validate_json(callback.body) == read,
        f"{CAME}: expected the event as GET {o.PREFIX}{o.EVENTS.path} tells it; came another.",
    )
    now = await t.calls.send(o.CALLBACK)
    if now.told().url != receiver.url:
        raise now.broken("the url that was said")
    (await t.calls.send(o.DROP_CALLBACK)).told()
    gone = await t.calls.send(o.CALLBACK, when="after it was dropped")
    if gone.told().url is not None:
        raise gone.broken("url: null")


async def signed(t: Target) -> None:
    receiver, secret = await _listen(t)
    (callback, *_) = await _await(t, receiver, await news.make_happen(t))
    try:
        verify(secret, callback.headers, t.clock(), callback.body)
    except WrongSignature:
        raise Broken(
            f"{CAME}: expected {SIGNATURE}: v1, and base64 of HMAC-SHA256 over `id.timestamp.body` with the bytes "
            "that stand in base64 after whsec_; came one that does not verify."
        ) from None
    except WrongTime:
        return  # that is what the next line looks at


async def timed(t: Target) -> None:
    receiver, _ = await _listen(t)
    (callback, *_) = await _await(t, receiver, await news.make_happen(t))
    stamp = callback.headers.get(TIME, "")
    minutes = TOLERANCE.total_seconds() / 60
    if not stamp.isdecimal() or len(stamp) > 12:
        raise Broken(f"{CAME}: expected {TIME}: seconds since 1970, in digits; came another text.")
    off = int(stamp) - t.clock().timestamp()
    expect(
        abs(off) <= TOLERANCE.total_seconds(),
        f"{CAME}: expected {TIME} within {minutes:g} minutes of this machine's clock; came {off:+.0f} s off.",
    )


async def comes_again(t: Target) -> None:
    """What was not taken comes again, as the same callback: its receiver knows by the id that it is no other."""
    receiver, _ = await _listen(t)
    receiver.refuse = 1
    case = await news.make_happen(t)
    try:
        first, second, *_ = await _await(t, receiver, case, number=2)
    finally:
        receiver.refuse = 0
    expect(first.answered == 500, f"{CAME}: expected the first to be refused; another came before it.")
    expect(first.id == second.id, f"{CAME}, again after it was answered 500: expected the same {ID}; came another.")
    expect(first.body == second.body, f"{CAME}, again after it was answered 500: expected the same body; came another.")


CALLBACKS: tuple[m.Offered, ...] = ("callbacks", "events")
LINES = (
    Line("callback", CALLBACKS, comes),
    Line("callback-signed", CALLBACKS, signed),
    Line("callback-timed", CALLBACKS, timed),
    Line("callback-again", CALLBACKS, comes_again),
)
