"""Which single facts stand in the way: told to whoever is turned away, so that they see what would have to change.

    blocking(definition, answers) -> Facts, the one asked last first

Pure, like the journey that it replays. Nothing here says that a fact can be changed, only that it alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedures.definition import Definition, Option, Question
from procedures.journey import replay


@dataclass(frozen=True)
class Fact:
    """One answer that blocks by itself."""

    question: Question
    answer: str
    otherwise: tuple[str, ...]
    """The options with which it goes on to an end, in the order of the question."""

    @property
    def option(self) -> Option:
        """What was answered, in words."""
        return self.question.options[self.answer]


def blocking(definition: Definition, answers: Mapping[str, str]) -> tuple[Fact, ...]:
    """The facts of which any one, otherwise answered, leads past every stop; none where no single one does.

    All other `answers` are kept, those included that count only then; questions that come up anew are free. Without a
    stop there is nothing to tell.
    """
    journey = replay(definition, answers)
    if journey.stop is None:
        return ()
    facts = (_fact(definition, answers, name) for name in reversed(list(journey.answers)))
    return tuple(fact for fact in facts if fact is not None)


def _fact(definition: Definition, answers: Mapping[str, str], name: str) -> Fact | None:
    question = definition.question(name)
    if question is None:
        return None
    others = (option for option in question.options if option != answers[name])
    otherwise = tuple(option for option in others if _goes_on(definition, {**answers, name: option}))
    return Fact(question, answers[name], otherwise) if otherwise else None


def _goes_on(definition: Definition, answers: Mapping[str, str]) -> bool:
    """Whether some way of answering what is still open ends without a stop."""
    journey = replay(definition, answers)
    if journey.stop is not None or journey.next_question is None:
        return journey.stop is None
    question = journey.next_question
    return any(_goes_on(definition, {**answers, question.id: option}) for option in question.options)
