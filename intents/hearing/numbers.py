"""Numbers and ordinals as people write them: 2, ２, 二, 第二个, the second one, b."""

import re
from functools import cache

from intents.tidy import tidy
from intents.words import either, words

CHINESE_NUMBER = r"[〇零一二两三四五六七八九十]{1,3}"

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL_ENDING = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_COUNTED = r"(?:个|项|条|种|位|号|one|option|choice)?"
LAST = -1
"""What `hear_ordinal` answers for "the last one"."""


def read_number(text: str) -> int | None:
    """The whole text as a number: Arabic digits (at most 9) or Chinese numerals below 100; None if it is none."""
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    if not re.fullmatch(CHINESE_NUMBER, text):
        return None
    if "十" in text:
        tens, _, units = text.partition("十")
        if len(tens) > 1 or len(units) > 1 or "十" in units:
            return None
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(units, 0)
    return _DIGITS[text] if len(text) == 1 else None


def hear_ordinal(sentence: str) -> int | None:
    """The place in a list, counted from 1, that the whole sentence names; LAST for the last one."""
    tidied = tidy(sentence)
    if re.fullmatch(r"(?:the )?last(?: one| option)?|(?:选|我选)?最后(?:一)?(?:个|项|条)", tidied):
        return LAST
    found = _ordinal().fullmatch(tidied)
    if found is None:
        return None
    named = found.group("named").strip()
    if re.fullmatch("[a-h]", named):
        return ord(named) - ord("a") + 1
    for listed in (_CARDINALS, _ORDINALS):
        if named in listed:
            return listed.index(named) + 1
    return read_number(_ORDINAL_ENDING.sub(r"\1", named))


@cache
def _ordinal() -> re.Pattern[str]:
    leads = words("ordinal")
    lead = rf"(?:(?:{either(leads['zh'])})\s*|(?:{either(leads['en'])})\s+)*"
    names = "|".join((r"\d{1,9}(?:st|nd|rd|th)?", CHINESE_NUMBER, "[a-h]", *_CARDINALS, *_ORDINALS))
    return re.compile(rf"{lead}(?P<named>{names})\s*{_COUNTED}")
