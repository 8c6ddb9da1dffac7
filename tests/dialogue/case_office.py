"""Plays the office where applications are handed in to the pure core: in memory, doing what a test tells it to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.applications import CaseState, Event, Happening, Status, StepNow, Submission
from bot.dialogue.applying.effects import (
    AddToCase,
    ApplicationEvent,
    CaseCall,
    CaseTold,
    CaseTurnedDown,
    CaseWhy,
    GivePass,
    PassGiven,
    Progressed,
    ReadCase,
    ReadWithPass,
    Submit,
    TakeBack,
)

ONCE = "246810"
"""The one-time code."""


@dataclass
class CaseOffice:
    """`says`: why the next call is turned down."""

    cases: dict[str, Status] = field(default_factory=dict)
    submissions: list[Submission] = field(default_factory=list)
    applicants: dict[str, str] = field(default_factory=dict)
    says: CaseWhy | None = None
    missing: tuple[str, ...] = ()

    def answer(self, effect: CaseCall, now: datetime) -> ApplicationEvent:
        if self.says is not None:
            why, self.says = self.says, None
            return CaseTurnedDown(effect, why, self.missing)
        match effect:
            case Submit():
                return CaseTold(effect, self._submit(effect, now))
            case ReadCase():
                mine = effect.person in (None, self.applicants.get(effect.of))
                known = effect.of in self.cases and mine
                return CaseTold(effect, self.cases[effect.of]) if known else CaseTurnedDown(effect, "unknown")
            case AddToCase():
                self.happen(effect.case, "added", now)
                self.cases[effect.case] = replace(self.cases[effect.case], asked=(), asked_until=None)
                return CaseTold(effect, self.cases[effect.case])
            case TakeBack():
                self.happen(effect.case, "withdrawn", now, came_to="withdrawn")
                return CaseTold(effect, self.cases[effect.case])
            case GivePass():
                return PassGiven(effect, ONCE, now + timedelta(minutes=10))
            case ReadWithPass():
                known = effect.of in self.cases and effect.code == ONCE
                return CaseTold(effect, self.cases[effect.of]) if known else CaseTurnedDown(effect, "unknown")

    def _submit(self, effect: Submit, now: datetime) -> Status:
        if effect.case in self.cases:
            return self.cases[effect.case]
        submission = effect.submission
        self.submissions.append(submission)
        self.applicants[effect.case] = effect.person
        until = now + timedelta(days=1)
        self.cases[effect.case] = Status(
            case=effect.case,
            state="deciding",
            titles=tuple((part.procedure, part.title) for part in submission.parts),
            submitted_at=now,
            until=until,
            give=submission.give,
            steps=tuple(
                StepNow(part.procedure, each.step, each.department, "open", each.decides, now, until)
                for part in submission.parts
                for each in part.approvals
            ),
            deliveries=(),
            events=(),
        )
        self.happen(effect.case, "submitted", now)
        return self.cases[effect.case]

    def happen(
        self, case: str, what: Happening, now: datetime, came_to: CaseState | None = None, **more: Any
    ) -> Progressed:
        """Something happens to a case; gives the news of it."""
        status = self.cases[case]
        event = Event(len(status.events) + 1, now, what, state=came_to, **more)
        status = replace(status, events=(*status.events, event), state=came_to or status.state)
        if what == "asked":
            status = replace(status, asked=event.asked, asked_until=event.until)
        self.cases[case] = replace(status, in_hand=status.in_hand or what == "in-hand")
        return Progressed(case, self.cases[case])
