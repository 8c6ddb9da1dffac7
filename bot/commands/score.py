"""`score`: how well a matcher does on labelled sentences: figures with intervals for eyes, JSON for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.catalogue.matching import open_matcher
from bot.commands import serving
from bot.commands.ending import WrongUse
from bot.commands.score_text import as_json, as_text
from intents.scoring import score as measure
from intents.sentences import Labelled, WrongLine, read_sentences


def score(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.tsv …", help="text, lang, expected, kind; or folders.")],
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Tell every sentence that was taken wrongly.")] = False,
) -> None:
    """Measure the matcher on labelled sentences.

    `expected` are the ids that are right, joined by |, or none. Shares are told with the interval in which the true
    share lies with 95 %.
    """
    told = serving.settings()
    catalogue = serving.open_catalogue(told)
    sentences = [sentence for file in files for sentence in _read(file)]
    if not sentences:
        raise WrongUse("There is no sentence to measure with.")
    found = measure(open_matcher(catalogue, told.model, lambda line: typer.echo(line, err=True)), sentences)
    typer.echo(json.dumps(as_json(found), ensure_ascii=False) if json_wanted else as_text(found, mistakes=mistakes))


def _read(place: Path) -> list[Labelled]:
    """The sentences of a file, or of all files in a folder. Raises WrongUse."""
    try:
        if place.is_dir():
            return [sentence for file in sorted(place.rglob("*.tsv")) for sentence in read_sentences(file)]
        return list(read_sentences(place))
    except WrongLine as wrong:
        raise WrongUse(str(wrong)) from None
    except OSError as error:
        raise WrongUse(f"{place} cannot be read: {error.strerror}.") from None
