"""The encoder as an ONNX graph: rows of token vectors in, the sum of the sentence's token vectors out.

**The same bits on every processor.** A sum of floats depends on its order, and the order on the instructions that a
processor has. So everything that is summed here is whole numbers, small enough that each sum is exact in any order:

    weights          seven bits. With eight, two products of an unsigned activation (0..255) and a weight overflow the
                     sixteen bits in which processors without VNNI add them (`vpmaddubsw` saturates)
    attention        queries, keys, values and shares are rounded to a grid, so a product of matrices sums whole numbers
                     below 2**24, which 32-bit floats hold exactly
    normalisation    sums of whole numbers in 64-bit floats, exact below 2**53
    exponential      from a table that is part of the graph; the Gaussian unit from multiplications, one after the other

All else works on one number at a time, which IEEE 754 defines to the last bit. Nodes that fuse a product with a sum are
left alone, since some processors round the two once and others twice.
https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html tells of the saturation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from intents.encoder.building.weights import Weights

Floats = NDArray[np.float32]

_CONTRIB = "com.microsoft"
LARGEST_WEIGHT = 63
"""Of seven bits with a sign: 2 * 255 * 63 fits into sixteen bits."""
STATE, QUERY, VALUE = 512.0, 64.0, 256.0
"""Steps of the grid in one unit: of what is normalised, of queries and keys, of values."""
STEPS = 128.0
"""Steps of the exponential's table in one unit of the exponent."""
DEEPEST = 12.0
"""So far below the largest score, a score has no share."""
WHOLE = 4096.0
"""What the shares of a row come to together."""
BEND, HEIGHT = 3.69651648, 0.54932862
"""Where the bump of the Gaussian unit ends, and its slope at zero."""


@dataclass
class _Graph:
    """Nodes and constants, as they come. A value is known by its name."""

    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)

    def constant(self, name: str, value: Any) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.nodes_of(kind, 1, *inputs, domain=domain, **attributes)[0]

    def nodes_of(self, kind: str, count: int, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:
        made = [f"{len(self.nodes)}.{n}" for n in range(count)]
        self.nodes.append(helper.make_node(kind, list(inputs), made, domain=domain, **attributes))
        return made


@dataclass(frozen=True)
class _Layers:
    """Builds the parts of the model. Between them a value is held in steps of a grid, which the next part knows."""

    graph: _Graph
    weights: Weights

    def linear(self, source: str, name: str, steps: float, weights: Floats, bias: Floats, grid: float | Floats) -> str:
        """Weights (outputs, inputs) times `source`, which is in so many `steps` to one, plus the bias, in steps of
        `grid`. `source` is rounded to eight bits by its least and its largest number, the weights to seven by output.
        """
        graph = self.graph
        scales = np.maximum(np.abs(weights).max(axis=1), 1e-8) / LARGEST_WEIGHT
        whole = np.ascontiguousarray(np.rint(weights / scales[:, None]).astype(np.int8).T)
        rounded, scale, zero = graph.nodes_of("DynamicQuantizeLinear", 3, source)
        by_output = graph.constant(f"{name}.s", (scales * grid / steps).astype(np.float32))
        product = graph.node(
            "MatMulIntegerToFloat", rounded, graph.constant(f"{name}.w", whole), scale, by_output, zero, domain=_CONTRIB
        )
        return graph.node("Add", product, graph.constant(f"{name}.b", (bias * grid).astype(np.float32)))

    def normalised(self, source: str, name: str) -> str:
        """Each row with mean 0 and variance 1, scaled and shifted; in steps of STATE, as `source` is."""
        graph = self.graph
        rounded = graph.node("Round", source)
        exact = graph.node("Cast", rounded, to=TensorProto.DOUBLE)
        mean = graph.node("Mul", graph.node("ReduceSum", exact, "last", keepdims=1), "share")
        squares = graph.node("Mul", graph.node("ReduceSumSquare", exact, "last", keepdims=1), "share")
        variance = graph.node("Add", graph.node("Sub", squares, graph.node("Mul", mean, mean)), "epsilon")
        spread = graph.node("Cast", graph.node("Sqrt", variance), to=TensorProto.FLOAT)
        middle = graph.node("Cast", mean, to=TensorProto.FLOAT)
        normal = graph.node("Div", graph.node("Sub", rounded, middle), spread)
        scale, shift = (STATE * self.weights.floats(f"{name}.{part}") for part in "wb")
        scaled = graph.node("Mul", normal, graph.constant(f"{name}.w", scale.astype(np.float32)))
        return graph.node("Add", scaled, graph.constant(f"{name}.b", shift.astype(np.float32)))

    def attention(self, state: str, layer: str) -> str:
        """What each token takes from the others; `state` and the result are in steps of STATE."""
        graph, hidden = self.graph, self.weights.hidden
        names = [f"{layer}.{part}" for part in "qkv"]
        joined = self.linear(
            state,
            f"{layer}.qkv",
            STATE,
            np.concatenate([self._matrix(name, hidden) for name in names]),
            np.concatenate([self.weights.floats(f"{name}.b") for name in names]),
            np.repeat(np.array([QUERY, QUERY, VALUE], np.float32), hidden),
        )
        split = graph.node("Reshape", graph.node("Round", joined), "split")  # (tokens, 3, heads, size)
        parts = graph.node("Transpose", split, perm=[1, 2, 0, 3])
        query, key, value = graph.nodes_of("Split", 3, parts, axis=0, num_outputs=3)
        scores = graph.node("MatMul", query, graph.node("Transpose", key, perm=[0, 1, 3, 2]))
        context = graph.node("MatMul", self.shares(scores), value)
        rows = graph.node("Reshape", graph.node("Transpose", context, perm=[0, 2, 1, 3]), "joined")
        bias = self.weights.floats(f"{layer}.ao.b")
        return self.linear(rows, f"{layer}.ao", WHOLE * VALUE, self._matrix(f"{layer}.ao", hidden), bias, STATE)

    def shares(self, scores: str) -> str:
        """The softmax of each row, in whole parts of WHOLE."""
        graph = self.graph
        largest = graph.node("ReduceMax", scores, "last", keepdims=1)
        below = graph.node("Mul", graph.node("Sub", largest, scores), "steps")
        place = graph.node("Cast", graph.node("Min", below, "deepest"), to=TensorProto.INT32)
        power = graph.node("Gather", "powers", place)
        each = graph.node("Div", "whole", graph.node("ReduceSum", power, "last", keepdims=1))
        return graph.node("Round", graph.node("Mul", power, each))

    def bent(self, source: str) -> str:
        """The Gaussian unit x * P(X <= x): the positive part less a bump, |x| * P(X > |x|).

        The bump is |x| * HEIGHT * (1 - |x| / BEND)**4 up to BEND: at most 0.004 off, a quarter of a step in eight bits.
        """
        graph = self.graph
        size = graph.node("Abs", source)
        rest = graph.node("Relu", graph.node("Add", graph.node("Mul", size, "bend"), "root"))
        square = graph.node("Mul", rest, rest)
        bump = graph.node("Mul", size, graph.node("Mul", square, square))
        return graph.node("Sub", graph.node("Relu", source), bump)

    def layer(self, state: str, layer: str) -> str:
        """One layer of BERT's encoder: Devlin et al. 2019, https://arxiv.org/abs/1810.04805."""
        graph, weights = self.graph, self.weights
        middle = self.normalised(graph.node("Add", state, self.attention(state, layer)), f"{layer}.aln")
        wide, narrow = f"{layer}.fi", f"{layer}.fo"
        inner = self.linear(
            middle, wide, STATE, self._matrix(wide, weights.hidden), weights.floats(f"{wide}.b"), grid=1.0
        )
        outer = self.linear(
            self.bent(inner), narrow, 1.0, self._matrix(narrow, weights.inner), weights.floats(f"{narrow}.b"), STATE
        )
        return self.normalised(graph.node("Add", middle, outer), f"{layer}.oln")

    def _matrix(self, name: str, columns: int) -> Floats:
        return self.weights.quantised(f"{name}.w", columns).full()


def build(weights: Weights) -> bytes:
    """The graph of one sentence. Input `tokens` (length, hidden); output `sentence` (hidden), the sum over the tokens,
    whole numbers.
    """
    graph = _Graph()
    size = weights.hidden // weights.heads
    graph.constant("split", np.array([0, 3, weights.heads, size], np.int64))
    graph.constant("joined", np.array([-1, weights.hidden], np.int64))
    graph.constant("last", np.array([-1], np.int64))
    graph.constant("first", np.array([0], np.int64))
    graph.constant("share", np.float64(1 / weights.hidden))
    graph.constant("epsilon", np.float64(weights.epsilon * STATE**2))
    graph.constant("grid", np.float32(STATE))
    graph.constant("steps", np.float32(STEPS / (QUERY**2 * sqrt(size))))
    graph.constant("deepest", np.float32(DEEPEST * STEPS))
    powers = np.exp(-np.arange(int(DEEPEST * STEPS) + 1) / STEPS)
    graph.constant("powers", np.rint(WHOLE * powers).astype(np.float32))
    graph.constant("whole", np.float32(WHOLE))
    graph.constant("bend", np.float32(-(HEIGHT**0.25) / BEND))
    graph.constant("root", np.float32(HEIGHT**0.25))
    layers = _Layers(graph, weights)
    state = layers.normalised(graph.node("Mul", "tokens", "grid"), "emb.ln")
    for number in range(weights.layers):
        state = layers.layer(state, f"l{number}")
    graph.nodes.append(helper.make_node("ReduceSum", [graph.node("Round", state), "first"], ["sentence"], keepdims=0))
    return _model(graph, weights.hidden)


def _model(graph: _Graph, hidden: int) -> bytes:
    def value(name: str, shape: list[Any]) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [value("tokens", ["length", hidden])],
        [value("sentence", [hidden])],
        list(graph.constants.values()),
    )
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_CONTRIB, 1)]
    content: bytes = helper.make_model(made, opset_imports=versions, ir_version=9).SerializeToString()
    onnx.checker.check_model(content)
    return content
