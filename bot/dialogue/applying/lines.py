"""The lines of the cards on applications: what is handed in, the receipt, what happened, how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dialogue.applications import DeliveryNow, Event, Refusal, Status, StepNow
from bot.dialogue.applying import card_lines
from bot.dialogue.applying.reading import spaced
from bot.dialogue.replies import ApplicationCard, Commitments, Progress, Receipt, Timeline, Value
from bot.dialogue.words import Words
from procedures.definition import Definition
from procedures.provincial import ZONE
from procedures.vocabulary import Text

CaseReply = Commitments | ApplicationCard | Receipt | Progress | Timeline
OBJECT_WITHIN = timedelta(days=60)
"""An objection to the next higher authority: Administrative Reconsideration Law (2023), art. 20."""
DAY_IS_OVER = time(23, 59)


def lines_of(reply: CaseReply, words: Words) -> Iterator[str]:
    """The lines of one of these cards."""
    match reply:
        case Commitments():
            yield from card_lines.commitments(reply, words)
        case ApplicationCard():
            yield from card_lines.application(reply, words)
        case Receipt(status):
            yield from CaseLines(status, words).receipt()
        case Progress(status, news, definition):
            yield from CaseLines(status, words, definition).progress(news)
        case Timeline(status, definition):
            yield from CaseLines(status, words, definition).timeline()


class CaseLines:
    """The lines that tell how one case stands."""

    def __init__(self, status: Status, words: Words, definition: Definition | None = None) -> None:
        self.status, self.words, self.definition = status, words, definition

    def receipt(self) -> Iterator[str]:
        """It is handed in: the code, who has it, by when; and that they will hear of it until it is in their hands."""
        status, words = self.status, self.words
        yield words.say("receipt-title", title=self._title(), code=spaced(status.case))
        now = [self._who(step) for step in status.steps if step.state == "open"]
        yield words.say("receipt-now", departments=words.join(now))
        waiting = [self._body(step.department) for step in status.steps if step.state == "waiting"]
        if waiting:
            yield words.say("receipt-then", departments=words.join(waiting))
        if status.until is not None:
            yield words.say("receipt-until", until=self._by(status.until))
        yield words.say(f"receipt-give-{status.give}")
        yield words.say("receipt-code", code=spaced(status.case))

    def progress(self, news: tuple[Event, ...]) -> Iterator[str]:
        """What happened, in its order, and what it means for the citizen."""
        yield self.words.say("progress-title", title=self._title(), code=spaced(self.status.case))
        for event in news:
            yield from self._event(event)
        decisive = any(event.what in ("decided", "in-hand", "withdrawn", "asked") for event in news)
        if self.status.state == "deciding" and not decisive:
            yield from self._waits()

    def timeline(self) -> Iterator[str]:
        """The state in one line; each department with since when and until when; what happened, with its moment."""
        status, words = self.status, self.words
        yield words.say("timeline-title", title=self._title(), code=spaced(status.case))
        yield from self._waits() if status.state == "deciding" else self._came_to()
        yield from words.listed("timeline-steps", map(self._step, status.steps))
        yield from words.listed("timeline-deliveries", map(self._delivery, status.deliveries))
        told = (
            words.say("timeline-event", at=self._local(event.at), what=self._in_one_line(event))
            for event in status.events
        )
        yield from words.listed("timeline-events", told)

    def _came_to(self) -> Iterator[str]:
        if self.status.in_hand:
            yield self.words.say("case-in-hand")
        else:
            yield self.words.say(f"case-state-{self.status.state}")
        if self.status.state in ("approved", "partly") and not self.status.in_hand:
            yield self.words.say(f"result-give-{self.status.give}")

    def _waits(self) -> Iterator[str]:
        """What the citizen waits for, or what waits for the citizen."""
        if self.status.asked:
            yield self.words.say("case-asked-still", until=self._by(self.status.asked_until))
            yield from (self.words.say("item", line=self._document(item)) for item in self.status.asked)
        elif self.status.until is not None:
            yield self.words.say("case-until", until=self._by(self.status.until))
        else:
            yield self.words.say("case-until-unknown")

    def _step(self, step: StepNow) -> str:
        words = self.words
        who = self._who(step)
        since = self._local(step.since) if step.since else ""
        done = self._local(step.decided_at) if step.decided_at else ""
        match step.state:
            case "open" if step.earliest is not None:
                return words.say("step-announced", who=who, since=since, until=self._by(step.earliest))
            case "open" if step.late:
                return words.say("step-late", who=who, since=since, until=self._by(step.until))
            case "open":
                return words.say("step-open", who=who, since=since, until=self._by(step.until))
        return words.say(f"step-{step.state}", who=who, at=done)

    def _who(self, step: StepNow) -> str:
        who = self._body(step.department)
        return who if step.decides is None else self.words.say("step-decides", department=who, what=step.decides)

    def _delivery(self, delivery: DeliveryNow) -> str:
        values: dict[str, Value] = {"body": self._body(delivery.tell), "what": delivery.what}
        if delivery.delivered_at is not None:
            values["at"] = self._local(delivery.delivered_at)
        if delivery.state == "waiting" and self.status.state in ("approved", "partly"):
            return self.words.say("delivery-next", **values)
        return self.words.say(f"delivery-{delivery.state}", **values)

    def _event(self, event: Event) -> Iterator[str]:
        words = self.words
        values: dict[str, Value] = {"body": self._body(event.body) if event.body else ""}
        if event.until is not None:
            values["until"] = self._by(event.until)
        match event.what:
            case "decided":
                yield words.say(f"case-state-{event.state or self.status.state}")
                if event.state in ("approved", "partly") and self.status.give not in ("electronic", "on-the-spot"):
                    yield words.say(f"result-give-{self.status.give}")
            case "in-hand":
                number = event.number_of_post or ""
                yield words.say(f"in-hand-{event.given or 'electronic'}", number=number)
                yield from self._what_is_left()
            case "asked":
                yield words.say("event-asked", **values)
                yield from (words.say("item", line=item) for item in event.asked)
                yield words.say("event-asked-how")
            case "paper-missing":
                yield words.say("event-paper-missing", papers=words.join(map(self._document, event.asked)), **values)
            case "refused":
                reason = event.refusal.reason if event.refusal else ""
                yield words.say("event-refused", reason=reason, **values)
                if event.refusal is not None:
                    yield from self._help(event.refusal, event.at)
            case _:
                yield words.say(f"event-{event.what}", **values)

    def _what_is_left(self) -> Iterator[str]:
        """With the result in hand nothing is left for the citizen to do; others may still have to hear of it."""
        left = [self._body(each.tell) for each in self.status.deliveries if each.state in ("waiting", "sending")]
        yield self.words.say("case-left" if left else "case-done", bodies=self.words.join(left))

    def _in_one_line(self, event: Event) -> str:
        first = next(self._event(event))
        return first + self.words.join(event.asked) if event.what == "asked" else first

    def _help(self, refusal: Refusal, at: datetime) -> Iterator[str]:
        """What a refusal does not say by itself: the fact that blocks, when it changes, and how to object."""
        question = self.definition.question(refusal.fact) if self.definition and refusal.fact else None
        if question is not None:
            yield self.words.say("refusal-fact", question=question.ask)
        if refusal.changes_on is not None:
            yield self.words.say("refusal-changes", day=self.words.day(refusal.changes_on))
        last_day = self._local(at).date() + OBJECT_WITHIN
        yield self.words.say("refusal-object", day=self.words.day(last_day))

    def _title(self) -> str:
        return self.words.join(self.words.value(title) for _, title in self.status.titles)

    def _document(self, name: str) -> str:
        known = self.words.province.documents.get(name)
        return self.words.value(known.name) if known else name

    def _body(self, name: str) -> str:
        province = self.words.province
        known: Text | None = province.departments.get(name) or province.holders.get(name)
        return self.words.value(known) if known else name

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(ZONE))

    def _by(self, moment: datetime | None) -> date | datetime | str:
        """A term: its day, where the day is over with it."""
        if moment is None:
            return ""
        local = self._local(moment)
        return local.date() if local.time() >= DAY_IS_OVER else local
