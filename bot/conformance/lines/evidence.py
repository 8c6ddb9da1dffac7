"""Evidence in all its answers: whatever a register says or does not say, it comes as one of six states."""

from __future__ import annotations

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import handing_in
from bot.conformance.calls import Came
from bot.conformance.line import Line
from bot.conformance.lines.places import AGAIN, same_answer
from bot.conformance.target import Target
from bot.conformance.verdict import NotGiven
from bot.dialogue.shared_data import Finding, State


async def _look(t: Target, state: State) -> tuple[Came[m.Findings], Finding]:
    """What comes of looking up the fixtures' person for this state. Raises Broken unless that is the state."""
    person = handing_in.person(t, state)
    consent = await handing_in.agree(t, person, case=t.new_case())
    came = await handing_in.look_up(t, consent.id, person, when=f"the fixtures' person for {state}")
    (finding,) = came.told().findings
    if finding.state != state:
        raise came.broken(f"a finding in the state {state}", f"state: {finding.state}")
    if person.wanted.acting_as is None and finding.register not in person.wanted.registers:
        raise came.broken("a `register` that was asked")
    return came, finding


def _fills_nothing(came: Came[m.Findings], finding: Finding) -> None:
    if finding.fills:
        raise came.broken(f"a finding {finding.state} with fills: [], since only what is found fills a form")


async def found(t: Target) -> None:
    came, finding = await _look(t, "found")
    wanted = handing_in.person(t, "found").wanted
    if finding.recorded is None:
        raise came.broken("`recorded`, the day from which the citizen sees how old it is")
    if not set(finding.fills) <= set(wanted.fields):
        raise came.broken("`fills` among the fields that were wanted")
    filled = t.fixtures.filled
    if filled is not None and filled.source not in finding.fills:
        raise came.broken("`fills` with the field that the fixtures call `filled`")


async def not_found(t: Target) -> None:
    came, finding = await _look(t, "not_found")
    _fills_nothing(came, finding)
    if finding.shown:
        raise came.broken("shown: [], since the register has nothing")


async def contradicted(t: Target) -> None:
    _fills_nothing(*await _look(t, "contradicted"))


async def unavailable(t: Target) -> None:
    """A register that does not answer is told as such, and never as a failure of the call."""
    came, finding = await _look(t, "unavailable")
    _fills_nothing(came, finding)
    if finding.shown:
        raise came.broken("shown: [], since the register did not answer")


async def expired(t: Target) -> None:
    came, finding = await _look(t, "expired")
    _fills_nothing(came, finding)
    if finding.valid_until is None or finding.valid_until >= t.clock().date():
        raise came.broken("`valid_until`, a day that is over")


async def several(t: Target) -> None:
    """Who may act for several says for which, by its place among the candidates."""
    came, finding = await _look(t, "several")
    if len(finding.candidates) < 2:
        raise came.broken("two `candidates` at least")
    person = handing_in.person(t, "several")
    consent = await handing_in.agree(t, person, case=t.new_case())
    await handing_in.look_up(t, consent.id, person)
    chosen = person.model_copy(update={"wanted": person.wanted.model_copy(update={"which": 0})})
    again = await handing_in.look_up(t, consent.id, chosen, when="which: 0, the first of the candidates")
    if again.told().findings[0].state == "several":
        raise again.broken("another state than several, since it was said which one")


async def look_up_repeated(t: Target) -> None:
    person = handing_in.person(t, "found")
    consent = await handing_in.agree(t, person, case=t.new_case())
    key = t.calls.fresh_key()
    first = await handing_in.look_up(t, consent.id, person, key=key)
    again = await handing_in.look_up(t, consent.id, person, key=key, when=AGAIN)
    same_answer(first, again)
    before = await t.calls.ask(o.OWN_DATA, m.Personal(number=person.number))
    await handing_in.look_up(t, consent.id, person, key=key, when=AGAIN)
    after = await t.calls.send(o.OWN_DATA, m.Personal(number=person.number), when="after a look-up was repeated")
    if len(after.told().readings) != len(before.readings):
        raise after.broken(f"readings: {len(before.readings)}, since a repeated call reads nothing again")


async def consent_covers(t: Target) -> None:
    """What was not agreed to is not asked (PIPL, art. 14)."""
    person, other = handing_in.person(t, "found"), handing_in.person(t, "not_found")
    if other.wanted.document == person.wanted.document:
        raise NotGiven("the fixtures want the same document under `evidence.found` and `evidence.not_found`")
    consent = await handing_in.agree(t, person, case=t.new_case())
    said = m.LookUpSaid(wanted=(other.wanted,))
    when = "for a document that the consent says nothing of"
    await t.calls.refused(o.LOOK_UP, "no-consent", said, consent=consent.id, when=when)
    await t.calls.refused(
        o.LOOK_UP, "no-consent", m.LookUpSaid(wanted=(person.wanted,)), consent="nobody-has-this-id",
        when="on a consent that was never given",
    )  # fmt: skip


SHARED: tuple[m.Offered, ...] = ("shared-data",)
LINES = (
    Line("evidence-found", SHARED, found),
    Line("evidence-not-found", SHARED, not_found),
    Line("evidence-contradicted", SHARED, contradicted),
    Line("evidence-unavailable", SHARED, unavailable),
    Line("evidence-expired", SHARED, expired),
    Line("evidence-several", SHARED, several),
    Line("look-up-repeated", SHARED, look_up_repeated),
    Line("consent-covers", SHARED, consent_covers),
)
