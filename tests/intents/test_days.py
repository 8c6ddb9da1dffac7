"""A wished-for day is heard right or not at all."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.hearing import DayWish, hear_day

TUESDAY = date(2026, 12, 1)


def wish(day: date | None = None, half: str | None = None, at: time | None = None) -> DayWish:
    assert half in ("morning", "afternoon", None)
    return DayWish(day, half, at)  # type: ignore[arg-type]  # narrowed by the line above


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("今天", wish(date(2026, 12, 1))),
        ("明天下午", wish(date(2026, 12, 2), "afternoon")),
        ("后天", wish(date(2026, 12, 3))),
        ("大后天上午", wish(date(2026, 12, 4), "morning")),
        ("today", wish(date(2026, 12, 1))),
        ("Tomorrow morning, please", wish(date(2026, 12, 2), "morning")),
        ("the day after tomorrow", wish(date(2026, 12, 3))),
        ("周二", wish(date(2026, 12, 1))),
        ("周三", wish(date(2026, 12, 2))),
        ("星期一可以吗", wish(date(2026, 12, 7))),
        ("礼拜天", wish(date(2026, 12, 6))),
        ("下周三", wish(date(2026, 12, 9))),
        ("下个星期五下午3点", wish(date(2026, 12, 11), "afternoon", time(15))),
        ("这周五", wish(date(2026, 12, 4))),
        ("下週三", wish(date(2026, 12, 9))),
        ("on Friday", wish(date(2026, 12, 4))),
        ("next Wednesday", wish(date(2026, 12, 9))),
        ("Thursday next week", wish(date(2026, 12, 10))),
        ("Monday afternoon", wish(date(2026, 12, 7), "afternoon")),
        ("12月3日", wish(date(2026, 12, 3))),
        ("十二月二十三号上午九点半", wish(date(2026, 12, 23), "morning", time(9, 30))),
        ("1月5日", wish(date(2027, 1, 5))),
        ("明年3月5日", wish(date(2027, 3, 5))),
        ("2月29日", wish(date(2028, 2, 29))),
        ("3号", wish(date(2026, 12, 3))),
        ("下个月3号", wish(date(2027, 1, 3))),
        ("Dec 3", wish(date(2026, 12, 3))),
        ("3rd of December at 10:30", wish(date(2026, 12, 3), "morning", time(10, 30))),
        ("January 5, 2027", wish(date(2027, 1, 5))),
        ("2026-12-03", wish(date(2026, 12, 3))),
        ("2026年12月3日", wish(date(2026, 12, 3))),
        ("上午", wish(half="morning")),
        ("in the afternoon", wish(half="afternoon")),
        ("9点半", wish(half="morning", at=time(9, 30))),
        ("两点一刻", wish(half="afternoon", at=time(14, 15))),
        ("3pm", wish(half="afternoon", at=time(15))),
        ("9 a.m.", wish(half="morning", at=time(9))),
        ("中午12点", wish(half="afternoon", at=time(12))),
        ("明天早一点", wish(date(2026, 12, 2))),
    ],
)
def test_a_wish_is_heard(sentence: str, expected: DayWish) -> None:
    assert hear_day(sentence, TUESDAY) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "周末",
        "随便",
        "护照",
        "昨天",
        "上周三",
        "last Friday",
        "本周一",
        "2026-11-30",
        "2月30日",
        "13月1日",
        "周三不行",
        "not on Wednesday",
        "周三或者周四",
        "Monday to Wednesday",
        "周三以后",
        "after Friday",
        "by Friday",
        "三周一次",
        "一周三次",
        "每周三",
        "3号窗口",
        "3天后",
        "in 3 days",
        "next month",
        "上午下午都行",
        "25点",
        "上午13点",
        "second Monday",
        "I may go",
        "Dec 3 next year",
        "除了周三",
    ],
)
def test_what_is_not_certain_is_left_alone(sentence: str) -> None:
    assert hear_day(sentence, TUESDAY) is None


@given(st.text(alphabet="0123456789年月日号周下一二三四五六天点半:-/ amptodynexmrch", max_size=30), st.dates())
def test_no_day_before_today_and_no_exception(sentence: str, today: date) -> None:
    heard = hear_day(sentence, min(today, date(9000, 1, 1)))
    assert heard is None or heard.day is None or heard.day >= min(today, date(9000, 1, 1))
