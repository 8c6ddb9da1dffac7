"""What a definition may say: one YAML file a procedure, read by staff, lawyers and this program alike.

The words are those of docs/glossary.md. Everything unknown is refused, so that a slip of the pen is found
by `check` and never by a citizen. `procedures/README.md` explains the form to staff.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from procedures.condition import ALWAYS, Condition
from procedures.example import Example
from procedures.vocabulary import YOU, Duration, Id, Line, Model, Text, Verified, WayName, Words

FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z-]+\.[a-z_]+$")]
"""`register.field`."""
FieldType = Literal["text", "date", "yuan", "phone", "citizen-number", "credit-code", "plate", "bank-account"]


class Basis(Model):
    """The law that a procedure stands on."""

    id: Id
    law: Text
    article: Words
    source: Words
    verified: Verified


class Person(Line):
    """Somebody the procedure is about, on the paths where `if` holds; elsewhere nothing is asked of this person.

    `you_if` tells when the citizen in the conversation is this person.
    """

    name: Text
    you_if: Condition | None = None
    represented: Literal["child", "company"] | None = None
    """The citizen may act for this person, as the parent of a child or the legal representative of a company.

    A register tells whether that is so, and what is read about the two needs the citizen's consent alone.
    """


class Office(Model):
    """Whose centre is competent: that of the home, the household register, the employer; or any."""

    of: Literal["home", "household", "employer", "residence", "premises", "anywhere"]


class Counts(Model):
    """Which numbers an option covers: from `gte` on and below `lt`, in one unit."""

    unit: Literal["years", "months", "days", "yuan", "points"]
    gte: float | None = None
    lt: float | None = None


class Option(Text):
    said_as: tuple[Words, ...] = ()
    """Other words that people use for it, in either language."""
    counts: Counts | None = None
    """The ages, times or amounts that mean this option."""
    recorded: tuple[Words, ...] = ()
    """What stands in the field of `known_from` where this option is right."""


class Question(Line):
    id: Id
    about: Id = YOU
    ask: Text
    why: Text
    find_out: Text | None = None
    """Where to look it up: what is told to somebody who does not know."""
    if_unsure: Id | None = None
    """The option to go on with meanwhile; without it the one that has most to be brought."""
    known_from: FieldName | None = None
    """The field of a register that knows the answer: it is compared with what the citizen says."""
    options: dict[Id, Option] = Field(min_length=2)


class Stop(Line):
    """Not you, not here, not yet, or another procedure."""

    id: Id
    say: Text
    instead: tuple[Id, ...] = ()
    changes: Text | None = None
    """When, or by what, this would be different: said to whoever is turned away."""


class First(Line):
    """Another procedure that must be done before this one, else a second trip follows."""

    procedure: Id
    because: Text


class DocumentLine(Line):
    """A document that this procedure needs, whether or not the citizen has to carry it."""

    document: Id | None = None
    one_of: tuple[Id, ...] = ()
    of: tuple[Id, ...] = Field(default=(YOU,), min_length=1)
    at: tuple[Id, ...] = ()
    """The visits at which it is needed; none named means all."""
    hand_in: Literal["always", "if-any"] | None = None
    holder: Id | None = None
    sent_by: Literal["you", "holder"] | None = None
    produced: bool = False
    """This matter itself makes it; it is shown, never asked for."""
    on_paper_if: Condition | None = None
    """Where the register lacks it, so that it has to be brought."""
    because: Text | None = None
    """Who issues it and why no register holds it."""
    note: Text | None = None
    tolerated: Annotated[int, Field(gt=0)] | None = None
    """Working days within which it may follow (容缺受理)."""

    @property
    def documents(self) -> tuple[str, ...]:
        return self.one_of or ((self.document,) if self.document else ())

    @model_validator(mode="after")
    def _consistent(self) -> DocumentLine:
        if bool(self.document) == bool(self.one_of):
            raise ValueError("name either one document or, under one_of, at least two")
        if len(self.one_of) == 1:
            raise ValueError("one_of needs at least two documents")
        if (self.holder is None) != (self.sent_by is None):
            raise ValueError("holder and sent_by belong together")
        return self


class FormField(Line):
    """A field of the application; `from: register.field` fills it from what the departments know."""

    id: Id
    label: Text
    of: Id = YOU
    source: FieldName | None = Field(default=None, alias="from")
    type: FieldType = "text"
    """What is written there: it is checked as it is typed."""


class Visit(Line):
    """One trip to a government counter. The citizen books its minutes."""

    id: Id
    counter: Id
    minutes: int = Field(gt=0, le=480)
    who: tuple[Id, ...] = ()
    """Who comes; none named means everybody whom the way asks for."""
    purpose: Text | None = None
    after_days: int | None = Field(default=None, gt=0)
    """Calendar days that must pass since the visit before."""
    within_days: int | None = Field(default=None, gt=0)
    """Calendar days after that in which the visit must happen."""


class Errand(Line):
    """A trip elsewhere: a hospital examination, a bank."""

    id: Id
    holder: Id
    purpose: Text


class Way(Line):
    way: WayName
    identity: Literal["document", "face"] = "document"
    who: tuple[Id, ...] = (YOU,)
    papers: Literal["bring", "upload", "post"] = "bring"
    where: Text | None = None
    visits: tuple[Visit, ...] = ()
    errands: tuple[Errand, ...] = ()
    verified: Verified | None = None
    """Named where it is in doubt whether this way is open."""


Giving = Literal["electronic", "post", "on-the-spot", "self-service", "collect"]


class Result(Model):
    what: Text
    give: tuple[Giving, ...] = Field(min_length=1)


class Fee(Line):
    yuan: int = Field(ge=0)
    who: Id = YOU
    what: Text | None = None
    verified: Verified


class Tax(Line):
    """A tax that falls due with the matter. The rate is told, never computed: the tax office assesses it."""

    id: Id
    who: Id
    what: Text
    verified: Verified


class Limit(Model):
    """How long it may take. `note` tells what the figure does not: waiting periods, harder cases."""

    limit: Duration
    basis: Id | None = None
    note: Text | None = None
    verified: Verified


class Time(Model):
    legal: Limit
    promised: Limit | None = None


class Approval(Line):
    """A decision by a department. Equal steps run in parallel."""

    step: int = Field(ge=1)
    department: Id
    decides: Text | None = None
    publicity: Duration | None = None
    """How long it is announced to everybody before this department may decide (公示)."""
    apart: bool = False
    """Refused, it takes away only what it decides itself; the rest goes on and stands."""


class Then(Line):
    """What the result sets off in another department, delivered once."""

    tell: Id
    once: Literal["approved", "submitted"] = "approved"
    what: Text
    after: tuple[Id, ...] = ()
    """Who must have heard of it before: what they register is needed there."""


class VisitsException(Model):
    basis: Id
    say: Text


class PapersException(Model):
    say: Text


class Exceptions(Model):
    """What breaks the promise of one visit or one paper, and the law or reason that makes it so."""

    visits: VisitsException | None = None
    papers: PapersException | None = None


class Before(Model):
    """The number of papers that a published source gives for the time before the departments shared."""

    papers: int = Field(gt=0)
    source: Words
    note: Text
    verified: Verified


class AskedAs(Model):
    zh: tuple[Words, ...] = Field(default=(), max_length=12)
    en: tuple[Words, ...] = Field(default=(), max_length=12)


class NearMiss(Model):
    """A sentence that sounds like this procedure and belongs to another one."""

    zh: Words | None = None
    en: Words | None = None
    belongs_to: Id

    @model_validator(mode="after")
    def _said(self) -> NearMiss:
        if self.zh is None and self.en is None:
            raise ValueError("write the sentence in zh, en or both")
        return self


class Note(Text, Line):
    """What the citizen is told besides; or, `to: staff`, what colleagues have to know and no citizen reads.

    A note that does not concern everybody has an `id`, so that an example proves it.
    """

    id: Id | None = None
    to: Literal["citizen", "staff"] = "citizen"
    verified: Verified

    @model_validator(mode="after")
    def _named(self) -> Note:
        if self.id is None and self.when != ALWAYS:
            raise ValueError("a note with 'if' needs an id, so that an example can name it")
        return self


class Definition(Model):
    """One procedure, whole."""

    id: Id
    title: Text
    achieves: Text
    """What the citizen has when it is done, in everyday words."""
    lead: Id
    joint: tuple[Id, ...] = Field(default=(), alias="with")
    basis: tuple[Basis, ...] = Field(min_length=1)
    review_by: date
    people: dict[Id, Person] = Field(default={})
    office: Office
    before: Before | None = None
    asked_as: AskedAs = AskedAs()
    not_asked_as: tuple[NearMiss, ...] = ()
    questions: tuple[Question, ...] = ()
    usual: dict[Id, Id] = Field(default={})
    stops: tuple[Stop, ...] = ()
    first: tuple[First, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    form: tuple[FormField, ...] = ()
    ways: tuple[Way, ...] = Field(min_length=1)
    result: Result
    fee: tuple[Fee, ...] = ()
    taxes: tuple[Tax, ...] = ()
    time: Time
    approvals: tuple[Approval, ...] = Field(min_length=1)
    then: tuple[Then, ...] = ()
    exceptions: Exceptions = Exceptions()
    related: tuple[Id, ...] = ()
    notes: tuple[Note, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=1)

    def question(self, question_id: str) -> Question | None:
        return next((q for q in self.questions if q.id == question_id), None)
