"""`match`: which procedure each line of the input means. One line out for each one in: scripts pair them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from bot.catalogue.matching import open_matcher
from bot.commands import serving
from intents.matcher import NOTHING_SAID, Match


def match(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Each line of the input is a JSON string.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Add what decided, and how each candidate did.")] = False,
) -> None:
    """Say which procedure each line of the input means.

    One line of JSON for every line, blank ones too: {"decision": "answer"|"clarify"|"none", "top": [at most 5 ids, best
    first], "probability": 0..1}.
    """
    told = serving.settings()
    matcher = open_matcher(serving.open_catalogue(told), told.model, lambda line: typer.echo(line, err=True))
    read = read_json if jsonl else read_plain
    for sentence in read(sys.stdin.buffer):
        found = NOTHING_SAID if sentence is None else matcher.match(sentence)
        typer.echo(json.dumps(as_json(found, explain=explain), ensure_ascii=False))  # echo flushes


def read_plain(lines: Iterable[bytes]) -> Iterator[str]:
    """Lines as they are, only `\\n` ending one; bytes that are not UTF-8 are replaced."""
    for line in lines:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def read_json(lines: Iterable[bytes]) -> Iterator[str | None]:
    """The JSON string of each line; None for a line that is none."""
    for line in lines:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        # An escape can name half a character, which no text holds.
        yield value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def as_json(found: Match, *, explain: bool = False) -> dict[str, Any]:
    """The match in the words that scripts rely on."""
    said: dict[str, Any] = {
        "decision": found.decision,
        "top": [candidate.intent for candidate in found.candidates],
        "probability": round(found.probability, 4),
    }
    if explain:
        said["why"] = {
            "because": found.why,
            "tier": found.tier,
            "read_as": found.read_as,
            "candidates": [asdict(candidate) for candidate in found.candidates],
        }
    return said
