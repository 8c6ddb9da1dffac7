"""What every backend answers, whatever it offers: itself, who may call, and how it says no."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, get_args

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.backends.wire.operations import PREFIX, Operation
from bot.backends.wire.signing import TOLERANCE
from bot.conformance import arranging
from bot.conformance.calls import check_problem
from bot.conformance.line import Line
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, NotGiven, expect

NOBODY = "nobody-has-this-id"
WRONG_KEY = "ov1_000000000000_" + "0" * 64
NOT_OFFERED: tuple[tuple[Operation[Any], dict[str, Any]], ...] = (
    (o.CENTRES, {}),
    (o.AHEAD, {"waiting": NOBODY}),
    (o.STATUS, {"case": NOBODY}),
    (o.EVENTS, {}),
    (o.CALLBACK, {}),
)
"""A harmless call of each part that has one."""


async def about(t: Target) -> None:
    came = await t.calls.send(o.ABOUT)
    told = came.told()
    expect(came.media_type == "application/json", f"{came.sent}: expected application/json; came {came.media_type}.")
    known = set(get_args(m.Offered))
    if not isinstance(came.json, dict) or not {"version", "offers", "hold_seconds"} <= came.json.keys():
        raise came.broken("the members version, offers, hold_seconds")
    expect(set(told.offers) <= known, f"{came.sent}: expected offers among {sorted(known)}.")
    expect(told.hold_seconds > 0, f"{came.sent}: expected hold_seconds above 0; came {told.hold_seconds}.")
    for operation, names in NOT_OFFERED:
        tried = await t.calls.send(
            operation,
            when=f"while `about` says {'' if operation.part in told.offers else 'not '}to offer {operation.part}",
            **names,
        )
        if (tried.problem == "not-offered") == (operation.part in told.offers):
            raise tried.broken(
                "another answer than not-offered" if operation.part in told.offers else "404 not-offered"
            )


async def keys(t: Target) -> None:
    for shown, what in (("", "without a key"), (WRONG_KEY, "with a wrong key"), ("a", "with a key of another form")):
        sent = f"GET {PREFIX}, {what}"
        came = await t.calls.request("GET", PREFIX, bearer=shown, sent=sent)
        check_problem(came, "wrong-key", 401)
        if not came.headers.get("www-authenticate", "").lower().startswith("bearer"):
            raise came.broken("the header WWW-Authenticate: Bearer with a 401 (RFC 9110, 11.6.1)")


async def problems(t: Target) -> None:
    """Whatever goes wrong, it is told in one form."""
    came = await t.calls.request("GET", f"{PREFIX}/no-such-address")
    check_problem(came, "unknown", 404)
    came = await t.calls.request("DELETE", PREFIX, sent=f"DELETE {PREFIX}, a method that this address does not know")
    check_problem(came, "wrong-method", 405)
    asked = next((each for each in (o.HOLD, o.AGREE, o.SUBMIT) if t.has(each)), None)
    if asked is None:
        return
    headers = {"Idempotency-Key": t.calls.fresh_key(), "Content-Type": "application/json"}
    broken = b'{"number": '
    sent = f"POST {PREFIX}{asked.path} with a body that is no JSON, as application/json"
    came = await t.calls.request("POST", PREFIX + asked.path, broken, headers=headers, sent=sent)
    check_problem(came, "wrong-body", 422)
    came = await t.calls.send(asked, {})
    check_problem(came, "wrong-body", 422)
    fields = came.json.get("fields")
    if not isinstance(fields, list) or not all(isinstance(each, dict) and "field" in each for each in fields):
        raise came.broken("the member `fields`, a list of {field, why}")


async def unknown(t: Target) -> None:
    """Ids that were never given."""
    said = t.fixtures.application
    if t.has(o.APPOINTMENT):
        await t.calls.refused(o.APPOINTMENT, "unknown", appointment=NOBODY)
        await t.calls.refused(o.CONFIRM, "unknown", m.ConfirmSaid(holds=(NOBODY,)), when="a hold that was never given")
        cancel = m.CancelSaid(appointments=(NOBODY,))
        await t.calls.refused(o.CANCEL, "unknown", cancel, when="an appointment that was never given")
        came = await t.calls.send(o.RELEASE, hold=NOBODY, when="a hold that was never given")
        came.told()  # giving back what is gone is no error
    if t.has(o.STATUS):
        await t.calls.refused(o.STATUS, "unknown", case=t.new_case(), when="a case that was never handed in")
    if t.has(o.READ_OWN) and said is not None:
        whose = m.Personal(number=said.number)
        await t.calls.refused(o.READ_OWN, "unknown", whose, case=t.new_case(), when="a case that was never handed in")
    if t.has(o.AHEAD):
        came_ahead = await t.calls.send(o.AHEAD, waiting=NOBODY, when="a waiting that was never given")
        if came_ahead.problem != "unknown" and not (came_ahead.is_good and came_ahead.told().ahead is None):
            raise came_ahead.broken("404 unknown, or {ahead: null}")


async def clock(t: Target) -> None:
    """Both sides have to mean the same moment: callbacks are refused that are too old or too new."""
    looked = False
    came = await t.calls.send(o.ABOUT)
    if "date" in came.headers:
        looked = True
        _check_near(t, _read_date(came.headers["date"]), f"{came.sent}: the header Date")
    if t.has(o.HOLD) and t.fixtures.places is not None:
        try:
            (slot,) = await arranging.find_slots(t, 1)
        except NotGiven:
            slot = None
        if slot is not None:
            looked = True
            keep = 60
            held = await t.calls.send(o.HOLD, arranging.wish(t, slot, keep_seconds=keep))
            (kept,) = held.told().holds
            arranging.release_in_the_end(t, [kept])
            begun = kept.until - timedelta(seconds=min(keep, t.about.hold_seconds if t.about else keep))
            _check_near(t, begun, f"{held.sent}: `until` less keep_seconds")
    if not looked:
        raise NotGiven("answers have no header Date, and no place can be held that would show its clock")


def _read_date(written: str) -> datetime:
    try:
        return parsedate_to_datetime(written)
    except ValueError:
        raise Broken(f"GET {PREFIX}: expected a header Date as RFC 9110 writes it; came another text.") from None


def _check_near(t: Target, moment: datetime, what: str) -> None:
    off = moment - t.clock()
    minutes = TOLERANCE.total_seconds() / 60
    if abs(off) > TOLERANCE:
        seconds = round(off.total_seconds())
        raise Broken(f"{what}: expected within {minutes:g} minutes of this machine's clock; came {seconds:+d} s off.")


LINES = (
    Line("about", (), about),
    Line("keys", (), keys),
    Line("problems", (), problems),
    Line("unknown", (), unknown),
    Line("clock", (), clock),
)
