"""What came of each promise, for the eyes of an engineer and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from bot.commands.labels import LOCALES, Labels
from bot.commands.table import GAP, fold, width
from bot.conformance.line import Seen

INDENT = "    "


class Words(Labels):
    """Titles of lines, and how they are mended, from `locales/conformance.*.ftl`."""

    def __init__(self, language: str) -> None:
        self._bundle = FluentBundle([language], use_isolating=False)
        text = (LOCALES / f"conformance.{language}.ftl").read_text(encoding="utf-8")
        self._bundle.add_resource(FluentResource(text))


def progress(seen: Seen, number: int, whole: int, words: Words) -> str:
    """One line while it runs."""
    return f"{number}/{whole} {seen.line.id}: {words(f'result-{seen.result}')}"


def as_text(found: Sequence[Seen], words: Words, columns: int) -> str:
    """A table of so many columns at most: a line for each promise, with what came of it and how to mend it below."""
    return "\n".join([*_rows(found, words, columns), "", words("sum", **_counts(found))])


def as_json(found: Sequence[Seen], words: Words) -> dict[str, Any]:
    lines = [
        {
            "id": each.line.id,
            "title": words(each.line.id),
            "result": each.result,
            "why": each.why,
            "mend": words(f"{each.line.id}-mend") if each.result == "fail" else "",
        }
        for each in found
    ]
    return {"lines": lines, **_counts(found)}


def _counts(found: Sequence[Seen]) -> dict[str, int]:
    results = [each.result for each in found]
    return {
        "passed": results.count("pass"),
        "failed": results.count("fail"),
        "not_offered": results.count("not-offered"),
    }


def _rows(found: Sequence[Seen], words: Words, columns: int) -> Iterator[str]:
    ids = max((width(each.line.id) for each in found), default=0)
    results = max((width(words(f"result-{each.result}")) for each in found), default=0)
    for each in found:
        result = words(f"result-{each.result}")
        begin = GAP.join([_padded(result, results), _padded(each.line.id, ids), ""])
        first, *more = fold(words(each.line.id), max(20, columns - width(begin)))
        yield (begin + first).rstrip()
        yield from (" " * width(begin) + line for line in more)
        for told in _told(each, words):
            yield from (INDENT + line for line in fold(told, columns - len(INDENT)))


def _told(seen: Seen, words: Words) -> Iterator[str]:
    if seen.result == "fail":
        yield words("came", why=seen.why)
        yield words("mend", mend=words(f"{seen.line.id}-mend"))
    elif seen.result == "not-offered":
        yield words("missing", why=seen.why)


def _padded(text: str, to: int) -> str:
    return text + " " * (to - width(text))
