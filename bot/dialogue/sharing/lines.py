"""The lines of the cards on shared data: what would be read, what was found, what the form holds, what was read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.dialogue.outcome_lines import names_of
from bot.dialogue.replies import OWN_DATA_SHOWN, ConsentCard, EvidenceCard, FormCard, OwnDataCard, Term
from bot.dialogue.shared_data import CONSENT_LASTS, Finding, GivenConsent, Reading, Wanted
from bot.dialogue.sharing.comparing import differences
from bot.dialogue.sharing.filling import Filled, fill
from bot.dialogue.words import Words
from procedures.outcome import Outcome
from procedures.provincial import ZONE
from procedures.vocabulary import Text

ENDLESS = date(2099, 1, 1)
"""Registers write such days where an entry holds for good."""
FEW = 2
"""Fields that are shown of an entry that is only there to be there."""


def lines_of(card: ConsentCard | EvidenceCard | FormCard | OwnDataCard, words: Words) -> Iterator[str]:
    """The lines of a card."""
    match card:
        case ConsentCard(definition):
            return SharingLines(words, names_of(definition)).consent(card)
        case EvidenceCard(outcome):
            return SharingLines(words, names_of(outcome.definition)).evidence(card)
        case FormCard(outcome):
            return SharingLines(words, names_of(outcome.definition)).form(card)
        case OwnDataCard():
            return SharingLines(words, {}).own_data(card)


def asked_fields(outcome: Outcome) -> Collection[str]:
    """The fields of registers that the matter asks about: what is compared with answers, and what fills the form."""
    known = {question.known_from for question in outcome.definition.questions if question.known_from}
    return known | {field.source for field in outcome.form if field.source}


class SharingLines:
    """The lines in one language; `people` are the names of one procedure's people."""

    def __init__(self, words: Words, people: Mapping[str, Text]) -> None:
        self.words, self.people = words, people

    def consent(self, card: ConsentCard) -> Iterator[str]:
        """What, whose, from where, what for, how long."""
        words = self.words
        title = card.definition.title
        if not card.wanted:
            yield words.say("consent-others-only", title=title, who=words.people(card.others, self.people))
            return
        yield words.say("consent-title-invited" if card.invited else "consent-title", title=title)
        asked = [wanted for wanted in card.wanted if (wanted.document, wanted.person) not in card.paper]
        yield from (words.say("item", line=self._wanted(wanted, card.invited)) for wanted in asked)
        if card.paper:
            names = [self._whose(document, person, False) for document, person in card.paper]
            yield words.say("consent-paper", papers=words.join(names))
        if card.others:
            yield words.say("consent-others", who=words.people(card.others, self.people))
        yield words.say("consent-terms", days=CONSENT_LASTS.days)

    def evidence(self, card: EvidenceCard) -> Iterator[str]:
        """What was found first, then what was not, and why."""
        words = self.words
        yield words.say("evidence-title", title=card.outcome.definition.title)
        named = [finding for finding in card.findings if finding.document is not None]
        named.sort(key=lambda finding: finding.state != "found")
        disputed, asked = set(card.disputed), asked_fields(card.outcome)
        for finding in named:
            doubted = (finding.document, finding.person) in disputed
            told = asked
            if finding.state == "contradicted":
                told = {answer.field for answer in differences(finding, card.outcome)}
            yield words.say("item", line=self._found(finding, doubted, told))
        filled = fill(card.outcome, card.findings, words.province)
        if filled:
            done = sum(field.finding is not None for field in filled)
            yield words.say("evidence-form", done=done, fields=len(filled))

    def form(self, card: FormCard) -> Iterator[str]:
        """Field by field: the value as far as it is shown, and where it comes from."""
        words = self.words
        yield words.say("form-title", title=card.outcome.definition.title)
        for field in fill(card.outcome, card.findings, words.province):
            yield words.say("item", line=self._field(field, card.corrected.get(field.field.id)))

    def own_data(self, card: OwnDataCard) -> Iterator[str]:
        """Who read what and why, and what one agreed to."""
        words, data = self.words, card.data
        if not data.consents and not data.readings:
            yield words.say("data-nothing")
            return
        yield words.say("data-title")
        standing = [c for c in data.consents if c.withdrawn_at is None and c.until > card.now]
        yield from words.listed(
            "data-consents", map(self._consent, standing[:OWN_DATA_SHOWN]), empty="data-no-consents"
        )
        yield from words.listed("data-readings", map(self._reading, data.readings[:OWN_DATA_SHOWN]))
        if len(data.readings) > OWN_DATA_SHOWN:
            yield words.say("data-more", count=len(data.readings) - OWN_DATA_SHOWN)

    def _wanted(self, wanted: Wanted, invited: bool) -> str:
        registers = self.words.join(self._register(name) for name in wanted.registers)
        if wanted.document is None:
            fields = self.words.join(self._field_name(field) for field in wanted.fields)
            return self.words.say("consent-form", fields=fields, registers=registers)
        what = self._whose(wanted.document, wanted.person, invited)
        return self.words.say("consent-line", what=what, registers=registers)

    def _found(self, finding: Finding, doubted: bool, asked: Collection[str]) -> str:
        words = self.words
        what, register = self._whose(finding.document or "", finding.person, False), self._register(finding.register)
        if doubted:
            return words.say("found-disputed", what=what, register=register)
        values = {"what": what, "register": register, "shown": self._shown(finding, asked)}
        if finding.recorded is not None:
            values["recorded"] = words.day(finding.recorded)
        if finding.valid_until is not None:
            values["until"] = words.day(finding.valid_until)
            if finding.state == "found" and finding.valid_until < ENDLESS:
                values["shown"] = words.join(filter(None, (values["shown"], words.say("found-until", **values))))
        can_show = finding.state in ("found", "contradicted", "expired")
        plain = "-plain" if can_show and not values["shown"] else ""
        return words.say(f"found-{finding.state}{plain}", **values)

    def _shown(self, finding: Finding, asked: Collection[str]) -> str:
        """What the matter asks about; of an entry that holds nothing of that, the beginning."""
        relevant = [(field, value) for field, value in finding.shown if field in asked] or finding.shown[:FEW]
        return self.words.join(
            self.words.say("found-value", name=self._field_name(field), value=value) for field, value in relevant
        )

    def _field(self, field: Filled, corrected: str | None) -> str:
        label = field.field.label
        if corrected is not None:
            return self.words.say("form-written", label=label, value=corrected)
        if field.finding is None:
            return self.words.say("form-open", label=label)
        register = self._register(field.finding.register)
        if field.shown is None:
            return self.words.say("form-hidden", label=label, register=register)
        return self.words.say("form-filled", label=label, value=field.shown, register=register)

    def _consent(self, consent: GivenConsent) -> str:
        words = self.words
        registers = words.join(self._register(name) for name in consent.registers)
        return words.say(
            "data-consent",
            title=self._title(consent.procedure),
            case=consent.case,
            registers=registers,
            until=words.day(consent.until.date()),
        )

    def _reading(self, reading: Reading) -> str:
        zone = ZoneInfo(ZONE)
        document = self._document(reading.document) if reading.document else self.words.say("data-fields")
        return self.words.say(
            "data-reading",
            at=reading.at.astimezone(zone),
            register=self._register(reading.register),
            document=document,
            title=self._title(reading.procedure),
            case=reading.case,
            state=Term(f"data-{reading.state.replace('_', '-')}"),
        )

    def _title(self, procedure: str) -> Text:
        return self.words.province.matters.get(procedure) or Text(zh=procedure, en=procedure)

    def _whose(self, document: str, person: str, invited: bool) -> str:
        """The document with whose it is; whoever is asked to agree is spoken to."""
        name, named = self._document(document), self.people.get(person)
        if invited or (named is not None and self.words.value(named) in name):
            return name
        return self.words.say("of-people", name=name, people=self.words.people([person], self.people))

    def _document(self, name: str) -> str:
        known = self.words.province.documents.get(name)
        return self.words.value(known.name) if known else name

    def _register(self, name: str) -> str:
        known = self.words.province.registers.get(name)
        return self.words.value(known.name) if known else name

    def _field_name(self, field: str) -> str:
        register, _, name = field.partition(".")
        known = self.words.province.registers.get(register)
        return self.words.value(known.fields[name]) if known and name in known.fields else name
