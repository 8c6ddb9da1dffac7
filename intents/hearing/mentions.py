"""Answers hidden in an opening sentence, so that nobody is asked what they have just said."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from intents.hearing.negation import clauses
from intents.hearing.spotting import Mention, OptionWords, even, even_words, spot
from intents.tidy import is_chinese, plain
from intents.words import all_words, either, words

_SHORTEST_LATIN = 5
_COUNTING = frozenset({"first", "second", "third", "fourth", "fifth", "three", "seven", "eight"})
_SHARED = ("", "")


def hear_mentions(sentence: str, questions: Mapping[str, Sequence[OptionWords]]) -> dict[str, str]:
    """Answers that a sentence already gives, as option id by question id; only what is clear.

    An answer wrongly heard is worse than one asked again. So left out are words that belong to two options or
    questions, bare yes and no, what is denied, wished for, weighed ("if", 还是), names a paper (结婚证) or is said of
    somebody else, and every question for which two options are heard.
    """
    owners = _owners(questions)
    listed = tuple((word, word) for word in owners)
    heard: dict[str, set[str]] = defaultdict(set)
    for clause in map(even, clauses(sentence)):
        if _unsettled().search(clause):
            continue
        for mention in spot(clause, listed):
            question, option = owners[mention.owner]
            if question and not mention.denied and not _said_otherwise(clause, mention):
                heard[question].add(option)
    return {question: ids.pop() for question, ids in heard.items() if len(ids) == 1}


def telling_parts(sentence: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a sentence, and the whole of it, that state something: no questions, nothing weighed ("if", 还是);
    each with whether it speaks of somebody else alone."""
    whole = plain(sentence)
    parts = [part.strip() for part in _PARTS.split(whole) if part.strip()]
    states = [part for part in parts if not (_question().search(part) or _unsettled().search(part))]
    for part in (*states, *([whole] if len(states) == len(parts) > 1 else [])):
        yield part, bool(_somebody().search(part)) and not _MYSELF.search(part)


_PARTS = re.compile(r"[,，。.!！;；、\n]+(?:\s|(?=\D)|$)|(?<=[?？])")
_MYSELF = re.compile(r"我|\b(?:i|im|i'm|my|we|our|me)\b")


def _question() -> re.Pattern[str]:
    return _either_language("asking")


def _owners(questions: Mapping[str, Sequence[OptionWords]]) -> dict[str, tuple[str, str]]:
    """Who each telling word belongs to; a word of two owners tells nothing, but may still hide a shorter one."""
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for question, options in questions.items():
        for option in options:
            for word in even_words(option.words):
                if _tells(word):
                    owners[word].add((question, option.id))
    return {word: found.pop() if len(found) == 1 else _SHARED for word, found in owners.items()}


def _tells(word: str) -> bool:
    if word in _vague():
        return False
    return len(word) > 1 if is_chinese(word) else " " in word or len(word) >= _SHORTEST_LATIN


def _said_otherwise(clause: str, mention: Mention) -> bool:
    """True if the word names a paper, a wish or somebody else's state."""
    before, after = clause[: mention.start], clause[mention.end :]
    return bool(_somebody().search(before) or _wish().search(before) or _paper().match(after))


@cache
def _vague() -> frozenset[str]:
    listed = ("act.yes", "act.no", "act.unsure", "stop")
    return _COUNTING.union(*(map(even, all_words(name)) for name in listed))


@cache
def _either_language(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    lists = words(name)
    chinese = either([re.escape(word) for word in lists["zh"]])
    return re.compile(rf"{before}(?:(?:{chinese})|\b(?:{either(lists['en'])})\b){after}")


def _unsettled() -> re.Pattern[str]:
    return _either_language("unsettled")


def _somebody() -> re.Pattern[str]:
    return _either_language("others")


def _wish() -> re.Pattern[str]:
    return _either_language("intention", after=r"\s*$")


def _paper() -> re.Pattern[str]:
    return _either_language("paper", before=r"\s*")
