"""`show`: the guide of a procedure (办事指南) as a citizen reads it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands import serving
from bot.commands.finding import publication_of, spoken_in


def show(
    procedure: Annotated[str, typer.Argument(metavar="ID", help="The id of a procedure.")],
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
) -> None:
    """Show a procedure as a citizen reads it: the whole guide, for every situation.

    What is not confirmed in an official text is marked.
    """
    told = serving.settings()
    spoken = spoken_in(language, told.language)
    catalogue = serving.open_catalogue(told)
    publication = publication_of(catalogue, procedure)
    from bot.dialogue.service_guide import guide_text  # Fluent and Babel are slow to import
    from bot.dialogue.words import Words

    typer.echo(guide_text(publication.definition, Words(spoken, catalogue.province)))
