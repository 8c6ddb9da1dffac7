"""Every sentence that staff wrote leads to the procedure they wrote it for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.content import Catalogue
from bot.catalogue.phrases import phrases, shared_phrases
from intents.matcher import Matcher, Phrase
from procedures.definition import AskedAs, Definition
from procedures.problem import Source
from procedures.publication import publish
from procedures.vocabulary import Text
from tests.small import NAME_ONLY, SMALL, small_definition, small_province

CATALOGUE = Catalogue(province=small_province(), procedures={SMALL: publish(small_definition())})


def test_phrases_are_titles_names_ways_to_ask_and_near_misses() -> None:
    assert set(phrases(CATALOGUE)) == {
        Phrase("居民停车证办理", SMALL, "zh"),
        Phrase("Residents' parking permit", SMALL, "en"),
        Phrase("我想办停车证", SMALL, "zh"),
        Phrase("小区停车要办什么", SMALL, "zh"),
        Phrase("i want to park outside my house", SMALL, "en"),
        Phrase("居住登记", NAME_ONLY, "zh"),
        Phrase("Registering where you live", NAME_ONLY, "en"),
        Phrase("我刚搬来要登记住址", NAME_ONLY, "zh"),
        Phrase("i moved here and want to register", NAME_ONLY, "en"),
    }


def test_a_phrase_is_there_once() -> None:
    assert len(phrases(CATALOGUE)) == len(set(phrases(CATALOGUE)))


@pytest.mark.parametrize("phrase", phrases(CATALOGUE), ids=str)
def test_the_matcher_finds_the_procedure_of_each(phrase: Phrase) -> None:
    assert Matcher(phrases(CATALOGUE)).match(phrase.text).candidates[0].intent == phrase.intent


def other(title: Text) -> tuple[Definition, Source]:
    changes = {"id": "other", "title": title, "asked_as": AskedAs(), "not_asked_as": ()}
    source = Source(Path("other.yaml"), "other", {("title",): (2, 1)})
    return small_definition().model_copy(update=changes), source


SMALL_READ = (small_definition(), Source(Path("small.yaml"), SMALL))


def test_a_sentence_of_two_procedures_is_named_where_it_stands_again() -> None:
    # 繁體, politeness and punctuation make no other sentence of it.
    [problem] = shared_phrases([SMALL_READ, other(Text(zh="請問，我想辦停車證！", en="Another thing"))])

    assert (problem.code, problem.file, problem.line, problem.procedure) == ("shared-phrase", "other.yaml", 2, "other")
    assert "'parking-permit'" in problem.what


def test_a_near_miss_counts_for_the_procedure_it_belongs_to() -> None:
    [problem] = shared_phrases([SMALL_READ, other(Text(zh="我刚搬来要登记住址", en="Another thing"))])
    assert f"'{NAME_ONLY}'" in problem.what


def test_different_sentences_are_nobodys_problem() -> None:
    assert list(shared_phrases([SMALL_READ, other(Text(zh="养狗", en="Keeping a dog"))])) == []
