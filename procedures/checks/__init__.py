"""Refuses what breaks the promise: walks every path of every definition and runs its examples.

    check(definition, source, province, known) -> problems and the number of paths

In order, since each part trusts the one before: names (everything named exists), known (what a register tells of an
answer is clear), order (nobody waits in vain), paths (every line can be reached,
every question matters), promise (one visit, one paper), proof (the examples hold, and notice every line).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from procedures.checks.known import check_known
from procedures.checks.names import check_names
from procedures.checks.order import check_order
from procedures.checks.paths import MOST_PATHS, check_paths, ends_of, walk
from procedures.checks.promise import check_promise
from procedures.checks.proof import check_proof
from procedures.definition import Definition
from procedures.problem import Problem, Source
from procedures.provincial import Province

__all__ = ["Checked", "check", "walk"]


@dataclass(frozen=True)
class Checked:
    """What was found in one definition, and how many paths lead through it."""

    problems: tuple[Problem, ...]
    paths: int

    @property
    def ok(self) -> bool:
        return not any(problem.level == "error" for problem in self.problems)


def check(definition: Definition, source: Source, province: Province, procedures: Container[str]) -> Checked:
    """Check one definition against the province and the ids of all `procedures`.

    The parts after a failed one are left out: they would only repeat its mistake in other words.
    """
    problems = (
        *check_names(definition, source, province, procedures),
        *check_known(definition, source),
        *check_order(definition, source),
    )
    if problems:
        return Checked(problems, 0)
    paths = walk(definition, most=MOST_PATHS + 1)
    if len(paths) > MOST_PATHS:
        what = f"There are more than {MOST_PATHS:,} paths through the questions."
        remedy = "Ask fewer questions, or ask some only where they matter (if)."
        return Checked((source.problem("too-many-paths", ("questions",), what, remedy),), len(paths))
    ends = ends_of(definition, province, paths)
    problems = (*check_paths(definition, source, ends), *check_promise(definition, source, province, ends))
    if not problems:
        problems = tuple(check_proof(definition, source, province))
    return Checked(problems, len(paths))
