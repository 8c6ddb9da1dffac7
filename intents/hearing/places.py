"""Where somebody wants to be served: a district by its name, an old one, a quarter or a sight, also in pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz import fuzz

from intents.hearing.answers import NOTHING, Heard, One, Several
from intents.hearing.spotting import OptionWords
from intents.sounds import Sounds
from intents.tidy import is_chinese, plain
from intents.words import either, words

_CLAUSES = re.compile(r"[,，。.!！?？;；、\n]+|……|\bso\b|(?<!anywhere )(?<!anything )\bbut\b|但|不过")
_FROM = re.compile(r"从[^,，。]{2,4}来|\b(?:lots of us |i am |i'm |we are )?from \w+")
"""Where somebody comes from is not where they want to go."""
_SLIP = 85.0
_SHORTEST_SLIP = 5
"""Letters from which on a name may be typed with a slip."""
_TOO_COMMON = frozenset({"airport", "westlake"})


def hear_place(sentence: str, places: Sequence[OptionWords], sounds: Sounds | None = None) -> Heard:
    """The place that a sentence names; several where it names several, or a name has two.

    What is refused, what was the case before, and what lies in another province is no place. After a correction only
    what follows it counts. `sounds`: to hear pinyin and homophones too.
    """
    text = plain(sentence)
    corrected = [found.end() for found in _correction().finditer(text)]
    text = text[corrected[-1] :] if corrected else text
    clauses = [clause for clause in _CLAUSES.split(text) if clause and clause.strip()]
    found: list[str] = []
    for clause in clauses:
        if not _refused().search(clause) and not _elsewhere().search(_FROM.sub(" ", clause)):
            found += [owner for owner in _named(clause, places, sounds) if owner not in found]
    if not found:
        return NOTHING
    return One(found[0]) if len(found) == 1 else Several(tuple(found))


def _named(clause: str, places: Sequence[OptionWords], sounds: Sounds | None) -> list[str]:
    """The owners of the longest names in a clause, none of which hides in a longer one."""
    hits = [*_written(clause, places), *(_spoken(clause, places, sounds) if sounds else ())]
    hits = hits or list(_slipped(clause, places))
    kept = [hit for hit in hits if not any(_hides(other, hit) for other in hits)]
    return list(dict.fromkeys(owner for _, _, owner in sorted(kept) if owner))


Hit = tuple[int, int, str]


def _hides(longer: Hit, shorter: Hit) -> bool:
    return longer[0] <= shorter[0] and shorter[1] <= longer[1] and longer[1] - longer[0] > shorter[1] - shorter[0]


def _written(clause: str, places: Sequence[OptionWords]) -> Iterator[Hit]:
    """Names as they are written; names of what is no place of ours hide what stands in them."""
    for owner, word in _listed(places):
        name = plain(word)
        pattern = re.escape(name) if is_chinese(name) else rf"(?<![a-z]){re.escape(name)}(?![a-z])"
        for match in re.finditer(pattern, clause):
            yield match.start(), match.end(), owner


def _spoken(clause: str, places: Sequence[OptionWords], sounds: Sounds) -> Iterator[Hit]:
    """Names by their sound: typed pinyin, or other characters that sound the same."""
    for match in re.finditer(r"[㐀-䶿一-鿿]+|[a-z]+(?:[ '-][a-z]+)*", clause):
        syllables, ends = _syllables(match[0], match.start(), sounds)
        for owner, word in _listed(places):
            wanted = [sounds.of(character) for character in word] if is_chinese(word) else []
            if len(wanted) < 2 or "" in wanted:
                continue
            for n in range(len(syllables) - len(wanted) + 1):
                if syllables[n : n + len(wanted)] == wanted:
                    yield ends[n], ends[n + len(wanted)], owner


def _syllables(run: str, start: int, sounds: Sounds) -> tuple[list[str], list[int]]:
    """The syllables of a run, and where each begins and the last one ends."""
    if is_chinese(run):
        return [sounds.of(character) for character in run], [start + n for n in range(len(run) + 1)]
    syllables: list[str] = []
    ends = [start]
    for word in re.finditer(r"[a-z]+", run):
        for syllable in sounds.split(word[0]) or (word[0],):
            syllables.append(syllable)
            ends[-1] = start + word.start() if len(ends) == 1 else ends[-1]
            ends.append(ends[-1] + len(syllable))
        ends[-1] = start + word.end()
    return syllables, ends


def _slipped(clause: str, places: Sequence[OptionWords]) -> Iterator[Hit]:
    """Latin names but for a slip, the best one only."""
    best: tuple[float, Hit] | None = None
    for match in re.finditer(r"[a-z]{5,}", clause):
        for owner, word in _listed(places):
            name = plain(word)
            if len(name) < _SHORTEST_SLIP or not name.isascii() or not name.isalpha() or name in _TOO_COMMON:
                continue
            alike = fuzz.ratio(match[0], name, score_cutoff=_SLIP)
            if alike and (best is None or alike > best[0]):
                best = alike, (match.start(), match.end(), owner)
    if best is not None:
        yield best[1]


def _listed(places: Sequence[OptionWords]) -> Iterator[tuple[str, str]]:
    for place in places:
        for word in place.words:
            yield place.id, word
    for word in (*words("place.unlike")["zh"], *words("place.unlike")["en"]):
        yield "", word


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lists = words(f"place.{name}")
    english = rf"|\b(?:{either(lists['en'])})\b" if lists["en"] else ""
    return re.compile(f"(?:{either(lists['zh'])}){english}")


def _elsewhere() -> re.Pattern[str]:
    return _pattern("elsewhere")


def _refused() -> re.Pattern[str]:
    return _pattern("refused")


def _correction() -> re.Pattern[str]:
    return _pattern("correction")
