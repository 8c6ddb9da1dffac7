"""What the engine may know besides the conversation: the publications, the province, the matcher, the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.dialogue.conversation import Matter
from bot.dialogue.ports import Slot
from intents.hearing import Calendar, Ear, OptionWords
from intents.matcher import Matcher
from intents.tidy import tidy
from procedures.definition import Definition
from procedures.life_event import LifeEvent
from procedures.outcome import Outcome, outcome
from procedures.provincial import ZONE, Centre, Deciding, Province
from procedures.publication import Publication
from procedures.settling import NO_GAPS, Gaps
from procedures.vocabulary import Text

OFFERED = 3
"""Procedures among which a citizen is asked to choose at most."""


@dataclass(frozen=True)
class Guide:
    """Read-only. `kept` holds older publications that cases of this conversation began with, by hash."""

    province: Province
    current: Mapping[str, Publication]
    matcher: Matcher
    now: datetime
    gaps: Gaps = NO_GAPS
    kept: Mapping[str, Definition] = field(default_factory=dict)
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people say for a term of the locale files, in both languages, by its id."""
    ear: Ear = field(default_factory=Ear)
    shares: bool = False
    """Whether citizens can be verified and registers asked here."""
    applies: bool = False
    """Whether applications are handed in here."""
    waits: bool = False
    """Whether places that become free are offered to those who wait."""
    companions: bool = False
    """Whether others who have to come can be asked from here."""
    life_events: Mapping[str, LifeEvent] = field(default_factory=dict)

    @property
    def local_time(self) -> datetime:
        """The moment by the province's clock."""
        return self.now.astimezone(ZoneInfo(ZONE))

    @property
    def today(self) -> date:
        """Today by the province's clock."""
        return self.local_time.date()

    @cached_property
    def calendar(self) -> Calendar:
        """The days off by their names, for words like "after the holidays"."""
        return calendar_of(self.province)

    def definition(self, matter: Matter) -> Definition | None:
        """The text that the matter began with, while the province has all that it names; else the present one; none if
        the procedure is retired.
        """
        present = self.current.get(matter.procedure)
        if present is not None and present.hash == matter.publication:
            return present.definition
        kept = self.kept.get(matter.publication)
        if kept is not None and _fits(kept, self.province):
            return kept
        return present.definition if present else None

    def outcome(self, definition: Definition, answers: Mapping[str, str]) -> Outcome:
        """Where answers lead, with the registers that are known to be down."""
        return outcome(definition, self.province, answers, self.gaps)

    def outcome_of(self, definition: Definition, matter: Matter) -> Outcome:
        """Where a matter stands: its answers, and what was looked up for it."""
        found = matter.sharing.gaps() if matter.sharing else {}
        gaps = Gaps(self.gaps.down, {**self.gaps.people, **found})
        return outcome(definition, self.province, matter.answers, gaps)

    def title(self, procedure: str) -> Text | None:
        """The name of a procedure, also of one that has no definition yet."""
        publication = self.current.get(procedure)
        return publication.definition.title if publication else self.province.matters.get(procedure)

    def deciding(self, procedures: Sequence[str]) -> Deciding | None:
        """The question that decides between these procedures, or between most of them, the likeliest among them."""
        able = [
            each
            for each in self.province.deciding.values()
            if procedures[:1] and procedures[0] in each.options and each.options.keys() <= set(procedures)
        ]
        return max(able, key=lambda each: len(each.options), default=None)

    def to_choose_from(self, likely: Sequence[str]) -> tuple[str, ...]:
        """What is offered where these are likely: they themselves, and a close one that the same question settles."""
        wider = [
            each.options.keys() - set(likely)
            for each in self.province.deciding.values()
            if set(likely) < each.options.keys() and len(each.options) <= OFFERED
        ]
        return (*likely, *sorted(name for name in min(wider, key=len, default=()) if self.title(name)))

    def name(self, matter: Matter) -> Text:
        """How a matter is called; its code where the procedure is retired and unknown."""
        return self.title(matter.procedure) or Text(zh=matter.code, en=matter.code)

    def centres(self, counter: str) -> Mapping[str, Centre]:
        """The centres that have such a counter."""
        return {name: centre for name, centre in self.province.centres.items() if counter in centre.counters}

    def life_event_said(self, text: str) -> str | None:
        """The life event whose title or phrase this sentence is, word for word."""
        return self._events_by_phrase.get(tidy(text))

    @cached_property
    def _events_by_phrase(self) -> Mapping[str, str]:
        said = ((e, (e.title.zh, e.title.en, *e.asked_as.zh, *e.asked_as.en)) for e in self.life_events.values())
        return {tidy(phrase): event.id for event, phrases in said for phrase in phrases}

    @cached_property
    def districts(self) -> Mapping[str, tuple[str, ...]]:
        """What people say for each centre: its district, its names, what lies near."""
        return {
            name: (c.district.zh, c.district.en, c.name.zh, c.name.en, *c.called, *c.near)
            for name, c in self.province.centres.items()
        }

    def centre_name(self, centre: str) -> Text:
        """How a centre is called; its id once the province has closed it."""
        found = self.province.centres.get(centre)
        return found.name if found else Text(zh=centre, en=centre)

    def local(self, slot: Slot) -> datetime:
        """When a slot begins, by the clock of its centre."""
        return slot.starts_at.astimezone(self._zone(slot.centre))

    def local_now(self, centre: str) -> datetime:
        """The moment by the clock of a centre, without its zone."""
        return self.now.astimezone(self._zone(centre)).replace(tzinfo=None)

    def local_day(self, centre: str) -> date:
        """Today, where the centre stands."""
        return self.now.astimezone(self._zone(centre)).date()

    def _zone(self, centre: str) -> ZoneInfo:
        found = self.province.centres.get(centre)
        return ZoneInfo(found.zone if found else ZONE)


def calendar_of(province: Province) -> Calendar:
    """The calendar of a province as hearing needs it."""
    years = province.calendar.values()
    return Calendar(
        days_off=tuple((day, (name.zh, name.en)) for year in years for day, name in sorted(year.holidays.items())),
        working=frozenset(day for year in years for day in year.working),
    )


def centre_words(centres: Mapping[str, Centre]) -> list[OptionWords]:
    """What people call each centre and its district."""
    return [
        OptionWords(
            name, (centre.district.zh, centre.district.en, centre.name.zh, centre.name.en, *centre.called, *centre.near)
        )
        for name, centre in centres.items()
    ]


def _fits(text: Definition, province: Province) -> bool:
    """Whether the province still has what an older text names; the present ones are checked when compiled."""
    documents = {document for line in text.documents for document in line.documents}
    holders = {line.holder for line in text.documents if line.holder is not None}
    counters = {visit.counter for way in text.ways for visit in way.visits}
    return (
        documents <= province.documents.keys()
        and holders <= province.holders.keys()
        and counters <= province.counters.keys()
    )
