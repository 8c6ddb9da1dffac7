"""Ages, times and amounts: on which side of a limit somebody stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.hearing.answers import Nothing, One, hear_certain
from intents.hearing.quantities import Quantity, Span, hear_quantities
from intents.hearing.spotting import OptionWords

AGES = (
    OptionWords("young", ("60岁以下", "under 60"), Span("years", None, 60)),
    OptionWords("older", ("60到69岁", "60 to 69"), Span("years", 60, 70)),
    OptionWords("old", ("70岁以上", "70 or over"), Span("years", 70)),
)
INSURED = (
    OptionWords("short", ("不满6个月",), Span("months", None, 6)),
    OptionWords("some", ("6到12个月",), Span("months", 6, 12)),
    OptionWords("long", ("满12个月",), Span("months", 12)),
)
MONEY = (
    OptionWords("small", ("5万以内",), Span("yuan", None, 50_000.01)),
    OptionWords("large", ("5万以上",), Span("yuan", 50_000.01)),
)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("四十五岁", 45, "years"),
        ("I'm forty-five", 45, None),
        ("about 18 months", 18, "months"),
        ("半年", 0.5, "years"),
        ("一年半", 1.5, "years"),
        ("a year and a half", 1.5, "years"),
        ("两万五", 25_000, None),
        ("5万", 50_000, "yuan"),
        ("一千两百块", 1_200, "yuan"),
        ("three weeks", 21, "days"),
        ("一百二十平", 120, None),
    ],
)
def test_a_number_and_its_unit(sentence: str, value: float, unit: str | None) -> None:
    assert hear_quantities(sentence) == (Quantity(value, unit),)  # type: ignore[arg-type]  # one of the units


@pytest.mark.parametrize("sentence", ["", "1979年的", "born in 1979", "I have a car", "没有", "hello"])
def test_what_is_no_quantity(sentence: str) -> None:
    assert hear_quantities(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "option"),
    [
        ("四十五岁", "young"),
        ("我今年六十了", "older"),
        ("快六十了", "young"),
        ("六十几", "older"),
        ("seventy one", "old"),
        ("he is 69 years old", "older"),
        ("over seventy", "old"),
        ("45", "young"),
        ("3", "old"),
    ],
)
def test_an_age_chooses_its_band(sentence: str, option: str) -> None:
    """A bare 3 is the third option, for the list has three."""
    assert hear_certain(sentence, AGES) == One(option)


@pytest.mark.parametrize(
    ("sentence", "option"),
    [("才交三个月", "short"), ("半年多了", "some"), ("不到一年", "some"), ("两年", "long"), ("about 8 months", "some")],
)
def test_a_time_chooses_its_band_in_any_unit(sentence: str, option: str) -> None:
    assert hear_certain(sentence, INSURED) == One(option)


def test_an_amount_chooses_its_band() -> None:
    assert hear_certain("账上有三万多", MONEY) == One("small")
    assert hear_certain("十几万", MONEY) == One("large")


def test_another_kind_of_number_chooses_nothing() -> None:
    assert isinstance(hear_certain("住了三个月", MONEY), Nothing)
    assert isinstance(hear_certain("三岁和五岁", AGES), Nothing)


@given(st.text(alphabet="0123456789一二两三十百千万半年月岁天元 多几不到快 halfyeronthsd.", max_size=25))
def test_any_text_is_heard(text: str) -> None:
    assert all(quantity.value >= 0 for quantity in hear_quantities(text))
