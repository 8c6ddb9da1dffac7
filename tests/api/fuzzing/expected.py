"""Answers that are right, though they look like findings: no schema can say when they come."""

from __future__ import annotations

from typing import Any

TYPE = "urn:onevisit:problem:"
EXPECTED = {"key-used", "paper-refused"}
"""A key came with another body before; bytes are no picture, or none that is taken."""
EXPECTED_IN_FIELDS = {
    ("after", "it is no cursor of this list"),
    ("after", "it is no cursor"),
    ("after", "it lies in the future"),
    ("submission.parts", "hand in 1 to 20 procedures, each once"),
    ("claims", "a case has one place a visit"),
    ("moves", "an appointment moves to one place"),
    ("fact", "the procedure asks no such question"),
    ("number_of_post", "it is said for what goes by post, and only for that"),
    ("case", "it is no genuine ticket of this installation"),
}
"""`wrong-body` for what only the One Window knows: cursors that it gave, questions of the case's procedure, how the
citizen wants the result, its own signatures. And for a list that says two things of one."""

LEFT = {"ahead": None}
"""A position that was left can still be read: it says that nobody waits there any more."""


def is_expected(problem: Any) -> bool:
    """Whether a call that fits the description may be answered this problem. No other may be."""
    if not isinstance(problem, dict):
        return False
    name = str(problem.get("type", "")).removeprefix(TYPE)
    fields = {(each["field"], each["why"]) for each in problem.get("fields", [])}
    return name in EXPECTED or (name == "wrong-body" and bool(fields) and fields <= EXPECTED_IN_FIELDS)
