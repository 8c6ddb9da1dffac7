"""What a ticket promises, for the eyes of clerks and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from bot.catalogue.content import Catalogue
from bot.commands.labels import Labels
from bot.dialogue.applying.reading import spaced
from bot.tickets.checklist import PUBLICATION, Bring, Checklist, TicketProblem, UnknownKey
from procedures.provincial import ZONE, Centre, Counter, Document
from procedures.vocabulary import Text, WayName

Named = TypeVar("Named", Centre, Counter, Document)


def problem_text(why: str, problem: TicketProblem, language: str) -> str:
    """Why the text is not to be believed, in one sentence."""
    key = problem.key if isinstance(problem, UnknownKey) else ""
    return Labels(language)(f"ticket-{why}", key=key)


def as_json(checklist: Checklist, catalogue: Catalogue) -> dict[str, Any]:
    """In the words that scripts rely on. `present`: whether its version is the present one."""
    moments = {name: _utc(getattr(checklist, name)) for name in ("starts_at", "issued_at")}
    present = _present(checklist, catalogue) == checklist.publication
    return {"genuine": True, **asdict(checklist), **moments, "present": present}


def as_text(checklist: Checklist, catalogue: Catalogue, language: str) -> str:
    """Lines in `language`, with the names of the catalogue where it has them and ids where not."""
    return "\n".join(_Page(checklist, catalogue, language).lines())


class _Page:
    def __init__(self, checklist: Checklist, catalogue: Catalogue, language: str) -> None:
        self._told, self._catalogue, self._language = checklist, catalogue, language
        self._label = Labels(language)
        centre = catalogue.province.centres.get(checklist.centre)
        self._zone = ZoneInfo(centre.zone if centre else ZONE)

    def lines(self) -> Iterator[str]:
        told, label, province = self._told, self._label, self._catalogue.province
        yield label("ticket-genuine")
        yield label("ticket-case", case=spaced(told.case))
        yield label("ticket-matter", matter=self._matter(), id=told.procedure)
        yield self._version()
        centre, counter = self._name(province.centres, told.centre), self._name(province.counters, told.counter)
        yield label("ticket-when", at=self._at(told.starts_at))
        yield label("ticket-where", centre=centre, counter=counter)
        way = label(f"way-{told.way}") if told.way in get_args(WayName) else told.way
        yield label("ticket-way", way=way, visits=told.visits, visit=self._visit())
        yield label("ticket-bring" if told.bring else "ticket-bring-nothing")
        yield from (f"  {self._bring(each)}" for each in told.bring)
        yield label("ticket-issued", at=self._at(told.issued_at), number=told.sequence)

    def _matter(self) -> str:
        publication = self._catalogue.procedures.get(self._told.procedure)
        title = publication.definition.title if publication else None
        return self._text(title or self._catalogue.province.matters.get(self._told.procedure), self._told.procedure)

    def _visit(self) -> str:
        """What it is for, where the matter takes several."""
        publication = self._catalogue.procedures.get(self._told.procedure)
        ways = publication.definition.ways if publication else ()
        visits = (visit for way in ways if way.way == self._told.way for visit in way.visits)
        known = next((visit for visit in visits if visit.id == self._told.visit), None)
        return self._text(known.purpose if known else None, self._told.visit)

    def _version(self) -> str:
        present = _present(self._told, self._catalogue)
        how = "retired" if present is None else "present" if present == self._told.publication else "other"
        return self._label(f"ticket-version-{how}", version=self._told.publication, present=present or "")

    def _bring(self, bring: Bring) -> str:
        documents = self._catalogue.province.documents
        said = self._label("ticket-or").join(self._name(documents, name) for name in bring.documents)
        if bring.follows_within is not None:
            said = self._label("tolerated", document=said, days=bring.follows_within)
        return self._label("ticket-if-any", document=said) if bring.if_any else said

    def _name(self, among: Mapping[str, Named], id: str) -> str:
        return self._text(among[id].name if id in among else None, id)

    def _text(self, text: Text | None, id: str) -> str:
        words: str = id if text is None else getattr(text, self._language)
        return words

    def _at(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _present(checklist: Checklist, catalogue: Catalogue) -> str | None:
    """The present version of the procedure, as long as a ticket writes it; None where it is retired."""
    publication = catalogue.procedures.get(checklist.procedure)
    return publication.hash[:PUBLICATION] if publication else None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
