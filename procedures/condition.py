"""When a line of a definition applies: `if`, in the few words that staff can read aloud.

    if: {marital: married}                       one answer
    if: {marital: [divorced, widowed]}           any of these answers
    if: {role: buyer, mortgage: {not: none}}     several questions: all must hold
    if: [{role: buyer}, {mortgage: none}]        several maps: one must hold
    if: {not: {role: buyer, mortgage: none}}     none of what stands inside

There are no expressions, so every path can be walked and every name checked. A condition has three values: an
answer that is still to come makes it `None`, not yet known. A question that this path never asks has no answer,
and a condition that wants one does not hold.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_serializer, model_validator

Answers = Mapping[str, str]


class Test(BaseModel):
    """One question against the options that satisfy it."""

    __test__ = False  # the name is the field's; pytest must not collect it
    model_config = ConfigDict(frozen=True, defer_build=True)
    question: str
    options: tuple[str, ...]
    negated: bool = False

    def holds(self, answers: Answers, still_open: Container[str]) -> bool | None:
        answer = answers.get(self.question)
        if answer is None and self.question in still_open:
            return None
        return (answer in self.options) is not self.negated


class Clause(BaseModel):
    """Several tests, all of which must hold, and perhaps a condition that must not."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    tests: tuple[Test, ...] = ()
    unless: Condition | None = None

    def holds(self, answers: Answers, still_open: Container[str]) -> bool | None:
        unknown = False
        for test in self.tests:
            held = test.holds(answers, still_open)
            if held is False:
                return False
            unknown = unknown or held is None
        if self.unless is not None:
            held = self.unless.holds(answers, still_open)
            if held is True:
                return False
            unknown = unknown or held is None
        return None if unknown else True

    def written(self) -> dict[str, Any]:
        """The clause as staff write it."""
        said: dict[str, Any] = {}
        for test in self.tests:
            options = test.options[0] if len(test.options) == 1 else list(test.options)
            said[test.question] = {"not": options} if test.negated else options
        if self.unless is not None:
            said["not"] = self.unless.written()
        return said


class Condition(BaseModel):
    """One or more clauses, one of which must hold."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    any_of: tuple[Clause, ...]

    def holds(self, answers: Answers, still_open: Container[str] = ()) -> bool | None:
        """Whether it holds; `None` while it depends on a question in `still_open`."""
        unknown = False
        for clause in self.any_of:
            held = clause.holds(answers, still_open)
            if held is True:
                return True
            unknown = unknown or held is None
        return None if unknown else False

    def tests(self) -> Iterator[Test]:
        """Every test in it, however deep."""
        for clause in self.any_of:
            yield from clause.tests
            if clause.unless is not None:
                yield from clause.unless.tests()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        if isinstance(written, Condition) or (isinstance(written, dict) and set(written) == {"any_of"}):
            return written
        return {"any_of": _read_clauses(written)}

    @model_serializer
    def written(self) -> Any:
        """The condition as staff write it."""
        clauses = [clause.written() for clause in self.any_of]
        return clauses[0] if len(clauses) == 1 else clauses


def _read_clauses(written: Any) -> tuple[Clause, ...]:
    clauses = written if isinstance(written, list) else [written]
    if not clauses:
        raise ValueError("a condition needs at least one question")
    return tuple(_read_clause(clause) for clause in clauses)


def _read_clause(written: Any) -> Clause:
    if not isinstance(written, dict) or not written:
        raise ValueError("a condition is written as {question: option}")
    tests, unless = [], None
    for question, wanted in written.items():
        if question == "not":
            unless = Condition(any_of=_read_clauses(wanted))
        else:
            tests.append(_read_test(str(question), wanted))
    return Clause(tests=tuple(tests), unless=unless)


def _read_test(question: str, wanted: Any) -> Test:
    negated = isinstance(wanted, dict) and set(wanted) == {"not"}
    options = wanted["not"] if negated else wanted
    if isinstance(options, str):
        options = [options]
    if not isinstance(options, list) or not options or not all(isinstance(o, str) for o in options):
        raise ValueError(f"{question}: an option, a list of options or {{not: …}} is expected")
    return Test(question=question, options=tuple(options), negated=negated)


ALWAYS = Condition(any_of=(Clause(),))
