"""`learn`: learn from the bank of sentences what people mean. Nothing is done where nothing changed."""

from __future__ import annotations

import sys
import time

import typer

from bot.catalogue.hearing import questions
from bot.catalogue.phrases import phrases
from bot.commands import serving
from bot.commands.ending import FoundWrong
from intents.sentences import Labelled


def learn() -> None:
    """Learn from the bank of sentences, and from what the definitions say, what people mean.

    About a minute on two cores, and a moment where nothing changed. What is learned lies in the folder MODEL.
    """
    told = serving.settings()
    catalogue = serving.open_catalogue(told)
    try:
        from intents.learning import learn as learn_from  # scikit-learn takes seconds
    except ImportError as missing:
        raise FoundWrong(f"Learning needs the package {missing.name}: install onevisit[learn].") from None
    own = [Labelled(phrase.text, phrase.language, (phrase.intent,), "phrase") for phrase in phrases(catalogue)]
    began = time.monotonic()
    try:
        lesson = learn_from(told.model, own, questions(catalogue), _tell)
    except OSError as error:
        raise FoundWrong(f"What is learned cannot be kept in {told.model}: {error.strerror}.") from None
    _tell("")
    meaning = "with" if lesson.with_encoder else "WITHOUT"
    did = "learned" if lesson.new else "nothing new"
    typer.echo(
        f"{did}: {lesson.sentences} sentences, {meaning} the encoder, {time.monotonic() - began:.0f} s", err=True
    )


def _tell(line: str) -> None:
    """Progress, over itself, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()
