"""Walks every path: each line must be reached by one, each question must change something on one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from procedures.checks.names import lines
from procedures.definition import Definition, Question
from procedures.journey import replay
from procedures.outcome import Outcome, outcome
from procedures.problem import Problem, Source
from procedures.provincial import Province

MOST_PATHS = 20_000
Path = Mapping[str, str]
Ends = Sequence[tuple[Path, Outcome]]
"""Every complete path with its outcome, every register up."""


def walk(definition: Definition, most: int | None = None) -> list[Path]:
    """Every complete path through the questions, as answers; at most `most` of them."""
    paths: list[Path] = []
    waiting: list[dict[str, str]] = [{}]
    while waiting and (most is None or len(paths) < most):
        answers = waiting.pop()
        question = replay(definition, answers).next_question
        if question is None:
            paths.append(answers)
        else:
            waiting.extend({**answers, question.id: option} for option in reversed(question.options))
    return paths


def ends_of(definition: Definition, province: Province, paths: Sequence[Path]) -> Ends:
    """The outcome of each path, worked out once for all checks that ask for it."""
    return [(path, outcome(definition, province, path)) for path in paths]


def check_paths(definition: Definition, source: Source, ends: Ends) -> Iterator[Problem]:
    """Unreached lines, idle questions, paths without a way, ways offered twice. `ends`: of every path there is."""
    yield from _unreached(definition, source, ends)
    yield from _unfinished(source, ends)
    known = {frozenset(path.items()): end for path, end in ends}
    for i, question in enumerate(definition.questions):
        if not _matters(question, ends, known):
            what = f"Whatever is answered to '{question.id}', nothing changes."
            remedy = "Leave the question out, or write what it changes."
            yield source.problem("idle-question", ("questions", i), what, remedy)


def _unreached(definition: Definition, source: Source, ends: Ends) -> Iterator[Problem]:
    """A question is reached on its path, a stop by ending it, any other line by holding where no stop ends it."""
    on_the_way = {question for path, _ in ends for question in path}
    stops = {end.stop.id for _, end in ends if end.stop}
    finished = [path for path, end in ends if end.stop is None]
    for location, line in lines(definition):
        if location[0] == "questions":
            reached = definition.questions[int(location[1])].id in on_the_way
        elif location[0] == "stops":
            reached = definition.stops[int(location[1])].id in stops
        else:
            around = definition.ways[int(location[1])] if location[0] == "ways" else line
            reached = any(line.when.holds(path) and around.when.holds(path) for path in finished)
        if not reached:
            what, remedy = "No path ever reaches this line.", "Mend its 'if', or leave the line out."
            yield source.problem("unreached", location, what, remedy)
    for i, needed in enumerate(definition.documents):
        lacking = needed.on_paper_if
        if lacking is not None and not any(needed.when.holds(path) and lacking.holds(path) for path in finished):
            what, remedy = "On no path is this needed on paper.", "Mend the 'on_paper_if', or leave it out."
            yield source.problem("unreached", ("documents", i, "on_paper_if"), what, remedy)


def _unfinished(source: Source, ends: Ends) -> Iterator[Problem]:
    for path, end in ends:
        names = [way.way.way for way in end.ways]
        if not names and end.stop is None:
            what, remedy = (
                "On this path there is no way to finish.",
                "Add a way, or a stop that says what to do instead.",
            )
            yield source.problem("no-way", ("ways",), what, remedy, answers=path)
            return
        if len(names) != len(set(names)):
            what, remedy = "On this path the same way is offered twice.", "Give the two an 'if' that tells them apart."
            yield source.problem("way-twice", ("ways",), what, remedy, answers=path)
            return


def _matters(question: Question, ends: Ends, known: Mapping[frozenset[tuple[str, str]], Outcome]) -> bool:
    """Whether on some path another option leads to another outcome, stop or question.

    Where the answers with the other option are themselves a complete path, the same questions are asked on both.
    """
    for path, end in ends:
        for option in question.options:
            if question.id in path and option != path[question.id]:
                other = known.get(frozenset({**path, question.id: option}.items()))
                if other is None or _bare(other) != _bare(end):
                    return True
    return False


def _bare(end: Outcome) -> tuple[object, ...]:
    """The outcome without the answers that led to it."""
    return (end.stop, replace(end, journey=None))  # type: ignore[arg-type]
