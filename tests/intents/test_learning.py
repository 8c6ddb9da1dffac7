"""What is learned from a small bank is found again, the same each time, and only where something changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.learn import taught_by
from intents.encoder.encoder import FILES, GRAPH, PIECES
from intents.hearing.answers import NOTHING
from intents.hearing.kept import HEARING, open_learned
from intents.hearing.spotting import OptionWords
from intents.keeping import NotLearned, content_digest, keep, open_kept
from intents.learning import taught as taught_module
from intents.learning.taught import Taught
from intents.sentences import Labelled
from intents.tables import Line
from intents.understanding import MATTERS, Understanding, open_understanding
from tests.shipped import shipped_catalogue
from tests.understood import MODEL

SAID = {
    "passport": [
        "护照快过期了",
        "护照换发",
        "我的护照到期要换",
        "my passport expires",
        "renew a passport",
        "new passport",
    ],
    "divorce": ["我想离婚", "离婚手续", "跟老公离婚", "we want a divorce", "how to divorce", "divorce papers"],
    "none": ["今天天气怎么样", "讲个笑话", "附近好吃的", "tell me a joke", "what is the weather", "write a poem"],
}
TRAIN = tuple(Labelled(text, "zh", (intent,), "short", "ann") for intent, said in SAID.items() for text in said)
TUNE = (
    Labelled("护照要换了", "zh", ("passport",), "short", "bob"),
    Labelled("get divorced", "en", ("divorce",), "short", "bob"),
    Labelled("天气好吗", "zh", ("none",), "out-of-scope", "bob"),
)


QUESTIONS = {"passport.old": (OptionWords("yes", ("有旧护照", "yes")), OptionWords("no", ("没有旧护照", "no")))}
ANSWERS = tuple(
    Line({"procedure": "passport", "question": "old", "text": text, "lang": "zh", "expected": expected}, writer)
    for writer in ("ann", "bob")
    for text, expected in (
        ("旧的还在", "yes"),
        ("带着老护照", "yes"),
        ("丢了", "no"),
        ("头一回办", "no"),
        ("天真热", "-"),
    )
)
ACTS = tuple(
    Line({"text": text, "lang": "zh", "act": act, "rest": ""}, "ann")
    for act, said in (("cancel", ("不办了", "取消吧", "算了不要")), ("thanks", ("谢谢你", "多谢啦", "辛苦了")))
    for text in said
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the encoder and nothing learned."""
    return with_encoder(tmp_path / "model")


def with_encoder(folder: Path) -> Path:
    folder.mkdir()
    for name in FILES:
        (folder / name).symlink_to(MODEL / name)
    return folder


def taught(*phrases: Labelled, tune: Sequence[Labelled] = TUNE, train: Sequence[Labelled] = TRAIN) -> Taught:
    return Taught(train, phrases, tune, ANSWERS, ACTS, QUESTIONS)


def lesson(folder: Path, what: Taught) -> list[str]:
    """What is told meanwhile."""
    from intents.learning.lesson import learn  # scikit-learn takes seconds to import, in every worker

    told: list[str] = []
    learn(folder, what, what.stale(folder), folder / "memory.npz", told.append)
    return told


def test_it_judges_what_it_has_not_seen(folder: Path) -> None:
    assert lesson(folder, taught())[0] == "learning from 18 sentences"
    opened = open_understanding(folder)
    assert opened.classes == {"passport", "divorce", "none"}
    for sentence, meant in (("护照怎么换", "passport"), ("要离婚了", "divorce"), ("huzhao huanfa", "passport")):
        shares = opened.judge(sentence).probabilities
        assert max(shares, key=shares.__getitem__) == meant
        assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
    assert opened.judge("huzhao huanfa").text == "护照换发"


def test_it_hears_what_it_has_not_heard(folder: Path) -> None:
    lesson(folder, taught())
    opened = open_understanding(folder)
    learned = open_learned(folder, opened.vector, opened.sounds, opened.rewrite)
    for text, option in (("老的护照还带着", "yes"), ("第一次办", "no")):
        judged = learned.judge.judge("passport.old", learned.judge.meant(opened.vector(text)), NOTHING)
        assert judged is not None
        assert judged.option == option
    assert learned.judge.judge("passport.new", learned.judge.meant(opened.vector("有")), NOTHING) is None


def test_the_same_sentences_give_the_same_files(tmp_path: Path) -> None:
    first, second = (with_encoder(tmp_path / name) for name in "ab")
    for folder in (first, second):
        lesson(folder, taught())
    for name in (MATTERS, HEARING):
        assert content_digest(first / name) == content_digest(second / name)


def test_what_was_learned_from_something_else_is_known(folder: Path) -> None:
    assert taught().stale(folder) == [MATTERS, HEARING]
    lesson(folder, taught())
    assert taught().stale(folder) == []
    assert taught(Labelled("换护照", "zh", ("passport",), "phrase")).stale(folder) == [MATTERS]
    assert taught(tune=TUNE[:2]).stale(folder) == [MATTERS]
    assert taught(train=TRAIN[:-1]).stale(folder) == [MATTERS, HEARING]
    assert replace(taught(), answers=ANSWERS[:-1]).stale(folder) == [HEARING]
    assert replace(taught(), acts=ACTS[1:]).stale(folder) == [HEARING]
    assert replace(taught(), questions={}).stale(folder) == [HEARING]


def test_another_encoder_or_other_code_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson(folder, taught())
    digests = taught().digests(folder)
    (folder / PIECES).unlink()
    (folder / PIECES).write_text("{}", encoding="utf-8")
    assert taught().stale(folder) == [MATTERS, HEARING]
    (folder / PIECES).unlink()
    (folder / PIECES).symlink_to(MODEL / PIECES)
    assert taught().digests(folder) == digests
    monkeypatch.setattr(taught_module, "LEARNING", taught_module.LEARNING[:-1])
    assert taught().stale(folder) == [MATTERS, HEARING]


def test_a_sentence_is_encoded_once(folder: Path) -> None:
    assert any(line.startswith("encoding") for line in lesson(folder, taught()))
    (folder / MATTERS).unlink()
    assert not any(line.startswith("encoding") for line in lesson(folder, taught()))


def test_a_sentence_of_two_procedures_counts_half_for_each(folder: Path) -> None:
    both = [Labelled(text, "zh", ("passport", "divorce"), "ambiguous") for text in ("证件", "证件怎么弄", "我的证件")]
    lesson(folder, taught(*both))
    shares = open_understanding(folder).judge("证件").probabilities
    assert shares["passport"] == pytest.approx(shares["divorce"], abs=0.2)
    assert shares["none"] < min(shares["passport"], shares["divorce"])


@pytest.mark.parametrize("damage", ["no-file", "cut", "no-archive", "other-release", "no-encoder"])
def test_damaged_files_are_named(folder: Path, damage: str) -> None:
    lesson(folder, taught())
    file = folder / MATTERS
    match damage:
        case "no-file":
            file.unlink()
        case "cut":
            file.write_bytes(file.read_bytes()[:400])
        case "no-archive":
            file.write_text("{", encoding="utf-8")
        case "other-release":
            head, arrays = open_kept(file)
            keep(file, {**head, "format": 0}, arrays)
        case _:
            (folder / GRAPH).unlink()
    with pytest.raises(NotLearned, match=str(folder)):
        open_understanding(folder)


def test_a_judgement_is_remembered_for_a_while(folder: Path) -> None:
    lesson(folder, taught())
    opened: Understanding = open_understanding(folder)
    assert opened.judge("我想离婚") is opened.judge("我想离婚")


def test_what_is_shipped_was_learned_from_what_is_here() -> None:
    """`make learn` mends it: somebody changed a sentence, a definition, the encoder or the code of learning."""
    assert taught_by(shipped_catalogue()).stale(MODEL) == []


def test_what_is_shipped_is_small() -> None:
    assert sum((MODEL / name).stat().st_size for name in (MATTERS, HEARING)) <= 12_000_000
