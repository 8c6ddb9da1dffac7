"""`bank`: what the bank of sentences holds for each procedure, and what stands in it twice."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from bot.commands.ending import FoundWrong
from bot.commands.table import aligned
from intents.sentences import PARTS
from intents.sentences import bank as sentences
from intents.variety import Holdings, Twice, holdings, written_twice

SHOWN = 20
"""Pairs that are told."""


def bank() -> None:
    """Say what the bank of sentences holds for each procedure, and what was written twice.

    A sentence that stands in two parts ends it with exit code 1: what is learned from must not be measured with.
    """
    parts = {part: sentences(part) for part in PARTS}
    typer.echo("\n".join(aligned(list(_rows(holdings(parts))), [36, 6, 5, 8, 6, 8, 8, 7, 7, 8])))
    twice = list(written_twice(parts))
    across = [pair for pair in twice if pair.across]
    for pair in (across or twice)[:SHOWN]:
        typer.echo(_told(pair))
    total = sum(map(len, parts.values()))
    typer.echo(f"sentences: {total}, written twice: {len(twice)}, of them in two parts: {len(across)}")
    if across:
        raise FoundWrong("Sentences stand in two parts: take them out of the part that is learned from.")


def _rows(held: tuple[Holdings, ...]) -> Iterator[tuple[tuple[str], ...]]:
    yield tuple((head,) for head in ("procedure", *PARTS, "kinds", "writers", "Chinese", "mixed", "fresh", "opening"))
    for each in held:
        counts = tuple((str(each.by_part[part]),) for part in PARTS)
        shares = tuple((f"{share:.0%}",) for share in (each.chinese, each.mixed, each.fresh, each.opening))
        yield (each.intent,), *counts, (str(each.kinds),), (str(each.writers),), *shares


def _told(pair: Twice) -> str:
    first, second = pair.first, pair.second
    return f"{pair.first_part}/{first.writer}: {first.text}\n  {pair.second_part}/{second.writer}: {second.text}"
