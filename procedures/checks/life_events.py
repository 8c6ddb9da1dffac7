"""A life event names what others define: every procedure, question and option must exist, and something must follow.

check_life_event(event, source, definitions, names) -> problems
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedures.checks.names import LONGEST_NAMES
from procedures.condition import Condition
from procedures.definition import Definition, Question
from procedures.life_event import LifeEvent, Same, belonging, follows, open_question, rows
from procedures.problem import Location, Problem, Source, nearest


def check_life_event(
    event: LifeEvent, source: Source, definitions: Mapping[str, Definition], names: Collection[str]
) -> tuple[Problem, ...]:
    """Everything that is wrong with `event`. `definitions`: the procedures on offer, by id; `names`: those that have
    a file, broken ones too.

    In order, and the parts after a failed one are left out, since they would only repeat its mistake: what there is,
    what is named of it, whether groups agree and enough belongs.
    """
    check = _Check(event, source, definitions, names)
    return (
        (*check.questions(), *check.procedures())
        or (*check.fixed(), *check.same())
        or (*check.agreeing(), *check.enough())
    )


@dataclass(frozen=True)
class _Check:
    event: LifeEvent
    source: Source
    definitions: Mapping[str, Definition]
    names: Collection[str]

    def questions(self) -> Iterator[Problem]:
        """The event's own questions, and every `if`."""
        seen: list[Question] = []
        for i, question in enumerate(self.event.questions):
            if any(question.id == above.id for above in seen):
                what = f"'{question.id}' stands here twice."
                yield self.source.problem("doubled-name", ("questions", i, "id"), what, "Give each its own id.")
            yield from self._condition(("questions", i, "if"), question.when, seen)
            for option in question.options:
                if len(question.id) + len(option) > LONGEST_NAMES:
                    what = f"'{question.id}' and '{option}' are too long together for a button."
                    remedy = f"Shorten one; together they may have {LONGEST_NAMES} letters."
                    yield self.source.problem("long-names", ("questions", i, "options", option), what, remedy)
            seen.append(question)
        for i, part in enumerate(self.event.procedures):
            yield from self._condition(("procedures", i, "if"), part.when, seen)

    def procedures(self) -> Iterator[Problem]:
        """Procedures that exist, each once, and after no later one."""
        above: list[str] = []
        everyone = [part.procedure for part in self.event.procedures]
        for i, part in enumerate(self.event.procedures):
            here: Location = ("procedures", i, "procedure")
            if part.procedure in above:
                what, remedy = f"'{part.procedure}' stands here twice.", "Keep one line, with an 'if' that fits both."
                yield self.source.problem("doubled-name", here, what, remedy)
            elif part.procedure not in self.names:
                what = f"There is no procedure '{part.procedure}'."
                yield self.source.problem("unknown-procedure", here, what, nearest(part.procedure, self.names))
            elif part.procedure not in self.definitions:
                what = f"'{part.procedure}' is not offered, since its own file has mistakes."
                yield self.source.problem("not-offered", here, what, "Mend that file first.")
            for key, named in (("after", part.after), ("waits_for", part.waits_for)):
                for j, name in enumerate(named):
                    yield from self._earlier(("procedures", i, key, j), name, above, everyone)
            above.append(part.procedure)

    def fixed(self) -> Iterator[Problem]:
        """Answers that the event fixes, and documents that it gives."""
        for i, part in enumerate(self.event.procedures):
            if part.procedure in self.definitions:
                questions = self.definitions[part.procedure].questions
                for name, option in part.answers.items():
                    yield from self._answer(("procedures", i, "answers", name), name, (option,), questions)
                needed = {name for line in self.definitions[part.procedure].documents for name in line.documents}
                for document in part.given.keys() - needed:
                    what = f"'{part.procedure}' needs no document '{document}'."
                    here: Location = ("procedures", i, "given", document)
                    yield self.source.problem("unknown-document", here, what, nearest(document, needed))

    def same(self) -> Iterator[Problem]:
        """Questions and options that are said to be the same."""
        for i, same in enumerate(self.event.same):
            for j, name in enumerate(same.questions):
                here: Location = ("same", i, "questions", j)
                if name in same.questions[:j]:
                    what, remedy = f"'{name}' stands here twice.", "Leave one of the two out."
                    yield self.source.problem("doubled-name", here, what, remedy)
                yield from self._named(here, name, ())
            for j, row in enumerate(same.where):
                for name, option in row.items():
                    yield from self._named(("same", i, "where", j, name), name, (option,))

    def agreeing(self) -> Iterator[Problem]:
        """Each question of a group gives its answer to another, or takes it from one."""
        for i, same in enumerate(self.event.same):
            table = rows(self.event, self.definitions, same)
            for j, name in enumerate(same.names):
                if not _agrees(same, table, name):
                    what = f"No option of '{name}' tells an option of the others."
                    remedy = "Write under 'where' which options occur together, or leave the question out."
                    here: Location = ("same", i, "questions", j) if same.questions else ("same", i, "where")
                    yield self.source.problem("never-agree", here, what, remedy)

    def enough(self) -> Iterator[Problem]:
        """Every line belongs to the event for some answers, and at least two for the same ones."""
        ends = [belonging(self.event, path) for path in _paths(self.event)]
        reached = {part.procedure for parts in ends for part in parts}
        for i, part in enumerate(self.event.procedures):
            if part.procedure not in reached:
                what, remedy = "No answers ever reach this line.", "Mend its 'if', or leave the line out."
                yield self.source.problem("unreached", ("procedures", i), what, remedy)
        if max(map(len, ends)) < 2:
            what = "Whatever is answered, fewer than two procedures belong together."
            remedy = "Add what is done along with it, or leave the life event out."
            yield self.source.problem("too-few", ("procedures",), what, remedy)

    def _earlier(self, here: Location, name: str, above: Sequence[str], everyone: Sequence[str]) -> Iterator[Problem]:
        if name not in everyone:
            what, remedy = f"'{name}' does not belong to this life event.", nearest(name, above)
            yield self.source.problem("unknown-procedure", here, what, remedy)
        elif name not in above:
            what, remedy = f"'{name}' is not done any earlier.", "Move its line above this one, or leave it out here."
            yield self.source.problem("later-procedure", here, what, remedy)

    def _condition(self, here: Location, condition: Condition, above: Sequence[Question]) -> Iterator[Problem]:
        for test in condition.tests():
            if self.event.question(test.question) is not None and all(test.question != q.id for q in above):
                what = f"'{test.question}' is asked only later."
                remedy = "A question may depend on questions above it; move one of the two."
                yield self.source.problem("later-question", (*here, test.question), what, remedy)
            else:
                yield from self._answer((*here, test.question), test.question, test.options, self.event.questions)

    def _named(self, here: Location, name: str, options: Iterable[str]) -> Iterator[Problem]:
        """A `procedure.question`, or a question of the event itself."""
        procedure, _, question = name.rpartition(".")
        if not procedure:
            yield from self._answer(here, question, options, self.event.questions)
        elif all(procedure != part.procedure for part in self.event.procedures):
            what = f"'{procedure}' does not belong to this life event."
            remedy = nearest(procedure, (part.procedure for part in self.event.procedures))
            yield self.source.problem("unknown-procedure", here, what, remedy)
        elif procedure in self.definitions:
            yield from self._answer(here, question, options, self.definitions[procedure].questions)

    def _answer(
        self, here: Location, name: str, options: Iterable[str], questions: Iterable[Question]
    ) -> Iterator[Problem]:
        known = {question.id: question for question in questions}
        if name not in known:
            what = f"There is no question '{name}'."
            yield self.source.problem("unknown-question", here, what, nearest(name, known))
            return
        for option in options:
            if option not in known[name].options:
                what = f"'{name}' has no option '{option}'."
                yield self.source.problem("unknown-option", here, what, nearest(option, known[name].options))


def _agrees(same: Same, table: Sequence[Mapping[str, str]], name: str) -> bool:
    """Whether some answer to `name` tells one of the others, or the other way round."""
    return any(
        follows(table, {one: option}, other) is not None
        for left in same.names
        if left != name
        for one, other in ((name, left), (left, name))
        for option in {row[one] for row in table if one in row}
    )


def _paths(event: LifeEvent) -> list[Mapping[str, str]]:
    """Every way to answer the event's own questions."""
    paths: list[Mapping[str, str]] = []
    waiting: list[Mapping[str, str]] = [{}]
    while waiting:
        own = waiting.pop()
        question = open_question(event, own)
        if question is None:
            paths.append(own)
        else:
            waiting.extend({**own, question.id: option} for option in question.options)
    return paths
