"""What makes it more than one trip: the fewest wanted visits that cannot be served together, and why they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.dialogue.planner.families import numbers
from bot.dialogue.planner.openings import Occasion
from bot.dialogue.planner.rounds import Possible
from bot.dialogue.planner.wanted import ByLaw, NeverFreeTogether, NoCommonCentre, TimesClash, TooLongForOneDay, Why


def explain(possible: Possible, parts: Sequence[int]) -> tuple[Why, ...]:
    """Why these trips are not fewer: a reason for each two of them that cannot be one."""
    if len(parts) < 2:
        return ()
    together = [one | other for one, other in combinations(parts, 2) if not possible.on_one_trip(one | other)]
    return tuple(dict.fromkeys(_reason(possible, who) for who in together or (sum(parts),)))


def _reason(possible: Possible, who: int) -> Why:
    """`who`: a combination that cannot be served on one trip."""
    rules = possible.rules
    for (first, then), days in rules.days.items():
        if who >> first & who >> then & 1:
            return ByLaw(rules.wanted[first].id, rules.wanted[then].id, days)
    for number in numbers(who):
        if not possible.on_one_trip(who ^ 1 << number):
            who ^= 1 << number
    ids = rules.ids(who)
    if not frozenset.intersection(*(rules.wanted[number].centres for number in numbers(who))):
        return NoCommonCentre(ids)
    occasions = _with_all(possible, who)
    if not occasions:
        return NeverFreeTogether(ids)
    for number, person in enumerate(rules.everybody):
        # Two that are free at the same moment only are no matter of length: they clash.
        theirs = sum(rules.people[other] >> number & 1 for other in numbers(who))
        if theirs > 2 and all(possible.is_too_long(one, who, number) for one in occasions):
            return TooLongForOneDay(ids, person)
    return TimesClash(ids)


def _with_all(possible: Possible, who: int) -> list[Occasion]:
    """The occasions on which every one of these has a place free."""
    counters = {possible.rules.counter_of[number] for number in numbers(who)}
    occasions = (occasion for one in possible.rounds for occasion in one.occasions if not who & ~occasion.who)
    return [one for one in occasions if all(possible.board(one)[counter] for counter in counters)]
