"""The guide of one procedure (办事指南), whole, as a citizen reads it before anything is asked.

It has what the 2018 Zhejiang regulation on "At Most One Visit", art. 4, wants a guide to have: name, materials,
process, basis, time limit and the papers that may follow later. Nothing is told that the definition does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.dialogue.cards import usually, with_note
from bot.dialogue.conditions import Conditions
from bot.dialogue.guide_documents import GuideDocuments
from bot.dialogue.outcome_lines import OutcomeLines
from bot.dialogue.replies import Term, Value
from bot.dialogue.words import Words
from procedures.definition import Approval, Basis, Definition, Fee, Limit, Question, Stop, Tax, Visit, Way
from procedures.glossary import terms_in
from procedures.outcome import outcome
from procedures.vocabulary import Text

CHINESE_FIRST = re.compile(r"(.*[\u3400-\u9fff）】》])\s+(\S.*)")
"""An article is written in both languages, one after the other: `第十四条 art. 14`."""


def guide_text(definition: Definition, words: Words) -> str:
    """The guide as text, with what its marks mean at the end."""
    text = "\n".join(ServiceGuide(definition, words).lines())
    return with_note("\n".join((text, *_explained(text, words))), words)


def _explained(text: str, words: Words) -> Iterator[str]:
    """The words of the office that occur in the guide, each in one plain sentence."""
    glossary = words.province.glossary
    terms = [glossary[name] for name in terms_in(glossary, text, words.language)]
    yield from words.listed("guide-words", (words.say("guide-word", word=t.name, means=t.means) for t in terms))


class ServiceGuide:
    """The lines of one guide."""

    def __init__(self, definition: Definition, words: Words) -> None:
        self._definition, self._words = definition, words
        self._usual = outcome(definition, words.province, definition.usual)
        self._lines = OutcomeLines(self._usual, words)
        self._conditions = Conditions(definition, words)
        self._people = {name: person.name for name, person in definition.people.items()}

    def lines(self) -> Iterator[str]:
        """Everything, in the order in which one wants to know it."""
        yield from self._what_it_is()
        yield from self._words.listed("guide-questions", map(self._question, self._definition.questions))
        yield from self._words.listed("guide-stops", map(self._stop, self._definition.stops))
        yield from self._words.listed("card-first", (
            self._conditions.line(self._lines.first(first), first.when) for first in self._definition.first
        ))  # fmt: skip
        yield from GuideDocuments(self._definition, self._words, self._conditions).lines()
        yield from self._how()
        yield from self._money()
        yield from self._process()
        yield from self._besides()

    def _what_it_is(self) -> Iterator[str]:
        definition, departments = self._definition, self._words.province.departments
        yield self._words.say("guide-title", title=definition.title)
        yield self._words.say("guide-aim", aim=definition.achieves)
        yield from usually(self._usual, self._words)
        yield ""
        yield self._words.say("guide-lead", department=departments[definition.lead])
        if definition.joint:
            yield self._words.say(
                "guide-with", departments=self._joined(departments[name] for name in definition.joint)
            )
        yield self._words.say("guide-applicants", people=self._applicants())
        yield self._words.say(f"guide-office-{definition.office.of}")
        yield from self._words.listed("guide-basis", map(self._law, definition.basis))

    def _applicants(self) -> str:
        """Whoever of its people the citizen can be."""
        known = [person.name for person in self._definition.people.values() if person.you_if is not None]
        return self._joined(known) if known else self._words.say("person-you")

    def _law(self, basis: Basis) -> str:
        parts = CHINESE_FIRST.fullmatch(basis.article)
        article = Text(zh=parts[1], en=parts[2]) if parts else basis.article
        return self._words.say("guide-law", law=basis.law, article=article, sure=self._lines.sure(basis.verified))

    def _question(self, question: Question) -> str:
        number = self._definition.questions.index(question) + 1
        options = " / ".join(self._words.value(option) for option in question.options.values())
        asked = self._conditions.question(self._words.value(question.ask), question.when)
        said = self._words.say("guide-question", number=number, question=asked, options=options)
        return f"{said}\n{self._detail('because', reason=question.why)}"

    def _stop(self, stop: Stop) -> str:
        said: Value = stop.say
        if stop.instead:
            titles = self._titles(stop.instead)
            said = self._words.say("guide-instead", say=stop.say, titles=titles)
        return self._words.say("guide-stop", condition=self._conditions.said(stop.when), say=said)

    def _how(self) -> Iterator[str]:
        yield from self._words.listed("card-ways", map(self._way, self._definition.ways))
        exceptions = self._definition.exceptions
        if exceptions.visits is not None:
            yield self._words.say("card-exception", say=exceptions.visits.say)
        if exceptions.papers is not None:
            yield self._words.say("guide-papers-exception", say=exceptions.papers.say)

    def _way(self, way: Way) -> str:
        collects = set(self._definition.result.give) == {"collect"}
        said = self._words.say(
            "guide-way",
            way=Term(f"guide-way-{way.way}"),
            visits=len(way.visits) + collects,
            sure=self._lines.sure(way.verified),
        )
        details = [self._conditions.line(said, way.when), self._detail("guide-who", people=self._named(way.who))]
        if way.where is not None:
            details.append(self._detail("guide-where", where=way.where))
        if way.identity == "face":
            details.append(self._detail("guide-face"))
        if way.papers != "bring":
            details.append(self._detail(f"guide-papers-{way.papers}"))
        for errand in way.errands:
            holder = self._words.province.holders[errand.holder]
            line = self._words.say("errand", holder=holder, purpose=errand.purpose)
            details.append(self._indented(self._conditions.line(line, errand.when)))
        details += [self._indented(self._visit(visit)) for visit in way.visits]
        if collects:
            details.append(self._detail("guide-collect"))
        return "\n".join(details)

    def _visit(self, visit: Visit) -> str:
        counter = self._words.province.counters[visit.counter].name
        name = "guide-visit" if visit.purpose is None else "guide-visit-purpose"
        values: dict[str, Value] = {"counter": counter, "minutes": visit.minutes}
        if visit.purpose is not None:
            values["purpose"] = visit.purpose
        parts = [self._words.say(name, **values)]
        if visit.after_days is not None:
            parts.append(self._words.say("guide-after", days=visit.after_days))
        if visit.within_days is not None:
            parts.append(self._words.say("guide-within", days=visit.within_days))
        if visit.who:
            parts.append(self._words.say("guide-visit-who", people=self._named(visit.who)))
        return self._conditions.line(self._words.mark("then-also").join(parts), visit.when)

    def _money(self) -> Iterator[str]:
        fees = [self._fee(fee) for fee in self._definition.fee if fee.yuan]
        if fees:
            yield from self._words.listed("guide-fee", fees)
        else:
            yield from ("", self._words.say("card-free"))
        yield from self._words.listed("card-taxes", map(self._tax, self._definition.taxes))

    def _fee(self, fee: Fee) -> str:
        sure = self._lines.sure(fee.verified)
        said = self._words.say("fee-line", yuan=fee.yuan, who=self._named([fee.who]), sure=sure)
        said += self._words.say("note", note=fee.what) if fee.what is not None else ""
        return self._conditions.line(said, fee.when)

    def _tax(self, tax: Tax) -> str:
        sure = self._lines.sure(tax.verified)
        said = self._words.say("tax-line", what=tax.what, who=self._named([tax.who]), sure=sure)
        return self._conditions.line(said, tax.when)

    def _process(self) -> Iterator[str]:
        """Decisions step by step, time limits, the result and what follows."""
        time, result = self._definition.time, self._definition.result
        steps = groupby(sorted(self._definition.approvals, key=lambda each: each.step), lambda each: each.step)
        yield from self._words.listed("guide-steps", (self._step(step, list(decisions)) for step, decisions in steps))
        yield ""
        yield self._words.say("card-legal", limit=self._limit(time.legal))
        if time.promised is not None:
            yield self._words.say("card-promised", limit=self._limit(time.promised))
        yield ""
        yield self._words.say("guide-result", what=result.what)
        yield self._words.say("guide-given", how=self._joined(Term(f"guide-give-{how}") for how in result.give))
        yield from self._words.listed("guide-then", (
            self._conditions.line(
                self._words.say("guide-told", department=self._words.province.departments[then.tell], what=then.what),
                then.when,
            )
            for then in self._definition.then
        ))  # fmt: skip

    def _step(self, step: int, decisions: Iterable[Approval]) -> str:
        told = (self._conditions.line(self._decision(each), each.when) for each in decisions)
        return self._words.say("guide-step", step=step, decisions=self._words.mark("then-also").join(told))

    def _decision(self, approval: Approval) -> str:
        department = self._words.province.departments[approval.department]
        if approval.decides is None:
            said = self._words.say("guide-decision", department=department)
        else:
            said = self._words.say("guide-decision-on", department=department, what=approval.decides)
        announced = approval.publicity
        if announced is None:
            return said
        time = self._words.say(f"duration-{announced.unit.replace(' ', '-')}", amount=announced.amount)
        return self._words.say("guide-publicity", decision=said, time=time)

    def _limit(self, limit: Limit) -> str:
        said = self._lines.limit(limit)
        law = next((basis for basis in self._definition.basis if basis.id == limit.basis), None)
        if law is None:
            return said
        return said + self._words.say("note", note=self._words.say("guide-law-of-limit", law=self._law(law)))

    def _besides(self) -> Iterator[str]:
        notes = (note for note in self._definition.notes if note.to == "citizen")
        yield from self._words.listed("card-notes", (
            self._conditions.line(self._lines.note(note), note.when) for note in notes
        ))  # fmt: skip
        yield ""
        before = self._definition.before
        if before is not None:
            sure = self._lines.sure(before.verified)
            yield self._words.say("guide-before", papers=before.papers, note=before.note, sure=sure)
        if self._definition.related:
            yield self._words.say("guide-related", titles=self._titles(self._definition.related))
        yield self._words.say("guide-review", day=self._definition.review_by.isoformat())

    def _detail(self, name: str, **values: Value) -> str:
        return self._indented(self._words.say(name, **values))

    def _indented(self, detail: str) -> str:
        return self._words.say("guide-detail", detail=detail)

    def _named(self, people: Iterable[str]) -> str:
        return self._words.people(people, self._people)

    def _titles(self, procedures: Iterable[str]) -> str:
        return self._joined(self._words.province.matters.get(name) or name for name in procedures)

    def _joined(self, values: Iterable[Value]) -> str:
        return self._words.join(map(self._words.value, values))
