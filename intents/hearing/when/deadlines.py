"""How soon: now, within the year, before the end of the month."""

from __future__ import annotations

import re
from datetime import date

from intents.hearing.when.calendar import month_from, next_month_numbered, week_from
from intents.hearing.when.months import MONTH, month_number
from intents.hearing.when.tokens import Day, Mark, Reader, Values, reader, single


def _before_end(found: re.Match[str], today: date) -> Values:
    is_next = (found["which"] or found["other"] or "").startswith(("next", "下"))
    if "week" in found[0] or "周" in found[0] or "星期" in found[0]:
        _, last = week_from(today, 1 if is_next else 0)
    elif "year" in found[0] or "年" in found[0]:
        last = date(today.year, 12, 31)
    elif found["name"]:
        _, last = next_month_numbered(today, month_number(found["name"]))
    else:
        _, last = month_from(today, 1 if is_next else 0)
    return Day((today, last), "some")


_HOURS_AWAY = (
    r"(?:半|[一二两三几\d]+个?(?:半)?)(?:个)?(?:小时|钟头)(?:以|之)?后"
    r"|(?:十几|\d+|[一二三四五]?十五?)分钟(?:以|之)?后"
    r"|\b(?:in )?(?:an|half an|a few|\w+) (?:hours?|minutes|mins)(?: from now| time)"
    r"|\bin (?:an|half an|\w+) (?:hours?|minutes|mins)\b"
)
DEADLINES: tuple[Reader, ...] = (
    reader(_HOURS_AWAY, lambda found, today: Mark.TOO_MUCH),
    reader(
        r"(?:今年|年)(?:以|之)?内(?!地)"
        r"|\b(?:by|before) year'?s? end\b",
        lambda found, today: Day((today, date(today.year, 12, 31)), "some"),
    ),
    reader(
        rf"\b(?:before|by) (?:the )?end of (?:the |this )?(?:(?P<which>next) )?(?:month|week|year|{MONTH})\b"
        r"|\b(?:before|by) (?:the )?(?:month|week|year)'?s? ?(?:is over|end|ends|is out|out|runs out)\b"
        r"|(?P<other>下个?|这个?|本)?(?:月底|月末|年底|年末|周末(?=之前|以前|前))(?:之前|以前|前)"
        r"|(?:这个?|本|当)(?:月|周|星期)(?:以内|之内|内|结束前|过完前)"
        r"|赶在月底",
        _before_end,
    ),
    reader(
        r"(?:年底|年末|岁末)(?!前|之前|以前)"
        r"|\b(?:the )?end of (?:the |this )?year\b"
        r"|\byear[- ]end\b",
        lambda found, today: Day((date(today.year, 12, 21), date(today.year, 12, 31)), "some"),
    ),
    reader(r"现在|马上|立刻|立马|这会儿?|\bnow\b", lambda found, today: (single(today), Mark.SOONEST)),
)
