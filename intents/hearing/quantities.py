"""Ages, spans of time and amounts as people say them: 四十五岁, 不到一年, 两万五, "about 18 months", "forty-five".

"Over three years" is a little more than three, "not yet a year" a little less than one: enough to know on which side
of a limit somebody stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from intents.hearing.numbers import read_number
from intents.tidy import plain

Unit = Literal["years", "months", "days", "yuan", "points"]
MORE, LESS = 1.05, 0.95
"""How much "over" and "not yet" change a number."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
_IN = {("years", "months"): 12.0, ("years", "days"): 365.0, ("months", "days"): 30.4}


@dataclass(frozen=True, slots=True)
class Span:
    """What an option covers: from `gte` on, below `lt`, of a unit; None: open on that side."""

    unit: Unit
    gte: float | None = None
    lt: float | None = None

    def covers(self, quantity: Quantity) -> bool:
        """Whether the quantity lies in it; one of another kind never does."""
        value = quantity.as_unit(self.unit)
        if value is None:
            return False
        return (self.gte is None or value >= self.gte) and (self.lt is None or value < self.lt)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a unit; of a bare number the unit is not known and fits every one."""

    value: float
    unit: Unit | None

    def as_unit(self, unit: Unit) -> float | None:
        """The number in another unit; None where the two have nothing to do with each other."""
        if self.unit in (None, unit):
            return self.value
        for (long, short), count in _IN.items():
            if (self.unit, unit) == (long, short):
                return self.value * count
            if (self.unit, unit) == (short, long):
                return self.value / count
        return None


_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ENGLISH_NUMBER = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|(?:{'|'.join(_ONES)})|an?|half an?|half)"
)
_CHINESE_NUMBER = r"[零〇一二两三四五六七八九十百千万半]+"
_NUMBER = rf"(?P<number>\d+(?:\.\d+)?|{_CHINESE_NUMBER}|\b{_ENGLISH_NUMBER}\b)"
_UNITS: tuple[tuple[str, Unit], ...] = (
    (r"周?岁|\s*(?:years? old|yrs? old|yo\b)", "years"),
    (r"个?年(?!级|月|底|初|前|后)|\s*(?:years?|yrs?)\b", "years"),
    (r"个?月(?!底|初|份)|\s*months?\b", "months"),
    (r"个?(?:星期|礼拜)|周(?!岁)|\s*weeks?\b", "days"),
    (r"天|日(?!元)|\s*days?\b", "days"),
    (r"(?:元|块钱?|人民币)|\s*(?:yuan|rmb|kuai|cny)\b", "yuan"),
    (r"分(?!之|钟|公司|店|开)|\s*points?\b", "points"),
)
_SCALE = r"(?P<scale>万|[kw]\b|千|thousand|grand|\s*million)?"
_BEFORE = (
    r"(?P<less>不到|不满|没到|没满|未满|快要?|将近|差点|还差"
    r"|under|less than|not yet|nearly|almost|below|just under)?\s*"
    r"(?P<more>超过|已经|大于|满了|over|more than|above|at least)?\s*"
)
_AFTER = r"(?P<over>多|几|出头|以上|好几|余|\s*(?:and a bit|or so|plus|\+))?(?P<half>半|\s*and a half)?"
_QUANTITY = re.compile(
    rf"{_BEFORE}{_NUMBER}(?P<few>几|多)?{_SCALE}(?P<rest>[一二三四五六七八九])?(?P<much>多)?"
    rf"(?P<unit>{'|'.join(pattern for pattern, _ in _UNITS)})?{_AFTER}"
)


def hear_quantities(sentence: str) -> tuple[Quantity, ...]:
    """The quantities in a sentence, in their order; a number that counts nothing known has no unit."""
    return tuple(
        quantity for found in _QUANTITY.finditer(plain(sentence)) if (quantity := _quantity(found)) is not None
    )


def _quantity(found: re.Match[str]) -> Quantity | None:
    number = _value(found["number"])
    if number is None or (found["unit"] is None and found["number"] in ("a", "an")):
        return None
    if FIRST_YEAR <= number < LAST_YEAR and _unit(found["unit"]) in (None, "years"):
        return None  # a year of the calendar
    if found["scale"]:
        scale = {"万": 1e4, "w": 1e4, "千": 1e3, "million": 1e6}.get(found["scale"].strip(), 1e3)
        number = number * scale + (int(read_number(found["rest"]) or 0) * scale / 10 if found["rest"] else 0)
    unit = _unit(found["unit"])
    if unit is None and found["scale"] in ("万", "w", "k"):
        unit = "yuan"
    if found["unit"] and re.search("星期|礼拜|周|week", found["unit"]) and unit == "days":
        number *= 7
    if found["half"]:
        number += 0.5
    if found["less"]:
        number *= LESS
    elif found["more"] or found["over"] or found["few"] or found["much"]:
        number *= MORE
    return Quantity(number, unit)


def _unit(text: str | None) -> Unit | None:
    if text is None:
        return None
    return next((unit for pattern, unit in _UNITS if re.fullmatch(pattern, text)), None)


def _value(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if text in ("half", "half a", "half an", "半"):
        return 0.5
    if text in ("a", "an"):
        return 1.0
    if text[0].isascii():
        parts = re.split("[ -]", text)
        values = [20 + 10 * _TENS.index(part) if part in _TENS else _ONES.index(part) for part in parts]
        return float(sum(values))
    return _chinese_value(text)


def _chinese_value(text: str) -> float | None:
    """Numerals with 十, 百, 千 and 万: 三十万, 两万五, 一百二十."""
    if "万" in text:
        before, _, behind = text.partition("万")
        first, last = _chinese_value(before), _chinese_value(behind) if behind else 0.0
        if first is None or last is None:
            return None
        return first * 10_000 + (last * 1_000 if len(behind) == 1 else last)
    total, rest = 0.0, text
    for sign, worth in (("千", 1_000), ("百", 100)):
        before, found, behind = rest.partition(sign)
        if found:
            number = read_number(before)
            if number is None:
                return None
            total, rest = total + number * worth, behind.removeprefix("零")
    if not rest:
        return total
    number = read_number(rest)
    return None if number is None else total + number
