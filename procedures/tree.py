"""The paths of a procedure as a tree whose equal branches are grown together, so that 1,536 paths make a small picture.

    grow(definition, province, tell) -> Tree

`tell` says what of an outcome counts; where it says the same, the paths meet again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from procedures.definition import Definition
from procedures.journey import replay
from procedures.outcome import Outcome, outcome
from procedures.provincial import Province

Lines = tuple[str, ...]
Tell = Callable[[Outcome], Lines]


@dataclass(frozen=True)
class Branch:
    """Options of one question that lead on alike."""

    options: Lines
    to: int
    """The place of the node in its tree."""


@dataclass(frozen=True)
class Node:
    """A question with its branches, or an end with what is told there."""

    question: str | None = None
    branches: tuple[Branch, ...] = ()
    told: Lines = ()


@dataclass(frozen=True)
class Tree:
    """Every node once; the last one is the root, and every branch leads to a node before its own."""

    nodes: tuple[Node, ...]

    @property
    def ends(self) -> int:
        return sum(node.question is None for node in self.nodes)


def grow(definition: Definition, province: Province, tell: Tell) -> Tree:
    """The tree of all paths. Equal definitions give equal trees."""
    return _Growing(definition, province, tell).tree()


class _Growing:
    def __init__(self, definition: Definition, province: Province, tell: Tell) -> None:
        self._definition, self._province, self._tell = definition, province, tell
        self._places: dict[Node, int] = {}

    def tree(self) -> Tree:
        self._grow({})
        return Tree(tuple(self._places))

    def _grow(self, answers: Mapping[str, str]) -> int:
        question = replay(self._definition, answers).next_question
        if question is None:
            return self._place(Node(told=self._tell(outcome(self._definition, self._province, answers))))
        led: dict[int, list[str]] = {}
        for option in question.options:
            led.setdefault(self._grow({**answers, question.id: option}), []).append(option)
        return self._place(Node(question.id, tuple(Branch(tuple(options), to) for to, options in led.items())))

    def _place(self, node: Node) -> int:
        return self._places.setdefault(node, len(self._places))
