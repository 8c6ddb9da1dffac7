"""Words of the office that a citizen may not know, and where they occur in a text.

terms_in(glossary, text, language) -> ids of the terms, in the order in which they occur
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from procedures.vocabulary import Model, Text, Words

Language = Literal["zh", "en"]
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Term(Model):
    """A word and one plain sentence that says what it means."""

    name: Text
    means: Text
    said_as: tuple[Words, ...] = ()
    """Other forms of the word, in either language."""

    def words(self, language: Language) -> Iterator[str]:
        """Every form of the word in this language."""
        yield self.name.zh if language == "zh" else self.name.en
        yield from (word for word in self.said_as if (_CHINESE.search(word) is not None) == (language == "zh"))


Glossary = Mapping[str, Term]


def terms_in(glossary: Glossary, text: str, language: Language) -> tuple[str, ...]:
    """The ids of the terms that occur in `text`, in the order of their first places, each once.

    Where one term stands inside another, the longer one counts. In English whole words count, in singular and plural,
    however they are capitalised.
    """
    meanings = {word.casefold(): name for name, term in glossary.items() for word in term.words(language)}
    if not meanings:
        return ()
    longest_first = "|".join(map(re.escape, sorted(meanings, key=len, reverse=True)))
    pattern = longest_first if language == "zh" else rf"(?<!\w)({longest_first})(?=s?(?!\w))"
    found = (meanings[match[0]] for match in re.finditer(pattern, text.casefold()))
    return tuple(dict.fromkeys(found))


def doubled(glossary: Glossary) -> Iterator[tuple[str, str, str]]:
    """Words that two terms claim: the later term, the word and the earlier term."""
    meanings: dict[str, str] = {}
    for name, term in glossary.items():
        for language in ("zh", "en"):
            for word in dict.fromkeys(word.casefold() for word in term.words(language)):
                earlier = meanings.setdefault(f"{language} {word}", name)
                if earlier != name:
                    yield name, word, earlier
