"""`hearing`: how well answers, acts, dates and places are heard, by the tables of the bank."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import typer

from bot.catalogue.content import Catalogue
from bot.catalogue.hearing import open_ear, questions
from bot.commands import serving
from bot.commands.table import aligned
from bot.dialogue.guide import calendar_of, centre_words
from bot.dialogue.passing import heard_answers
from intents.hearing.ear import Ear
from intents.hearing.scoring import (
    ASKED,
    RIGHT,
    WRONG,
    Tally,
    score_acts,
    score_answers,
    score_days,
    score_mentions,
    score_places,
)
from intents.scoring import interval, share
from intents.tables import table

Part = Literal["heldout", "train"]


def hearing(
    part: Annotated[str, typer.Option(help="heldout; or train, which is learned from.")] = "heldout",
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    mistakes: Annotated[bool, typer.Option("--mistakes", help="Tell every line that was not heard rightly.")] = False,
) -> None:
    """Measure how answers, acts, dates and places are heard.

    `asked`: neither right nor wrong, since the dialogue asks. Shares of what is right come with the interval in which
    the true share lies with 95 %.
    """
    told = serving.settings()
    chosen: Part = "train" if part == "train" else "heldout"
    tallies = list(_tallies(serving.open_catalogue(told), open_ear(told.model), chosen))
    if json_wanted:
        typer.echo(json.dumps([_as_json(tally) for tally in tallies], ensure_ascii=False))
        return
    typer.echo("\n".join(aligned(list(_rows(tallies)), [26, 7, 8, 16, 8, 8, 8])))
    for tally in tallies if mistakes else ():
        for text, expected, heard in tally.mistakes:
            typer.echo(f"{tally.name.strip()}: {text} | {expected} | {heard}")


def _tallies(catalogue: Catalogue, ear: Ear, part: Part) -> Iterator[Tally]:
    definitions = {name: publication.definition for name, publication in catalogue.procedures.items()}
    yield from score_answers(table("answers", part), ear, questions(catalogue))
    mentions = [line for line in table("mentions", part) if line["procedure"] in definitions]
    yield score_mentions(mentions, lambda procedure, text: heard_answers(definitions[procedure], text, {}, ear))
    yield score_days(table("days", part), calendar_of(catalogue.province))
    words = centre_words(catalogue.province.centres)
    yield score_places(table("places", part), lambda text: ear.place(text, words))
    yield from score_acts(table("acts", part), ear)


def _as_json(tally: Tally) -> dict[str, Any]:
    return {"table": tally.name.strip(), "lines": tally.lines, **tally.counts, "milliseconds": round(tally.typical, 2)}


def _rows(tallies: list[Tally]) -> Iterator[tuple[tuple[str], ...]]:
    yield tuple((head,) for head in ("heard", "lines", "right", "95 %", "asked", "wrong", "ms"))
    for tally in tallies:
        low, high = interval(tally.counts[RIGHT], tally.lines)
        shares = (f"{share(tally.counts[became], tally.lines):.1%}" for became in (RIGHT, ASKED, WRONG))
        right, asked, wrong = shares
        took = f"{tally.typical:.1f}" if tally.milliseconds else ""
        yield (tally.name,), (str(tally.lines),), (right,), (f"{low:.1%} to {high:.1%}",), (asked,), (wrong,), (took,)
