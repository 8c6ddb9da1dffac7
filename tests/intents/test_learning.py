"""What is learned from a small bank is found again, the same each time, and only where something changed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from intents import learning
from intents.learning import learn
from intents.sentences import Labelled, Part
from intents.understanding import LEARNED, WEIGHTS, NotLearned, Understanding, open_understanding

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


@pytest.fixture
def small_bank(monkeypatch: pytest.MonkeyPatch) -> dict[Part, tuple[Labelled, ...]]:
    parts: dict[Part, tuple[Labelled, ...]] = {"train": TRAIN, "tune": TUNE}
    monkeypatch.setattr(learning, "bank", lambda part: parts[part])
    return parts


def lesson(folder: Path, *phrases: Labelled) -> list[str]:
    told: list[str] = []
    learn(folder, phrases, {}, told.append)
    return told


@pytest.mark.usefixtures("small_bank")
def test_it_judges_what_it_has_not_seen(tmp_path: Path) -> None:
    told = lesson(tmp_path)
    assert told[0].startswith("without the encoder")
    opened = open_understanding(tmp_path)
    assert opened.classes == {"passport", "divorce", "none"}
    for sentence, meant in (("护照怎么换", "passport"), ("要离婚了", "divorce"), ("huzhao huanfa", "passport")):
        shares = opened.judge(sentence).probabilities
        assert max(shares, key=shares.__getitem__) == meant
        assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
    assert opened.judge("huzhao huanfa").text == "护照换发"


@pytest.mark.usefixtures("small_bank")
def test_the_same_sentences_give_the_same_weights(tmp_path: Path) -> None:
    lesson(tmp_path / "a")
    lesson(tmp_path / "b")
    with np.load(tmp_path / "a" / WEIGHTS) as first, np.load(tmp_path / "b" / WEIGHTS) as second:
        assert all(np.array_equal(first[name], second[name]) for name in first.files)
    assert (tmp_path / "a" / LEARNED).read_bytes() == (tmp_path / "b" / LEARNED).read_bytes()


def test_nothing_is_done_where_nothing_changed(tmp_path: Path, small_bank: dict[Part, tuple[Labelled, ...]]) -> None:
    assert learn(tmp_path, (), {}, lambda _: None).new
    assert not learn(tmp_path, (), {}, lambda _: None).new
    assert learn(tmp_path, [Labelled("换护照", "zh", ("passport",), "phrase")], {}, lambda _: None).new
    small_bank["tune"] = TUNE[:2]
    assert learn(tmp_path, (), {}, lambda _: None).new


@pytest.mark.usefixtures("small_bank")
def test_a_sentence_of_two_procedures_counts_half_for_each(tmp_path: Path) -> None:
    both = [Labelled(text, "zh", ("passport", "divorce"), "ambiguous") for text in ("证件", "证件怎么弄", "我的证件")]
    lesson(tmp_path, *both)
    shares = open_understanding(tmp_path).judge("证件").probabilities
    assert shares["passport"] == pytest.approx(shares["divorce"], abs=0.2)
    assert shares["none"] < min(shares["passport"], shares["divorce"])


@pytest.mark.usefixtures("small_bank")
@pytest.mark.parametrize("damage", ["no-file", "cut", "no-json", "other-release"])
def test_damaged_files_are_named(tmp_path: Path, damage: str) -> None:
    lesson(tmp_path)
    match damage:
        case "no-file":
            (tmp_path / LEARNED).unlink()
        case "cut":
            (tmp_path / WEIGHTS).write_bytes((tmp_path / WEIGHTS).read_bytes()[:400])
        case "no-json":
            (tmp_path / LEARNED).write_text("{", encoding="utf-8")
        case _:
            learned = json.loads((tmp_path / LEARNED).read_text(encoding="utf-8"))
            (tmp_path / LEARNED).write_text(json.dumps({**learned, "format": 0}), encoding="utf-8")
    with pytest.raises(NotLearned, match=str(tmp_path)):
        open_understanding(tmp_path)


@pytest.mark.usefixtures("small_bank")
def test_what_needs_the_encoder_is_not_opened_without_it(tmp_path: Path) -> None:
    lesson(tmp_path)
    learned = json.loads((tmp_path / LEARNED).read_text(encoding="utf-8"))
    (tmp_path / LEARNED).write_text(json.dumps({**learned, "with_encoder": True}), encoding="utf-8")
    with pytest.raises(NotLearned, match="encoder"):
        open_understanding(tmp_path)


@pytest.mark.usefixtures("small_bank")
def test_a_judgement_is_remembered_for_a_while(tmp_path: Path) -> None:
    lesson(tmp_path)
    opened: Understanding = open_understanding(tmp_path)
    assert opened.judge("我想离婚") is opened.judge("我想离婚")
