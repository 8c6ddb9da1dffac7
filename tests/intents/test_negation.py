"""One small word turns a sentence around."""

import pytest

from intents.hearing import negated


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("I don't want to sell", "sell"),
        ("I'm not selling my flat", "selling"),
        ("I do not want to get a divorce", "divorce"),
        ("I'm not married", "married"),
        ("I have never been married", "married"),
        ("there is no mortgage", "mortgage"),
        ("without a loan", "loan"),
        ("我不是要卖房", "卖房"),
        ("不想离婚", "离婚"),
        ("我不想把户口迁走", "迁走"),
        ("没有贷款", "贷款"),
        ("还没结婚", "结婚"),
        ("我不是賣方", "卖方"),
    ],
)
def test_denied(sentence: str, phrase: str) -> None:
    assert negated(sentence, phrase)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("I want to sell", "sell"),
        ("I don't want to rent but to sell... I want to sell", "sell"),
        ("I'm not a lawyer, I want to sell", "sell"),
        ("我不是要租房，我要卖房", "卖房"),
        ("我不是要卖房而是买房", "买房"),
        ("我想离婚", "离婚"),
        ("身份证不见了", "身份证"),
        ("户口本不用了怎么注销", "注销"),
        ("没有户口本能离婚吗", "离婚"),
        ("我要卖房", "护照"),
        ("我要卖房", ""),
        ("", "卖房"),
    ],
)
def test_not_denied(sentence: str, phrase: str) -> None:
    assert not negated(sentence, phrase)
