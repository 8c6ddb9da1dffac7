"""Words that a citizen may not know: where they occur, and that each is explained plainly in both languages."""

from __future__ import annotations

import pytest

from procedures.glossary import Glossary, Language, Term, terms_in
from procedures.vocabulary import Text
from tests.shipped import shipped_definitions, shipped_province

SENTENCE = Text(zh="一句话。", en="A sentence.")
SMALL: Glossary = {
    "signing": Term(name=Text(zh="网签", en="online signing"), means=SENTENCE, said_as=("网签备案", "signed online")),
    "commitment": Term(name=Text(zh="告知承诺", en="commitment"), means=SENTENCE),
    "promised": Term(name=Text(zh="承诺", en="promise"), means=SENTENCE),
    "guardian": Term(name=Text(zh="监护人", en="guardian"), means=SENTENCE),
    "hotline": Term(name=Text(zh="12345", en="12345"), means=SENTENCE),
}


def shipped() -> Glossary:
    return shipped_province().glossary


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("监护人先网签", "zh", ["guardian", "signing"]),  # in the order of the text
        ("网签以后再网签备案", "zh", ["signing"]),  # once
        ("用告知承诺代替", "zh", ["commitment"]),  # the longer word, not the one inside it
        ("告知承诺以外还有承诺", "zh", ["commitment", "promised"]),
        ("打12345问", "zh", ["hotline"]),
        ("什么都没有", "zh", []),
        ("", "zh", []),
        ("Guardians signed online", "en", ["guardian", "signing"]),
        ("The guardian's promise", "en", ["guardian", "promised"]),
        ("a safeguardian compromises", "en", []),  # whole words only
        ("call 12345, not 123456", "en", ["hotline"]),
        ("guardian", "zh", []),
        ("监护人", "en", []),
    ],
)
def test_terms_are_found_where_they_stand(text: str, language: Language, found: list[str]) -> None:
    assert list(terms_in(SMALL, text, language)) == found


def test_without_a_glossary_nothing_is_found() -> None:
    assert terms_in({}, "监护人", "zh") == ()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_each_term_is_found_by_each_of_its_words(name: str) -> None:
    for language in ("zh", "en"):
        for word in shipped()[name].words(language):
            assert terms_in(shipped(), f"“{word}”", language) == (name,), word


@pytest.mark.parametrize("name", sorted(shipped()))
def test_each_term_is_explained_in_one_plain_sentence(name: str) -> None:
    term = shipped()[name]
    assert term.means.zh.endswith("。")
    assert term.means.zh.count("。") == 1
    assert len(term.means.zh) <= 50
    assert term.means.en.endswith(".")
    assert ". " not in term.means.en
    assert not term.means.zh.startswith(term.name.zh)


def test_the_glossary_holds_what_citizens_meet() -> None:
    wanted = [
        "容缺受理",
        "告知承诺",
        "一窗受理",
        "免提交",
        "不动产登记",
        "网签",
        "带押过户",
        "公证",
        "监护人",
        "集体户",
    ]
    wanted += ["户主", "异地就医备案", "灵活就业", "法定期限", "承诺期限", "工作日", "电子证照"]
    assert all(terms_in(shipped(), word, "zh") for word in wanted)
    met: set[str] = set()
    for definition in shipped_definitions():
        met.update(terms_in(shipped(), definition.model_dump_json(), "zh"))
    assert len(met) >= 40
