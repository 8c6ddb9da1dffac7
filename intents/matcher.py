"""Which procedure a sentence means: what was learned from the bank decides, and words where it knows nothing.

    exact words  a title or a phrase of the catalogue, typed with at most a slip: that procedure
    words        a procedure that the bank does not know, as one that staff have just added, or nothing was learned
    meaning      the probabilities of what was learned, over the procedures that this catalogue has; of a procedure that
                 staff have just added, how near its phrases are

What a speaker says not to want is left out first; what is then left over is never answered without asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from intents.deciding import Decision, decide, ranking
from intents.hearing.negation import wanted_part
from intents.lexical import (
    NO_WORD_KNOWN,
    NOTHING_SAID,
    OFFERED,
    Candidate,
    LexicalMatcher,
    Match,
    Phrase,
)
from intents.sentences import OUTSIDE
from intents.tidy import tidy
from intents.understanding import Understanding

PHRASES = 6
"""From so many phrases on, a procedure that nothing was learned of is known by their meaning, not by words alone."""

__all__ = [
    "NOTHING_SAID",
    "NO_WORD_KNOWN",
    "OFFERED",
    "OUTSIDE",
    "Candidate",
    "Decision",
    "Match",
    "Matcher",
    "Phrase",
]


class Matcher:
    """Finds the procedures that a sentence means. Immutable once built."""

    def __init__(self, phrases: Iterable[Phrase], understanding: Understanding | None = None) -> None:
        """`phrases` of the catalogue; `understanding`: what was learned, without which words alone decide."""
        phrases = tuple(phrases)
        self._words = LexicalMatcher(phrases)
        self._intents = {phrase.intent for phrase in phrases} - {OUTSIDE}
        self._learned = understanding
        self._phrases = phrases

    @cached_property
    def _understanding(self) -> Understanding | None:
        """What was learned, and of procedures that are new since then what their own phrases mean."""
        learned = self._learned
        if learned is None:
            return None
        new: dict[str, list[str]] = defaultdict(list)
        for phrase in self._phrases:
            if phrase.intent not in learned.classes:
                new[phrase.intent].append(phrase.text)
        told = {intent: texts for intent, texts in new.items() if len(texts) >= PHRASES}
        return learned.with_new(told) if told else learned

    def match(self, sentence: str) -> Match:
        """The decision for one sentence in any language, of any length; never raises."""
        whole, wanted = tidy(sentence), wanted_part(sentence)
        if wanted == whole:
            return self._decide(sentence)
        other = self._decide(wanted)
        return other if other.decision != "none" else _doubted(self._decide(sentence))

    def _decide(self, sentence: str) -> Match:
        understanding = self._understanding
        if understanding is None or self._intents.isdisjoint(understanding.classes):
            return self._words.match(sentence)
        exact = self._words.exact(sentence)
        if exact is not None:
            return exact
        if not self._intents <= understanding.classes:
            by_words = self._words.match(sentence)
            best = by_words.candidates[0].intent if by_words.candidates else OUTSIDE
            if by_words.decision == "answer" and best not in understanding.classes:
                return by_words
        return self._by_meaning(sentence, understanding)

    def _by_meaning(self, sentence: str, understanding: Understanding) -> Match:
        judged = understanding.judge(sentence)
        known = {intent: share for intent, share in judged.probabilities.items() if intent in self._intents}
        outside = 1 - sum(known.values())
        ranked = ranking(known)
        decision = decide(ranked, outside, understanding.thresholds)
        candidates = self._words.candidates(ranked[:OFFERED], judged.text)
        if decision == "none":
            return Match("none", candidates, ranked[0][1] if ranked else 0.0, "outside", "meaning", judged.text)
        why = "clear" if decision == "answer" else "close"
        offered = tuple(c for c in candidates if c.score >= understanding.thresholds.offered)
        if decision == "clarify" and len(offered) > 1:
            candidates = offered
        return Match(decision, candidates, ranked[0][1], why, "meaning", judged.text)


def _doubted(match: Match) -> Match:
    """A match with what the speaker said not to want: never an answer."""
    if match.decision != "answer":
        return match
    likely = match.probability / 2
    return replace(
        match,
        decision="clarify" if len(match.candidates) > 1 else "none",
        probability=likely,
        why="not-wanted",
    )
