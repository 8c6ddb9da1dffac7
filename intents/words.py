"""The vocabulary, read once from words.toml: word lists are data, so that whoever hears people fail can add to them."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")

WordLists = Mapping[str, tuple[str, ...]]


@cache
def words(name: str) -> WordLists:
    """The lists called `name` by language; `act.yes` is the list `yes` inside `act`.

    Raises KeyError for a name that words.toml does not have.
    """
    table: Mapping[str, Any] = _file()
    for step in name.split("."):
        table = table[step]
    return {language: tuple(table[language]) for language in LANGUAGES}


@cache
def all_words(name: str) -> frozenset[str]:
    """The words of both languages under `name`."""
    lists = words(name)
    return frozenset(word for language in LANGUAGES for word in lists[language])


def either(listed: Collection[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(sorted(listed, key=len, reverse=True))


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(files("intents").joinpath("words.toml").read_text(encoding="utf-8"))
