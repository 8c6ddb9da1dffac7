"""Characters and typed pinyin have the same sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.features import features
from intents.learning.readings import characters
from intents.rewriting import Rewriter, pieces_of
from intents.sounds import Sounds
from intents.tidy import plain

SOUNDS = Sounds(characters())
SAID = [
    "公积金怎么提取",
    "租房提取公积金",
    "身份证丢了怎么办",
    "补办身份证",
    "驾照到期换证",
    "驾照换证要体检吗",
    "换证",
]
REWRITER = Rewriter(pieces_of(SAID, known_from=1), SOUNDS)


@pytest.mark.parametrize(
    ("character", "syllable"), [("公", "gong"), ("绿", "lv"), ("略", "lve"), ("a", ""), ("，", "")]
)
def test_a_character_has_its_commonest_reading_without_tone(character: str, syllable: str) -> None:
    assert SOUNDS.of(character) == syllable


@pytest.mark.parametrize(
    ("letters", "syllables"),
    [
        ("gongjijin", ("gong", "ji", "jin")),
        ("xian", ("xian",)),
        ("lvshi", ("lv", "shi")),
        ("zhuangxiu", ("zhuang", "xiu")),
        ("passport", None),
        ("flat", None),
        ("x", None),
        ("a" * 500, None),
    ],
)
def test_typed_pinyin_is_split_into_as_few_syllables_as_possible(letters: str, syllables: tuple[str, ...]) -> None:
    assert SOUNDS.split(letters) == syllables


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公鸡金怎么提取", "公积金怎么提取"),
        ("gongjijin zenme tiqu", "公积金怎么提取"),
        ("gong ji jin zen me ti qu", "公积金怎么提取"),
        ("shenfenzheng diu le zenme ban", "身份证丢了怎么办"),
        ("架照到期换正", "驾照到期换证"),
        ("sfz diu le zenme ban", "sfz 丢了怎么办"),
    ],
)
def test_what_sounds_like_a_known_piece_is_written_like_it(typed: str, meant: str) -> None:
    assert REWRITER.rewrite(plain(typed)) == meant


@pytest.mark.parametrize("typed", ["公积金怎么提取", "写一首诗", "I lost my passport", "", "12345", "…", "天气真好"])
def test_what_is_written_right_or_sounds_like_nothing_stays(typed: str) -> None:
    assert REWRITER.rewrite(plain(typed)) is None


def test_a_pair_that_few_say_replaces_no_written_characters() -> None:
    few = Rewriter({"换证": 3, "换": 3, "证": 3}, SOUNDS)
    many = Rewriter({"换证": 30, "换": 3, "证": 3}, SOUNDS)
    assert few.rewrite("欢正") is None
    assert few.rewrite("huanzheng") == "换证"
    assert many.rewrite("欢正") == "换证"


@given(st.text(max_size=80))
def test_whatever_is_typed_can_be_rewritten_and_taken_apart(text: str) -> None:
    rewritten = REWRITER.rewrite(plain(text))
    assert rewritten is None or rewritten.strip()
    assert all(features(text, SOUNDS)) or not features(text, SOUNDS)


def test_sounds_are_features_of_characters_and_of_pinyin_alike() -> None:
    shared = features("公积金", SOUNDS) & features("gongjijin", SOUNDS) & features("公鸡金", SOUNDS)
    assert shared == {"p:gong ji", "p:ji jin", "p:gong ji jin"}
    assert {"公积金", "积金", "公"} <= features("公积金", SOUNDS)
    assert "lost_my" in features("I lost my card", SOUNDS)
