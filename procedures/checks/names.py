"""Everything that a definition names has to exist: in the province, in the definition itself, among the procedures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from procedures.condition import ALWAYS, Condition
from procedures.definition import Definition, Note, Way
from procedures.problem import Location, Problem, Source, nearest
from procedures.provincial import Province
from procedures.vocabulary import YOU, Line

Named = Iterator[tuple[Location, str]]
LONGEST_NAMES = 50


def check_names(
    definition: Definition, source: Source, province: Province, procedures: Container[str]
) -> Iterator[Problem]:
    """Unknown and doubled names, each with the nearest right one."""
    names = _Names(definition, source)
    yield from names.doubled()
    yield from names.unknown("department", _departments(definition), province.departments)
    yield from names.unknown("person", _people(definition), {YOU, *definition.people})
    yield from names.unknown("document", _documents(definition), province.documents)
    yield from names.unknown("holder", _holders(definition), province.holders)
    yield from names.unknown("counter", _counters(definition), province.counters)
    yield from names.unknown("register", _registers(definition), province.registers)
    yield from names.unknown("basis", _bases(definition), {basis.id for basis in definition.basis})
    yield from names.unknown("visit", _visits_named(definition), {v.id for w in definition.ways for v in w.visits})
    yield from _unknown_procedures(definition, source, province, procedures)
    yield from _register_fields(definition, source, province)
    yield from _mixed_kinds(definition, source, province)
    yield from _long_names(definition, source)
    yield from _slots(definition, source, province)
    for location, condition, above in conditions(definition):
        yield from names.conditions(location, condition, above)
    yield from names.unsure()
    yield from names.answers(("usual",), definition.usual)
    for i, example in enumerate(definition.examples):
        yield from names.answers(("examples", i, "answers"), example.answers)


@dataclass(frozen=True)
class _Names:
    definition: Definition
    source: Source

    def unknown(self, noun: str, named: Named, known: Collection[str]) -> Iterator[Problem]:
        for location, name in named:
            if name not in known:
                what = f"There is no {noun} '{name}'."
                yield self.source.problem(f"unknown-{noun}", location, what, nearest(name, known))

    def doubled(self) -> Iterator[Problem]:
        for part in ("basis", "questions", "stops", "form", "taxes", "notes"):
            seen: Counter[str] = Counter()
            for i, line in enumerate(getattr(self.definition, part)):
                seen[line.id] += line.id is not None
                if seen[line.id] > 1:
                    what = f"'{line.id}' stands here {seen[line.id]} times."
                    yield self.source.problem("doubled-name", (part, i, "id"), what, "Give each its own id.")
        if YOU in self.definition.people:
            what = f"'{YOU}' is always the citizen in the conversation."
            yield self.source.problem("doubled-name", ("people", YOU), what, "Choose another name, with you_if.")

    def conditions(self, location: Location, condition: Condition, above: Collection[str]) -> Iterator[Problem]:
        for test in condition.tests():
            question = self.definition.question(test.question)
            here = (*location, test.question)
            if question is None:
                remedy = nearest(test.question, (q.id for q in self.definition.questions))
                yield self.source.problem("unknown-question", here, f"There is no question '{test.question}'.", remedy)
            elif test.question not in above:
                what = f"'{test.question}' is asked only later."
                remedy = "A question may depend on questions above it; move one of the two."
                yield self.source.problem("later-question", here, what, remedy)
            else:
                for option in test.options:
                    if option not in question.options:
                        what = f"'{test.question}' has no option '{option}'."
                        yield self.source.problem("unknown-option", here, what, nearest(option, question.options))

    def unsure(self) -> Iterator[Problem]:
        """The options to go on with while an answer is not known."""
        for i, question in enumerate(self.definition.questions):
            option = question.if_unsure
            if option is not None and option not in question.options:
                what = f"'{question.id}' has no option '{option}'."
                here = ("questions", i, "if_unsure")
                yield self.source.problem("unknown-option", here, what, nearest(option, question.options))

    def answers(self, location: Location, answers: Mapping[str, str]) -> Iterator[Problem]:
        for name, option in answers.items():
            question = self.definition.question(name)
            if question is None:
                remedy = nearest(name, (q.id for q in self.definition.questions))
                yield self.source.problem(
                    "unknown-question", (*location, name), f"There is no question '{name}'.", remedy
                )
            elif option not in question.options:
                what = f"'{name}' has no option '{option}'."
                yield self.source.problem("unknown-option", (*location, name), what, nearest(option, question.options))


def conditions(definition: Definition) -> Iterator[tuple[Location, Condition, Collection[str]]]:
    """Every condition of a definition, with the questions it may name."""
    everything = [question.id for question in definition.questions]
    for i, question in enumerate(definition.questions):
        yield ("questions", i, "if"), question.when, everything[:i]
    for name, person in definition.people.items():
        if person.when != ALWAYS:
            yield ("people", name, "if"), person.when, everything
        if person.you_if is not None:
            yield ("people", name, "you_if"), person.you_if, everything
    for i, line in enumerate(definition.documents):
        if line.on_paper_if is not None:
            yield ("documents", i, "on_paper_if"), line.on_paper_if, everything
    for location, rule in lines(definition):
        if location[0] != "questions":
            yield (*location, "if"), rule.when, everything


LINES = ("questions", "stops", "first", "documents", "form", "ways", "fee", "taxes", "approvals", "then", "notes")
"""The parts of a definition whose lines may carry `if`."""


def lines(definition: Definition) -> Iterator[tuple[Location, Line]]:
    """Every line that may carry `if`, the visits and errands of the ways included."""
    for part in LINES:
        for i, line in enumerate(getattr(definition, part)):
            if isinstance(line, Note) and line.id is None:
                continue  # told to everybody: there is nothing to prove
            yield (part, i), line
            if isinstance(line, Way):
                yield from (((part, i, "visits", j), visit) for j, visit in enumerate(line.visits))
                yield from (((part, i, "errands", j), errand) for j, errand in enumerate(line.errands))


def _each(part: str, ids: Iterable[str]) -> Named:
    return (((part, i), name) for i, name in enumerate(ids))


def _departments(definition: Definition) -> Named:
    yield ("lead",), definition.lead
    yield from _each("with", definition.joint)
    yield from ((("approvals", i, "department"), a.department) for i, a in enumerate(definition.approvals))
    yield from ((("then", i, "tell"), then.tell) for i, then in enumerate(definition.then))


def _people(definition: Definition) -> Named:
    yield from ((("questions", i, "about"), q.about) for i, q in enumerate(definition.questions))
    for i, line in enumerate(definition.documents):
        yield from ((("documents", i, "of"), person) for person in line.of)
    for i, way in enumerate(definition.ways):
        yield from ((("ways", i, "who"), person) for person in way.who)
        yield from ((("ways", i, "visits", j, "who"), p) for j, visit in enumerate(way.visits) for p in visit.who)
    yield from ((("form", i, "of"), field.of) for i, field in enumerate(definition.form))
    yield from ((("fee", i, "who"), fee.who) for i, fee in enumerate(definition.fee))
    yield from ((("taxes", i, "who"), tax.who) for i, tax in enumerate(definition.taxes))
    for i, example in enumerate(definition.examples):
        yield from ((("examples", i, "gaps", j, "of"), gap.of) for j, gap in enumerate(example.gaps))


def _documents(definition: Definition) -> Named:
    for i, line in enumerate(definition.documents):
        key = "one_of" if line.one_of else "document"
        yield from ((("documents", i, key), document) for document in line.documents)
    for i, example in enumerate(definition.examples):
        yield from ((("examples", i, "gaps", j, "document"), gap.document) for j, gap in enumerate(example.gaps))


def _holders(definition: Definition) -> Named:
    yield from ((("documents", i, "holder"), d.holder) for i, d in enumerate(definition.documents) if d.holder)
    for i, way in enumerate(definition.ways):
        yield from ((("ways", i, "errands", j, "holder"), errand.holder) for j, errand in enumerate(way.errands))


def _counters(definition: Definition) -> Named:
    for i, way in enumerate(definition.ways):
        yield from ((("ways", i, "visits", j, "counter"), visit.counter) for j, visit in enumerate(way.visits))


def _fields(definition: Definition) -> Named:
    """Each `register.field` that is named."""
    yield from ((("form", i, "from"), line.source) for i, line in enumerate(definition.form) if line.source)
    for i, question in enumerate(definition.questions):
        if question.known_from is not None:
            yield ("questions", i, "known_from"), question.known_from


def _registers(definition: Definition) -> Named:
    yield from ((location, field.split(".")[0]) for location, field in _fields(definition))
    for i, example in enumerate(definition.examples):
        yield from ((("examples", i, "down"), register) for register in example.down)


def _bases(definition: Definition) -> Named:
    limits = {"legal": definition.time.legal, "promised": definition.time.promised}
    yield from ((("time", name, "basis"), limit.basis) for name, limit in limits.items() if limit and limit.basis)
    if definition.exceptions.visits is not None:
        yield ("exceptions", "visits", "basis"), definition.exceptions.visits.basis


def _visits_named(definition: Definition) -> Named:
    for i, line in enumerate(definition.documents):
        yield from ((("documents", i, "at"), visit) for visit in line.at)


def _unknown_procedures(
    definition: Definition, source: Source, province: Province, procedures: Container[str]
) -> Iterator[Problem]:
    named: list[tuple[Location, str]] = list(_each("related", definition.related))
    named += [(("first", i, "procedure"), first.procedure) for i, first in enumerate(definition.first)]
    named += [(("stops", i, "instead"), name) for i, stop in enumerate(definition.stops) for name in stop.instead]
    named += [(("not_asked_as", i, "belongs_to"), miss.belongs_to) for i, miss in enumerate(definition.not_asked_as)]
    for location, name in named:
        if name not in procedures and name not in province.matters:
            what = f"There is no procedure '{name}'."
            yield source.problem("unknown-procedure", location, what, nearest(name, province.matters))


def _register_fields(definition: Definition, source: Source, province: Province) -> Iterator[Problem]:
    for location, named in _fields(definition):
        register, _, field = named.partition(".")
        if register in province.registers and field not in province.registers[register].fields:
            what = f"The register '{register}' has no field '{field}'."
            remedy = nearest(field, province.registers[register].fields)
            yield source.problem("unknown-field", location, what, remedy)


def _mixed_kinds(definition: Definition, source: Source, province: Province) -> Iterator[Problem]:
    """Alternatives are counted alike, so they have to be of one kind."""
    for i, line in enumerate(definition.documents):
        kinds = {province.documents[name].kind for name in line.documents if name in province.documents}
        if len(kinds) > 1:
            what = f"The alternatives are of different kinds: {', '.join(sorted(kinds))}."
            remedy = "Keep one_of to one kind; give the other its own line."
            yield source.problem("mixed-kinds", ("documents", i, "one_of"), what, remedy)


def _long_names(definition: Definition, source: Source) -> Iterator[Problem]:
    """A button carries question and option, and a messaging app gives it 64 bytes."""
    for i, question in enumerate(definition.questions):
        for option in question.options:
            if len(question.id) + len(option) > LONGEST_NAMES:
                what = f"'{question.id}' and '{option}' are too long together for a button."
                remedy = f"Shorten one; together they may have {LONGEST_NAMES} letters."
                yield source.problem("long-names", ("questions", i, "options", option), what, remedy)


def _slots(definition: Definition, source: Source, province: Province) -> Iterator[Problem]:
    for i, way in enumerate(definition.ways):
        for j, visit in enumerate(way.visits):
            counter = province.counters.get(visit.counter)
            if counter is not None and visit.minutes > counter.slot_minutes:
                what = f"The visit takes {visit.minutes} minutes, a place at '{visit.counter}' {counter.slot_minutes}."
                remedy = "Shorten the visit or give the counter longer places (province/counters.yaml)."
                yield source.problem("too-long", ("ways", i, "visits", j, "minutes"), what, remedy)
            if counter is not None and not any(visit.counter in c.counters for c in province.centres.values()):
                what = f"No centre has a counter '{visit.counter}'."
                remedy = "Open one in province/centres.yaml, or choose another counter."
                yield source.problem("no-centre", ("ways", i, "visits", j, "counter"), what, remedy)
