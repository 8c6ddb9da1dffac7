"""What may stand in the lines of a form. Check characters are worked out from the tables of the standards."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.applying.values import EXAMPLES, Wrong, read_value
from bot.dialogue.words import LANGUAGES, Words
from procedures.definition import FieldType
from tests.small import small_province

TODAY = date(2026, 12, 1)
CITIZEN = "99000119900307108X"
FIRM = "91990001MA00000157"
CARD = "6200000000000005"
KINDS: tuple[FieldType, ...] = get_args(FieldType)

RIGHT: dict[FieldType, dict[str, str]] = {
    "text": {
        "  示范路１号，Ａ座  ": "示范路1号，A座",
        "1 Model Road\n  Hangzhou": "1 Model Road Hangzhou",
        "无": "无",
        "字" * 200: "字" * 200,
        "a\u202e\u0000b": "ab",
    },
    "date": {
        **dict.fromkeys(
            (
                *(
                    "2026-03-05",
                    "2026/3/5",
                    "2026.3.5",
                    "2026年3月5日",
                    "２０２６／３／５",
                    "2026 年 3 月 5 日。",
                    "20260305",
                ),
                *("二〇二六年三月五日", "二零二六年三月五号", "2026年三月五日", "今年3月5日"),
                *("5 March 2026", "March 5 2026", "March 5th, 2026", "the 5th of March 2026", "5 mar 2026"),
            ),
            "2026-03-05",
        ),
        **dict.fromkeys(("今天", "today", "Today."), "2026-12-01"),
        **dict.fromkeys(("昨天", "yesterday", "昨日"), "2026-11-30"),
        **dict.fromkeys(("前天", "the day before yesterday"), "2026-11-29"),
        "1900-01-01": "1900-01-01",
        "2024-02-29": "2024-02-29",
        "去年12月31日": "2025-12-31",
        "二〇二六年十二月三十一日": "2026-12-31",
    },
    "yuan": {
        **dict.fromkeys(
            ("3,500,000", "３，５００，０００", "350万", "350 万元", "三百五十万", "3.5 million", "350w"), "3500000"
        ),
        **dict.fromkeys(("一百二十万", "1.2 million", "1.2 million yuan", "壹佰贰拾万元整", "120万块钱"), "1200000"),
        **dict.fromkeys(("¥80", "￥80.00", "80", "80元", "八十块", "eighty yuan", "RMB 80"), "80"),
        **dict.fromkeys(("八千块", "eight thousand", "8k", "8,000.00"), "8000"),
        **dict.fromkeys(("一万二", "1万2", "1万2千", "twelve thousand"), "12000"),
        **dict.fromkeys(("80.5", "八十块五", "80元5角"), "80.5"),
        "80元5角3分": "80.53",
        "一万零二": "10002",
        "三千五": "3500",
        "一千零五": "1005",
        "一百零五": "105",
        "1.2亿": "120000000",
        "0.01": "0.01",
        "999,999,999,999.99": "999999999999.99",
    },
    "phone": {
        **dict.fromkeys(
            (
                "13800138000",
                "138 0013 8000",
                "138-0013-8000",
                "+86 13800138000",
                "１３８００１３８０００",
                "8613800138000",
            ),
            "+86 138 0013 8000",
        ),
        **dict.fromkeys(("0571-88881234", "(0571) 8888 1234", "+86 571 8888 1234"), "+86 571 8888 1234"),
        **dict.fromkeys(("0571-88881234转801", "0571-88881234 ext. 801"), "+86 571 8888 1234 ext. 801"),
        "+852 2123 4567": "+852 2123 4567",
        "+1 (212) 555-2368": "+1 212-555-2368",
    },
    "citizen-number": dict.fromkeys(
        (CITIZEN, CITIZEN.lower(), " 990001 19900307 108X ", "99000119900307108Ｘ", "990001-19900307-108x"), CITIZEN
    ),
    "credit-code": dict.fromkeys(
        (FIRM, FIRM.lower(), "91990001 MA000001 57", "９１９９０００１ＭＡ０００００１５７"), FIRM
    ),
    "plate": {
        **dict.fromkeys(("浙A12345", "浙a12345", "浙A·12345", "浙 A 12345", "浙A.12345", "浙Ａ１２３４５"), "浙A12345"),
        "浙AD12345": "浙AD12345",  # small, new energy
        "浙A12345F": "浙A12345F",  # large, new energy
        "粤B1234学": "粤B1234学",
        "京A8B8C8": "京A8B8C8",
    },
    "bank-account": {
        **dict.fromkeys((CARD, "6200 0000 0000 0005", "6200-0000-0000-0005"), CARD),
        "12345678": "12345678",
        "1" * 30: "1" * 30,
        "9558800000000001": "9558800000000001",
    },
}

WRONG: dict[FieldType, dict[str, tuple[str, ...]]] = {
    "text": {"value-wrong-text": ("", "  ", "\u200b\n"), "value-wrong-text-long": ("字" * 201,)},
    "date": {
        "value-wrong-date": (
            *(
                "3月5日",
                "2026年3月",
                "2026",
                "March 5",
                "03/05/2026",
                "5/3/2026",
                "26年3月5日",
                "下周三",
                "next Monday",
            ),
            *("农历2026年3月5日", "不知道", "", "2026-03-05到2026-03-09", "2026-03-05T10:00", "民国八十年三月五日"),
        ),
        "value-wrong-date-none": ("2026-02-30", "2025年2月29日", "2026-13-01", "31 April 2026", "二〇二六年十三月一日"),
        "value-wrong-date-year": ("1899-12-31", "0926-03-05", "9026-03-05", "1 January 1850"),
    },
    "yuan": {
        "value-wrong-yuan": (
            *(
                "",
                "很多",
                "大约350万",
                "三百多万",
                "about 80",
                "百万",
                "-80",
                "$80",
                "80美元",
                "80 dollars",
                "8 000",
                "1,2",
            ),
            *("350万到400万", "80 90", "five six", "inf", "nan", "1e5", "1.2万5", "80元5", "八元八角八"),
        ),
        "value-wrong-yuan-range": ("0", "0.00", "零元", "1000000000000", "1万亿", "10000亿", "9999999999999"),
        "value-wrong-yuan-fen": ("80.123", "0.001", "1.2345678万"),
    },
    "phone": {
        "value-wrong-phone": (
            *(
                "",
                "12345",
                "110",
                "1380013800",
                "138001380001",
                "88881234",
                "我的手机",
                "1-800-FLOWERS",
                "+86 12",
                "95588",
            ),
            *("13800138000 13800138001", "4008001234", "+999 12345678"),
        )
    },
    "citizen-number": {
        "value-wrong-citizen-number": (
            *(CITIZEN[:-1] + digit for digit in "0123456789"),
            *("", "990001900307123", CITIZEN[:17], CITIZEN + "1", "我的身份证", "99000120990307108X"),
        )
    },
    "credit-code": {
        "value-wrong-credit-code": (
            "",
            FIRM[:-1] + "8",
            FIRM[:17],
            FIRM + "1",
            "9199000IMA00000157",
            CITIZEN,
            "330000000000001",
        )
    },
    "plate": {
        "value-wrong-plate": (
            *(
                "",
                "浙12345",
                "A12345",
                "浙A1234",
                "浙A1234567",
                "浙A1234I",
                "浙AO2345",
                "浙I12345",
                "台A12345",
                "浙AABCDE",
            ),
            *("浙AL12345", "浙A12345L", "浙A12345学"),
        )
    },
    "bank-account": {
        "value-wrong-bank-account": ("", "1234567", "1" * 31, "6200 0000 0000 000X", "我的卡", "٠١٢٣٤٥٦٧"),
        "value-wrong-bank-card": ("6200000000000006", "6200000000000050", "6200000000000000001"),
    },
}


@pytest.mark.parametrize(
    ("kind", "written", "value"), [(k, w, v) for k, each in RIGHT.items() for w, v in each.items()]
)
def test_what_is_right_is_brought_into_one_form(kind: FieldType, written: str, value: str) -> None:
    assert read_value(kind, written, TODAY) == value


@pytest.mark.parametrize(
    ("kind", "name", "written"),
    [(kind, name, written) for kind, each in WRONG.items() for name, listed in each.items() for written in listed],
)
def test_what_is_wrong_is_told_by_its_own_sentence(kind: FieldType, name: str, written: str) -> None:
    refused = read_value(kind, written, TODAY)
    assert isinstance(refused, Wrong)
    assert refused.id == name


def test_every_kind_is_tried_in_both_ways() -> None:
    assert set(RIGHT) == set(WRONG) == set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_examples_are_right_themselves(kind: FieldType) -> None:
    assert isinstance(read_value(kind, EXAMPLES[kind], TODAY), str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_how_it_is_written_and_never_repeats_a_number(language: str) -> None:
    words = Words("zh" if language == "zh" else "en", small_province())
    for kind, each in WRONG.items():
        for listed in each.values():
            for written in listed:
                refused = read_value(kind, written, TODAY)
                assert isinstance(refused, Wrong)
                said = words.say(refused.id, **refused.values)
                assert kind == "text" or EXAMPLES[kind] in said or "80.50" in said
                if len(re.sub(r"\D", "", written)) > 8:
                    assert written not in said.replace(EXAMPLES[kind], "")


@given(kind=st.sampled_from(KINDS), text=st.text(max_size=60), today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_written_is_read_or_refused(kind: FieldType, text: str, today: date) -> None:
    value = read_value(kind, text, today)
    assert isinstance(value, Wrong) or read_value(kind, value, today) == value


@given(
    kind=st.sampled_from(KINDS), data=st.data(), wide=st.booleans(), around=st.sampled_from(["", " ", "\n", "\u3000"])
)
def test_the_one_form_stays_as_it_is(kind: FieldType, data: st.DataObject, wide: bool, around: str) -> None:
    """Also in full width, with space around it."""
    value = RIGHT[kind][data.draw(st.sampled_from(sorted(RIGHT[kind])))]
    written = "".join(chr(ord(c) + 0xFEE0) if wide and c.isascii() and c.isalnum() else c for c in value)
    assert read_value(kind, f"{around}{written}{around}", TODAY) == value


@given(
    st.integers(1, 10**14 - 1),
    st.sampled_from(["{0}", "{0}元", "¥{0}", "{0:,}", "{0} yuan", "人民币{0}元"]),
)
def test_every_amount_of_fen_is_read_exactly(fen: int, form: str) -> None:
    whole, rest = divmod(fen, 100)
    written = form.format(whole) if not rest else form.replace("{0:,}", "{0}").format(f"{whole}.{rest:02d}")
    expected = str(whole) if not rest else f"{whole}.{rest:02d}".rstrip("0")
    value = read_value("yuan", written, TODAY)
    assert value == expected if 0 < fen < 10**14 else isinstance(value, Wrong)


@given(st.dates(date(1900, 1, 1), date(2126, 12, 31)))
def test_every_day_is_read_however_it_is_written(day: date) -> None:
    digits = "〇一二三四五六七八九"
    tens = ["", "十", "二十", "三十"]
    chinese = [tens[n // 10] + (digits[n % 10] if n % 10 else "") for n in range(32)]
    year = "".join(digits[int(sign)] for sign in f"{day.year}")
    for written in (
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{chinese[day.month]}月{chinese[day.day]}日",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    ):
        assert read_value("date", written, TODAY) == day.isoformat()
