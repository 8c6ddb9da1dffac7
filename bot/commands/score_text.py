"""A score as JSON for scripts and as text for eyes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bot.commands.table import aligned
from intents.scoring import Figures, Score, interval, share

DIGITS = 4
CONFUSED = 15
"""Pairs that are told."""

SHARES: tuple[tuple[str, str, str, str], ...] = (
    ("first_right", "first right", "first_right", "inside"),
    ("first_three", "in the first three", "first_three", "inside"),
    ("answered", "answered at once", "answered", "inside"),
    ("wrong_answers", "answered wrongly", "wrong_answers", "inside"),
    ("asked_back", "asked back", "asked_back", "inside"),
    ("outside_rejected", 'outside: "I don\'t know"', "rejected", "outside"),
    ("outside_answered", "outside: answered", "answered_outside", "outside"),
    ("ambiguous_met", "ambiguous: well met", "well_met", "ambiguous"),
)
"""Id, label, and the two counts of each share."""


def as_json(found: Score) -> dict[str, Any]:
    """Shares 0..1 with their intervals, the counts behind them, and the same by language, kind and writer."""
    return {
        **_shares(found.total),
        "calibration_error": round(found.calibration_error, DIGITS),
        "counts": asdict(found.total),
        "by_language": {name: _shares(figures) for name, figures in sorted(found.by_language.items())},
        "by_kind": {name: _shares(figures) for name, figures in sorted(found.by_kind.items())},
        "by_writer": {name: _shares(figures) for name, figures in sorted(found.by_writer.items())},
        "reliability": [
            {"count": each.count, "told": round(each.told, DIGITS), "right": round(each.right, DIGITS)}
            for each in found.reliability
        ],
        "confused": [{"meant": meant, "taken_for": taken, "count": n} for meant, taken, n in found.confused],
    }


def as_text(found: Score, *, mistakes: bool) -> str:
    """Tables, and the sentences that were taken wrongly if they are wanted."""
    return "\n".join(_lines(found, mistakes))


def _lines(found: Score, mistakes: bool) -> Iterator[str]:
    total = found.total
    yield f"{total.inside + total.outside + total.ambiguous} sentences; shares with the interval of 95 %"
    for _, label, part, whole in SHARES:
        count, of = getattr(total, part), getattr(total, whole)
        if of:
            low, high = interval(count, of)
            yield f"  {label:<26}{share(count, of):>7.1%}  ({low:.1%} to {high:.1%} of {of})"
    yield f"  {'calibration error':<26}{found.calibration_error:>7.3f}"
    for name, figures in (
        ("language", found.by_language),
        ("kind", found.by_kind),
        ("writer", found.by_writer),
    ):
        yield ""
        yield from aligned(list(_rows(name, figures)), [16, 9, 9, 9, 9, 9, 9])
    yield "\nreliability: probability told, how often right, of how many"
    yield from (f"  {each.told:.2f}  {each.right:.2f}  {each.count}" for each in found.reliability)
    if found.confused:
        yield "\ntaken for something else, the most frequent first"
        yield from (f"  {n:>3}  {meant} -> {taken}" for meant, taken, n in found.confused[:CONFUSED])
    if mistakes:
        yield ""
        for sentence, match in found.mistaken:
            first = match.candidates[0].intent if match.candidates else "-"
            said = f"{match.decision} {match.probability:.2f} {first}"
            yield f"{'|'.join(sentence.expected)}\t{said}\t{sentence.kind}\t{sentence.text}"


def _rows(name: str, figures: Mapping[str, Figures]) -> Iterator[tuple[tuple[str], ...]]:
    yield (name,), ("inside",), ("first",), ("three",), ("wrong",), ("outside",), ("rejected",)
    for key, each in sorted(figures.items()):
        yield (
            (key,),
            (str(each.inside),),
            (_share(each.first_right, each.inside),),
            (_share(each.first_three, each.inside),),
            (_share(each.wrong_answers, each.inside),),
            (str(each.outside),),
            (_share(each.rejected, each.outside),),
        )


def _share(part: int, whole: int) -> str:
    return f"{share(part, whole):.1%}" if whole else "-"


def _shares(figures: Figures) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, _, part, whole in SHARES:
        count, of = getattr(figures, part), getattr(figures, whole)
        if of:
            low, high = interval(count, of)
            told[name] = round(share(count, of), DIGITS)
            told[f"{name}_interval"] = [round(low, DIGITS), round(high, DIGITS)]
    return told
