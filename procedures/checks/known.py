"""What a register knows of an answer can only be compared if it is clear which entry means which option."""

from __future__ import annotations

from collections.abc import Iterator

from procedures.definition import Definition, Question
from procedures.problem import Location, Problem, Source


def check_known(definition: Definition, source: Source) -> Iterator[Problem]:
    """`known_from` and `recorded` belong together, and one entry means one option."""
    for i, question in enumerate(definition.questions):
        yield from _recorded(question, ("questions", i), source)


def _recorded(question: Question, here: Location, source: Source) -> Iterator[Problem]:
    meaning: dict[str, str] = {}
    for name, option in question.options.items():
        for entry in option.recorded:
            if entry in meaning:
                what = f"'{entry}' is recorded for '{meaning[entry]}' and for '{name}'."
                yield source.problem(
                    "recorded-twice", (*here, "options", name, "recorded"), what, "Keep it with the one that it means."
                )
            meaning[entry] = name
    if meaning and question.known_from is None:
        what = f"'{question.id}' says what is recorded, and not where."
        remedy = "Add known_from: register.field, or take recorded out."
        yield source.problem("recorded-nowhere", (*here, "id"), what, remedy)
    if question.known_from is not None and not meaning:
        what = f"No option of '{question.id}' says what '{question.known_from}' records for it."
        remedy = "Write under the options that the register can tell: recorded: [what stands there]."
        yield source.problem("nothing-recorded", (*here, "known_from"), what, remedy)
