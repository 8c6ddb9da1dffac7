"""What the journals and the books say about the race; no finding means that nothing went wrong.

A slot was overbooked when more had it for certain at one moment than there are places. "The slot is gone" was true when
at least as many as there are places may have had one while the question was out: whoever was told so falsely, where
places were plainly free, is found; whoever was told so in the very moment in which a place came free gets the benefit
of the doubt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.backends.race.journal import Answer, Record, Step, Told
from tests.backends.race.offer import HOLD_MINUTES
from tests.backends.race.stays import History, Stay

SHOWN = 10
NOT_LOST = frozenset({"BackendDown"})
"""No answer, which the contract allows at any time: the call is made again."""
TOLERANCE = 0.001
"""Seconds, for times that were rounded."""


@dataclass(frozen=True)
class Verdict:
    """`figures` by name, for the report; `findings`: what went wrong."""

    figures: dict[str, int]
    findings: list[str]

    def __str__(self) -> str:
        lines = [f"{name:<56}{figure:>8}" for name, figure in self.figures.items()]
        found = [f"{'findings':<56}{len(self.findings):>8}"]
        return "\n".join([*lines, *found, *(f"FOUND: {finding}" for finding in self.findings[:SHOWN])])


def count_answers(record: Record) -> dict[str, int]:
    """How often which call was answered in which way."""
    counts = Counter(
        f"{step.wish.call}: {answer.refused or 'done'}" for step in record.steps.values() for answer in step.answers
    )
    return {
        "calls": sum(step.rounds for step in record.steps.values()),
        "  made again by the next life of a worker": sum(step.rounds - 1 for step in record.steps.values()),
        **{f"  {name}": number for name, number in sorted(counts.items())},
    }


@dataclass(frozen=True)
class Judge:
    """`windows`: the places of each slot. `rows`: as the books have them when every hold is over."""

    record: Record
    windows: Mapping[str, int]
    rows: Sequence[Any]

    def findings(self) -> list[str]:
        history = History.of(self.record)
        answers = (finding for step in self.record.steps.values() for finding in self._judge_answers(step))
        return [
            *self._judge_capacity(history),
            *_judge_persons(history),
            *history.lies,
            *answers,
            *self._judge_refusals(history),
            *self._judge_rows(history),
        ]

    def _judge_capacity(self, history: History) -> Iterator[str]:
        """More at one moment than there are places."""
        for slot, stays in sorted(history.by_slot().items()):
            most = _most_at_once(stay.certain for stay in stays)
            if most > self.windows.get(slot, 0):
                yield f"{slot} was overbooked: {most} had one of {self.windows.get(slot, 0)} places"

    def _judge_answers(self, step: Step) -> Iterator[str]:
        """Each is about what was asked, and equal keys have equal answers."""
        accepted = [answer for answer in step.answers if answer.refused is None]
        if len({answer.told for answer in accepted}) > 1:
            yield f"{step.key} was answered in two ways"
        if not step.settled:
            yield f"{step.key} was never answered"
        for answer in accepted[:1]:
            if _sought(step) != _found(step, answer.told):
                yield f"{step.key} asked for {_sought(step)} and was told {_found(step, answer.told)}"
            for each in answer.told:
                if not 0 <= each.free <= self.windows.get(each.slot, 0) - (each.state != "cancelled"):
                    yield f"{step.key} was told of {each.free} free places in {each.slot}"
                kept_for = (each.until or 0) - HOLD_MINUTES * 60
                if step.wish.call == "hold" and not -TOLERANCE <= kept_for - step.asked <= answer.at - step.asked:
                    yield f"{step.key} was told that {each.id} is kept until {each.until}"

    def _judge_refusals(self, history: History) -> Iterator[str]:
        stays = history.by_slot()
        for step in self.record.steps.values():
            for answer in step.answers:
                if answer.refused is not None and not self._is_true(step, answer, history, stays):
                    yield f"{step.key} ({step.wish.call}) was told {answer.refused}, and it was not so"

    def _is_true(self, step: Step, answer: Answer, history: History, stays: Mapping[str, list[Stay]]) -> bool:
        """Whether the refusal can be true."""
        during = (answer.since, answer.at)
        concerned = [stay for id in step.wish.concerned for stay in history.by_id.get(id, ())]
        match answer.refused:
            case "SlotGone":
                return any(
                    sum(stay.may_stand(during) for stay in stays.get(slot, ())) >= self.windows.get(slot, 0)
                    for slot in step.wish.slots
                )
            case "HoldExpired":
                return any(stay.until <= answer.at for stay in concerned)
            case "Unknown":
                return any(stay.may_have_ended(answer.at) for stay in concerned)
            case "AlreadyBooked" | "LimitReached":
                booked = [stay for stay in history.in_the_way(step) if stay.may_be_booked(during)]
                by_case = answer.refused == "AlreadyBooked"
                return any(_is_of(stay, step) == by_case for stay in booked)
            case _:
                return answer.refused in NOT_LOST

    def _judge_rows(self, history: History) -> Iterator[str]:
        """What the books have is what somebody was told, and the other way round."""
        rows = {row.id: row for row in self.rows}
        for id in sorted(rows.keys() - history.by_id.keys()):
            yield f"{id} is {rows[id].state} in {rows[id].slot}, and nobody was told"
        for id, stays in history.by_id.items():
            if id not in rows:
                yield f"{id} was told of, and is not there"
                continue
            row, stay = rows[id], stays[-1]
            if row.state not in _states(stay):
                yield f"{id} is {row.state}, and should be {' or '.join(_states(stay))}"
            if stay.booked is not None and (row.slot, row.revision) != (stay.slot, len(stays) - 1):
                yield f"{id} is in {row.slot}, number {row.revision}, and not in {stay.slot}, number {len(stays) - 1}"
            if (row.case, row.visit, row.chat) != (stay.claim.case, stay.claim.visit, stay.booker.chat):
                yield f"{id} is for {row.case} and {row.chat}"
        for name in ("case", "chat", "person"):
            matter = "visit" if name == "case" else "procedure"
            booked = Counter(
                (getattr(row, name), row.visit, getattr(row, matter)) for row in self.rows if row.state == "booked"
            )
            for (who, *_), number in booked.items():
                if number > 1 and who is not None:
                    yield f"{who} has {number} places in the end"


def _judge_persons(history: History) -> Iterator[str]:
    """Two places at one moment for the same visit of the same procedure, or of the same case."""
    groups: dict[Hashable, list[Stay]] = defaultdict(list)
    for stay in history.stays:
        claim = stay.claim
        for who in {stay.booker.chat, stay.booker.person} - {None}:
            groups[who, claim.visit, claim.procedure].append(stay)
        groups[claim.case, claim.visit].append(stay)
    for names, stays in groups.items():
        if _most_at_once(stay.certain for stay in stays) > 1:
            yield f"{names} had two places"


def _most_at_once(spans: Iterable[tuple[float, float]]) -> int:
    """Who ends at a moment makes way for whoever begins then."""
    changes = sorted(change for begins, ends in spans if begins < ends for change in ((begins, 1), (ends, -1)))
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def _sought(step: Step) -> list[object]:
    """What an answer has to say of each place."""
    match step.wish.call:
        case "hold":
            return [claim.slot for claim in step.wish.claims]
        case "move":
            return [(move.appointment, move.slot, "booked") for move in step.wish.moves]
        case "confirm":
            return [(id, "booked") for id in step.wish.ids]
        case "cancel":
            return [(id, "cancelled") for id in step.wish.ids]
        case "release":
            return []


def _found(step: Step, told: Sequence[Told]) -> list[object]:
    """What it says."""
    match step.wish.call:
        case "hold":
            return [each.slot for each in told]
        case "move":
            return [(each.id, each.slot, each.state) for each in told]
        case _:
            return [(each.id, each.state) for each in told]


def _is_of(stay: Stay, step: Step) -> bool:
    """Whether it is the case's own."""
    return any((stay.claim.case, stay.claim.visit) == (claim.case, claim.visit) for claim in step.wish.claims)


def _states(stay: Stay) -> tuple[str, ...]:
    """In which state the place has to be in the end."""
    if stay.booked is None:
        return ("expired", "released")
    return ("cancelled",) if stay.ended else ("booked",)
