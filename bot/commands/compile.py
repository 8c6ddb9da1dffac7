"""`compile`: renew the compiled form of the shipped definitions, so that a first start need not read them."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.catalogue.compiling import compile_catalogue
from bot.catalogue.content import SHIPPED, ProvinceBroken
from bot.catalogue.files import look
from bot.catalogue.kept import SHIPPED_FILE, head_of, read_compiled, write_compiled
from bot.commands.ending import FoundWrong
from bot.commands.progress import Progress

REMEDY = "Run `make compiled` and commit what it writes."


def compile(
    anew: Annotated[bool, typer.Option("--anew", help="Take nothing over from what is there.")] = False,
) -> None:
    """Compile the shipped definitions into procedures/compiled.jsonl, which is committed.

    What did not change is taken over. It is not needed for definitions of one's own: those are compiled when they are
    first used.
    """
    files = look(SHIPPED / "definitions")
    before = None if anew else read_compiled(SHIPPED_FILE, head_of(files))
    try:
        compiled = compile_catalogue(files, [before] if before else [], Progress("Definitions compiled").tell)
    except ProvinceBroken as error:
        raise FoundWrong(str(error)) from None
    broken = [problem for kept in compiled.parts for problem in kept.part.problems]
    if broken:
        raise FoundWrong(f"{len(broken)} things are wrong with the definitions; `check` says what. Nothing is written.")
    write_compiled(SHIPPED_FILE, compiled)
    typer.echo(f"{SHIPPED_FILE.name}: {len(compiled.parts)} definitions and life events", err=True)
