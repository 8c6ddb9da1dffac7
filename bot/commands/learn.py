"""`learn`: learn from the bank of sentences what people mean. Nothing is done where nothing changed."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from bot.catalogue.compiled import cache_folder
from bot.catalogue.content import Catalogue
from bot.catalogue.hearing import questions
from bot.catalogue.phrases import phrases
from bot.commands import serving
from bot.commands.ending import FoundWrong
from intents.encoder.encoder import NoEncoder
from intents.learning.taught import Taught
from intents.sentences import Labelled

MEMORY = "vectors.npz"
"""The vectors of sentences, in the user's cache folder."""

OUT_OF_DATE = "{}: learned from other sentences, definitions or code than there are now. `make learn` mends it."


def learn(
    check: Annotated[bool, typer.Option("--check", help="Only say whether anything has to be learned.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Learn everything, whatever was learned before.")] = False,
) -> None:
    """Learn from the bank of sentences, and from what the definitions say, what people mean.

    Minutes on two cores, and a moment where nothing changed. What is learned lies in the folder MODEL.
    """
    told = serving.settings()
    taught = taught_by(serving.open_catalogue(told))
    began = time.monotonic()
    try:
        due = taught.digests(told.model).keys() if anew else taught.stale(told.model)
        if due and check:
            raise FoundWrong(
                f"{', '.join(due)}: learned from other sentences, definitions or code. `make learn` mends it."
            )
        if due:
            from intents.learning.lesson import learn as learn_from  # scikit-learn takes seconds

            learn_from(told.model, taught, due, cache_folder() / MEMORY, _tell)
    except ImportError as missing:
        raise FoundWrong(f"Learning needs the package {missing.name}: install onevisit[learn].") from None
    except NoEncoder as error:
        raise FoundWrong(str(error)) from None
    except OSError as error:
        raise FoundWrong(f"What is learned cannot be kept in {told.model}: {error.strerror}.") from None
    _tell("")
    did = f"learned: {', '.join(due)}" if due else "nothing new"
    typer.echo(f"{did}; {len(taught)} sentences, {time.monotonic() - began:.0f} s", err=True)


def taught_by(catalogue: Catalogue) -> Taught:
    """The bank with the phrases and the questions of a catalogue."""
    own = [Labelled(phrase.text, phrase.language, (phrase.intent,), "phrase") for phrase in phrases(catalogue)]
    return Taught.from_bank(own, questions(catalogue))


def _tell(line: str) -> None:
    """Progress, over itself, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{line}")
        sys.stderr.flush()
