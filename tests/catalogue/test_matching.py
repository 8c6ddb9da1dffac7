"""What was learned and what staff have just written work together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.content import Catalogue
from bot.catalogue.matching import open_matcher
from intents.matcher import Matcher, Phrase
from intents.understanding import MATTERS
from procedures.publication import publish
from tests.shipped import shipped_definitions, shipped_province
from tests.understood import MODEL, shipped_matcher


def test_without_anything_learned_words_decide_and_it_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    catalogue = Catalogue(province=shipped_province(), procedures={d.id: publish(d) for d in shipped_definitions()})
    matcher = open_matcher(catalogue, tmp_path, told.append)
    why = f"there is no {tmp_path / MATTERS}"
    assert told == [f"Sentences are matched by their words alone: {why}. `make learn` mends it."]
    assert matcher.match("二手房过户").candidates[0].intent == "property-transfer"
    assert matcher.match("二手房过户").tier == "words"


@pytest.mark.parametrize(
    ("sentence", "intent", "tier"),
    [
        ("二手房转移登记及缴税", "property-transfer", "words"),
        ("cops said my e-bike has no plate", "electric-bike-registration", "meaning"),
        ("gongjijin zufang zenme ti", "housing-fund-withdrawal-rent", "meaning"),
        ("車子過戶", "vehicle-transfer", "meaning"),
    ],
)
def test_words_know_names_and_meaning_knows_people(sentence: str, intent: str, tier: str) -> None:
    match = shipped_matcher().match(sentence)
    assert (match.candidates[0].intent, match.tier) == (intent, tier)


def test_a_match_tells_how_it_was_read() -> None:
    assert shipped_matcher().match("gongjijin zufang").read_as == "公积金租房"


def test_a_procedure_that_staff_have_just_added_is_found_by_its_words() -> None:
    understanding = shipped_matcher()._understanding
    phrases = [
        Phrase("办借书证", "library-card", "zh"),
        Phrase("图书馆的卡怎么办", "library-card", "zh"),
        Phrase("get a library card", "library-card", "en"),
        Phrase("护照换发", "passport-renewal", "zh"),
    ]
    matcher = Matcher(phrases, understanding)
    assert matcher.match("想办张图书馆的借书证").candidates[0].intent == "library-card"
    assert matcher.match("我的护照下个月到期").candidates[0].intent == "passport-renewal"


def test_what_this_catalogue_does_not_have_is_not_answered() -> None:
    matcher = Matcher([Phrase("护照换发", "passport-renewal", "zh")], shipped_matcher()._understanding)
    assert matcher.match("我们想离婚").decision == "none"


@pytest.mark.parametrize("sentence", ["我不是要离婚", "I don't want to sell my house"])
def test_what_is_not_wanted_is_never_answered(sentence: str) -> None:
    match = shipped_matcher().match(sentence)
    assert match.decision != "answer"


def test_the_files_are_opened_once() -> None:
    first = shipped_matcher()._understanding
    catalogue = Catalogue(province=shipped_province(), procedures={})
    assert open_matcher(catalogue, MODEL, pytest.fail)._understanding is first


def test_a_procedure_that_staff_have_just_added_is_found_by_what_its_phrases_mean() -> None:
    """In other words than theirs; and whoever means something else is still understood."""
    said = ["办借书证", "想去图书馆借书", "图书馆的卡怎么办", "读者证在哪里办", "图书馆办卡要押金吗", "借书卡丢了"]
    said += [
        "get a library card",
        "borrow books",
        "join the library",
        "sign up at the library",
        "i lost my reader card",
    ]
    known = [Phrase(text, "library-card", "zh") for text in said]
    passport = Phrase("护照换发", "passport-renewal", "zh")
    before, after = (Matcher([passport, *some], shipped_matcher()._learned) for some in ([], known))
    for sentence in ("小孩想借书看，去哪里领证", "where can my kid get a card to take books home"):
        assert before.match(sentence).decision == "none"
        found = after.match(sentence)
        assert (found.candidates[0].intent, found.tier) == ("library-card", "meaning")
        assert found.decision != "none"
    for sentence in ("我的护照下个月到期", "今天天气怎么样"):
        assert before.match(sentence).decision == after.match(sentence).decision
