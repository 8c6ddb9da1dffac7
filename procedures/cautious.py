"""What to go on with while somebody does not know an answer: the option for which most is brought.

Whoever brings a paper too many is served all the same; whoever lacks one comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from procedures.definition import Definition, Question
from procedures.outcome import Outcome


def cautious_option(
    definition: Definition,
    question: Question,
    answers: Mapping[str, str],
    outcome_of: Callable[[Mapping[str, str]], Outcome],
) -> str | None:
    """The option that staff named for this, else the one with most to bring and most visits at the window.

    Questions still open are answered as usual, and of equal options the usual one is taken. None where every option
    ends in a stop.
    """
    if question.if_unsure is not None:
        return question.if_unsure
    outcomes = {name: outcome_of({**definition.usual, **answers, question.id: name}) for name in question.options}
    open_ones = {name: outcome for name, outcome in outcomes.items() if outcome.stop is None and outcome.ways}
    usual = definition.usual.get(question.id)
    return max(open_ones, key=lambda name: (*_burden(open_ones[name]), name == usual), default=None)


def _burden(outcome: Outcome) -> tuple[int, int, int]:
    """Papers and identity to bring, visits, and everything else to have along."""
    way = outcome.way()
    if way is None:
        return 0, 0, 0
    return len(way.bring), way.visit_count, len(way.hand_in) + len(way.also)
