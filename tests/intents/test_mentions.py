"""What an opening sentence already answers is not asked again; what it only touches is."""

import pytest

from intents.hearing import OptionWords, hear_mentions

QUESTIONS = {
    "marital": (
        OptionWords("single", ("未婚", "never married")),
        OptionWords("married", ("已婚", "married")),
        OptionWords("divorced", ("离异", "离婚", "divorced")),
    ),
    "home_count": (
        OptionWords("first", ("首套", "first home", "first")),
        OptionWords("second", ("第二套", "second home")),
    ),
    "mortgage": (OptionWords("none", ("没有贷款", "no mortgage")), OptionWords("some", ("有贷款", "with a mortgage"))),
    "handled_by": (OptionWords("self", ("本人", "myself")), OptionWords("agent", ("委托他人", "someone acts for me"))),
    "amount": (OptionWords("little", ("30万以内",)), OptionWords("more", ("30万以上",))),
    "filing": (OptionWords("self", ("本人", "I file")), OptionWords("developer", ("开发商统一办", "developer files"))),
}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我已婚，首套，没贷款，想过户", {"marital": "married", "home_count": "first", "mortgage": "none"}),
        (
            "I'm married, first home, no mortgage",
            {"marital": "married", "home_count": "first", "mortgage": "none"},
        ),
        ("买了第二套房有贷款", {"home_count": "second", "mortgage": "some"}),
        ("I've never married and this is my second home", {"marital": "single", "home_count": "second"}),
        ("I will do it myself", {"handled_by": "self"}),
        ("本人去办", {}),  # two questions have this word
        ("I'm not married", {}),
        ("我不是首套", {}),
        ("我要离婚", {}),
        ("离婚证丢了", {}),
        ("已婚还是未婚有影响吗", {}),
        ("如果是首套呢", {}),
        ("my sister is married", {}),
        ("我老公已婚", {}),
        ("已婚，不，离异", {}),
        ("first I want to ask something", {}),
        ("想贷30万以内", {"amount": "little"}),
        ("想贷130万以内", {}),  # no number is heard within a longer one
        ("办护照", {}),
        ("", {}),
    ],
)
def test_only_clear_mentions_are_answers(sentence: str, expected: dict[str, str]) -> None:
    assert hear_mentions(sentence, QUESTIONS) == expected
