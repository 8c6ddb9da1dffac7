"""The ear of a catalogue: the options of its questions, and what was learned of how people answer them."""

from __future__ import annotations

from pathlib import Path

from bot.catalogue.content import Catalogue
from bot.catalogue.matching import opened
from bot.dialogue.asking import option_words
from intents.hearing import OptionWords
from intents.hearing.ear import Ear
from intents.hearing.kept import open_learned
from intents.keeping import NotLearned


def questions(catalogue: Catalogue) -> dict[str, tuple[OptionWords, ...]]:
    """The options of every question, by `procedure.question`."""
    return {
        f"{name}.{question.id}": option_words(question)
        for name, publication in sorted(catalogue.procedures.items())
        for question in publication.definition.questions
    }


def open_ear(folder: Path) -> Ear:
    """The ear with what was learned into `folder`; it hears words alone where nothing was."""
    learned = opened(folder)
    if isinstance(learned, NotLearned):
        return Ear()
    try:
        return Ear(open_learned(folder, learned.vector, learned.sounds, learned.rewrite))
    except NotLearned:
        return Ear()
