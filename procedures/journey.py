"""Which question comes next, and which answers still count.

The journey is replayed from the answers each time and never stored: going back, changing an earlier answer and
resuming after days need no code of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedures.definition import Definition, Question, Stop


@dataclass(frozen=True)
class Journey:
    """Where these answers lead.

    `answers` count, in the order of the questions; `ignored` were given but this path does not ask for them, or they
    name no option; `waiting` were given early and count once the questions before them are answered; `still_open` are
    questions that may yet be asked.
    """

    answers: Mapping[str, str]
    ignored: tuple[str, ...]
    waiting: tuple[str, ...]
    still_open: frozenset[str]
    next_question: Question | None
    stop: Stop | None

    @property
    def complete(self) -> bool:
        return self.next_question is None


def replay(definition: Definition, given: Mapping[str, str]) -> Journey:
    """Walk the questions from the top with the answers `given`. Any mapping is welcome; nothing raises."""
    counted: dict[str, str] = {}
    waiting: list[str] = []
    undecided = {question.id for question in definition.questions}
    next_question: Question | None = None
    for question in definition.questions:
        asked = question.when.holds(counted, undecided)
        answer = given.get(question.id)
        if asked is False:
            undecided.discard(question.id)
        elif asked is None:
            if answer in question.options:
                waiting.append(question.id)
        elif answer is not None and answer in question.options:
            counted[question.id] = answer
            undecided.discard(question.id)
            stop = reached_stop(definition, counted, undecided)
            if stop is not None:
                return _ended(given, counted, stop)
        elif next_question is None:
            next_question = question
    stop = reached_stop(definition, counted, undecided)
    if stop is not None:
        return _ended(given, counted, stop)
    ignored = tuple(q for q in given if q not in counted and q not in waiting)
    return Journey(counted, ignored, tuple(waiting), frozenset(undecided), next_question, None)


def reached_stop(
    definition: Definition, answers: Mapping[str, str], still_open: frozenset[str] | set[str]
) -> Stop | None:
    """The first stop that certainly holds, whatever is answered from here on."""
    return next((stop for stop in definition.stops if stop.when.holds(answers, still_open)), None)


def _ended(given: Mapping[str, str], counted: Mapping[str, str], stop: Stop) -> Journey:
    ignored = tuple(q for q in given if q not in counted)
    return Journey(counted, ignored, (), frozenset(), None, stop)


def remaining_at_most(definition: Definition, journey: Journey) -> int:
    """How many questions can still come, at most: what a citizen is told before starting."""
    return len(journey.still_open - set(journey.waiting))
