"""`score`, `bank` and `learn` from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands import bank as bank_command
from intents.encoder.encoder import FILES
from intents.learning import taught
from intents.sentences import Labelled
from intents.tables import table
from intents.understanding import open_understanding
from tests.commands.conftest import Office
from tests.small import NAME_ONLY, SMALL
from tests.understood import MODEL

LINES = f"""text\tlang\texpected\tkind
我想办停车证\tzh\t{SMALL}\tshort
parking permit\ten\t{SMALL}\tfragment
tell me a joke\ten\tnone\tout-of-scope
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "ann.tsv"
    written.write_text(LINES, encoding="utf-8")
    return written


def test_shares_are_told_with_their_intervals(office: Office, file: Path) -> None:
    told = office.run("score", file, "--json").json
    assert (told["first_right"], told["outside_rejected"], told["wrong_answers"]) == (1.0, 1.0, 0.0)
    assert told["first_right_interval"] == [0.3424, 1.0]
    assert told["counts"]["inside"] == 2
    assert told["by_language"].keys() == {"en", "zh"}
    assert told["by_writer"].keys() == {"ann"}


def test_the_table_names_every_share_and_mistakes_if_wanted(office: Office, file: Path) -> None:
    file.write_text(LINES + "parking permit for cars\ten\tsomething-else\tshort\n", encoding="utf-8")
    plain, told = office.run("score", file).out, office.run("score", file, "--mistakes").out
    assert "first right" in plain
    assert f"something-else -> {SMALL}" in plain
    assert "parking permit for cars" not in plain
    assert "parking permit for cars" in told


def test_a_folder_stands_for_its_files(office: Office, file: Path) -> None:
    assert office.run("score", file.parent, "--json").json["counts"]["inside"] == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read"), ("护照\n", ":1: 1 columns."), ("text\tlang\texpected\tkind\n", "There is no sentence")],
)
def test_what_cannot_be_measured_with_is_named(office: Office, tmp_path: Path, content: str, sentence: str) -> None:
    other = tmp_path / "other.tsv"
    if content is not None:
        other.write_text(content, encoding="utf-8")
    ended = office.run("score", other)
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err


def test_the_bank_is_told_and_what_stands_in_two_parts_is_wrong(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Labelled("我的护照快到期了怎么换", "zh", ("passport-renewal",), "short", "ann")
    parts = {"train": (one,), "tune": (), "heldout": (one,)}
    monkeypatch.setattr(bank_command, "sentences", lambda part: parts[part])
    ended = office.run("bank")
    assert ended.code == 1
    assert "sentences: 2, written twice: 1, of them in two parts: 1" in ended.out
    assert "passport-renewal" in ended.out
    parts["heldout"] = ()
    assert office.run("bank").code == 0


def test_learning_says_what_it_learned_and_does_it_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = [Labelled(text, "zh", (SMALL,), "short") for text in ("停车证", "停车的证", "park my car", "parking here")]
    outside = [Labelled(text, "zh", ("none",), "out-of-scope") for text in ("天气", "天气好", "joke", "a joke")]
    monkeypatch.setattr(taught, "bank", lambda part: tuple(words + outside))
    monkeypatch.setattr(taught, "table", lambda kind, part: tuple(table(kind, part)[::40]))
    model = tmp_path / "model"
    model.mkdir()
    for name in FILES:
        (model / name).symlink_to(MODEL / name)
    monkeypatch.setenv("MODEL", str(model))
    unlearned, first, again, checked = (office.run("learn", *told) for told in (["--check"], [], [], ["--check"]))
    assert (unlearned.code, first.code, again.code, checked.code) == (1, 0, 0, 0)
    assert unlearned.err.startswith("matters.npz, hearing.npz: learned from other sentences")
    assert first.err.startswith("learned: matters.npz, hearing.npz; ")
    assert again.err.startswith("nothing new; ")
    assert open_understanding(model).classes == {"none", SMALL, NAME_ONLY}


def test_without_the_encoder_nothing_is_learned(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MODEL", str(tmp_path))
    ended = office.run("learn")
    assert ended.code == 1
    assert str(tmp_path) in ended.err
