"""How varied the bank of sentences is: what it has for each procedure, and what was written twice.

A bank of one frame with a slot swapped teaches one frame. Near-duplicates within one part are counted; one that stands
in two parts would make the measurement a memory test.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intents.index import Index
from intents.sentences import PARTS, Labelled, Part
from intents.tidy import grams, tidy

NEAR = 0.8
"""Dice of weighted grams (0..1) from which two sentences are the same one written twice."""
OPENING = 4
"""Characters or words of a sentence's opening."""


@dataclass(frozen=True)
class Twice:
    """Two sentences that are nearly the same, and the parts they stand in."""

    first: Labelled
    first_part: Part
    second: Labelled
    second_part: Part

    @property
    def across(self) -> bool:
        return self.first_part != self.second_part


@dataclass(frozen=True)
class Holdings:
    """What the bank has for one procedure, or for `none`. Shares are 0..1: of sentences in Chinese, and in both
    languages; `fresh`, of a sentence's grams that none before it had; `opening`, of the commonest opening."""

    intent: str
    by_part: Mapping[Part, int]
    kinds: int
    writers: int
    chinese: float
    mixed: float
    fresh: float
    opening: float


def holdings(parts: Mapping[Part, Sequence[Labelled]]) -> tuple[Holdings, ...]:
    """What the bank has, procedure by procedure; an ambiguous sentence counts for its likeliest."""
    by_intent: dict[str, list[tuple[Part, Labelled]]] = defaultdict(list)
    for part in PARTS:
        for sentence in parts[part]:
            by_intent[sentence.expected[0]].append((part, sentence))
    return tuple(_held(intent, held) for intent, held in sorted(by_intent.items()))


def _held(intent: str, held: Sequence[tuple[Part, Labelled]]) -> Holdings:
    sentences = [sentence for _, sentence in held]
    openings = Counter(_opening(sentence) for sentence in sentences)
    counts = Counter(part for part, _ in held)
    return Holdings(
        intent=intent,
        by_part={part: counts[part] for part in PARTS},
        kinds=len({sentence.kind for sentence in sentences}),
        writers=len({sentence.writer for sentence in sentences}),
        chinese=sum(sentence.language == "zh" for sentence in sentences) / len(held),
        mixed=sum(sentence.language == "mixed" for sentence in sentences) / len(held),
        fresh=_fresh(sentences),
        opening=openings.most_common(1)[0][1] / len(held),
    )


def _fresh(sentences: Iterable[Labelled]) -> float:
    known: set[str] = set()
    shares = []
    for sentence in sentences:
        owned = grams(tidy(sentence.text))
        shares.append(len(owned - known) / max(1, len(owned)))
        known |= owned
    return sum(shares) / len(shares)


def _opening(sentence: Labelled) -> str:
    text = tidy(sentence.text)
    return " ".join(text.split()[:OPENING]) if sentence.language == "en" else text[:OPENING]


def written_twice(parts: Mapping[Part, Sequence[Labelled]], of: Sequence[Part] = PARTS) -> Iterator[Twice]:
    """Pairs of sentences that are nearly the same, each once; one of the two stands in the parts `of`."""
    held = [(part, sentence) for part in PARTS for sentence in parts[part]]
    texts = [tidy(sentence.text) for _, sentence in held]
    index = Index([(text, str(number)) for number, text in enumerate(texts)])
    for number, text in enumerate(texts):
        if held[number][0] not in of:
            continue
        for other, dice in index.nearest(grams(text)):
            if dice < NEAR:
                break
            if other > number or (other < number and held[other][0] not in of):
                (part, sentence), (other_part, other_sentence) = held[number], held[other]
                yield Twice(sentence, part, other_sentence, other_part)
