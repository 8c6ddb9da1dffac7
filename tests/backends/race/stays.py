"""From the journals alone: who had which place, from when to when.

Between question and answer nobody knows the moment at which a place changed hands. So each stay has two measures: the
time in which the place was had for certain, and the time in which it may have been had.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.dialogue.ports import Booker, Claim
from tests.backends.race.journal import Record, Step, Told

Span = tuple[float, float]
"""From the question to the answer."""


@dataclass
class Stay:
    """One place in one slot, from being held or moved there until it is given back."""

    id: str
    slot: str
    claim: Claim
    booker: Booker
    begun: Span
    kept_until: float
    booked: Span | None = None
    ended: list[Span] = field(default_factory=list)
    perhaps: list[float] = field(default_factory=list)
    """Questions that may have ended it: another hold by the same person, at the same moment."""

    @property
    def until(self) -> float:
        """When it ends by itself: never, once it is booked."""
        return self.kept_until if self.booked is None else math.inf

    @property
    def certain(self) -> Span:
        """It was had all this time; nothing, where the end is before the beginning."""
        return self.begun[1], min([self.until, *(asked for asked, _ in self.ended), *self.perhaps])

    @property
    def possible(self) -> Span:
        """It was had at no other time. A hold that is over may fill its slot until somebody asks for the slot; and one
        that was over before it was answered, on a busy machine, until then."""
        return self.begun[0], min([max(self.until, self.begun[1]), *(answered for _, answered in self.ended)])

    def may_stand(self, during: Span) -> bool:
        begins, ends = self.possible
        return begins <= during[1] and ends >= during[0]

    def may_be_booked(self, during: Span) -> bool:
        return self.booked is not None and self.booked[0] <= during[1] and self.possible[1] >= during[0]

    def may_have_ended(self, by: float) -> bool:
        """Other than by itself."""
        return any(asked <= by for asked in (*(asked for asked, _ in self.ended), *self.perhaps))

    def has_ended(self, before: float) -> bool:
        """For certain, other than by itself."""
        return any(answered <= before for _, answered in self.ended)


@dataclass
class History:
    """The stays of everybody. `told`: what was last said of each place. `lies`: yes, where it should have been no."""

    stays: list[Stay] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)
    lies: list[str] = field(default_factory=list)
    by_id: dict[str, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    _by_attempt: dict[str, list[Stay]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, record: Record) -> History:
        history = cls()
        for step in sorted(record.steps.values(), key=lambda step: step.asked):
            if step.accepted is not None:
                history._add(step, step.accepted.told, (step.asked, step.accepted.at))
        return history

    def by_slot(self) -> dict[str, list[Stay]]:
        found: dict[str, list[Stay]] = defaultdict(list)
        for stay in self.stays:
            found[stay.slot].append(stay)
        return found

    def in_the_way(self, step: Step, but: Iterable[str] = ()) -> list[Stay]:
        """What its booker or its cases had, or would have, for the same visits."""
        booker = step.wish.booker
        assert booker is not None
        return [
            stay
            for stay in self._by_attempt[step.attempt]
            if stay.id not in but and any(same_visit(stay, claim, booker) for claim in step.wish.claims)
        ]

    def _add(self, step: Step, told: Sequence[Told], span: Span) -> None:
        """Steps in the order in which they began."""
        match step.wish.call:
            case "hold":
                self._hold(step, told, span)
            case "confirm":
                for each in told:
                    self._confirm(each.id, span)
            case "move":
                for each in told:
                    self._move(step, each, span)
            case "cancel":
                for each in told:
                    self._end(each.id, span)
            case "release":
                self._end(step.wish.ids[0], span)
        self.told |= {each.id: each for each in told}

    def _hold(self, step: Step, told: Sequence[Told], span: Span) -> None:
        """Whatever is held for the same visit makes way; of two at the same moment, nobody can tell which."""
        beside = []
        for other in self.in_the_way(step, but=[each.id for each in told]):
            if other.booked is not None or other.ended:
                continue
            if other.begun[1] <= span[0]:
                other.ended.append(span)
            else:
                other.perhaps.append(span[0])
                beside.append(other.begun[0])
        assert step.wish.booker is not None
        for claim, each in zip(step.wish.claims, told, strict=False):
            until = each.until or span[1]
            if each.id in self.by_id:
                known = self.by_id[each.id][-1]
                known.kept_until = max(known.kept_until, until)
            else:
                self._begin(step, Stay(each.id, each.slot, claim, step.wish.booker, span, until, perhaps=list(beside)))

    def _confirm(self, id: str, span: Span) -> None:
        stay = self._standing(id, span, "confirmed")
        if stay is not None and stay.booked is None:
            if stay.kept_until <= span[0]:
                self.lies.append(f"{id} was confirmed after its end")
            stay.booked, stay.perhaps = span, []

    def _move(self, step: Step, each: Told, span: Span) -> None:
        stay = self._standing(each.id, span, "moved")
        if stay is not None and stay.slot != each.slot:
            stay.ended.append(span)
            moved = Stay(each.id, each.slot, stay.claim, stay.booker, span, stay.kept_until, booked=stay.booked)
            self._begin(step, moved)

    def _end(self, id: str, span: Span) -> None:
        """Twice is harmless."""
        if id not in self.by_id:
            self.lies.append(f"{id} was given back, and nobody had it")
        elif not self.by_id[id][-1].ended:
            self.by_id[id][-1].ended.append(span)

    def _standing(self, id: str, span: Span, act: str) -> Stay | None:
        """The stay as it is now, if it is not over for certain."""
        if id not in self.by_id:
            self.lies.append(f"{id} was {act}, and nobody had it")
            return None
        stay = self.by_id[id][-1]
        if stay.has_ended(span[0]):
            self.lies.append(f"{id} was {act} after it had been given up")
        return stay

    def _begin(self, step: Step, stay: Stay) -> None:
        self.stays.append(stay)
        self.by_id[stay.id].append(stay)
        self._by_attempt[step.attempt].append(stay)


def same_visit(had: Stay, claim: Claim, booker: Booker) -> bool:
    """Whether nobody may have both."""
    own = had.booker.chat == booker.chat or (booker.person is not None and had.booker.person == booker.person)
    return had.claim.visit == claim.visit and (
        had.claim.case == claim.case or (own and had.claim.procedure == claim.procedure)
    )
