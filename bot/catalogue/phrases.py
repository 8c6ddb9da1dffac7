"""What people say for each procedure, as the matcher wants it, and the check that no two of them claim one sentence.

The check stands here and not among the others because two sentences are the same only in the matcher's normal form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from bot.catalogue.content import Catalogue
from intents.matcher import Phrase
from intents.tidy import tidy
from procedures.definition import Definition
from procedures.life_event import LifeEvent
from procedures.problem import Location, Problem, Source
from procedures.vocabulary import Text


def phrases(catalogue: Catalogue) -> tuple[Phrase, ...]:
    """Titles, names, ways to ask and near misses, each once.

    Matters that nobody has defined yet are there by their names, so that the assistant can say that it knows them.
    """
    found = [phrase for name, text in catalogue.province.matters.items() for phrase in _both(name, text)]
    for publication in catalogue.procedures.values():
        found.extend(phrase for _, phrase in _said(publication.definition))
    return tuple(dict.fromkeys(found))


def shared_phrases(
    definitions: Iterable[tuple[Definition, Source]], life_events: Iterable[tuple[LifeEvent, Source]] = ()
) -> Iterator[Problem]:
    """Sentences that mean one procedure or life event here and another one there; the second place is named."""
    meanings: dict[str, str] = {}
    said = chain(
        ((source, _said(definition)) for definition, source in definitions),
        ((source, _said_of_event(event)) for event, source in life_events),
    )
    for source, phrases_here in said:
        for location, phrase in phrases_here:
            intent = meanings.setdefault(tidy(phrase.text), phrase.intent)
            if intent != phrase.intent:
                what = f"'{phrase.text}' already means '{intent}', and '{phrase.intent}' here."
                yield source.problem("shared-phrase", location, what, "Leave it to one of the two.")


def _both(intent: str, text: Text) -> tuple[Phrase, Phrase]:
    return Phrase(text.zh, intent, "zh"), Phrase(text.en, intent, "en")


def _said(definition: Definition) -> Iterator[tuple[Location, Phrase]]:
    yield from _named_or_asked(definition.id, definition)
    for i, miss in enumerate(definition.not_asked_as):
        for language, said in (("zh", miss.zh), ("en", miss.en)):
            if said is not None:
                yield ("not_asked_as", i, language), Phrase(said, miss.belongs_to, language)


def _said_of_event(event: LifeEvent) -> Iterator[tuple[Location, Phrase]]:
    """A life event may be called like a procedure that belongs to it, so its meaning is told apart."""
    yield from _named_or_asked(f"life event {event.id}", event)


def _named_or_asked(intent: str, about: Definition | LifeEvent) -> Iterator[tuple[Location, Phrase]]:
    for phrase in _both(intent, about.title):
        yield ("title", phrase.language), phrase
    for language, sentences in (("zh", about.asked_as.zh), ("en", about.asked_as.en)):
        for i, sentence in enumerate(sentences):
            yield ("asked_as", language, i), Phrase(sentence, intent, language)
