"""A sum of money to the fen, as people write it into a form: 3,500,000, 350万, 一百二十万, 八千块五, 1.2 million, ¥80.

Where `quantities` hears on which side of a limit somebody stands, this reads exactly one amount or none: "about 80" is
none.
"""

from __future__ import annotations

import re
from decimal import Decimal

from intents.tidy import close_up, plain

_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇两圆", "一二三四五六七八九十百千零二元")
"""The characters that cannot be changed into others, as they stand on cheques."""
_DIGITS = "零一二三四五六七八九"
_FIGURES = r"\d{1,15}(?:\.\d{1,12})?"
_ONE = rf"(?:{_FIGURES}|[{_DIGITS}](?:点[{_DIGITS}]+)?)"
_BELOW_10_000 = re.compile(
    rf"(?:(?P<k>{_ONE})千)?(?P<z1>零)?(?:(?P<h>{_ONE})百)?(?P<z2>零)?(?:(?P<t>{_ONE})?(?P<ten>十))?零?(?P<one>{_ONE})?"
)
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "k": 1_000,
    "w": 10_000,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
}
_SCALED = re.compile(rf"(?P<number>{_FIGURES})\s*(?P<scale>{'|'.join(_SCALES)})")
_GROUPED = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,12}})?|{_FIGURES}")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_BEFORE = re.compile(r"^(?:¥|人民币|rmb|cny|yuan)\s*")
_BEHIND = re.compile(r"\s*(?:人民币|元|块钱|块|yuan|rmb|cny|kuai)$")
_WHOLE = re.compile(r"(?<=[元块角分])[整正]$")
_PARTS = re.compile(
    rf"(?P<yuan>.+?)(?:元|块)(?:(?P<jiao>[{_DIGITS}\d])(?:角|毛|(?<=块.)$))?(?:零?(?P<fen>[{_DIGITS}\d])分)?"
)
_TWO_WAYS = re.compile(rf"[.点][{_DIGITS}\d]+[十百千万亿].*[{_DIGITS}\d]")
"""1.2万5: a fraction and a rest."""


def read_yuan(text: str) -> Decimal | None:
    """The amount that the whole text names, in yuan; None where it names none, or not exactly."""
    said = close_up(plain(text)).translate(_FINANCIAL).strip(" .,。，")
    said = _WHOLE.sub("", _BEFORE.sub("", said))
    found = _PARTS.fullmatch(said)
    if found and (found["jiao"] or found["fen"]):
        yuan = _number(found["yuan"].strip())
        small = Decimal(_digit(found["jiao"])) / 10 + Decimal(_digit(found["fen"])) / 100
        return None if yuan is None or yuan != int(yuan) else yuan + small
    while (shorter := _BEHIND.sub("", said)) != said:
        said = shorter
    return _number(said)


def _number(said: str) -> Decimal | None:
    if _GROUPED.fullmatch(said):
        return Decimal(said.replace(",", ""))
    if found := _SCALED.fullmatch(said):
        return Decimal(found["number"]) * _SCALES[found["scale"]]
    return _in_words(said) if said.isascii() else _chinese(said)


def _chinese(said: str) -> Decimal | None:
    """Numerals with 亿, 万, 千, 百 and 十, in characters or figures. A last digit alone counts the next lower unit."""
    if _TWO_WAYS.search(said):
        return None
    for sign, worth in (("亿", 10**8), ("万", 10**4)):
        before, found, behind = said.partition(sign)
        if found:
            many, rest = _chinese(before), _chinese(behind) if behind else Decimal(0)
            if many is None or rest is None:
                return None
            alone = len(behind) == 1 and behind != "十"  # 一万二
            return many * worth + (rest * worth / 10 if alone else rest)
    return _below_10_000(said)


def _below_10_000(said: str) -> Decimal | None:
    if said == "零":
        return Decimal(0)
    found = _BELOW_10_000.fullmatch(said)
    if not said or found is None or not any(found[name] for name in ("k", "h", "ten", "one")):
        return None
    total = Decimal(0)
    if found["k"]:
        total += _one(found["k"]) * 1000
    if found["h"]:
        total += _one(found["h"]) * 100
    if found["ten"]:
        total += (_one(found["t"]) if found["t"] else 1) * 10
    if found["one"]:
        last = _one(found["one"])
        alone = len(found["one"]) == 1 and not found["ten"] and "零" not in (found["z1"], found["z2"])
        if alone and (found["h"] or found["k"]):  # 三百五, 三千五
            last *= 10 if found["h"] else 100
        total += last
    return total


def _one(written: str) -> Decimal:
    return Decimal(
        "".join(str(_DIGITS.index(sign)) if sign in _DIGITS else sign for sign in written.replace("点", "."))
    )


def _digit(written: str | None) -> int:
    return int(_one(written)) if written else 0


def _in_words(said: str) -> Decimal | None:
    """English words: eight thousand, one hundred and twenty thousand."""
    total, below = 0, 0
    words = re.split(r"[ -]+", said)
    for word in words:
        if word in _TENS[2:] and below % 100 == 0:
            below += 10 * _TENS.index(word)
        elif word in _ONES and (below % 100 == 0 or (below % 10 == 0 and below % 100 > 10 and word in _ONES[1:10])):
            below += _ONES.index(word)
        elif word == "hundred" and 0 < below < 100:
            below *= 100
        elif word in ("thousand", "million", "billion") and below:
            total, below = total + below * _SCALES[word], 0
        elif word != "and" or not (total or below):
            return None
    return Decimal(total + below) if words[-1] != "and" else None
