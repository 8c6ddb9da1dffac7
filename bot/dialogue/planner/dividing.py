"""The best way to divide what is wanted into a given number of trips, among occasions in the order of preference.

Every division is tried unless it is sure to be no better than the best one found so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.dialogue.planner.families import numbers
from bot.dialogue.planner.openings import Occasion
from bot.dialogue.planner.rounds import ENDLESS, Hosted, Possible
from bot.dialogue.planner.rules import Rules, Window
from bot.dialogue.planner.scheduling import least_time, length_of


class Trip(NamedTuple):
    who: int
    round: int
    """The number of its round: the smaller, the more welcome."""
    occasion: Occasion
    length: int
    """Seconds; zero as long as lengths do not matter."""


Worth = tuple[tuple[int, ...], int]
"""What a plan is judged by: the rounds of its trips, the worst first, then the seconds of all trips together."""

Days = frozenset[tuple[int, Window]]
"""The days of other trips, and when another one may be, seen from each."""


@dataclass
class Dividing:
    """One search for so many trips, in `rounds`: the numbers of those that may be used, ascending."""

    possible: Possible
    rounds: Sequence[int]
    trips: int
    worth: Worth
    """Only what is better is looked for."""
    worst: int = 0
    """A round that the worst trip is known not to be better than."""
    durations: list[int] | None = None
    """The shortest sitting at each counter in seconds; None as long as lengths do not matter."""
    best: tuple[Trip, ...] = ()
    _first: dict[int, int] = field(default_factory=dict)
    """For each combination the first round that can serve it."""
    _known: dict[tuple[int, Days], int] = field(default_factory=dict)
    _reached: list[list[int]] = field(default_factory=list)
    """The families that can be made up, by the number of trips and of those that may be left."""

    @property
    def rules(self) -> Rules:
        return self.possible.rules

    def run(self, wanted: int, leave: int) -> tuple[Trip, ...]:
        """The best trips for all of `wanted` but `leave` of them; nothing if there are none."""
        union = 0
        for index in self.rounds:
            for who in numbers(self.possible.union(index) & ~union):
                self._first[who] = index
            union |= self.possible.union(index)
        families = self.rules.families
        self._reached = [
            [families.covered(union, times, left) for left in range(leave + 1)] for times in range(self.trips + 1)
        ]
        self._divide(wanted, (), leave)
        return self.best

    def _divide(self, missing: int, parts: tuple[int, ...], leave: int) -> None:
        """Put the first that is missing on a trip, with some of the others, or leave it."""
        to_come = self.trips - len(parts)
        if not self._reached[to_come][leave] >> missing & 1:
            return
        if not to_come:
            self._complete(parts)
            return
        one = missing & -missing
        others = part = missing ^ one
        while one:
            if self._is_worth_trying(parts, part | one, others ^ part, leave):
                self._divide(others ^ part, (*parts, part | one), leave)
            if not part:
                break
            part = (part - 1) & others
        if leave and one:
            self._divide(others, parts, leave - 1)

    def _is_worth_trying(self, parts: tuple[int, ...], part: int, rest: int, leave: int) -> bool:
        if part not in self._first or not self._reached[self.trips - len(parts) - 1][leave] >> rest & 1:
            return False
        for other in parts:
            window = self.rules.window(other, part)
            if window.least > window.most:
                return False
        return self._bound((*parts, part)) < self.worth

    def _bound(self, parts: tuple[int, ...]) -> Worth:
        """What no plan with these trips can be better than. Trips that cannot be on one day need different rounds."""
        rounds = _worst_first((self._first[part] for part in parts), self._all_apart(parts))
        rest = (self.rounds[0],) * (self.trips - len(parts))
        return (max(rounds[0], self.worst), *rounds[1:], *rest), sum(map(self._least, parts))

    def _least(self, who: int) -> int:
        return least_time(self.rules, who, self.durations) if self.durations else 0

    def _never_same_day(self, part: int, parts: tuple[int, ...]) -> bool:
        """Whether no other part can be served on the day of this one."""
        return not any(self.rules.window(part, other).allows(0) for other in parts if other != part)

    def _all_apart(self, parts: tuple[int, ...]) -> bool:
        return all(self._never_same_day(part, parts) for part in parts)

    def _complete(self, parts: tuple[int, ...]) -> None:
        served = 0
        for part in parts:
            served |= part
        if not any(self.rules.needs[number] & ~served for number in numbers(served)):
            self._settle(parts, ())

    def _settle(self, parts: tuple[int, ...], trips: tuple[Trip, ...]) -> None:
        """Find an occasion for each part that has none yet."""
        if len(trips) == len(parts):
            self.worth, self.best = self._value(trips, ()), trips
            return
        part, rest = parts[len(trips)], parts[len(trips) + 1 :]
        alone, apart = self._never_same_day(part, parts), self._all_apart(parts)
        soonest, (rounds, spent) = self._soonest(part, trips), self._value(trips, rest)
        for index in self.rounds:
            if index < soonest or not self._serves(index, part, self._days(part, trips)):
                continue
            room = self._room(_worst_first((*rounds, index), apart), spent)
            if room <= self._least(part):
                break
            for occasion, length in self._hosts(index, part, room, alone):
                longer = (*trips, Trip(part, index, occasion, length))
                if all(trip.occasion is not occasion for trip in trips) and self._value(longer, rest) < self.worth:
                    self._settle(parts, longer)

    def _value(self, trips: tuple[Trip, ...], rest: tuple[int, ...]) -> Worth:
        """What a plan with these trips, and those of the rest still to be found, cannot be better than."""
        rounds = [*(trip.round for trip in trips), *(self._soonest(part, trips) for part in rest)]
        apart = self._all_apart((*(trip.who for trip in trips), *rest))
        return _worst_first(rounds, apart), sum(trip.length for trip in trips) + sum(map(self._least, rest))

    def _room(self, rounds: tuple[int, ...], spent: int) -> int:
        """Seconds below which a trip has to stay for a better plan, if the others take so many; 0: there is none."""
        if rounds == self.worth[0]:
            return self.worth[1] - spent
        return ENDLESS if rounds < self.worth[0] else 0

    def _days(self, part: int, trips: tuple[Trip, ...]) -> Days:
        return frozenset((trip.occasion.day, self.rules.window(trip.who, part)) for trip in trips)

    def _soonest(self, part: int, trips: tuple[Trip, ...]) -> int:
        """The first round that serves a part on a day which the other trips allow."""
        days = self._days(part, trips)
        if (part, days) not in self._known:
            self._known[part, days] = next(
                (index for index in self.rounds if self._serves(index, part, days)), self.rounds[-1] + 1
            )
        return self._known[part, days]

    def _serves(self, index: int, part: int, days: Days) -> bool:
        day = self.possible.rounds[index].day
        return bool(self.possible.union(index) >> part & 1) and all(
            window.allows(day - other) for other, window in days
        )

    def _hosts(self, index: int, part: int, room: int, alone: bool) -> Iterator[Hosted]:
        """The occasions of a round for a part; one is enough if nothing else can be on the same day."""
        if alone and self.durations is not None:
            quickest = self.possible.quickest(index, part, room, self._least(part))
            yield from (quickest,) if quickest else ()
            return
        for occasion in self.possible.hosts(index, part):
            if self.durations is None:
                yield Hosted(occasion, 0)
            elif sittings := self.possible.shortest(occasion, part, room):
                yield Hosted(occasion, length_of(sittings))
            if alone:
                return


def _worst_first(rounds: Iterable[int], apart: bool) -> tuple[int, ...]:
    """Rounds that trips cannot be better than. Where no two can be on one day, no two can be in one round."""
    ordered = sorted(rounds)
    for turn in range(1, len(ordered) if apart else 0):
        ordered[turn] = max(ordered[turn], ordered[turn - 1] + 1)
    return tuple(reversed(ordered))
