"""What there is to look up for an outcome: documents that registers stand in for, and fields that they fill.

Each thing carries what the citizen said that the same register knows, so that it can be compared where it lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.shared_data import Relation, Wanted
from bot.dialogue.sharing.state import Sharing, Thing
from procedures.definition import FormField
from procedures.outcome import Outcome
from procedures.provincial import Province
from procedures.settling import NO_GAPS, Situation
from procedures.vocabulary import YOU


def wanting_of(matter: Matter, guide: Guide) -> Wanting | None:
    """What there is to look up for a matter; None before the last answer is in, and where there is nothing.

    As if every register served: what did not serve the last time is tried again.
    """
    definition = guide.definition(matter)
    outcome = guide.outcome(definition, matter.answers) if definition else None
    if outcome is None or not outcome.complete or outcome.stop is not None:
        return None
    wanting = Wanting(outcome, guide.province, matter.sharing.me if matter.sharing else None)
    return wanting if wanting.own() or wanting.others() else None


def things_of(matter: Matter, guide: Guide) -> tuple[Thing, ...]:
    """The documents that would be looked up for the citizen, in the order in which they are offered."""
    wanting = wanting_of(matter, guide)
    return tuple((each.document, each.person) for each in wanting.own() if each.document) if wanting else ()


@dataclass(frozen=True)
class Wanting:
    """What one outcome wants looked up."""

    outcome: Outcome
    province: Province
    me: str | None = None
    """Which of the procedure's people the citizen is, where no answer tells."""

    @property
    def lacks_me(self) -> bool:
        """Whether the citizen has to say which of the people they are: nothing is about `you`, but about others."""
        about_me = any(wanted.person == YOU for wanted in self._all())
        return self.me is None and not about_me and bool(self.others())

    def own(self, sharing: Sharing | None = None) -> tuple[Wanted, ...]:
        """What the citizen may agree to, about themselves and whoever they act for, but what they bring on paper."""
        paper = sharing.paper if sharing else ()
        which = sharing.which if sharing else {}
        return tuple(
            replace(wanted, which=which.get(wanted.person))
            for wanted in self._all()
            if self.is_mine(wanted.person) and (wanted.document, wanted.person) not in paper
        )

    def others(self) -> dict[str, tuple[Wanted, ...]]:
        """What only somebody else may agree to, by person."""
        theirs: dict[str, tuple[Wanted, ...]] = {}
        for wanted in self._all():
            if not self.is_mine(wanted.person):
                theirs[wanted.person] = (*theirs.get(wanted.person, ()), wanted)
        return theirs

    def about(self, sharing: Sharing, person: str) -> tuple[Wanted, ...]:
        """What there is about this person, as far as somebody agreed to it."""
        if person in sharing.consents.keys() - {YOU}:
            return self.others().get(person, ())
        return tuple(wanted for wanted in self.own(sharing) if wanted.person == person)

    def is_mine(self, person: str) -> bool:
        """Whether this is the citizen, or somebody for whom they act."""
        return person in (YOU, self.me) or self._acting_as(person) is not None

    def _all(self) -> tuple[Wanted, ...]:
        documents = [self._document(name, person) for name, person in self._things()]
        served = {(wanted.person, register) for wanted in documents for register in wanted.registers}
        return (*documents, *self._form_alone(served))

    def _things(self) -> Iterator[tuple[str, str]]:
        """(document, person) of what registers cover, or would cover if they served."""
        covered = [(entry.document, person) for entry in self.outcome.covered for person in entry.of]
        gaps = [(entry.document, person) for entry in self.outcome.gaps for person in entry.of]
        yield from dict.fromkeys((*covered, *gaps))

    def _document(self, name: str, person: str) -> Wanted:
        registers = self.province.documents[name].held_by
        fields = tuple(
            field.source
            for field in self.outcome.form
            if field.source and _register(field.source) in registers and self._person(field) == person
        )
        return Wanted(
            person=person,
            registers=registers,
            document=name,
            fields=tuple(dict.fromkeys(fields)),
            claims=tuple(self._claims(registers, person)),
            acting_as=self._acting_as(person),
        )

    def _form_alone(self, served: set[tuple[str, str]]) -> Iterator[Wanted]:
        """Registers that are asked only because they fill a field."""
        alone: dict[tuple[str, str], list[str]] = {}
        for field in self.outcome.form:
            if field.source is not None:
                where = (self._person(field), _register(field.source))
                if where not in served and where[1] in self.province.registers:
                    alone.setdefault(where, []).append(field.source)
        for (person, register), fields in alone.items():
            yield Wanted(
                person=person,
                registers=(register,),
                fields=tuple(dict.fromkeys(fields)),
                acting_as=self._acting_as(person),
            )

    def _claims(self, registers: tuple[str, ...], person: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What the citizen answered and one of these registers knows of this person."""
        for question in self.outcome.definition.questions:
            option = question.options.get(self.outcome.journey.answers.get(question.id, ""))
            known = question.known_from
            if known is None or option is None or not option.recorded or _register(known) not in registers:
                continue
            if self._situation.person(question.about) == person:
                yield known, option.recorded

    def _person(self, field: FormField) -> str:
        return self._situation.person(field.of)

    def _acting_as(self, person: str) -> Relation | None:
        named = self.outcome.definition.people.get(person)
        return named.represented if named else None

    @property
    def _situation(self) -> Situation:
        return Situation(self.outcome.definition, self.province, self.outcome.journey, NO_GAPS)


def _register(field: str) -> str:
    """The register of `register.field`."""
    return field.partition(".")[0]
