"""Procedures by the words they share with a sentence: the whole matcher where nothing was learned from the bank.

Procedures are ranked, not phrases, because people mix the words of several.

A procedure scores by its best phrase (Dice of shared grams, rare grams weighing most), by the share of the sentence
that any of its phrases knows, by half the Dice with all its phrases together, and by how much evidence that is
whatever the length of the sentence. Edit distance only settles names
and typing errors: as a ranking it takes "for" to be as telling as "passport".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Literal

from rapidfuzz import fuzz

from intents import thresholds
from intents.deciding import Decision
from intents.index import Index, content, whole_words, without_run_up
from intents.sentences import OUTSIDE
from intents.tidy import grams, tidy

OFFERED = 5
"""Candidates that a match carries at most."""
REMEMBERED = 16
"""Sentences whose nearest phrases are kept: a sentence is asked about several times in a row."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that means a procedure: its title, a way to ask for it, a near miss of another one."""

    text: str
    intent: str
    language: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure that the sentence may mean; score 0..1, the nearest phrase and the words that both share."""

    intent: str
    score: float
    phrase: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What to do with a sentence: answer with the first candidate, offer the first ones, or none.

    `candidates` are best first, at most 5; for `clarify` there are at least 2. `probability` (0..1) is that of the
    first candidate being meant. `why` names what decided: exact, clear, close, too-far, outside, not-wanted,
    nothing-said, no-word-known. `tier`: words or meaning. `read_as`: the text that was judged, where it is not the one
    that was typed.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    probability: float
    why: str
    tier: Literal["words", "meaning"] = "words"
    read_as: str = ""


NOTHING_SAID = Match("none", (), 0.0, "nothing-said")
NO_WORD_KNOWN = Match("none", (), 0.0, "no-word-known")


class LexicalMatcher:
    """Finds the procedures that a sentence means among phrases that mean them. Immutable once built."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(phrases)
        self._texts = tuple(tidy(phrase.text) for phrase in self._phrases)
        intents = (phrase.intent for phrase in self._phrases)
        self._index = Index(tuple(zip(self._texts, intents, strict=True)))
        self._first = {phrase.intent: number for number, phrase in reversed(tuple(enumerate(self._phrases)))}
        self._nearest = lru_cache(maxsize=REMEMBERED)(lambda text: self._index.nearest(grams(text)))

    def match(self, sentence: str) -> Match:
        """The decision for one sentence in any language, of any length; never raises."""
        return self._decide(tidy(sentence))

    def exact(self, sentence: str) -> Match | None:
        """The match of a sentence that says nothing, or a phrase with at most a slip; None for any other, which is
        known without comparing it with every procedure."""
        text = tidy(sentence)
        said = content(grams(text))
        if said and not any(self._nearness(text, number, dice) >= 1 for number, dice in self._nearest(text)):
            return None
        match = self._decide(text)
        return match if match is NOTHING_SAID or match.why == "exact" else None

    def _decide(self, text: str) -> Match:
        if not content(grams(text)):
            return NOTHING_SAID
        ranked = self._rank(text)
        if not ranked:
            return NO_WORD_KNOWN
        offered = tuple(candidate for candidate in ranked if candidate.intent != OUTSIDE)[:OFFERED]
        best, second = ranked[0].score, ranked[1].score if len(ranked) > 1 else 0.0
        margin = best - second
        likely = thresholds.probability(best, margin)
        if ranked[0].intent == OUTSIDE:
            return Match("none", offered, 1 - likely, "outside")
        if best < self._floor(text, ranked[0].intent):
            return Match("none", offered, likely, "too-far")
        if best >= 1 > second:
            return Match("answer", offered, likely, "exact")
        if likely >= thresholds.ANSWER and margin >= thresholds.LEAD:
            return Match("answer", offered, likely, "clear")
        return Match("clarify" if len(offered) > 1 else "none", offered, likely, "close")

    def _floor(self, text: str, intent: str) -> float:
        known, _, _ = self._index.overlap(grams(without_run_up(text)), intent)
        return thresholds.FLOOR_ALL_KNOWN if known >= thresholds.ALL_KNOWN else thresholds.FLOOR

    def _rank(self, text: str) -> list[Candidate]:
        query = grams(text)
        nearest: dict[str, tuple[float, int]] = {}
        for number, dice in self._nearest(text):
            near = (self._nearness(text, number, dice), number)
            intent = self._phrases[number].intent
            nearest[intent] = max(nearest.get(intent, near), near, key=itemgetter(0))
        scored = [(self._score(query, intent, near), number) for intent, (near, number) in nearest.items()]
        best = sorted(scored, key=lambda item: (-item[0], item[1]))[: OFFERED + 1]
        return [self._candidate(score, number, query) for score, number in best]

    def _nearness(self, text: str, number: int, dice: float) -> float:
        """The Dice with a phrase, 1 if the sentence is that phrase but for a typing error; times the weight."""
        same = fuzz.ratio(text, self._texts[number], score_cutoff=thresholds.TYPING_ERROR) > 0
        return (1.0 if same else dice) * self._phrases[number].weight

    def _score(self, query: frozenset[str], intent: str, near: float) -> float:
        if intent == OUTSIDE:  # its phrases have nothing in common, so only the nearest one counts
            return near
        known, together, evidence = self._index.overlap(query, intent)
        parts = (
            (thresholds.NEAREST_PHRASE, near),
            (thresholds.SENTENCE_KNOWN, known),
            (thresholds.ALL_PHRASES, together),
            (thresholds.EVIDENCE, evidence),
        )
        mean = sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)
        return max(mean, near if near >= 1 else 0.0)

    def candidates(self, ranked: Iterable[tuple[str, float]], sentence: str) -> tuple[Candidate, ...]:
        """Procedures with the scores they got elsewhere, the phrase of each nearest to the sentence and the words both
        share."""
        text = tidy(sentence)
        query = grams(text)
        nearest: dict[str, int] = {}
        for number, _ in self._nearest(text):
            nearest.setdefault(self._phrases[number].intent, number)
        return tuple(self._candidate(share, nearest.get(name, self._first[name]), query) for name, share in ranked)

    def _candidate(self, score: float, number: int, query: frozenset[str]) -> Candidate:
        phrase = self._phrases[number]
        known = self._index.known(phrase.intent) & content(query)
        return Candidate(phrase.intent, min(score, 1.0), phrase.text, whole_words(known))
