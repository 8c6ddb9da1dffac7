"""One normal form for what people type, so that script, width, politeness and emoji never decide what is understood."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from intents.words import either, words

LONGEST = 1000
"""Characters that are read; what a citizen writes after that no longer tells which procedure is meant."""

_CHINESE = re.compile(r"[々〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff]")
_CHINESE_RUN = re.compile(r"[々〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff]+")
_CHINESE_GAP = re.compile(r"(?<=[㐀-䶿一-鿿]) | (?=[㐀-䶿一-鿿])")
_KANA_OR_HANGUL = re.compile(r"[ぁ-ヿㄱ-ㆎ가-힣]")
_LATIN_WORD = re.compile(r"[^\W_々〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff]+")
_JOINING = re.compile("['’‘`´\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f]")  # "don't" is one word, and so is Zalgo
_APART = re.compile(r"[\W_]+")


def is_chinese(text: str) -> bool:
    """True if there is any Chinese character: a sentence with one is answered in Chinese."""
    return _CHINESE.search(text) is not None


def is_other_script(text: str) -> bool:
    """True if most letters are neither Latin nor Chinese, or Japanese or Korean ones stand among them."""
    letters = [sign for sign in text if sign.isalpha()]
    others = [sign for sign in letters if not (sign < "\u0250" or "\uff21" <= sign <= "\uff5a" or is_chinese(sign))]
    return 2 * len(others) > len(letters) or any(_KANA_OR_HANGUL.match(sign) for sign in others)


def plain(sentence: str) -> str:
    """The sentence in one width, case and script, its punctuation kept; at most LONGEST characters."""
    text = unicodedata.normalize("NFKC", sentence[:LONGEST]).casefold()
    if is_chinese(text):
        text = _simplifier().convert(text)
    return " ".join(unicodedata.normalize("NFKC", text)[:LONGEST].split())


def tidy(sentence: str) -> str:
    """The normal form in which sentences are compared: letters, digits and single spaces.

    Politeness is removed wherever something else remains. Idempotent; empty only without letters and digits.
    """
    text = _bare(sentence)
    while (shorter := _without_fillers(_bare(text))) != text:
        text = shorter
    return text


def close_up(tidied: str) -> str:
    """The tidied text without the spaces next to Chinese characters, where they separate nothing."""
    return _CHINESE_GAP.sub("", tidied)


def grams(tidied: str) -> frozenset[str]:
    """What two tidied sentences can share: Chinese characters and pairs, Latin words (` word `) and padded trigrams."""
    found: set[str] = set()
    for run in _CHINESE_RUN.findall(tidied):
        found.update(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    for word in _LATIN_WORD.findall(tidied):
        padded = f" {word} "
        found.add(padded)
        found.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return frozenset(found)


def _bare(sentence: str) -> str:
    return _APART.sub(" ", _JOINING.sub("", plain(sentence))).strip()


def _without_fillers(text: str) -> str:
    shorter = " ".join(_fillers().sub(" ", text).split())
    return shorter or text


@cache
def _fillers() -> re.Pattern[str]:
    listed = words("filler")
    return re.compile(rf"{either(listed['zh'])}|(?<![^\W_])(?:{either(listed['en'])})(?![^\W_])")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
