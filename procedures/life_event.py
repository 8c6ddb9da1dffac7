"""A life event: the procedures that somebody gets done together because one thing happened ("buying a home").

It adds no rule of law. It tells which procedures belong together, in which order they are done, and which of their
questions are one question, so that it is asked once. What a procedure needs stands in its definition alone.

    open_question(event, own)       which of the event's own questions comes next
    belonging(event, own)           which procedures belong, in the order in which one does them
    carried_over(event, own, begun, …)   the answers of every procedure, with what follows from the others

`own` are the answers to the event's own questions, `begun` those of each procedure. All three are replayed each time
and store nothing; they take any mapping and never raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from procedures.condition import Answers
from procedures.definition import Definition, Question
from procedures.vocabulary import YOU, Id, Line, Model, Text, Words

QuestionName = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+([-_][a-z0-9]+)*\.)?[a-z0-9]+([-_][a-z0-9]+)*$", max_length=97)
]
"""`procedure.question`, or the id of a question of the event itself."""
Sentences = Annotated[tuple[Words, ...], Field(min_length=1, max_length=8)]
Row = Mapping[str, str]
"""Answers that are given together, by question name."""


class EventAskedAs(Model):
    """What people say when it has happened."""

    zh: Sentences
    en: Sentences


class OwnQuestion(Question):
    """A question that decides what belongs to the event. It is put to the citizen, and no register answers it."""

    @model_validator(mode="after")
    def _of_the_event(self) -> OwnQuestion:
        recorded = any(option.recorded for option in self.options.values())
        if self.about != YOU or self.known_from is not None or recorded:
            raise ValueError("about, known_from and recorded have no place in a life event")
        return self


class Part(Line):
    """A procedure that belongs to the event where `if` holds; it names the event's own questions."""

    procedure: Id
    answers: dict[Id, Id] = Field(default={})
    """What the event itself tells already: nobody is asked."""
    after: tuple[Id, ...] = ()
    """On the same day only after these: what it needs is there as soon as one has been at their counter."""
    waits_for: tuple[Id, ...] = ()
    """Only once the result of these is there, which may take days."""
    given: dict[Id, Id] = Field(default={})
    """Documents that need not be brought, since a procedure under `after` hands out what does as well."""

    @model_validator(mode="after")
    def _given_before(self) -> Part:
        if not set(self.given.values()) <= set(self.after):
            raise ValueError("whoever gives a document stands under after")
        return self


class Same(Model):
    """Questions of which one answer tells the others.

    `questions`: they have the same options, by id. `where`: the answers that occur together, one line each; what
    follows from an answer is what all lines that fit it say. Where an option of one means either of two of another,
    two lines say so, and the other is asked.
    """

    questions: tuple[QuestionName, ...] = ()
    where: tuple[Annotated[dict[QuestionName, Id], Field(min_length=2)], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The questions it is about, in the order in which they are first named."""
        return self.questions or tuple(dict.fromkeys(name for row in self.where for name in row))

    @model_validator(mode="after")
    def _one_form(self) -> Same:
        if bool(self.questions) == bool(self.where):
            raise ValueError("write either questions, or where with a line for each case")
        if len(self.questions) == 1:
            raise ValueError("questions needs at least two")
        return self


class LifeEvent(Model):
    """One life event, whole."""

    id: Id
    title: Text
    achieves: Text
    """What is done afterwards, in everyday words."""
    asked_as: EventAskedAs
    review_by: date
    questions: tuple[OwnQuestion, ...] = Field(default=(), max_length=3)
    procedures: tuple[Part, ...] = Field(min_length=2)
    same: tuple[Same, ...] = ()

    def question(self, question_id: str) -> OwnQuestion | None:
        return next((q for q in self.questions if q.id == question_id), None)


@dataclass(frozen=True)
class _Standing:
    answers: Mapping[str, str]
    still_open: frozenset[str]
    next_question: OwnQuestion | None


def open_question(event: LifeEvent, own: Answers) -> OwnQuestion | None:
    """The event's own question that comes next; None when they are all answered."""
    return _replay(event, own).next_question


def belonging(event: LifeEvent, own: Answers) -> tuple[Part, ...]:
    """The procedures that belong to the event with these answers, in the order in which one does them.

    While a question is open, those that belong whatever is answered. There may be none.
    """
    standing = _replay(event, own)
    return tuple(part for part in event.procedures if part.when.holds(standing.answers, standing.still_open))


def carried_over(
    event: LifeEvent, own: Answers, begun: Mapping[str, Answers], definitions: Mapping[str, Definition]
) -> Mapping[str, Answers]:
    """The answers of every procedure that belongs or was begun, once what is shared is carried over.

    What a citizen answered to a question stands, always. Then come the answers that the event fixes, then those that
    follow from others by `same`, also over several steps. Where they point to different options nothing is carried
    and the question is asked. Only options that the procedure has in `definitions` (the texts in use, by id) are
    carried. Pass the answers that count (Journey.answers): one that was taken back would be carried too.

    Carrying what was carried changes nothing, and the order of `begun` never matters.
    """
    parts = belonging(event, own)
    known = {f"{name}.{question}": answer for name, answers in begun.items() for question, answer in answers.items()}
    known |= _replay(event, own).answers
    for part in parts:
        for question, answer in part.answers.items():
            if answer in options_of(event, definitions, f"{part.procedure}.{question}"):
                known.setdefault(f"{part.procedure}.{question}", answer)
    filled = {*(part.procedure for part in parts), *begun}
    tables = [rows(event, definitions, same) for same in event.same]
    wanted = {name for same in event.same for name in same.names if name.rpartition(".")[0] in filled}
    while new := _following(wanted, tables, known):
        known |= new
    ordered = dict.fromkeys((*(part.procedure for part in parts), *begun))
    return {name: _of_procedure(name, known) for name in ordered}


def rows(event: LifeEvent, definitions: Mapping[str, Definition], same: Same) -> tuple[Row, ...]:
    """The answers that occur together, of those options that the questions have."""
    options = {name: options_of(event, definitions, name) for name in same.names}
    each = dict.fromkeys(option for name in same.questions for option in options[name])
    written = same.where or [dict.fromkeys(same.questions, option) for option in each]
    return tuple({name: answer for name, answer in row.items() if answer in options[name]} for row in written)


def follows(table: Iterable[Row], known: Answers, wanted: str) -> str | None:
    """What the lines that fit the `known` answers all say of the question `wanted`; None where they differ."""
    table = tuple(table)
    given = {name: answer for name, answer in known.items() if any(name in row for row in table)}
    said = {row.get(wanted) for row in table if all(row.get(name) == answer for name, answer in given.items())}
    return said.pop() if given and len(said) == 1 else None


def options_of(event: LifeEvent, definitions: Mapping[str, Definition], name: str) -> Iterable[str]:
    """The option ids of the question `name`; none where there is no such question."""
    procedure, _, question = name.rpartition(".")
    asking = definitions.get(procedure) if procedure else event
    found = asking.question(question) if asking is not None else None
    return found.options.keys() if found is not None else ()


def _following(wanted: Iterable[str], tables: Iterable[Iterable[Row]], known: Answers) -> dict[str, str]:
    """What follows in one step. All steps look at the same answers, so that no order decides."""
    new: dict[str, str] = {}
    for name in wanted:
        if name not in known:
            said = {follows(table, known, name) for table in tables} - {None}
            if len(said) == 1:
                new[name] = str(said.pop())
    return new


def _of_procedure(name: str, known: Answers) -> dict[str, str]:
    return {full.rpartition(".")[2]: answer for full, answer in known.items() if full.rpartition(".")[0] == name}


def _replay(event: LifeEvent, own: Answers) -> _Standing:
    """Walk the event's own questions from the top, as procedures.journey does with those of a procedure."""
    counted: dict[str, str] = {}
    undecided = {question.id for question in event.questions}
    next_question: OwnQuestion | None = None
    for question in event.questions:
        asked = question.when.holds(counted, undecided)
        answer = own.get(question.id)
        if asked is False:
            undecided.discard(question.id)
        elif asked and answer is not None and answer in question.options:
            counted[question.id] = answer
            undecided.discard(question.id)
        elif asked and next_question is None:
            next_question = question
    return _Standing(counted, frozenset(undecided), next_question)
