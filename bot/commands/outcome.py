"""`outcome`: what answers lead to, for scripts and for whoever edits a definition."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, get_args

import typer

from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse, no_such
from bot.commands.finding import publication_of, spoken_in
from bot.commands.outcome_json import as_json
from procedures import outcome as outcomes
from procedures.definition import Definition
from procedures.settling import Gaps
from procedures.vocabulary import WayName

WAYS: tuple[str, ...] = get_args(WayName)


def outcome(
    procedure: Annotated[str, typer.Argument(help="The id of a procedure.")],
    words: Annotated[list[str] | None, typer.Argument(metavar="[QUESTION=OPTION]...")] = None,
    way: Annotated[str | None, typer.Option(help=f"{', '.join(WAYS)}; without it the window if there is one.")] = None,
    down: Annotated[list[str] | None, typer.Option(metavar="REGISTER...", help="Registers that do not answer.")] = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of words.")] = False,
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
) -> None:
    """Say what answers lead to: what to bring, where, how often.

    An answer that this path does not ask for is ignored; while answers are missing, what is certain so far is shown.
    """
    told = serving.settings()
    spoken = spoken_in(language, told.language)
    catalogue = serving.open_catalogue(told)
    publication = publication_of(catalogue, procedure)
    registers, pairs = _sorted(down or [], words or [])
    gaps = Gaps(serving.registers_down(catalogue, registers))
    answers = read_answers(publication.definition, pairs)
    wanted = None if way is None else _way(way)
    end = outcomes.outcome(publication.definition, catalogue.province, answers, gaps)
    out = end.way(wanted)
    if wanted and out is None and end.complete and end.stop is None:
        ways = ", ".join(each.way.way for each in end.ways)
        raise FoundWrong(f'The way "{wanted}" is not offered on this path. Offered: {ways}.')
    if json_wanted:
        typer.echo(json.dumps(as_json(publication, end, out), ensure_ascii=False))
        return
    from bot.commands.outcome_text import as_text  # Fluent and Babel are slow to import

    typer.echo(as_text(end, out, catalogue.province, spoken))


def read_answers(definition: Definition, pairs: Iterable[str]) -> Mapping[str, str]:
    """`question=option` as answers. Raises WrongUse for what the definition does not have."""
    questions = {question.id: question for question in definition.questions}
    answers: dict[str, str] = {}
    for pair in pairs:
        name, equals, option = pair.partition("=")
        if not equals:
            raise WrongUse(f'"{pair}" is not an answer: write QUESTION=OPTION.')
        if name not in questions:
            raise no_such("There is no question", name, questions)
        if option not in questions[name].options:
            raise no_such(f'The question "{name}" has no option', option, questions[name].options)
        if name in answers:
            raise WrongUse(f'The question "{name}" is answered twice.')
        answers[name] = option
    return answers


def _sorted(down: Sequence[str], words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Registers and answers: after --down several registers may stand, and only answers have a `=`."""
    if not down:
        return [], list(words)
    return [*down, *(word for word in words if "=" not in word)], [word for word in words if "=" in word]


def _way(name: str) -> str:
    if name not in WAYS:
        raise no_such("There is no way", name, WAYS)
    return name
