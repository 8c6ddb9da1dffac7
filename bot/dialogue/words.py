"""Sentences and values in one language. Every sentence stands in bot/locales or in a definition, none in Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_skeleton
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Message

from bot.dialogue.conversation import Language
from bot.dialogue.replies import Term, Value
from bot.dialogue.wish_words import in_words
from intents.hearing.when import Wish
from procedures.provincial import Province
from procedures.vocabulary import Text

LANGUAGES: tuple[Language, ...] = ("zh", "en")
SAID = "said"
"""The attribute of a message that lists, divided by |, what people say for it."""
_BEGINS = re.compile(r"^([a-zA-Z][\w-]*) *=", re.MULTILINE)
_TAKES_IN = re.compile(r"\{\s*([a-zA-Z][\w-]*)\s*[.}]")


class Untranslated(LookupError):
    """A sentence is missing or does not format: a bug of the house, found by its tests."""


class Sentences(FluentBundle):
    """The sentences of one language, each read when it is first said: to read all takes as long as to open a model."""

    def __init__(self, language: Language) -> None:
        super().__init__([language], use_isolating=False)
        text = written_in(language)
        begins = [*_BEGINS.finditer(text)]
        ends = [*(match.start() for match in begins[1:]), len(text)]
        self.written = {match[1]: text[match.start() : end] for match, end in zip(begins, ends, strict=True)}
        """The text of each, by its name, in the order of the file."""

    def has_message(self, message_id: str) -> bool:
        return message_id in self.written

    def get_message(self, message_id: str) -> Message:
        """Raises KeyError."""
        self._read(message_id)
        return super().get_message(message_id)

    def _read(self, name: str) -> None:
        """The sentence, and those that it takes in."""
        if name in self.written and not super().has_message(name):
            self.add_resource(FluentResource(self.written[name]))
            for taken_in in _TAKES_IN.findall(self.written[name]):
                self._read(taken_in)


def written_in(language: Language) -> str:
    """The locale file."""
    return (files("bot") / "locales" / f"{language}.ftl").read_text(encoding="utf-8")


@cache
def bundle(language: Language) -> Sentences:
    """The sentences of one language."""
    return Sentences(language)


def sentence_ids(language: Language) -> tuple[str, ...]:
    """Every sentence of a locale file, in its order."""
    return tuple(bundle(language).written)


@cache
def spoken() -> Mapping[str, tuple[str, ...]]:
    """What people say for each term, in both languages: its label and what stands under `.said`."""
    heard: dict[str, list[str]] = {}
    for language in LANGUAGES:
        listed = (name for name, text in bundle(language).written.items() if f".{SAID}" in text)
        for name in listed:
            message = bundle(language).get_message(name)
            if SAID in message.attributes and message.value is not None:
                label, unfilled = bundle(language).format_pattern(message.value, {})
                said, _ = bundle(language).format_pattern(message.attributes[SAID], {})
                heard.setdefault(name, []).extend([*([] if unfilled else [str(label)]), *str(said).split("|")])
    return {name: tuple(words) for name, words in heard.items()}


class Words:
    """One language, and the names of one province."""

    def __init__(self, language: Language, province: Province) -> None:
        self.language, self.province = language, province

    def other(self) -> Words:
        """The same province in the other language."""
        return Words("en" if self.language == "zh" else "zh", self.province)

    def say(self, name: str, /, **values: Value) -> str:
        """A sentence of the locale file. Raises Untranslated."""
        sentences = bundle(self.language)
        if not sentences.has_message(name):
            raise Untranslated(f"{self.language}.ftl has no '{name}'")
        in_words = {key: value if isinstance(value, int) else self.value(value) for key, value in values.items()}
        pattern = sentences.get_message(name).value
        text, problems = sentences.format_pattern(pattern, in_words) if pattern else ("", [])
        if problems:
            raise Untranslated(f"{self.language}.ftl, '{name}': {problems[0]}")
        return str(text)

    def value(self, value: Value) -> str:
        """A value in this language: a text, a term, a wish, a day, a moment by the clock it carries."""
        if isinstance(value, Text):
            return value.zh if self.language == "zh" else value.en
        if isinstance(value, Term):
            return self.say(value.id, **value.values)
        if isinstance(value, Wish):
            return in_words(value, self)
        if isinstance(value, datetime):
            return f"{self.value(value.date())} {value:%H:%M}"
        if isinstance(value, date):
            return str(format_skeleton("MMMEd", value, locale=self.language))
        return str(value)

    def day(self, day: date) -> str:
        """A day with its year, as it stands in a record."""
        return str(format_skeleton("yMMMd", day, locale=self.language))

    def listed(self, head: str, lines: Iterable[str], empty: str | None = None, **values: Value) -> Iterator[str]:
        """A heading and its lines; without lines the sentence `empty`, if there is one."""
        lines = list(lines)
        if lines:
            yield ""
            yield self.say(head, **values)
            yield from (self.say("item", line=line) for line in lines)
        elif empty is not None:
            yield ""
            yield self.say(empty)

    def people(self, names: Iterable[str], known: Mapping[str, Text]) -> str:
        """`you and the seller`, by the names of the procedure's people."""
        in_order = sorted(names, key=lambda name: name in known)  # you first, then the others as they stand
        words = [self.value(known[name]) if name in known else self.say("person-you") for name in in_order]
        if len(words) < 2:
            return "".join(words)
        return self.say("and", before=self.join(words[:-1]), last=words[-1])

    def join(self, words: Iterable[str]) -> str:
        """`a, b, c` with the mark of the language."""
        return self.mark("comma").join(words)

    def mark(self, name: str) -> str:
        """What stands between two things, spaces included: in the file between two |."""
        return self.say(name).strip("|")
