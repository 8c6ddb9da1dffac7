"""One centre on one day: which of the wanted visits can be served there together, and how in the shortest time.

Both are exact. The first follows all combinations at once through the day, the second looks for the times of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from bot.dialogue.planner.families import NOTHING, below, numbers
from bot.dialogue.planner.openings import Board
from bot.dialogue.planner.rules import Rules


class Chance(NamedTuple):
    """A slot that one of the wanted visits may take. Times are seconds of the day."""

    starts: int
    counter: int
    place: int
    """The number of the slot in the board."""
    number: int
    """The number of the wanted visit."""
    ends: int
    free: int


class Busy(NamedTuple):
    """Somebody sits, or sat a moment ago, at a counter; what follows has to wait for the end."""

    ends: int
    counter: int
    """Counts only where there is a pause."""
    people: int
    followers: int


Sitters = tuple[Busy, ...]
States = dict[Sitters, int]
"""The combinations served so far, by who is still busy then."""


def can_serve(rules: Rules, board: Board, who: int) -> int:
    """The family of all combinations of `who` that can be served here on this day, with all their parts."""
    states: States = {(): NOTHING}
    for starts, chances in groupby(_chances(rules, board, who), key=lambda chance: chance.starts):
        states = _released(states, starts - rules.pause)
        for _, same_slot in groupby(chances, key=lambda chance: (chance.counter, chance.place)):
            _serve(rules, states, tuple(same_slot))
        if any(family >> who & 1 for family in states.values()):
            return below(who)
    served = 0
    for family in states.values():
        served |= family
    return served


def _chances(rules: Rules, board: Board, who: int) -> list[Chance]:
    """In time order, all of one slot next to each other."""
    return sorted(
        Chance(starts, rules.counter_of[number], place, number, ends, free)
        for number in numbers(who)
        for place, (starts, ends, free) in enumerate(board[rules.counter_of[number]])
    )


def _released(states: States, moment: int) -> States:
    """Without those whose sitting ended at this moment or before."""
    released: States = {}
    for sitters, family in states.items():
        still = tuple(busy for busy in sitters if busy.ends > moment)
        released[still] = released.get(still, 0) | family
    return released


def _serve(rules: Rules, states: States, chances: tuple[Chance, ...]) -> None:
    """Add to the states what one slot can serve: at most as many as it has places."""
    by_used = [states]
    for chance in chances:
        for used in reversed(range(min(len(by_used), chance.free))):
            more = _with_one_more(rules, by_used[used], chance)
            if used + 1 == len(by_used):
                by_used.append(more)
            else:
                _merge(by_used[used + 1], more)
    for more in by_used[1:]:
        _merge(states, more)


def _with_one_more(rules: Rules, states: States, chance: Chance) -> States:
    """The states in which this chance is taken besides."""
    addable, step = rules.addable[chance.number], 1 << chance.number
    more: States = {}
    for sitters, family in states.items():
        family = (family & addable) << step
        if family and not _clashes(rules, sitters, chance):
            seated = _seated(rules, sitters, chance)
            more[seated] = more.get(seated, 0) | family
    return more


def _merge(states: States, more: States) -> None:
    for sitters, family in more.items():
        states[sitters] = states.get(sitters, 0) | family


def _clashes(rules: Rules, sitters: Sitters, chance: Chance) -> bool:
    """Whether somebody is elsewhere then, or what must be finished is not."""
    people, number = rules.people[chance.number], chance.number
    for ends, counter, busy, followers in sitters:
        if busy & people and chance.starts < ends + (rules.pause if counter != chance.counter else 0):
            return True
        if followers >> number & 1 and chance.starts < ends:
            return True
    return False


def _seated(rules: Rules, sitters: Sitters, chance: Chance) -> Sitters:
    counter = chance.counter if rules.pause else 0  # without a pause it does not matter, and fewer states are looked at
    busy = Busy(chance.ends, counter, rules.people[chance.number], rules.followers[chance.number])
    return tuple(sorted((*sitters, busy)))


def shortest(rules: Rules, board: Board, who: int, limit: int) -> tuple[Chance, ...]:
    """The sittings of all of `who` in the shortest time from the first start to the last end, in time order.

    Among equally short ones the earliest. Nothing if it takes `limit` seconds or more. All of it is one trip, so what
    everybody waits is the time that is not spent at a counter: the shortest trip is that with the least waiting.
    """
    least = least_time(rules, who, durations(board))
    if limit <= least:
        return ()
    chances = _chances(rules, board, who)
    best: tuple[Chance, ...] = ()
    for first in sorted({chance.starts for chance in chances}):
        while limit > least:
            window = [chance for chance in chances if first <= chance.starts and chance.ends < first + limit]
            found = _Seating(rules, window).seat(0, who, (), None)
            if not found:
                break
            best, limit = found, length_of(found)
    return best


def length_of(sittings: tuple[Chance, ...]) -> int:
    """Seconds from the first start to the last end."""
    return max(chance.ends for chance in sittings) - sittings[0].starts


def durations(board: Board) -> list[int]:
    """The shortest sitting at each counter in seconds; zero where nothing is free."""
    return [min([end - start for start, end, _ in places], default=0) for places in board]


def least_time(rules: Rules, who: int, lasting: list[int]) -> int:
    """Seconds that somebody spends at counters at least, if a sitting at a counter lasts as long as given."""
    spent: dict[int, int] = {}
    longest = 0
    for number in numbers(who):
        seconds = lasting[rules.counter_of[number]]
        longest = max(longest, seconds)
        for person in numbers(rules.people[number]):
            spent[person] = spent.get(person, 0) + seconds
    return max(longest, *spent.values()) if spent else longest


def is_too_long(rules: Rules, board: Board, lasting: list[int], who: int, person: int) -> bool:
    """Whether one person's sittings of `who` take longer than all the time in which one of their slots is free.

    `lasting`: the durations of the board.
    """
    counters = [rules.counter_of[number] for number in numbers(who) if rules.people[number] >> person & 1]
    time_left = -sum(lasting[counter] for counter in counters)
    until = 0
    for start, end in sorted({(start, end) for counter in set(counters) for start, end, _ in board[counter]}):
        time_left += max(0, end - max(start, until))
        until = max(until, end)
    return time_left < 0


@dataclass
class _Seating:
    """Tries the chances in time order, and no position twice."""

    rules: Rules
    chances: list[Chance]
    hopeless: set[tuple[int, int, Sitters, int]] = field(default_factory=set)
    later: list[int] = field(default_factory=list)
    """What can still be served from each chance on."""

    def __post_init__(self) -> None:
        self.later = list(self._later())[::-1]

    def _later(self) -> Iterator[int]:
        mask = 0
        yield mask
        for chance in reversed(self.chances):
            mask |= 1 << chance.number
            yield mask

    def seat(
        self, index: int, missing: int, sitters: Sitters, last: Chance | None, used: int = 0
    ) -> tuple[Chance, ...]:
        """Times for all that is missing, none before `index`; `used` places of the slot of `last` are taken."""
        if not missing:
            return ()
        position = (index, missing, sitters, used)
        while position not in self.hopeless and not missing & ~self.later[index]:
            chance = self.chances[index]
            index += 1
            taken = used if last and (last.counter, last.place) == (chance.counter, chance.place) else 0
            if self._fits(chance, missing, sitters, taken):
                sat = _seated(self.rules, self._still(sitters, chance), chance)
                rest = missing ^ 1 << chance.number
                found = self.seat(index, rest, sat, chance, taken + 1)
                if found or not rest:
                    return (chance, *found)
        self.hopeless.add(position)
        return ()

    def _fits(self, chance: Chance, missing: int, sitters: Sitters, taken: int) -> bool:
        """Whether it is missing, nothing that follows it has been served before it, and there is room and time."""
        number = chance.number
        waits = any(missing >> first & 1 and self.rules.followers[first] >> number & 1 for first in numbers(missing))
        return (
            bool(missing >> number & 1)
            and not waits
            and taken < chance.free
            and not _clashes(self.rules, sitters, chance)
        )

    def _still(self, sitters: Sitters, chance: Chance) -> Sitters:
        return tuple(busy for busy in sitters if busy.ends > chance.starts - self.rules.pause)
