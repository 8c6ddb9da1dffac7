"""The lines that tell one outcome: what to bring, why nothing else, where, how long, how much, at once and whole.

Told so that nobody comes twice (一次性告知; 2018 Zhejiang regulation on "At Most One Visit", art. 11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.dialogue.replies import Term
from bot.dialogue.shared_data import Finding
from bot.dialogue.sharing.state import Thing
from bot.dialogue.words import Words
from procedures.definition import Definition, First, Limit, Note, Visit
from procedures.outcome import Outcome, WayOut
from procedures.settling import Covered, Item, Sent
from procedures.settling import Why as Reason
from procedures.vocabulary import Text, Verified


class OutcomeLines:
    """The lines that tell one outcome."""

    def __init__(self, outcome: Outcome, words: Words, seen: Mapping[Thing, Finding] | None = None) -> None:
        self.outcome, self.words = outcome, words
        self._people = names_of(outcome.definition)
        self._seen = seen or {}

    def card(self, code: str) -> Iterator[str]:
        """Everything at once, the most important first."""
        words, outcome = self.words, self.outcome
        yield words.say("card-title", title=outcome.definition.title, code=code)
        yield from self.words.listed("card-first", (self.first(line) for line in outcome.first))
        way = outcome.way()
        if way is not None:
            yield from self._bring(way)
        yield from self.words.listed("card-sent", (self.sent(s) for s in outcome.sent))
        covered = (line for entry in outcome.covered for line in self.covered(entry))
        yield from self.words.listed("card-covered", covered, count=len(outcome.covered))
        yield from self.words.listed("card-ways", (self._way(out) for out in outcome.ways))
        yield from self.errands(outcome.ways)
        exception = outcome.definition.exceptions.visits
        if exception is not None and way is not None and way.visit_count > 1:
            yield words.say("card-exception", say=exception.say)
        yield from self._time()
        yield from self._money()
        yield from self.words.listed("card-notes", (self.note(note) for note in outcome.notes))

    def _bring(self, way: WayOut) -> Iterator[str]:
        if len(way.visits) > 1:
            for visit in way.visits:
                brought = [item for item in way.at(visit) if item.kind in ("identity", "evidence")]
                yield from self.words.listed(
                    "card-bring-at", map(self.item, brought), purpose=_purpose(visit, self.outcome)
                )
        else:
            yield from self.words.listed("card-bring", map(self.item, way.bring), empty="card-bring-nothing")
        yield from self.words.listed("card-hand-in", map(self.item, way.hand_in))
        made_here = [item for item in way.also if item.why is Reason.MADE_HERE]
        yield from self.words.listed("card-photos", (self.item(i) for i in made_here if i.kind == "photo"))
        yield from self.words.listed("card-there", (self.item(i) for i in made_here if i.kind != "photo"))
        yield from self.words.listed("card-made", (self.item(i) for i in way.also if i.why is Reason.PRODUCED))

    def short(self) -> Iterator[str]:
        """What to bring and how often to come, by the window or the only way there is."""
        way = self.outcome.way()
        if way is None:
            return
        papers = self.words.join(self.names(way.bring))
        yield self.words.say("in-short", papers=papers, count=len(way.bring), visits=way.visit_count)

    def reasons(self) -> Iterator[str]:
        """Why each document is or is not needed."""
        way = self.outcome.way()
        for item in way.bring if way else ():
            yield self.words.say("reason-bring", item=self.name(item), reason=self.reason(item))
        for entry in self.outcome.covered:
            yield from (self.words.say("reason-covered", item=line) for line in self.covered(entry))
        yield self.words.say("reason-law")

    def reason(self, item: Item) -> str:
        """Why this is brought."""
        if item.why is Reason.GAP:
            return self._gap(item)
        return self.words.value(item.because or Term(f"because-{item.why}"))

    def without_visit(self, way_name: str, code: str) -> Iterator[str]:
        """How to finish without a visit: online, by post, at a machine, or at home."""
        way = self.outcome.way(way_name)
        if way is None:
            return
        yield self.words.say(
            "finish-title", way=Term(f"way-{way_name}"), title=self.outcome.definition.title, code=code
        )
        if way.way.where is not None:
            yield self.words.say("finish-where", where=way.way.where)
        yield self.words.say("finish-who", people=self.people(way.who))
        yield from self.errands([way])
        by_face = way.way.identity == "face"
        yield from self.words.listed(
            f"papers-{way.way.papers}",
            map(self.item, way.bring),
            empty="finish-face" if by_face else "card-bring-nothing",
        )
        yield from self.words.listed("finish-hand-in", map(self.item, way.hand_in))
        yield self.words.say("finish-no-visit", sure=self.sure(way.way.verified))

    def errands(self, ways: Iterable[WayOut]) -> Iterator[str]:
        """Trips elsewhere, each once although several ways need it."""
        each = {errand.purpose: errand for way in ways for errand in way.errands}.values()
        holders = self.words.province.holders
        lines = (self.words.say("errand", holder=holders[e.holder], purpose=e.purpose) for e in each)
        yield from self.words.listed("card-errands", lines)

    def item(self, item: Item) -> str:
        """A document with whose it is, and what it depends on."""
        parts = [self.name(item)]
        if item.if_any:
            parts.append(self.words.say("if-any"))
        if item.or_else:
            others = self.words.join(self._document(other) for other in item.or_else)
            parts.append(self.words.say("or-else", others=others))
        parts += [
            self.words.say("unless", document=self._document(d), register=self.words.province.registers[r].name)
            for d, r in item.unless
        ]
        if item.why is Reason.GAP:
            parts.append(self.words.say("note", note=self._gap(item)))
        if item.note is not None:
            parts.append(self.words.say("note", note=item.note))
        return "".join(parts)

    def name(self, item: Item) -> str:
        """What it is and whose; without a register, exactly what to bring for it."""
        document = self.words.province.documents[item.document]
        name = self.words.say("of-people", name=document.name, people=self.people(item.of))
        if item.why is Reason.GAP and document.on_paper is not None:
            return self.words.say("on-paper", name=name, paper=document.on_paper)
        return name

    def names(self, items: Iterable[Item]) -> list[str]:
        return [self._document(item.document) for item in items]

    def one_line(self, items: Iterable[Item]) -> str:
        """What to have along, in one line."""
        names = (self.name(i) + (self.words.say("if-any") if i.if_any else "") for i in carried(items))
        return self.words.join(names) or self.words.say("nothing-to-bring")

    def _document(self, document: str) -> str:
        return self.words.value(self.words.province.documents[document].name)

    def people(self, names: Iterable[str]) -> str:
        return self.words.people(names, self._people)

    def covered(self, entry: Covered) -> Iterator[str]:
        """What need not be brought, and who has it; where it was looked up, for whom and since when it stands there."""
        seen: dict[tuple[str, date | None], list[str]] = {}
        for person in entry.of:
            if (finding := self._seen.get((entry.document, person))) is not None:
                seen.setdefault((finding.register, finding.recorded), []).append(person)
        for (register, recorded), people in seen.items():
            if recorded is None:
                yield self._covered("covered-seen-plain", entry, people, register)
            else:
                yield self._covered("covered-seen", entry, people, register, recorded=self.words.day(recorded))
        others = [person for person in entry.of if (entry.document, person) not in self._seen]
        if others:
            yield self._covered("covered-by", entry, others, entry.register)

    def _covered(self, sentence: str, entry: Covered, people: list[str], register: str, **values: str) -> str:
        province = self.words.province
        name: Text | str = province.documents[entry.document].name
        splits = any(gap.document == entry.document for gap in self.outcome.gaps)
        if splits or len(people) < len(entry.of):
            name = self.words.say("of-people", name=name, people=self.people(people))
        return self.words.say(
            sentence,
            document=name,
            register=province.registers[register].name,
            department=province.departments[province.department_of(register)],
            **values,
        )

    def _gap(self, item: Item) -> str:
        """Why a register does not cover it today."""
        gaps = [gap for gap in self.outcome.gaps if gap.document == item.document]
        gap = next((gap for gap in gaps if set(gap.of) & set(item.of)), gaps[0])
        return self.words.say(f"gap-{gap.why}", register=self.words.province.registers[gap.register].name)

    def sent(self, sent: Sent) -> str:
        province = self.words.province
        document, holder = province.documents[sent.document], province.holders[sent.holder]
        return self.words.say("sent-by", document=document.name, holder=holder)

    def first(self, first: First) -> str:
        title = self.words.province.matters.get(first.procedure) or Text(zh=first.procedure, en=first.procedure)
        return self.words.say("first-line", title=title, because=first.because)

    def _way(self, way: WayOut) -> str:
        words = self.words
        papers = sum(item.kind == "evidence" for item in way.bring)
        name = Term(f"way-{way.way.way}")
        sure = self.sure(way.way.verified)
        return words.say("way-line", way=name, visits=way.visit_count, papers=papers, sure=sure)

    def _time(self) -> Iterator[str]:
        time = self.outcome.definition.time
        yield ""
        yield self.words.say("card-legal", limit=self.limit(time.legal))
        if time.promised is not None:
            yield self.words.say("card-promised", limit=self.limit(time.promised))

    def limit(self, limit: Limit) -> str:
        unit = limit.limit.unit.replace(" ", "-")
        said = self.words.say(f"duration-{unit}", amount=limit.limit.amount) + self.sure(limit.verified)
        return said + (self.words.say("note", note=limit.note) if limit.note else "")

    def _money(self) -> Iterator[str]:
        fees = [
            self.words.say("fee-line", yuan=fee.yuan, who=self.people([who]), sure=self.sure(fee.verified))
            for fee, who in self.outcome.fee
            if fee.yuan
        ]
        yield self.words.say("card-fee", fees=self.words.join(fees)) if fees else self.words.say("card-free")
        taxes = (
            self.words.say("tax-line", what=tax.what, who=self.people([who]), sure=self.sure(tax.verified))
            for tax, who in self.outcome.taxes
        )
        yield from self.words.listed("card-taxes", taxes)

    def note(self, note: Note) -> str:
        return self.words.value(note) + self.sure(note.verified)

    def sure(self, verified: Verified | None) -> str:
        """What was not read in a law or in the press is to be confirmed."""
        return "" if verified in ("yes", "news", None) else self.words.say("unconfirmed")


def carried(items: Iterable[Item]) -> list[Item]:
    """What one has along; forms are signed there and need no mention."""
    return [i for i in items if i.kind not in ("form", "commitment") and i.why is not Reason.PRODUCED]


def names_of(definition: Definition) -> Mapping[str, Text]:
    """What a procedure's people are called."""
    return {name: person.name for name, person in definition.people.items()}


def _purpose(visit: Visit, outcome: Outcome) -> Text:
    return visit.purpose or outcome.definition.title
