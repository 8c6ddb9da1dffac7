"""Where and on which days something is free: the slots cut into days by each centre's clock, read only where needed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.dialogue.planner.rules import Rules
from bot.dialogue.ports import Slot

Free = Mapping[tuple[str, str], Sequence[Slot]]
"""The slots by centre and counter, each list in time order, as the One Window gives them."""
Place = tuple[int, int, int]
"""A slot: when it starts and ends, in seconds of its day, and how many it can serve, no more than there are."""
Board = tuple[tuple[Place, ...], ...]
"""What is free at one centre on one day, by the number of the counter. Many days look alike."""


@dataclass(frozen=True)
class Occasion:
    """One centre on one day."""

    centre: str
    day: int
    """The ordinal of the date."""
    midnight: datetime
    who: int
    """The wanted visits for which it is competent and has slots."""
    slots: tuple[tuple[int, Sequence[Slot], int, int], ...]
    """For each counter its number, and from where to where its slots of this day lie in the list."""

    def places(self) -> int:
        """How many places are free, at all counters together."""
        return sum(slot.free for _, slots, start, end in self.slots for slot in slots[start:end])

    def open_slots(self, counter: int) -> list[Slot]:
        """In the order of the board."""
        return [
            slot
            for number, slots, start, end in self.slots
            if number == counter
            for slot in slots[start:end]
            if slot.free > 0
        ]

    def board(self, rules: Rules) -> Board:
        board: list[tuple[Place, ...]] = [()] * len(rules.counters)
        for counter, slots, start, end in self.slots:
            most = rules.counter_of.count(counter)
            places = []
            for slot in slots[start:end]:
                if slot.free > 0:
                    since = slot.starts_at - self.midnight
                    starts = since.days * 86_400 + since.seconds
                    places.append((starts, starts + slot.minutes * 60, min(slot.free, most)))
            board[counter] = tuple(places)
        return tuple(board)


def occasions(rules: Rules, free: Free, zone_of: Callable[[str], ZoneInfo]) -> Iterator[Occasion]:
    """Every centre and day on which something that is wanted has slots."""
    by_zone: dict[ZoneInfo, list[str]] = {}
    for centre in sorted({centre for one in rules.wanted for centre in one.centres}):
        by_zone.setdefault(zone_of(centre), []).append(centre)
    for zone, centres in by_zone.items():
        lists = {centre: list(_lists(rules, free, centre)) for centre in centres}
        ends = [slots[end].starts_at for found in lists.values() for _, _, slots in found for end in (0, -1)]
        if ends:
            midnights = _midnights(min(ends), max(ends), zone)
            for centre, found in lists.items():
                yield from _of_centre(centre, found, midnights)


def _lists(rules: Rules, free: Free, centre: str) -> Iterator[tuple[int, int, Sequence[Slot]]]:
    """For each counter of a centre its number, what is wanted there, and its slots."""
    for number, counter in enumerate(rules.counters):
        who = sum(1 << n for n, one in enumerate(rules.wanted) if one.counter == counter and centre in one.centres)
        slots = free.get((centre, counter), ()) if who else ()
        if slots:
            yield number, who, slots


def _midnights(first: datetime, last: datetime, zone: ZoneInfo) -> list[tuple[datetime, int]]:
    """The start of each day, with its ordinal, from the day of `first` to the day after `last`."""
    days = range(first.astimezone(zone).toordinal(), last.astimezone(zone).toordinal() + 2)
    return [(datetime.combine(date.fromordinal(day), time.min, zone).astimezone(UTC), day) for day in days]


def _of_centre(
    centre: str, found: list[tuple[int, int, Sequence[Slot]]], midnights: list[tuple[datetime, int]]
) -> Iterator[Occasion]:
    starts = [midnight for midnight, _ in midnights]
    masks: dict[int, int] = {}
    cuts: dict[int, list[tuple[int, Sequence[Slot], int, int]]] = {}
    for counter, who, slots in found:
        times = [slot.starts_at for slot in slots]
        begin = 0
        while begin < len(times):
            index = bisect_right(starts, times[begin])
            end = bisect_left(times, starts[index], begin)
            masks[index] = masks.get(index, 0) | who
            cuts.setdefault(index, []).append((counter, slots, begin, end))
            begin = end
    for index in sorted(masks):
        midnight, day = midnights[index - 1]
        yield Occasion(centre, day, midnight, masks[index], tuple(cuts[index]))
