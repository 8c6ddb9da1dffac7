"""From free times to what is offered: everything in as few trips as there can be, the earliest and the quietest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from bot.dialogue.guide import Guide
from bot.dialogue.joint.ready import ANYWHERE, Ready, wanted
from bot.dialogue.joint.state import Joint, Kind, Offer, Reason, Seat
from bot.dialogue.planner.fewest import plan
from bot.dialogue.planner.wanted import (
    ByLaw,
    NeverFreeTogether,
    NoCommonCentre,
    Plan,
    Prefer,
    TimesClash,
    TooLongForOneDay,
    Why,
)
from bot.dialogue.ports import Slot

KINDS = {
    NoCommonCentre: "centre",
    ByLaw: "result",
    NeverFreeTogether: "never",
    TooLongForOneDay: "long",
    TimesClash: "clash",
}


def counters(ready: Sequence[Ready], joint: Joint, guide: Guide) -> tuple[tuple[str, str], ...]:
    """(centre, counter) at which times are looked for."""
    return tuple(sorted({(centre, each.counter) for each in wanted(ready, joint, guide) for centre in each.centres}))


def offers(ready: Sequence[Ready], joint: Joint, slots: Iterable[Slot], guide: Guide) -> Joint:
    """The joint visit with what can be offered at the wished time; where nothing can, nothing is offered.

    A district that the citizen named comes first where it takes no more trips than another.
    """
    each = wanted(ready, joint, guide)
    waiting = {one.id for one in each if one.days_after}
    free = _by_counter(slot for slot in slots if _is_wished(slot, joint, guide))

    def zone_of(centre: str) -> ZoneInfo:
        return ZoneInfo(guide.province.centres[centre].zone)

    ways: list[tuple[Kind, Prefer]] = [("earliest", "earliest"), ("quietest", "quietest")]
    near = joint.centres.get(ANYWHERE)
    if near is not None:
        ways.insert(0, ("nearest", (near,)))
    made = {kind: plan(each, free, prefer, zone_of) for kind, prefer in ways}
    first = next(iter(made.values()))
    if near is not None and any(trip.centre != near for trip in first.visits):
        del made["nearest"]  # what is wanted cannot be done there in as few trips
    different = {_seats(found, ready): kind for kind, found in reversed(made.items()) if found.visits}
    return joint.but(
        offered=tuple(Offer(kind=kind, seats=seats) for seats, kind in reversed(different.items())),
        why=tuple(_reason(why) for why in first.why),
        left=tuple(name for name in first.left if name not in waiting),
        later=tuple(name for name in first.left if name in waiting),
    )


def _by_counter(slots: Iterable[Slot]) -> dict[tuple[str, str], list[Slot]]:
    free: dict[tuple[str, str], list[Slot]] = {}
    for slot in slots:
        free.setdefault((slot.centre, slot.counter), []).append(slot)
    return free


def _is_wished(slot: Slot, joint: Joint, guide: Guide) -> bool:
    local = guide.local(slot)
    return joint.wish.allows_day(local.date()) and joint.wish.allows_time(local.time())


def _seats(made: Plan, ready: Sequence[Ready]) -> tuple[Seat, ...]:
    visits = {each.name: each.visit.id for each in ready if each.visit is not None}
    return tuple(
        Seat(case=sitting.wanted, visit=visits[sitting.wanted], slot=sitting.slot)
        for trip in made.visits
        for sitting in trip.sittings
    )


def _reason(why: Why) -> Reason:
    days = why.days[0] if isinstance(why, ByLaw) else None
    return Reason.model_validate({"kind": KINDS[type(why)], "cases": why.ids, "days": days})
