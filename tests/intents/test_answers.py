"""People answer closed questions in their own words."""

import pytest

from intents.hearing import Heard, Nothing, One, OptionWords, OutOfRange, Several, hear_option

MARITAL = (
    OptionWords("single", ("未婚", "never married", "单身")),
    OptionWords("married", ("已婚", "married", "领证了")),
    OptionWords("divorced", ("离异", "divorced", "离婚了")),
    OptionWords("widowed", ("丧偶", "widowed")),
)
LOAN = (OptionWords("none", ("没有贷款", "no mortgage")), OptionWords("some", ("有贷款", "there is a mortgage")))
FILED = (
    OptionWords("yes", ("办过", "yes")),
    OptionWords("no", ("没办过", "no")),
    OptionWords("unknown", ("不清楚", "do not know")),
)
PLACE = (
    OptionWords("desk", ("银行网点", "at the bank")),
    OptionWords("branch", ("银行总部", "at the head office")),
    OptionWords("online", ("网上", "online")),
)
CHILDREN = (
    OptionWords("none", ("0", "没有孩子")),
    OptionWords("one", ("1", "一个")),
    OptionWords("two", ("2", "两个")),
)


@pytest.mark.parametrize(
    ("sentence", "options", "expected"),
    [
        ("已婚", MARITAL, One("married")),
        ("我結婚了，已婚", MARITAL, One("married")),
        ("I am married.", MARITAL, One("married")),
        ("never married", MARITAL, One("single")),
        ("2", MARITAL, One("married")),
        ("２", MARITAL, One("married")),
        ("2)", MARITAL, One("married")),
        ("②", MARITAL, One("married")),
        ("二", MARITAL, One("married")),
        ("第二个", MARITAL, One("married")),
        ("选第三项", MARITAL, One("divorced")),
        ("the second one", MARITAL, One("married")),
        ("number three", MARITAL, One("divorced")),
        ("3rd", MARITAL, One("divorced")),
        ("b", MARITAL, One("married")),
        ("最后一个", MARITAL, One("widowed")),
        ("the last one", MARITAL, One("widowed")),
        ("7", MARITAL, OutOfRange(7)),
        ("第九个", MARITAL, OutOfRange(9)),
        ("0", MARITAL, OutOfRange(0)),
        ("divroced", MARITAL, One("divorced")),
        ("not married", MARITAL, Several(("single", "divorced", "widowed"))),
        ("married, not divorced", MARITAL, One("married")),
        ("已婚或者离异", MARITAL, Several(("married", "divorced"))),
        ("天气不错", MARITAL, Nothing()),
        ("", MARITAL, Nothing()),
        ("没有贷款", LOAN, One("none")),
        ("没贷款", LOAN, One("none")),
        ("我这套房无贷款", LOAN, One("none")),
        ("有贷款的", LOAN, One("some")),
        ("I have no mortgage", LOAN, One("none")),
        ("without a mortgage", LOAN, One("none")),
        ("是的", FILED, One("yes")),
        ("办过了", FILED, One("yes")),
        ("没有", FILED, One("no")),
        ("还没办过", FILED, One("no")),
        ("nope", FILED, One("no")),
        ("不知道", FILED, One("unknown")),
        ("I have no idea", FILED, One("unknown")),
        ("是", MARITAL, Nothing()),
        ("网上办", PLACE, One("online")),
        ("银行", PLACE, Several(("desk", "branch"))),
        ("不在网上", PLACE, Several(("desk", "branch"))),
        ("2", CHILDREN, One("two")),
        ("两个", CHILDREN, One("two")),
    ],
)
def test_an_answer_is_heard(sentence: str, options: tuple[OptionWords, ...], expected: Heard) -> None:
    assert hear_option(sentence, options) == expected


def test_a_question_without_options_hears_nothing() -> None:
    assert hear_option("已婚", ()) == Nothing()
