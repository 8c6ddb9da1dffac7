"""`explain`: every path of a procedure, what it leads to and why, for a lawyer to sign; or its tree as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.catalogue.content import Catalogue
from bot.commands import serving
from bot.commands.ending import FoundWrong, WrongUse
from bot.commands.finding import publication_of, spoken_in
from bot.settings import Language
from procedures.publication import Publication


def explain(
    procedure: Annotated[str, typer.Argument(metavar="ID", help="The id of a procedure.")],
    language: Annotated[str | None, typer.Option(help="zh or en.")] = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the tree of the paths into FILE.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="A line for every path and way, for a spreadsheet.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show every path of a procedure, as a table or a picture.

    The table has the answers, what is brought and why, what is covered, ways, visits, papers before and after sharing,
    and where a path ends early; every register is up. The picture joins what leads to the same.
    """
    if csv and json:
        raise WrongUse("Choose one of --csv and --json.")
    told = serving.settings()
    spoken = spoken_in(language, told.language)
    catalogue = serving.open_catalogue(told)
    publication = publication_of(catalogue, procedure)
    if svg is not None:
        _draw(publication, catalogue, spoken, svg)
    if json:
        from bot.commands.explain_json import as_json

        typer.echo(as_json(publication, catalogue.province))
    elif csv:
        from bot.commands.explain_table import as_csv  # Fluent and Babel are slow to import

        typer.echo(as_csv(publication, catalogue.province, spoken), nl=False)
    elif svg is None:
        from bot.commands.explain_table import as_text

        for line in as_text(publication, catalogue.province, spoken):
            typer.echo(line)


def _draw(publication: Publication, catalogue: Catalogue, language: Language, file: Path) -> None:
    from bot.commands.labels import Labels
    from bot.commands.picture import draw

    drawn = draw(publication.definition, catalogue.province, language)
    try:
        file.write_text(drawn.svg, encoding="utf-8")
    except OSError as error:
        raise FoundWrong(f"{file} cannot be written: {error.strerror}.") from None
    label = Labels(language)
    if drawn.ends is not None:
        typer.echo(label("picture-by-questions", file=str(file), ends=drawn.ends), err=True)
    else:
        typer.echo(label("picture-written", file=str(file)), err=True)
