"""`figures`: what the catalogue costs citizens: JSON for scripts, a table for staff, pictures for everybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.catalogue.content import Catalogue
from bot.commands import serving
from bot.commands.ending import FoundWrong
from bot.commands.figures_json import as_json
from bot.commands.finding import spoken_in
from bot.demonstration.figures import Prefilled, prefilled
from bot.demonstration.people import read_people
from procedures.burden import Burden, burden


def figures(
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    without: Annotated[list[str] | None, typer.Option(metavar="REGISTER", help="As if this one were down.")] = None,
    pictures: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Draw pictures there instead.")] = None,
    language: Annotated[str | None, typer.Option(help="zh or en; pictures are drawn in both.")] = None,
) -> None:
    """Say what citizens pay in papers, visits, questions.

    Everything is told of each procedure's usual path and of its worst: most papers, then most visits. With --without,
    which may stand several times, the table also says what the absence of those registers costs.
    """
    told = serving.settings()
    spoken = spoken_in(language, told.language)
    catalogue = serving.open_catalogue(told)
    down = serving.registers_down(catalogue, without or ())
    found = _measured(catalogue, down)
    if pictures is not None:
        _draw(pictures, found, catalogue, down)
    elif json_wanted:
        typer.echo(json.dumps(as_json(found, down, _prefilled(catalogue, down)), ensure_ascii=False))
    else:
        from bot.commands.figures_text import as_text  # Fluent and Babel are slow to import

        whole = _measured(catalogue, frozenset()) if down else None
        typer.echo(as_text(found, catalogue.province, spoken, _prefilled(catalogue, down), down, whole))


def _measured(catalogue: Catalogue, down: frozenset[str]) -> Burden:
    definitions = (publication.definition for publication in catalogue.procedures.values())
    return burden(definitions, catalogue.province, down)


def _prefilled(catalogue: Catalogue, down: frozenset[str]) -> Prefilled:
    definitions = {id: publication.definition for id, publication in catalogue.procedures.items()}
    return prefilled(read_people(), definitions, catalogue.province, serving.today(), down)


def _draw(folder: Path, found: Burden, catalogue: Catalogue, down: frozenset[str]) -> None:
    """Write the pictures and name them on stdout. Raises FoundWrong if the folder cannot be written."""
    from bot.commands.pictures import draw_all

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in draw_all(found, catalogue.province, down).items():
            (folder / name).write_text(picture, encoding="utf-8")
            typer.echo(str(folder / name))
    except OSError as error:
        raise FoundWrong(f'The pictures cannot be written to "{folder}": {error.strerror}.') from None
