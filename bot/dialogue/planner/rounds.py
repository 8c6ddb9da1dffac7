"""The occasions in the order of what is preferred, and what can be served on each, found out only when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from bot.dialogue.planner.families import below
from bot.dialogue.planner.openings import Board, Occasion
from bot.dialogue.planner.rules import Rules
from bot.dialogue.planner.scheduling import Chance, can_serve, durations, is_too_long, length_of, shortest
from bot.dialogue.planner.wanted import Prefer

ENDLESS = 10 * 86_400
"""Seconds, longer than any trip."""


@dataclass(frozen=True)
class Round:
    """Occasions of one day that are equally welcome."""

    day: int
    occasions: tuple[Occasion, ...]

    @property
    def who(self) -> int:
        """The wanted visits that have slots on one of them."""
        who = 0
        for occasion in self.occasions:
            who |= occasion.who
        return who


def in_order(occasions: Iterable[Occasion], prefer: Prefer) -> tuple[Round, ...]:
    """The most welcome first."""
    if prefer == "earliest":
        keyed = [((0, occasion.day), occasion) for occasion in occasions]
    elif prefer == "quietest":
        keyed = [((-occasion.places(), occasion.day), occasion) for occasion in occasions]
    else:
        rank = {centre: number for number, centre in enumerate(prefer)}
        keyed = [((rank.get(occasion.centre, len(rank)), occasion.day), occasion) for occasion in occasions]
    keyed.sort(key=lambda pair: (pair[0], pair[1].centre))
    return tuple(
        Round(key[1], tuple(occasion for _, occasion in same)) for key, same in groupby(keyed, key=lambda pair: pair[0])
    )


class Kind(NamedTuple):
    """A board, once for all occasions on which it is the same."""

    number: int
    board: Board
    lasting: list[int]
    """The shortest sitting at each counter, in seconds."""


class Hosted(NamedTuple):
    occasion: Occasion
    length: int
    """Seconds, zero as long as lengths do not matter."""


@dataclass
class Possible:
    """What can be served where. Boards that look alike are worked out once."""

    rules: Rules
    rounds: tuple[Round, ...]
    _kinds: dict[Board, Kind] = field(default_factory=dict)
    _boards: dict[int, Kind] = field(default_factory=dict)
    _served: dict[tuple[int, int], int] = field(default_factory=dict)
    _unions: dict[int, int] = field(default_factory=dict)
    _shortest: dict[tuple[int, int], tuple[int, tuple[Chance, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._on_one_day = below(self.rules.full) & ~self.rules.apart()

    def at_most(self) -> int:
        """A family that holds at least all that can be served on one trip, found without looking at a time."""
        return self._at_most(occasion for one in self.rounds for occasion in one.occasions)

    def _at_most(self, occasions: Iterable[Occasion]) -> int:
        union = 0
        for who in {occasion.who for occasion in occasions}:
            union |= below(who)
        return union & self._on_one_day

    def board(self, occasion: Occasion) -> Board:
        return self._kind(occasion).board

    def durations(self, rounds: Iterable[int]) -> list[int]:
        """The shortest sitting at each counter in these rounds, in seconds; zero where there is none."""
        lasting = [self._kind(occasion).lasting for index in rounds for occasion in self.rounds[index].occasions]
        return [min(filter(None, one), default=0) for one in zip(*lasting, strict=True)]

    def family(self, occasion: Occasion, who: int | None = None) -> int:
        """All combinations, of `who` if given, that can be served there on one trip."""
        kind = self._kind(occasion)
        key = (kind.number, occasion.who if who is None else occasion.who & who)
        if key not in self._served:
            self._served[key] = can_serve(self.rules, kind.board, key[1]) & self._on_one_day
        return self._served[key]

    def serves(self, occasion: Occasion, who: int) -> bool:
        """Whether a combination can be served there on one trip."""
        if who & ~occasion.who or not self._on_one_day >> who & 1:
            return False
        kind = self._kind(occasion)
        known = self._served.get((kind.number, occasion.who))
        if known is not None:
            return bool(known >> who & 1)
        if any(self.is_too_long(occasion, who, person) for person in range(len(self.rules.everybody))):
            return False
        return bool(self.family(occasion, who) >> who & 1)

    def union(self, index: int) -> int:
        """All combinations that can be served on an occasion of a round."""
        if index not in self._unions:
            one, union = self.rounds[index], 0
            everything = self._at_most(one.occasions)
            for occasion in one.occasions:
                if union != everything:
                    union |= self.family(occasion)
            self._unions[index] = union
        return self._unions[index]

    def hosts(self, index: int, who: int) -> Iterator[Occasion]:
        """The occasions of a round on which a combination can be served."""
        return (occasion for occasion in self.rounds[index].occasions if self.serves(occasion, who))

    def quickest(self, index: int, who: int, limit: int = ENDLESS, least: int = 0) -> Hosted | None:
        """The occasion of a round on which a combination takes the shortest time; None if that is not below `limit`.

        `least`: it never takes less.
        """
        best = None
        for occasion in self.rounds[index].occasions:
            # With a close limit looking for times is the shorter way to find out whether there are any.
            if who & ~occasion.who or (limit == ENDLESS and not self.serves(occasion, who)):
                continue
            found = self.shortest(occasion, who, limit)
            if found:
                limit = length_of(found)
                best = Hosted(occasion, limit)
            if limit <= least:
                break
        return best

    def on_one_trip(self, who: int) -> bool:
        """Whether some occasion serves the whole combination."""
        return any(True for index in range(len(self.rounds)) for _ in self.hosts(index, who))

    def shortest(self, occasion: Occasion, who: int, limit: int = ENDLESS) -> tuple[Chance, ...]:
        """The sittings of a combination, as in `scheduling.shortest`."""
        kind = self._kind(occasion)
        tried, found = self._shortest.get((kind.number, who), (0, ()))
        if not found and tried < limit:
            found = shortest(self.rules, kind.board, who, limit)
            self._shortest[kind.number, who] = (limit, found)
        return found if found and length_of(found) < limit else ()

    def is_too_long(self, occasion: Occasion, who: int, person: int) -> bool:
        """As in `scheduling.is_too_long`."""
        kind = self._kind(occasion)
        return is_too_long(self.rules, kind.board, kind.lasting, who, person)

    def _kind(self, occasion: Occasion) -> Kind:
        if id(occasion) not in self._boards:
            board = occasion.board(self.rules)
            if board not in self._kinds:
                self._kinds[board] = Kind(len(self._kinds), board, durations(board))
            self._boards[id(occasion)] = self._kinds[board]
        return self._boards[id(occasion)]
