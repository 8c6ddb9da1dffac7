"""One normal form: script, width, case and politeness do not matter, and nothing that was said is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.tidy import LONGEST, grams, is_chinese, is_other_script, tidy


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("二手房过户", "二手房过户"),
        ("二手房過戶", "二手房过户"),
        ("請問，我想辦理護照！", "我想办理护照"),
        ("您好，我想问一下社保卡怎么补？谢谢", "社保卡怎么补"),
        ("Hello, could you tell me how to renew a passport, please?", "how to renew a passport"),
        ("ＰＡＳＳＰＯＲＴ　２", "passport 2"),
        ("I don't know", "i dont know"),
        ("I don’t know", "i dont know"),
        ("护照😀\u200b过期\x00了", "护照 过期 了"),
        ("谢谢", "谢谢"),
        ("Hi there", "hi there"),
        ("！？。…", ""),
        ("", ""),
    ],
)
def test_sentences_that_mean_the_same_look_the_same(sentence: str, expected: str) -> None:
    assert tidy(sentence) == expected


@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing(sentence: str) -> None:
    once = tidy(sentence)
    assert tidy(once) == once


@given(st.text(max_size=300))
def test_letters_digits_and_chinese_are_never_all_removed(sentence: str) -> None:
    if any(sign.isalnum() for sign in sentence):
        assert tidy(sentence)


@given(st.lists(st.sampled_from(["请问", "你好", "谢谢", "please", "hi", "could you tell me", "，", "护照", "tax"])))
def test_politeness_leaves_the_matter(parts: list[str]) -> None:
    said = tidy(" ".join(parts)).split()
    assert said.count("护照") == parts.count("护照")
    assert said.count("tax") == parts.count("tax")


def test_long_input_is_capped() -> None:
    assert len(tidy("户" * 10_000)) == LONGEST


def test_nested_politeness_stays_quick() -> None:
    began = time.process_time()
    tidy("请" * 5_000 + "问" * 5_000)
    assert time.process_time() - began < 0.5


def test_grams_are_pairs_characters_words_and_trigrams() -> None:
    assert grams("护照 tax") == {"护", "照", "护照", " tax ", " ta", "tax", "ax "}


@pytest.mark.parametrize(
    ("text", "chinese"), [("护照", True), ("我的 passport", True), ("passport", False), ("", False), ("パス", False)]
)
def test_any_chinese_character_makes_a_sentence_chinese(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


OTHERS = ["Привет", "أريد تجديد جواز سفري", "パスポートを更新したい", "여권을 갱신", "ภาษาไทย", "護照を"]
OURS = ["", "123", "护照", "passport", "Führerschein", "孩子 passport", "ＰＡＳＳＰＯＲＴ", "π 护照", "👍"]


@pytest.mark.parametrize("text", OTHERS)
def test_other_scripts_are_told_apart(text: str) -> None:
    assert is_other_script(text)


@pytest.mark.parametrize("text", OURS)
def test_chinese_and_latin_are_no_other_scripts(text: str) -> None:
    assert not is_other_script(text)


def test_korean_is_not_chinese() -> None:
    assert not is_chinese("여권을 갱신")
    assert is_chinese("\uf900")  # a compatibility form of 豈
