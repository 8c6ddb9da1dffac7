"""`cases`: applications, as departments and the centre see them from a shell. What they do is in cases_acts.py."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.api.shown import case_json, papers_of, stuck_json, waiting_json
from bot.app import present
from bot.backends.onewindow.applications.lists import Stuck, Waiting
from bot.commands import cases_acts
from bot.commands.cases_acts import Code
from bot.commands.cases_desk import Opened, at_desk, check_department
from bot.commands.ending import FoundWrong, WrongUse, no_such
from bot.dialogue.papers import PaperGone
from bot.storage.papers import StoredPapers

cases = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
JsonWanted = Annotated[bool, typer.Option("--json", help="JSON for scripts.")]


@cases.callback()
def about() -> None:
    """Applications, for the departments that decide on them and the centre that hands out what comes of it.

    Programs call the same over HTTP: docs/desk.md.
    """


@cases.command("list")
def list_(
    department: Annotated[str | None, typer.Option(metavar="DEPARTMENT", help="One alone; without it, all.")] = None,
    late: Annotated[bool, typer.Option("--late", help="What is over its time.")] = False,
    stuck: Annotated[bool, typer.Option("--stuck", help="What other bodies did not take.")] = False,
    json_wanted: JsonWanted = False,
) -> None:
    """List what waits for a decision, the most urgent first.

    With --stuck, what a clerk has to see to; what a body answered may be personal. With --json, an object a line.
    """
    if late and stuck:
        raise WrongUse("--late and --stuck are two lists: ask for one of them.")

    async def read(opened: Opened) -> tuple[list[Waiting], list[Stuck]]:
        if department is not None:
            check_department(department, opened.province)
        if stuck:
            return [], [each for each in await opened.desk.stuck() if department in (None, each.tell)]
        if late:
            return [each for each in await opened.desk.late() if department in (None, each.department)], []
        wanted = [department] if department is not None else list(opened.province.departments)
        found = [each for name in wanted for each in await opened.desk.inbox(name)]
        return sorted(found, key=_urgency), []

    (waiting, lost), province, told = at_desk(read)
    if json_wanted:
        for line in (*map(waiting_json, waiting), *map(stuck_json, lost)):
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    from bot.commands.cases_text import Written  # Fluent is slow to import

    written = Written(province, told.language)
    nothing = "cases-nothing-late" if late else "cases-nothing"
    typer.echo(written.stuck(lost) if stuck else written.waiting(waiting, nothing))


@cases.command()
def show(code: Code, json_wanted: JsonWanted = False) -> None:
    """Show a case: who decides, who is told, what happened, and what was handed in.

    It is personal: for the clerk who decides, and nobody else.
    """
    file, province, told = at_desk(lambda opened: opened.find(code))
    if json_wanted:
        typer.echo(json.dumps(case_json(file), ensure_ascii=False))
        return
    from bot.commands.cases_text import Written

    typer.echo(Written(province, told.language).case(file))


@cases.command()
def paper(
    code: Code,
    id: Annotated[str, typer.Argument(metavar="PAPER", help="The id of an uploaded paper of this case.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="A new file; only its owner may read it.")],
) -> None:
    """Write an uploaded paper to a file. It is personal: for the clerk who decides, and nobody else."""

    async def read(opened: Opened) -> bytes:
        file = await opened.find(code)
        known = papers_of(file)
        if id not in known:
            raise no_such(f"In case {file.status.case} there is no paper", id, sorted(known))
        try:
            return await StoredPapers(opened.engine, opened.vault, "", present).open(id)
        except PaperGone:
            raise FoundWrong(f'The paper "{id}" is erased.') from None

    content, _, _ = at_desk(read)
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(content)
    except FileExistsError:
        raise WrongUse(f'There is a file "{out}": name a new one.') from None
    except OSError as error:
        raise FoundWrong(f'The paper cannot be written to "{out}": {error.strerror}.') from None


for act in (
    cases_acts.approve,
    cases_acts.refuse,
    cases_acts.ask,
    cases_acts.hand_out,
    cases_acts.redeliver,
    cases_acts.settle,
):
    cases.command(act.__name__.replace("_", "-"))(act)


def _urgency(waiting: Waiting) -> tuple[bool, datetime, str, int]:
    return waiting.until is None, waiting.until or waiting.since, waiting.case, waiting.number
