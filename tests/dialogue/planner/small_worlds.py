"""Small worlds for the planner, what makes a plan valid, and the best plan found by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from bot.dialogue.planner.wanted import Plan, Prefer, Wanted
from bot.dialogue.ports import Slot

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 12, 7)
Chosen = dict[str, Slot]
"""For each wanted visit its slot."""


def zone_of(_: str) -> ZoneInfo:
    return ZONE


def at(day: int, clock: str) -> datetime:
    """So many days after Monday, by the clock of Hangzhou."""
    hour, minute = map(int, clock.split(":"))
    local = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute, tzinfo=ZONE) + timedelta(days=day)
    return local.astimezone(UTC)


def slots(centre: str, counter: str, day: int, *clocks: str, minutes: int = 30, free: int = 1) -> list[Slot]:
    return [
        Slot(f"{centre}.{counter}.{day}.{clock}", centre, counter, at(day, clock), minutes, free) for clock in clocks
    ]


def free(*lists: list[Slot]) -> dict[tuple[str, str], list[Slot]]:
    found: dict[tuple[str, str], list[Slot]] = {}
    for slot in sorted((slot for one in lists for slot in one), key=lambda slot: slot.starts_at):
        found.setdefault((slot.centre, slot.counter), []).append(slot)
    return found


def told(plan: Plan) -> list[tuple[str, int, list[str]]]:
    """A plan to compare with: centre, days after Monday, and what begins when."""
    return [
        (
            visit.centre,
            (visit.day - MONDAY).days,
            [f"{one.wanted} {one.slot.starts_at.astimezone(ZONE):%H:%M}" for one in visit.sittings],
        )
        for visit in plan.visits
    ]


@dataclass(frozen=True)
class World:
    wanted: Sequence[Wanted]
    free: dict[tuple[str, str], list[Slot]]
    pause: int = 0

    def only(self, ids: Sequence[str]) -> World:
        return World([one for one in self.wanted if one.id in ids], self.free, self.pause)

    def find(self, wanted: str) -> Wanted:
        return next(one for one in self.wanted if one.id == wanted)

    def is_allowed(self, chosen: Chosen) -> bool:
        """Whether nothing forbids these slots for these visits; what is not chosen is not looked at."""
        fits = all(
            slot.counter == self.find(one).counter and slot.centre in self.find(one).centres
            for one, slot in chosen.items()
        )
        taken = [slot.id for slot in chosen.values()]
        room = all(taken.count(slot.id) <= slot.free for slot in chosen.values())
        return fits and room and all(self._fit(chosen, *pair) for pair in combinations(chosen, 2))

    def _fit(self, chosen: Chosen, one: str, other: str) -> bool:
        a, b = chosen[one], chosen[other]
        if self.find(one).people & self.find(other).people:
            if a.centre != b.centre and day_of(a) == day_of(b):
                return False
            pause = timedelta(minutes=self.pause if a.counter != b.counter else 0)
            if a.starts_at < end_of(b) + pause and b.starts_at < end_of(a) + pause:
                return False
        return self._in_order(one, a, other, b) and self._in_order(other, b, one, a)

    def _in_order(self, first: str, a: Slot, then: str, b: Slot) -> bool:
        later = self.find(then)
        days = (day_of(b) - day_of(a)).days
        if first in later.after and not (days > 0 or (a.centre == b.centre and days == 0 and b.starts_at >= end_of(a))):
            return False
        least, most = later.days_after.get(first, (None, None))
        return least is None or (days >= max(least, 1) and (most is None or days <= most))

    def is_complete(self, chosen: Chosen) -> bool:
        """Whether all that must come before is there as well."""
        ids = {one.id for one in self.wanted}
        return all(ids & {*self.find(one).after, *self.find(one).days_after} <= chosen.keys() for one in chosen)


def day_of(slot: Slot) -> date:
    return slot.starts_at.astimezone(ZONE).date()


def end_of(slot: Slot) -> datetime:
    return slot.starts_at + timedelta(minutes=slot.minutes)


Judged = tuple[int, int, list[tuple[int, ...]], timedelta]
"""How many are left, how many trips, how welcome these are (the worst first), and how long they take."""


def judge(world: World, chosen: Chosen, prefer: Prefer) -> Judged:
    trips: dict[tuple[str, date], list[Slot]] = {}
    for slot in chosen.values():
        trips.setdefault((slot.centre, day_of(slot)), []).append(slot)
    welcome = sorted((_welcome(world, centre, day, prefer) for centre, day in trips), reverse=True)
    spans = [max(map(end_of, found)) - min(slot.starts_at for slot in found) for found in trips.values()]
    return len(world.wanted) - len(chosen), len(trips), welcome, sum(spans, timedelta())


def _welcome(world: World, centre: str, day: date, prefer: Prefer) -> tuple[int, ...]:
    if prefer == "earliest":
        return (day.toordinal(),)
    if prefer == "quietest":
        counters = {one.counter for one in world.wanted if centre in one.centres}
        places = [s.free for counter in counters for s in world.free.get((centre, counter), []) if day_of(s) == day]
        return (-sum(places), day.toordinal())
    return (prefer.index(centre), day.toordinal())


def every_choice(world: World) -> Iterator[Chosen]:
    """Every allowed choice of slots for some or all of what is wanted."""
    all_slots = [slot for found in world.free.values() for slot in found]

    def choose(number: int, chosen: Chosen) -> Iterator[Chosen]:
        if number == len(world.wanted):
            if world.is_complete(chosen):
                yield chosen
            return
        yield from choose(number + 1, chosen)
        one = world.wanted[number]
        for slot in all_slots:
            more = {**chosen, one.id: slot}
            if slot.counter == one.counter and world.is_allowed(more):
                yield from choose(number + 1, more)

    return choose(0, {})


def best(world: World, prefer: Prefer) -> Judged:
    return min(judge(world, chosen, prefer) for chosen in every_choice(world))


def on_one_trip(world: World) -> bool:
    """Whether all that is wanted can be served on one trip."""
    left, trips, _, _ = best(world, "earliest")
    return left == 0 and trips <= 1
