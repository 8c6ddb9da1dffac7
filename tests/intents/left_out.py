"""`python -m tests.intents.left_out`: procedures that nothing was learned of, found by their own phrases.

Four procedures at a time are left out of what is learned from, until each was. Of each that is left out, twelve
phrasings of its definition, in two languages, are all that is known. Told is how many held-out sentences find it first,
and how many sentences about others it takes away from them. It takes some minutes.
"""

from __future__ import annotations

import sys

from bot.catalogue.compiled import cache_folder
from bot.commands import serving
from bot.commands.learn import MEMORY, taught_by
from intents.learning.fitting import fit, judged, sharpened, with_examples
from intents.learning.readings import characters
from intents.learning.taught import Taught
from intents.learning.vectors import Vectors
from intents.sentences import OUTSIDE, bank
from intents.sounds import Sounds
from intents.tidy import plain

PARTS = 16
PHRASES = 12
RIGHT_AT_LEAST, HARM_AT_MOST = 0.8, 0.02


class Count:
    """Sentences about what was left out, about what was not, and about nothing here."""

    def __init__(self) -> None:
        self.left_out = self.found = self.known = self.harmed = self.outside = self.let_in = 0


def measure(taught: Taught, left_out: frozenset[str], sounds: Sounds, vectors: Vectors, count: Count) -> None:
    """Add to `count` what becomes of held-out sentences without these procedures."""
    sentences = [each for each in taught.sentences if left_out.isdisjoint(each.expected)]
    phrases = [each for each in taught.phrases if left_out.isdisjoint(each.expected)]
    tune = [each for each in taught.tune if left_out.isdisjoint(each.expected)]
    without = with_examples(fit((*sentences, *phrases), sounds, vectors), sentences, vectors)
    without = sharpened(without, tune, sounds, vectors)
    own = {name: [each.text for each in taught.phrases if each.expected == (name,)] for name in left_out}
    some = {name: texts[:: max(1, len(texts) // PHRASES)][:PHRASES] for name, texts in own.items()}
    found = without.with_new({name: vectors.of([plain(text) for text in texts]) for name, texts in some.items()})
    asked = [sentence for sentence in bank("heldout") if len(sentence.expected) == 1]
    before, after = (judged(matters, asked, sounds, vectors) for matters in (without, found))
    for sentence, old, new in zip(asked, before, after, strict=True):
        (expected,) = sentence.expected
        was, now = without.classes[old.argmax()], found.classes[new.argmax()]
        if expected in left_out:
            count.left_out += 1
            count.found += max(zip(new, found.classes, strict=True), key=lambda each: rank(*each))[1] == expected
        elif expected == OUTSIDE:
            count.outside += 1
            count.let_in += was == OUTSIDE and now in left_out
        else:
            count.known += 1
            count.harmed += was == expected and now in left_out


def rank(share: float, name: str) -> float:
    """What is outside is never offered."""
    return -1.0 if name == OUTSIDE else share


def main() -> int:
    told = serving.settings()
    catalogue = serving.open_catalogue(told)
    taught, sounds = taught_by(catalogue), Sounds(characters())
    vectors = Vectors(told.model, cache_folder() / MEMORY, lambda _: None)
    names, count = sorted(catalogue.procedures), Count()
    for part in range(PARTS):
        measure(taught, frozenset(names[part::PARTS]), sounds, vectors, count)
        sys.stderr.write(f"{part + 1} of {PARTS}\n")
    right, harm = count.found / count.left_out, count.harmed / count.known
    sys.stdout.write(f"left out, first right        {right:.1%} of {count.left_out}\n")
    sys.stdout.write(f"taken away from others       {harm:.1%} of {count.known}\n")
    sys.stdout.write(f"taken from what is outside   {count.let_in / count.outside:.1%} of {count.outside}\n")
    return int(right < RIGHT_AT_LEAST or harm > HARM_AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
