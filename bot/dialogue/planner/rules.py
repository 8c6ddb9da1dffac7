"""What must hold between the wanted visits, by their numbers: who is where, what comes first, how many days between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.dialogue.planner.families import Families, numbers
from bot.dialogue.planner.wanted import DayRange, Wanted

EVER = 10**6
"""More days than any calendar has."""


class Window(NamedTuple):
    """How many days one trip may lie after another: at least, at most, and whether that includes the same day."""

    least: int
    most: int
    same_day: bool

    def allows(self, days: int) -> bool:
        return self.least <= days <= self.most and (days != 0 or self.same_day)


@dataclass(frozen=True)
class Rules:
    """The wanted visits in the order in which they were given. Masks hold visits or people by their numbers."""

    wanted: tuple[Wanted, ...]
    pause: int
    """Seconds that somebody needs from one counter to another."""
    families: Families
    counters: tuple[str, ...]
    everybody: tuple[str, ...]
    counter_of: tuple[int, ...]
    people: tuple[int, ...]
    followers: tuple[int, ...]
    """Those that begin after this one has ended."""
    needs: tuple[int, ...]
    """Those that must be served if this one is."""
    addable: tuple[int, ...]
    """The family of combinations to which this one can still be added: without itself and without its followers."""
    bound: int
    """Those that must come before or after another one."""
    days: dict[tuple[int, int], DayRange]
    """The days between two of them, the second after the first."""
    _windows: dict[tuple[int, int], Window] = field(default_factory=dict)

    @property
    def full(self) -> int:
        return (1 << len(self.wanted)) - 1

    def apart(self) -> int:
        """The family of combinations of which two must lie on different days."""
        family = 0
        for first, then in self.days:
            family |= self.families.holding(1 << first | 1 << then)
        return family

    def who(self, mask: int) -> int:
        """Everybody who comes for one of these."""
        people = 0
        for number in numbers(mask):
            people |= self.people[number]
        return people

    def ids(self, mask: int) -> tuple[str, ...]:
        return tuple(self.wanted[number].id for number in numbers(mask))

    def window(self, one: int, other: int) -> Window:
        """When the trip for `other` may be, seen from the trip for `one`.

        Whoever comes on both needs two days, since nobody knows the way between two centres.
        """
        key = (one, other)
        if key not in self._windows:
            least, most = -EVER, EVER
            if self.bound & one and self.bound & other:
                for low, high in self._bounds(one, other):
                    least, most = max(least, low), min(most, high)
                for low, high in self._bounds(other, one):
                    least, most = max(least, -high), min(most, -low)
            self._windows[key] = Window(least, most, not self.who(one) & self.who(other))
        return self._windows[key]

    def _bounds(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        for first in numbers(one & self.bound):
            if self.followers[first] & other:
                yield 1, EVER
        for (first, then), (low, high) in self.days.items():
            if one >> first & other >> then & 1:
                yield low, EVER if high is None else high


def read_rules(wanted: Sequence[Wanted], pause: int) -> Rules:
    """Number everything. `pause` in minutes."""
    families = Families(len(wanted))
    number_of = {one.id: number for number, one in enumerate(wanted)}
    counters = tuple(sorted({one.counter for one in wanted}))
    everybody = tuple(sorted({person for one in wanted for person in one.people}))
    followers = [0] * len(wanted)
    needs = [0] * len(wanted)
    days: dict[tuple[int, int], DayRange] = {}
    for number, one in enumerate(wanted):
        for first in one.after & number_of.keys():
            followers[number_of[first]] |= 1 << number
            needs[number] |= 1 << number_of[first]
        for first, (least, most) in one.days_after.items():
            if first in number_of:
                days[number_of[first], number] = (max(least, 1), most)
                needs[number] |= 1 << number_of[first]
    bound = sum(1 << number for number, firsts in enumerate(needs) if firsts)
    for firsts in needs:
        bound |= firsts
    return Rules(
        wanted=tuple(wanted),
        pause=pause * 60,
        families=families,
        counters=counters,
        everybody=everybody,
        counter_of=tuple(counters.index(one.counter) for one in wanted),
        people=tuple(sum(1 << everybody.index(person) for person in one.people) for one in wanted),
        followers=tuple(followers),
        needs=tuple(needs),
        addable=tuple(_addable(families, number, followers[number]) for number in range(len(wanted))),
        bound=bound,
        days=days,
    )


def _addable(families: Families, number: int, followers: int) -> int:
    family = 0 if followers >> number & 1 else families.lacking[number]
    for follower in numbers(followers):
        family &= families.lacking[follower]
    return family
