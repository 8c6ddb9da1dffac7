"""An outcome for the eyes of whoever edits a definition: names, labels, and the reasons that the definition gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.commands.labels import Labels
from procedures.outcome import Outcome, WayOut
from procedures.provincial import Province
from procedures.settling import Item, Why
from procedures.vocabulary import YOU, Text


def as_text(end: Outcome, way: WayOut | None, province: Province, language: str) -> str:
    """Lines in `language`; what depends on the way is of `way`."""
    return "\n".join(_Page(end, way, province, language).lines())


class _Page:
    def __init__(self, end: Outcome, way: WayOut | None, province: Province, language: str) -> None:
        self._end, self._way, self._province, self._language = end, way, province, language
        self._label = Labels(language)

    def lines(self) -> Iterator[str]:
        yield f"{self._text(self._end.definition.title)} ({self._end.definition.id})"
        yield from self._journey()
        if self._way is not None:
            yield from self._finish(self._way)
        yield from self._shared()
        yield from self._office()

    def _journey(self) -> Iterator[str]:
        journey = self._end.journey
        if journey.ignored:
            yield self._label("ignored", questions=self._listing(journey.ignored))
        if journey.stop is not None:
            yield self._label("stop", say=self._text(journey.stop.say))
            if journey.stop.instead:
                yield self._label("instead", procedures=self._names(self._province.matters, journey.stop.instead))
        if journey.next_question is not None:
            question = journey.next_question
            yield self._label("next-question", question=self._text(question.ask), id=question.id)
            yield self._label("options", options=self._listing(question.options))
        for first in self._end.first:
            procedure = self._name(self._province.matters, first.procedure)
            yield self._label("first", procedure=procedure, because=self._text(first.because))

    def _finish(self, way: WayOut) -> Iterator[str]:
        name = self._label(f"way-{way.way.way}")
        yield self._label("way", way=name, visits=way.visit_count, errands=len(way.errands))
        others = [self._label(f"way-{each.way.way}") for each in self._end.ways if each is not way]
        if others:
            yield self._label("other-ways", ways=self._listing(others))
        if not way.bring:
            yield self._label("bring-nothing")
        yield from self._listed("bring", map(self._item, way.bring))
        yield from self._listed("hand-in", map(self._item, way.hand_in))
        yield from self._listed("also", (self._item(item) for item in way.also if item.why is not Why.PRODUCED))
        yield from self._listed("produced", (self._item(item) for item in way.also if item.why is Why.PRODUCED))
        yield self._label("papers", before=self._end.papers_before, after=len({i.document for i in way.bring}))

    def _shared(self) -> Iterator[str]:
        """What need not be brought, and what is missing."""
        registers, departments = self._province.registers, self._province.departments
        yield from self._listed("covered", (
            self._label(
                "covered-by",
                document=self._document(covered.document, covered.of),
                register=self._text(registers[covered.register].name),
                department=self._name(departments, covered.department),
            )
            for covered in self._end.covered
        ))  # fmt: skip
        yield from self._listed("sent", (
            self._label(
                "sent-by",
                document=self._document(sent.document, sent.of),
                holder=self._name(self._province.holders, sent.holder),
            )
            for sent in self._end.sent
        ))  # fmt: skip
        yield from self._listed("gaps", (
            self._label(
                f"gap-{gap.why}",
                document=self._document(gap.document, gap.of),
                register=self._text(registers[gap.register].name),
            )
            for gap in self._end.gaps
        ))  # fmt: skip

    def _office(self) -> Iterator[str]:
        departments = self._province.departments
        if self._end.approvals:
            deciding = (approval.department for approval in self._end.approvals)
            yield self._label("approvals", departments=self._names(departments, deciding))
        if self._end.then:
            yield self._label("then", departments=self._names(departments, (then.tell for then in self._end.then)))
        for fee, who in self._end.fee:
            yield self._label("fee", yuan=fee.yuan, who=self._person(who))

    def _listed(self, label: str, lines: Iterable[str]) -> Iterator[str]:
        lines = [f"  {line}" for line in lines]
        if lines:
            yield self._label(label)
            yield from lines

    def _item(self, item: Item) -> str:
        line = self._document(item.document, item.of)
        if item.tolerated is not None:
            line = self._label("tolerated", document=line, days=item.tolerated)
        return f"{line} – {self._text(item.because)}" if item.because else line

    def _document(self, document: str, of: Sequence[str]) -> str:
        name = self._text(self._province.documents[document].name)
        if tuple(of) == (YOU,):
            return name
        return self._label("of", document=name, people=self._listing(map(self._person, of)))

    def _person(self, person: str) -> str:
        return self._label("you") if person == YOU else self._text(self._end.definition.people[person].name)

    def _listing(self, names: Iterable[str]) -> str:
        return self._label("comma").join(names)

    def _names(self, among: Mapping[str, Text], ids: Iterable[str]) -> str:
        return self._listing(self._name(among, name) for name in dict.fromkeys(ids))

    def _name(self, among: Mapping[str, Text], name: str) -> str:
        return self._text(among[name]) if name in among else name

    def _text(self, text: Text) -> str:
        said: str = getattr(text, self._language)
        return said
