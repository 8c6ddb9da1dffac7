"""Where a register says something else than the citizen answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.shared_data import Finding
from procedures.definition import Option, Question
from procedures.outcome import Outcome


@dataclass(frozen=True)
class Answered:
    """A question whose answer a register knows, and what the citizen answered."""

    question: Question
    option: Option

    @property
    def field(self) -> str:
        """The register's field that tells, as `register.field`."""
        return self.question.known_from or ""


def differences(finding: Finding, outcome: Outcome) -> tuple[Answered, ...]:
    """The answers that differ from what the finding shows; all that it may be, where it shows too little to tell."""
    known = [answer for answer in _answers(outcome) if answer.field.partition(".")[0] == finding.register]
    shown = dict(finding.shown)
    differing = [each for each in known if each.field in shown and shown[each.field] not in each.option.recorded]
    return tuple(differing or known)


def _answers(outcome: Outcome) -> list[Answered]:
    """What was answered that some register knows."""
    answered = [
        (question, question.options.get(outcome.journey.answers.get(question.id, "")))
        for question in outcome.definition.questions
        if question.known_from
    ]
    return [Answered(question, option) for question, option in answered if option is not None and option.recorded]
