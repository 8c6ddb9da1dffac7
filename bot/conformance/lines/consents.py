"""The preview: what was looked up is shown to the citizen before it is used. It can be used, refused, closed, and ends
by itself; and what is known about a person is theirs to see and to erase.
"""

from __future__ import annotations

import json
from typing import Any

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import handing_in
from bot.conformance.calls import Came
from bot.conformance.fixtures import Person
from bot.conformance.line import Line
from bot.conformance.lines.places import AGAIN, same_answer
from bot.conformance.target import Target
from bot.dialogue.shared_data import Consent, Finding

LASTS = 5
"""Seconds of a consent that is to end by itself: registers have to answer within them."""


async def _previewed(t: Target, case: str, lasts_seconds: int | None = None) -> tuple[Person, Consent, Finding]:
    """Something found, on a consent for this case."""
    person = handing_in.person(t, "found")
    consent = await handing_in.agree(t, person, case=case, lasts_seconds=lasts_seconds)
    came = await handing_in.look_up(t, consent.id, person)
    (finding,) = came.told().findings
    if finding.state != "found":
        raise came.broken("a finding in the state found, for the fixtures' `evidence.found`", f"state: {finding.state}")
    return person, consent, finding


async def _hand_in(t: Target, case: str, consent: Consent, when: str) -> Came[Any] | None:
    """An application with a field that only the consent fills; None where applications are not offered."""
    if not t.has(o.SUBMIT) or t.fixtures.application is None:
        return None
    filled = t.lent(t.fixtures.filled, "filled")
    made = handing_in.submission(t, filled, consents=[consent.id], case=case)
    came = await t.calls.send(o.SUBMIT, handing_in.said(t, made), when=when)
    if came.is_good:
        handing_in.withdraw_in_the_end(t, case)
    return came


async def _is_incomplete(t: Target, case: str, consent: Consent, why: str) -> None:
    """Raises Broken unless the field that the consent filled is missing by now."""
    came = await _hand_in(t, case, consent, f"a form with a field that only a consent fills, {why}")
    if came is None:
        return
    filled = t.lent(t.fixtures.filled, "filled")
    expected = "the problem incomplete (4xx) with the field's id in `missing`"
    if came.problem != "incomplete":
        raise came.broken(expected)
    missing = came.json.get("missing")
    if not isinstance(missing, list) or filled.id not in missing:
        raise came.broken(expected, "`missing` does not have it")


async def used(t: Target) -> None:
    """What the citizen has seen and not refused fills the form."""
    t.need(o.SUBMIT)
    case = t.new_case()
    _, consent, _ = await _previewed(t, case)
    handing_in.lent(t)
    came = await _hand_in(t, case, consent, "a form with a field that what was found on its consent fills")
    if came is not None:
        came.told()


async def refused(t: Target) -> None:
    case = t.new_case()
    _, consent, finding = await _previewed(t, case)
    said = m.DisputeSaid(finding=finding)
    (await t.calls.send(o.DISPUTE, said, consent=consent.id)).told()
    await _is_incomplete(t, case, consent, "after the citizen has disputed what it said")


async def closed(t: Target) -> None:
    case = t.new_case()
    person, consent, _ = await _previewed(t, case)
    whose = m.Personal(number=person.number)
    stranger = t.fixtures.application.stranger if t.fixtures.application else None
    if stranger is not None:
        theirs = m.Personal(number=stranger)
        when = "by somebody who did not give it"
        await t.calls.refused(o.END_CONSENT, "no-consent", theirs, consent=consent.id, when=when)
    for when in ("by who gave it", "by who gave it, when it is withdrawn already"):
        (await t.calls.send(o.END_CONSENT, whose, consent=consent.id, when=when)).told()
    said = m.LookUpSaid(wanted=(person.wanted,))
    await t.calls.refused(o.LOOK_UP, "no-consent", said, consent=consent.id, when="after it was withdrawn")
    await _is_incomplete(t, case, consent, "after that was withdrawn")
    own = await t.calls.send(o.OWN_DATA, whose, when="after a consent was withdrawn")
    given = next((each for each in own.told().consents if each.id == consent.id), None)
    if given is None or given.withdrawn_at is None:
        raise own.broken("the consent with `withdrawn_at`")


async def expired(t: Target) -> None:
    case = t.new_case()
    person, consent, _ = await _previewed(t, case, lasts_seconds=LASTS)
    await t.sleep(LASTS + 1)
    said = m.LookUpSaid(wanted=(person.wanted,))
    when = f"{LASTS + 1} s after it was given with lasts_seconds: {LASTS}"
    came = await t.calls.send(o.LOOK_UP, said, consent=consent.id, when=when)
    if came.problem != "no-consent":
        raise came.broken("the problem no-consent (4xx)")
    await _is_incomplete(t, case, consent, f"after that has ended by itself ({LASTS} s)")


async def own_data(t: Target) -> None:
    case = t.new_case()
    person, consent, finding = await _previewed(t, case)
    whose = m.Personal(number=person.number)
    own = await t.calls.send(o.OWN_DATA, whose, when="after a look-up")
    told = own.told()
    given = next((each for each in told.consents if each.id == consent.id), None)
    if given is None or (given.case, given.withdrawn_at) != (case, None):
        raise own.broken("the consent that was given, with its case, not withdrawn")
    readings = [each for each in told.readings if each.case == case]
    if not any(
        (each.register, each.document, each.state) == (finding.register, finding.document, finding.state)
        for each in readings
    ):
        raise own.broken("a reading of the register and document that were looked up, with its state")
    _never_told(own, person)
    exported = await t.calls.send(o.EXPORT, whose)
    try:
        json.loads(exported.told().export)
    except ValueError:
        raise exported.broken("`export`, a text that is JSON itself") from None
    if case not in exported.told().export:
        raise exported.broken("`export` with the case for which registers were asked")
    _never_told(exported, person)


async def erase(t: Target) -> None:
    case = t.new_case()
    person, consent, _ = await _previewed(t, case)
    key, whose = t.calls.fresh_key(), m.Personal(number=person.number)
    first = await t.calls.send(o.ERASE, whose, key=key)
    erased = first.told()
    if erased.evidence < 1 or erased.consents_ended < 1:
        raise first.broken("evidence and consents_ended of 1 at least, after something was looked up on a consent")
    same_answer(first, await t.calls.send(o.ERASE, whose, key=key, when=AGAIN))
    own = await t.calls.send(o.OWN_DATA, whose, when="after all that may be was erased")
    if any(each.id == consent.id and each.withdrawn_at is None for each in own.told().consents):
        raise own.broken("no consent that still stands")
    said = m.LookUpSaid(wanted=(person.wanted,))
    await t.calls.refused(o.LOOK_UP, "no-consent", said, consent=consent.id, when="after what it allowed was erased")
    await _is_incomplete(t, case, consent, "after what it filled was erased")


def _never_told(came: Came[Any], person: Person) -> None:
    """A citizen number is used and never given back. Raises Broken."""
    if person.number.strip().upper().encode() in came.body.upper():
        raise came.broken("an answer in which the citizen number does not stand")


SHARED: tuple[m.Offered, ...] = ("shared-data",)
LINES = (
    Line("preview-used", SHARED, used),
    Line("preview-refused", SHARED, refused),
    Line("preview-closed", SHARED, closed),
    Line("preview-expired", SHARED, expired),
    Line("own-data", SHARED, own_data),
    Line("erase", SHARED, erase),
)
