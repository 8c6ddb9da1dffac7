"""The plan with the fewest trips for several visits of several matters and people, and what makes it more than one.

The promise is at most one visit. So this never guesses: a plan with fewer trips does not exist. First as few visits as
possible are left out, then the trips are as few as possible, then comes what is preferred, then the least waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.dialogue.planner.dividing import Dividing, Trip
from bot.dialogue.planner.families import numbers
from bot.dialogue.planner.openings import Free, occasions
from bot.dialogue.planner.reasons import explain
from bot.dialogue.planner.rounds import ENDLESS, Possible, in_order
from bot.dialogue.planner.rules import read_rules
from bot.dialogue.planner.wanted import JointVisit, Plan, Prefer, Sitting, Wanted

MOST = 12
"""So many visits are planned together at most: the combinations double with each."""


class TooManyWanted(ValueError):
    """More visits than can be planned together."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} visits are wanted, at most {MOST} can be planned together: plan them in parts.")


def plan(
    wanted: Sequence[Wanted], free: Free, prefer: Prefer, zone_of: Callable[[str], ZoneInfo], pause: int = 0
) -> Plan:
    """The fewest trips for all that is wanted, and the same plan whenever the same is asked.

    `free`: slots by centre and counter, each list in time order. `zone_of`: a centre's clock. `pause`: minutes that
    somebody needs from one counter to another. Nobody is sent to two centres on one day: the way between them is not
    known. Raises TooManyWanted.
    """
    if len(wanted) > MOST:
        raise TooManyWanted(len(wanted))
    rules = read_rules(wanted, pause)
    possible = Possible(rules, in_order(occasions(rules, free, zone_of), prefer))
    trips = _fewest(possible)
    served = sum(trip.who for trip in trips)
    return Plan(
        visits=tuple(_visit(possible, trip) for trip in sorted(trips, key=_when)),
        why=explain(possible, [trip.who for trip in sorted(trips, key=_when)]),
        left=rules.ids(rules.full & ~served),
    )


def _when(trip: Trip) -> tuple[int, str]:
    return trip.occasion.day, trip.occasion.centre


def _fewest(possible: Possible) -> tuple[Trip, ...]:
    """As few left out as possible, then as few trips as possible."""
    can_come = _with_slots(possible)
    count = can_come.bit_count()
    for leave in range(count):
        for trips in range(1, count - leave + 1):
            found = _so_many(possible, can_come, trips, leave)
            if found:
                return found
    return ()


def _with_slots(possible: Possible) -> int:
    """What has slots somewhere, at a right time after what must come before it, which has some too."""
    rules, who = possible.rules, 0
    for one in possible.rounds:
        who |= one.who
    never = len(possible.rounds)
    for number in numbers(who):
        if any(_round_of_both(possible, first, number) == never for first in numbers(rules.needs[number])):
            who ^= 1 << number
    while waiting := sum(1 << number for number in numbers(who) if rules.needs[number] & ~who):
        who ^= waiting
    return who


def _so_many(possible: Possible, wanted: int, trips: int, leave: int) -> tuple[Trip, ...]:
    """The best plan with so many trips for all but `leave`; nothing if there is none.

    Rounds are looked at in their order until they suffice: a plan that needs a later one is worse. Where the days
    between trips forbid what the rounds so far could serve, twice as many are looked at.
    """
    families = possible.rules.families
    if not families.covered(possible.at_most(), trips, leave) >> wanted & 1:
        return ()
    if trips == 1 and not leave:
        return _one_trip(possible, wanted)
    worst = 0 if leave else _worst(possible, wanted)
    union, enough, suffices = 0, worst + 1, False
    for index in range(len(possible.rounds)):
        seen = index + 1
        wider = union | possible.union(index)
        if not suffices and wider != union:
            suffices = bool(families.covered(wider, trips, leave) >> wanted & 1)
        union = wider
        if suffices and (seen >= enough or seen == len(possible.rounds)):
            found = Dividing(possible, range(seen), trips, ((seen,), 0), worst).run(wanted, leave)
            if found:
                return _shortened(possible, found, wanted, leave)
            enough = seen * 2
    return ()


def _worst(possible: Possible, wanted: int) -> int:
    """The first round up to which each two of which one comes first could find theirs, as far as slots are known."""
    return max(
        (
            _round_of_both(possible, first, then)
            for then in numbers(wanted)
            for first in numbers(possible.rules.needs[then] & wanted)
        ),
        default=0,
    )


def _round_of_both(possible: Possible, first: int, then: int) -> int:
    window = possible.rules.window(1 << first, 1 << then)
    both = 0 if (first, then) in possible.rules.days else 1 << first | 1 << then
    firsts: set[int] = set()
    thens: set[int] = set()
    for index, one in enumerate(possible.rounds):
        if both and any(not both & ~occasion.who for occasion in one.occasions):
            return index
        who = one.who
        if who >> first & 1:
            firsts.add(one.day)
            if any(window.allows(day - one.day) for day in thens):
                return index
        if who >> then & 1:
            thens.add(one.day)
            if any(window.allows(one.day - day) for day in firsts):
                return index
    return len(possible.rounds)


def _one_trip(possible: Possible, wanted: int) -> tuple[Trip, ...]:
    for index in range(len(possible.rounds)):
        found = possible.quickest(index, wanted)
        if found:
            return (Trip(wanted, index, found.occasion, found.length),)
    return ()


def _shortened(possible: Possible, trips: tuple[Trip, ...], wanted: int, leave: int) -> tuple[Trip, ...]:
    """Of all plans that are as welcome as this one, that with the least waiting."""
    rounds = tuple(sorted((trip.round for trip in trips), reverse=True))
    worth = (rounds, ENDLESS * len(trips))
    durations = possible.durations(set(rounds))
    return Dividing(possible, sorted(set(rounds)), len(trips), worth, durations=durations).run(wanted, leave)


def _visit(possible: Possible, trip: Trip) -> JointVisit:
    occasion, rules = trip.occasion, possible.rules
    sittings = tuple(
        Sitting(rules.wanted[chance.number].id, occasion.open_slots(chance.counter)[chance.place])
        for chance in possible.shortest(occasion, trip.who)
    )
    return JointVisit(occasion.centre, date.fromordinal(occasion.day), sittings)
