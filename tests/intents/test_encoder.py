"""The encoder says what the model it was made from says, alone and in company, and names a broken file."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intents
from intents.encoder.encoder import FILES, GRAPH, LONGEST, PIECES, TABLE, Encoder, NoEncoder
from intents.encoder.pieces import UNKNOWN, Pieces
from tests.intents.processors import DIGEST, GOLDEN, digest_of, golden_sentences

MODEL = Path(intents.__file__).parent / "model"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(MODEL)


def test_vectors_are_those_of_the_published_model(encoder: Encoder) -> None:
    sentences = golden_sentences()
    with np.load(GOLDEN, allow_pickle=False) as golden:
        vectors = golden["vectors"].astype(np.float32)
    assert len(sentences) == 50
    likeness = (encoder.encode(sentences) * vectors).sum(axis=1)
    assert likeness.min() > 0.99, sentences[int(likeness.argmin())]


def test_vectors_are_the_same_to_the_last_bit_on_every_processor(encoder: Encoder) -> None:
    """One digest for all: `make processors` holds other processors against it."""
    assert digest_of(encoder, golden_sentences()) == DIGEST


def test_vectors_have_length_one(encoder: Encoder) -> None:
    said = ["护照", "i lost my passport on the train and my flight is on friday", "", "孩子刚出生" * 100, "a"]
    assert np.linalg.norm(encoder.encode(said), axis=1) == pytest.approx(np.ones(len(said)), abs=1e-6)


def test_sentences_of_one_meaning_are_nearer_than_others(encoder: Encoder) -> None:
    lost, perdu, other = encoder.encode(["身份证丢了", "i lost my id card", "公积金贷款利率"])
    assert lost @ perdu > lost @ other


def test_the_end_of_a_long_text_is_read_too(encoder: Encoder) -> None:
    story = "我家在余杭，去年的事情说来话长。" * LONGEST
    first, second, plain = encoder.encode([f"{story}我想离婚", f"{story}电动车上牌", story])
    assert first @ second < 0.9999
    assert first @ plain < 0.9999


def test_no_sentences_have_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize("missing", FILES)
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    for name in FILES:
        if name != missing:
            shutil.copy(MODEL / name, tmp_path)
    with pytest.raises(NoEncoder, match=str(tmp_path)):
        Encoder(tmp_path)


@pytest.mark.parametrize("broken", [GRAPH, TABLE, PIECES])
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    for name in FILES:
        shutil.copy(MODEL / name, tmp_path)
    (tmp_path / broken).write_bytes((tmp_path / broken).read_bytes()[:1000])
    with pytest.raises(NoEncoder, match=str(tmp_path)):
        Encoder(tmp_path)


TEXTS = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "ab", "ba", "▁a", "aba"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -3.0, -3.5, -5.0, -4.5, -4.0, -7.5]
SMALL = Pieces(TEXTS, SCORES, {"B": "b", "\u0001": ""})


@given(st.text(alphabet="abB \u0001", max_size=7))
def test_the_likeliest_split_is_found(text: str) -> None:
    said = "▁" + " ".join(text.replace("B", "b").replace("\u0001", "").split(" ")).strip(" ").replace(" ", "▁")
    score = dict(zip(TEXTS[4:], SCORES[4:], strict=True))
    best = max(sum(map(score.__getitem__, split)) for split in splits(said, score))
    assert sum(score[TEXTS[number]] for number in SMALL.split(text)) == pytest.approx(best)
    assert "".join(TEXTS[number] for number in SMALL.split(text)) == said


def splits(text: str, known: dict[str, float]) -> list[list[str]]:
    """Every way to cut the text into known pieces."""
    found = []
    for cuts in product([False, True], repeat=max(0, len(text) - 1)):
        marked = "".join(f"{sign}|" if cut else sign for sign, cut in zip(text, [*cuts, False], strict=True))
        found.append(marked.split("|"))
    return [split for split in found if all(piece in known for piece in split)]


def test_a_character_that_no_piece_has_is_unknown() -> None:
    assert SMALL.split("aXb") == [TEXTS.index("▁a"), UNKNOWN, TEXTS.index("b")]
