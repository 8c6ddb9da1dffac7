"""What waits at the desk, and how a case stands, for the eyes of clerks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.backends.onewindow.applications.lists import CaseFile, Stuck, Waiting
from bot.commands.labels import Labels
from bot.commands.table import GAP, width
from bot.dialogue.applications import Event, HandedIn, Part, Refusal, Status
from bot.dialogue.applying.reading import spaced
from procedures.provincial import ZONE, Province
from procedures.vocabulary import Text

Rows = list[list[str]]
INDENT = "  "


class Written:
    """Lines in `language`; moments by the clock of the province."""

    def __init__(self, province: Province, language: str) -> None:
        self._province, self._language, self._label = province, language, Labels(language)
        self._zone = ZoneInfo(ZONE)

    # --- lists -------------------------------------------------------------------------------------------------------

    def waiting(self, found: Sequence[Waiting], nothing: str = "cases-nothing") -> str:
        """`nothing`: what is said where there is none."""
        if not found:
            return self._label(nothing)
        rows = [self._heading("case", "number", "department", "matter", "since", "until", "state")]
        for each in found:
            matter = [self._text(each.title), *([self._text(each.decides)] if each.decides else [])]
            when = [self._at(each.since), self._until(each.until)]
            state = self._label("comma").join(self._remarks(each))
            rows.append(
                [spaced(each.case), str(each.number), self._body(each.department), ": ".join(matter), *when, state]
            )
        return "\n".join(columns(rows))

    def _remarks(self, waiting: Waiting) -> Iterator[str]:
        if waiting.late:
            yield self._label("cases-late")
        if waiting.earliest is not None:
            yield self._label("cases-announced", until=self._at(waiting.earliest))
        if waiting.asked is not None:
            yield self._label(f"cases-ask-{waiting.asked}")

    def stuck(self, found: Sequence[Stuck]) -> str:
        if not found:
            return self._label("cases-nothing-stuck")
        rows = [self._heading("case", "body", "what", "state", "since", "tries", "note")]
        for each in found:
            told = [self._body(each.tell), self._text(each.what), self._label(f"cases-delivery-{each.state}")]
            rows.append([spaced(each.case), *told, self._at(each.since), str(each.tries), each.note or ""])
        return "\n".join(columns(rows))

    # --- one case ----------------------------------------------------------------------------------------------------

    def now(self, status: Status) -> str:
        """In one line, how it stands."""
        state = self._label(f"cases-state-{status.state}")
        if status.in_hand:
            state = self._label("comma").join([state, self._label("cases-in-hand")])
        elif status.state == "deciding":
            state = self._label("cases-until", state=state, until=self._until(status.until))
        return f"{spaced(status.case)}: {state}"

    def case(self, file: CaseFile) -> str:
        return "\n".join(self._case(file))

    def _case(self, file: CaseFile) -> Iterator[str]:
        status = file.status
        yield self.now(status)
        yield from (self._text(title) for _, title in status.titles)
        yield self._label("cases-wished", give=self._label(f"cases-give-{status.give}"))
        yield from self._part_of("cases-steps", self._steps(status))
        yield from self._part_of("cases-deliveries", self._deliveries(status))
        yield from self._part_of("cases-events", [self._event(event) for event in status.events])
        yield ""
        if file.submission is None:
            yield self._label("cases-erased")
            return
        for part in file.submission.parts:
            yield from self._handed_in(part, file)
        for each in file.added:
            yield self._label("cases-added", at=self._at(each.at))
            yield from columns([self._paper(paper) for paper in each.added.papers], INDENT)
            yield from [INDENT + each.added.note] if each.added.note else []

    def _part_of(self, heading: str, rows: Rows) -> Iterator[str]:
        if rows:
            yield ""
            yield self._label(heading)
            yield from columns(rows, INDENT)

    def _steps(self, status: Status) -> Rows:
        rows = [self._heading("number", "order", "department", "state", "since", "until", "note")]
        for number, step in enumerate(status.steps, 1):
            state = [self._label(f"cases-step-{step.state}"), *([self._label("cases-late")] if step.late else [])]
            since = "" if step.since is None else self._at(step.since)
            until = self._until(step.until) if step.state == "open" else ""
            order = f"{step.part} {step.step}"
            said = self._refusal(step.refusal)
            if step.state == "open" and step.earliest is not None:
                said = self._label("cases-announced", until=self._at(step.earliest))
            state_said = self._label("comma").join(state)
            rows.append([str(number), order, self._body(step.department), state_said, since, until, said])
        return rows

    def _deliveries(self, status: Status) -> Rows:
        rows = [self._heading("body", "what", "state", "tries", "note")]
        for each in status.deliveries:
            state = self._label(f"cases-delivery-{each.state}")
            rows.append([self._body(each.tell), self._text(each.what), state, str(each.tries), each.note or ""])
        return rows if status.deliveries else []

    def _event(self, event: Event) -> list[str]:
        said = [
            *([self._label(f"cases-state-{event.state}")] if event.state else []),
            *([self._refusal(event.refusal)] if event.refusal else []),
            *event.asked,
            *([self._label(f"cases-give-{event.given}")] if event.given else []),
            *([event.number_of_post] if event.number_of_post else []),
        ]
        who = "" if event.body is None else self._body(event.body)
        comma = self._label("comma")
        return [str(event.number), self._at(event.at), self._label(f"cases-event-{event.what}"), who, comma.join(said)]

    def _handed_in(self, part: Part, file: CaseFile) -> Iterator[str]:
        yield self._label("cases-form", procedure=self._text(part.title))
        values = file.form.get(part.procedure, {})
        rows = [[self._text(e.label), self._who(e.person), values.get(e.id, ""), e.source or ""] for e in part.form]
        yield from columns(rows, INDENT)
        answers = self._label("comma").join(f"{question}={option}" for question, option in part.answers.items())
        yield self._label("cases-answers", answers=answers)
        if part.papers:
            yield self._label("cases-papers")
            yield from columns([self._paper(paper) for paper in part.papers], INDENT)
        if part.signed:
            documents = self._label("comma").join(self._document(name) for name in part.signed)
            yield self._label("cases-signed", documents=documents)

    def _paper(self, paper: HandedIn) -> list[str]:
        follows = self._label("cases-follows", days=paper.follows_within or 0)
        return [self._document(paper.document), self._who(paper.person), paper.paper or follows]

    def _refusal(self, refusal: Refusal | None) -> str:
        if refusal is None:
            return ""
        fact = [self._label("cases-fact", fact=refusal.fact)] if refusal.fact else []
        day = [self._label("cases-changes-on", day=refusal.changes_on.isoformat())] if refusal.changes_on else []
        return self._label("comma").join([refusal.reason, *fact, *day])

    # --- words -------------------------------------------------------------------------------------------------------

    def _heading(self, *names: str) -> list[str]:
        return [self._label(f"cases-column-{name}") for name in names]

    def _at(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def _until(self, moment: datetime | None) -> str:
        return self._label("cases-unknown-end") if moment is None else self._at(moment)

    def _body(self, name: str) -> str:
        """The name of a department or a holder, with the id that commands take."""
        known = self._province.departments.get(name) or self._province.holders.get(name)
        return name if known is None else f"{self._text(known)} ({name})"

    def _document(self, name: str) -> str:
        known = self._province.documents.get(name)
        return name if known is None else self._text(known.name)

    def _who(self, person: str) -> str:
        return self._label("cases-citizen") if person == "you" else person

    def _text(self, text: Text) -> str:
        words: str = getattr(text, self._language)
        return words


def columns(rows: Rows, indent: str = "") -> Iterator[str]:
    """Cells below each other, on the left; what stands last is as long as it is."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.replace("\n", " ") + " " * (most - width(cell)) for cell, most in zip(row, widths, strict=True))
        yield (indent + GAP.join(cells)).rstrip()
