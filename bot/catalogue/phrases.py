"""What people say for each procedure, as the matcher wants it, and the check that no two procedures claim one sentence.

The check stands here and not among the others because two sentences are the same only in the matcher's normal form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.catalogue.content import Catalogue
from intents.matcher import Phrase
from intents.tidy import tidy
from procedures.definition import Definition
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


def shared_phrases(definitions: Iterable[tuple[Definition, Source]]) -> Iterator[Problem]:
    """Sentences that mean one procedure here and another one there; the second place is named."""
    meanings: dict[str, str] = {}
    for definition, source in definitions:
        for location, phrase in _said(definition):
            intent = meanings.setdefault(tidy(phrase.text), phrase.intent)
            if intent != phrase.intent:
                what = f"'{phrase.text}' already means '{intent}', and '{phrase.intent}' here."
                yield source.problem("shared-phrase", location, what, "Leave it to one of the two.")


def _both(intent: str, text: Text) -> tuple[Phrase, Phrase]:
    return Phrase(text.zh, intent, "zh"), Phrase(text.en, intent, "en")


def _said(definition: Definition) -> Iterator[tuple[Location, Phrase]]:
    for phrase in _both(definition.id, definition.title):
        yield ("title", phrase.language), phrase
    for language, sentences in (("zh", definition.asked_as.zh), ("en", definition.asked_as.en)):
        for i, sentence in enumerate(sentences):
            yield ("asked_as", language, i), Phrase(sentence, definition.id, language)
    for i, miss in enumerate(definition.not_asked_as):
        for language, said in (("zh", miss.zh), ("en", miss.en)):
            if said is not None:
                yield ("not_asked_as", i, language), Phrase(said, miss.belongs_to, language)
