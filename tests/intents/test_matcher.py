"""A sentence finds its procedure, a doubt is asked about, and what is not ours is left alone."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.lexical import NOTHING_SAID, LexicalMatcher
from intents.matcher import OUTSIDE, Matcher, Phrase
from intents.thresholds import probability

WORDS = {
    "property-transfer": [
        "二手房转移登记",
        "买了二手房怎么过户",
        "我要卖房",
        "Transfer of a second-hand home",
        "I bought a flat",
        "I want to sell my house",
    ],
    "mortgage-release": ["抵押权注销登记", "房贷还清了怎么解除抵押", "Release of a mortgage", "I paid off my mortgage"],
    "passport-renewal": ["护照换发", "护照快过期了", "Passport renewal", "my passport expires soon"],
    "passport-first": ["首次申领护照", "第一次办护照", "First passport", "I never had a passport"],
    "id-card-replacement": ["身份证补领", "身份证丢了怎么补", "Replacement of a lost ID card", "I lost my ID card"],
    "marriage-registration": ["结婚登记", "我们要领证结婚", "Marriage registration", "we want to get married"],
    "divorce-registration": ["离婚登记", "协议离婚怎么办", "Divorce registration", "we want a divorce"],
    "vehicle-transfer": ["机动车转移登记", "二手车过户", "Transfer of a car", "I sold my car"],
    "company-deregistration": ["企业注销登记", "公司不开了怎么注销", "Closing a company", "how do I cancel a company"],
    OUTSIDE: ["附近哪里有好吃的", "is there a restaurant near here"],
}
PHRASES = [Phrase(text, intent, "en" if text.isascii() else "zh") for intent, texts in WORDS.items() for text in texts]
MATCHER, BY_WORDS = Matcher(PHRASES), LexicalMatcher(PHRASES)


def with_a_slip(text: str) -> st.SearchStrategy[str]:
    """The text, or the same with one character too few or another one."""
    places = st.integers(0, len(text) - 1)
    return st.one_of(
        st.just(text),
        places.map(lambda at: text[:at] + text[at + 1 :]),
        places.map(lambda at: text[:at] + "办" + text[at + 1 :]),
    )


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("二手房过户要什么材料", "property-transfer"),
        ("請問二手房過戶怎麼辦", "property-transfer"),
        ("I just bought a flat, what papers do I need?", "property-transfer"),
        ("房贷还清以后解除抵押", "mortgage-release"),
        ("passport renewal", "passport-renewal"),
        ("pasport renewal", "passport-renewal"),
        ("身份证丢了", "id-card-replacement"),
        ("I've lost my ID card!", "id-card-replacement"),
        ("离婚登记", "divorce-registration"),
        ("我想离婚", "divorce-registration"),
        ("离婚", "divorce-registration"),
        ("我不是要卖房，我要第一次办护照", "passport-first"),
        ("how can I cancel my company", "company-deregistration"),
    ],
)
def test_a_clear_sentence_is_answered(sentence: str, intent: str) -> None:
    match = MATCHER.match(sentence)
    assert (match.decision, match.candidates[0].intent) == ("answer", intent)


@pytest.mark.parametrize(
    ("sentence", "intents"),
    [
        ("护照", {"passport-renewal", "passport-first"}),
        ("passport", {"passport-renewal", "passport-first"}),
        ("过户", {"property-transfer", "vehicle-transfer"}),
    ],
)
def test_a_word_of_two_procedures_is_asked_about(sentence: str, intents: set[str]) -> None:
    match = MATCHER.match(sentence)
    assert match.decision == "clarify"
    assert {candidate.intent for candidate in match.candidates[:2]} == intents


@pytest.mark.parametrize(
    "sentence",
    [
        "what's the weather",
        "今天天气怎么样",
        "你好",
        "asdf qwer zxcv",
        "怎么办",
        "how do I do this",
        "what documents do I need",
        "需要什么材料",
        "tell me a joke",
        "讲个笑话",
        "is there a good restaurant near here",
        "附近有什么好吃的",
        "",
        "？！",
        "👍",
        "שלום עולם",
        "\x00\x07\u202e",
    ],
)
def test_what_is_not_ours_is_left_alone(sentence: str) -> None:
    assert MATCHER.match(sentence).decision == "none"


@pytest.mark.parametrize(
    "sentence", ["I don't want to sell my house", "我不是要卖房", "不想离婚", "I do not want a divorce"]
)
def test_what_is_not_wanted_is_never_answered(sentence: str) -> None:
    assert MATCHER.match(sentence).decision != "answer"


def test_a_match_explains_itself() -> None:
    best = MATCHER.match("I lost my ID card").candidates[0]
    assert best.phrase == "I lost my ID card"
    assert best.words == ("card", "id", "lost")
    assert best.score == 1.0


def test_candidates_are_few_and_best_first() -> None:
    scores = [candidate.score for candidate in MATCHER.match("transfer registration of a home or a car").candidates]
    assert 1 < len(scores) <= 5
    assert scores == sorted(scores, reverse=True)


def test_a_phrase_that_weighs_less_scores_less() -> None:
    light = Matcher([Phrase("护照换发", "passport-renewal", "zh", weight=0.5)])
    full = Matcher([Phrase("护照换发", "passport-renewal", "zh")])
    assert light.match("护照换发").candidates[0].score < full.match("护照换发").candidates[0].score


@given(st.one_of(st.text(max_size=40), st.sampled_from([phrase.text for phrase in PHRASES]).flatmap(with_a_slip)))
def test_a_phrase_is_known_without_comparing_every_procedure(sentence: str) -> None:
    match = BY_WORDS.match(sentence)
    assert BY_WORDS.exact(sentence) == (match if match is NOTHING_SAID or match.why == "exact" else None)


def test_a_matcher_without_phrases_matches_nothing() -> None:
    assert Matcher(()).match("护照").decision == "none"


@pytest.mark.parametrize(
    "sentence",
    ["护照过期" * 2_500, "哈" * 10_000, "a" * 10_000, "passport " * 2_000, "不要" * 5_000, "请" * 5_000 + "问" * 5_000],
)
def test_long_input_stays_quick(sentence: str) -> None:
    MATCHER.match("护照")
    began = time.process_time()
    MATCHER.match(sentence)
    assert time.process_time() - began < 0.05


@given(st.text(max_size=200))
def test_nothing_that_is_typed_raises(sentence: str) -> None:
    match = MATCHER.match(sentence)
    assert 0 <= match.probability <= 1
    assert match.decision == "none" or match.candidates


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 1))
def test_probability_rises_with_score_and_lead(score: float, margin: float, more: float) -> None:
    assert probability(score + more, margin) >= probability(score, margin)
    assert probability(score, margin + more) >= probability(score, margin)


def test_the_package_starts_quickly_and_alone() -> None:
    code = (
        "import sys, time; began = time.process_time(); import intents.matcher, intents.hearing; "
        "print(time.process_time() - began); "
        "assert not {'bot', 'procedures', 'sqlalchemy', 'pydantic'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)]
    spent = min(runs, key=float)  # of the processor's time, which other work takes nothing from
    assert float(spent) < 0.3
