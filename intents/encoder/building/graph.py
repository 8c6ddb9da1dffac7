"""The encoder as an ONNX graph: rows of token vectors in, one vector a sentence out.

`DynamicQuantizeMatMul` multiplies in eight bits: a sentence takes half the time of `MatMulNBits` in four, and the
vectors are as true to the model, since what four bits can say fits into eight.
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#commicrosoftdynamicquantizematmul
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from intents.encoder.building.weights import Quantised, Weights

_CONTRIB = "com.microsoft"
_LARGEST = 127
"""Of eight bits with a sign."""


@dataclass
class _Graph:
    """Nodes and constants, as they come."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, source: str, name: str, weights: Quantised, bias: NDArray[np.float32]) -> str:
        """`source` times the weights, plus the bias. Weights are held in eight bits with one scale for each output."""
        full = weights.full()
        scales = np.maximum(np.abs(full).max(axis=1), 1e-8) / _LARGEST
        inputs = [
            source,
            self.constant(f"{name}.w", np.ascontiguousarray(np.rint(full / scales[:, None]).astype(np.int8).T)),
            self.constant(f"{name}.s", scales.astype(np.float32)),
            "",
            self.constant(f"{name}.b", bias),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", _CONTRIB)

    def normalised(self, source: str, name: str, weights: Weights, epsilon: float) -> str:
        scale, shift = weights.floats(f"{name}.w"), weights.floats(f"{name}.b")
        inputs = [source, self.constant(f"{name}.w", scale), self.constant(f"{name}.b", shift)]
        return self.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=epsilon)


def build(weights: Weights) -> bytes:
    """The graph. Inputs `tokens` (sentences, length, hidden) and `present` (sentences, length), 1 for a token, 0 for
    padding; output `sentence` (sentences, hidden), the mean over the tokens.
    """
    graph = _Graph()
    size = weights.hidden // weights.heads
    graph.constant("split", np.array([0, 0, weights.heads, size], np.int64))
    graph.constant("joined", np.array([0, 0, weights.hidden], np.int64))
    graph.constant("scale", np.array(1 / sqrt(size), np.float32))
    graph.constant("one", np.array(1, np.float32))
    graph.constant("far", np.array(1e9, np.float32))
    graph.constant("middle", np.array([1, 2], np.int64))
    graph.constant("last", np.array([2], np.int64))
    graph.constant("second", np.array([1], np.int64))
    graph.node("Unsqueeze", ["present", "middle"], "present.wide")
    graph.node("Sub", ["present.wide", "one"], "absent")
    graph.node("Mul", ["absent", "far"], "mask")
    state = graph.normalised("tokens", "emb.ln", weights, weights.epsilon)
    for layer in range(weights.layers):
        state = _layer(graph, weights, state, f"l{layer}")
    graph.node("Unsqueeze", ["present", "last"], "present.column")
    graph.node("Mul", [state, "present.column"], "kept")
    graph.node("ReduceSum", ["kept", "second"], "sum", keepdims=0)
    graph.node("ReduceSum", ["present", "second"], "count", keepdims=1)
    graph.node("Div", ["sum", "count"], "sentence")
    return _model(graph, weights.hidden)


def _layer(graph: _Graph, weights: Weights, state: str, layer: str) -> str:
    attended = _attention(graph, weights, state, layer)
    added = graph.node("Add", [state, attended], f"{layer}.a")
    middle = graph.normalised(added, f"{layer}.aln", weights, weights.epsilon)
    wide = _linear(graph, weights, middle, f"{layer}.fi", weights.hidden)
    bent = graph.node("Gelu", [wide], f"{layer}.gelu", _CONTRIB)
    narrow = _linear(graph, weights, bent, f"{layer}.fo", weights.inner)
    added = graph.node("Add", [middle, narrow], f"{layer}.f")
    return graph.normalised(added, f"{layer}.oln", weights, weights.epsilon)


def _attention(graph: _Graph, weights: Weights, state: str, layer: str) -> str:
    def heads(name: str, order: list[int]) -> str:
        flat = _linear(graph, weights, state, f"{layer}.{name}", weights.hidden)
        split = graph.node("Reshape", [flat, "split"], f"{layer}.{name}.split")
        return graph.node("Transpose", [split], f"{layer}.{name}.heads", perm=order)

    query, key, value = heads("q", [0, 2, 1, 3]), heads("k", [0, 2, 3, 1]), heads("v", [0, 2, 1, 3])
    raw = graph.node("MatMul", [query, key], f"{layer}.raw")
    scaled = graph.node("Mul", [raw, "scale"], f"{layer}.scaled")
    masked = graph.node("Add", [scaled, "mask"], f"{layer}.masked")
    shares = graph.node("Softmax", [masked], f"{layer}.shares", axis=-1)
    context = graph.node("MatMul", [shares, value], f"{layer}.context")
    turned = graph.node("Transpose", [context], f"{layer}.turned", perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", [turned, "joined"], f"{layer}.joined")
    return _linear(graph, weights, joined, f"{layer}.ao", weights.hidden)


def _linear(graph: _Graph, weights: Weights, source: str, name: str, columns: int) -> str:
    return graph.linear(source, name, weights.quantised(f"{name}.w", columns), weights.floats(f"{name}.b"))


def _model(graph: _Graph, hidden: int) -> bytes:
    def value(name: str, shape: list[Any]) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [value("tokens", ["sentences", "length", hidden]), value("present", ["sentences", "length"])],
        [value("sentence", ["sentences", hidden])],
        graph.constants,
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
    content: bytes = helper.make_model(made, opset_imports=versions, ir_version=9).SerializeToString()
    onnx.checker.check_model(content)
    return content
