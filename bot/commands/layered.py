"""Places boxes in columns, the edges between them running from left to right and round what stands in their way.

The steps are those of Sugiyama, Tagawa and Toda (1981): an edge that skips columns gets a place in each, every column
is ordered by where its neighbours stand, and then each box moves as near to them as the order lets it. No chance is in
it: the same boxes are placed the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean

SPACE = 16
"""Between two boxes of a column, in pixels."""
LANE = 6
"""Height of the place that a passing edge gets."""
SWEEPS = 12


@dataclass(frozen=True)
class Edge:
    """From a port of one box, `port` pixels below its top, to the middle of another one's left side."""

    start: int
    port: int
    end: int


@dataclass
class _Item:
    """A box, or the place of the edges that pass on their way to one."""

    height: int
    y: float = 0.0
    before: list[tuple[_Item, int]] = field(default_factory=list)
    """What leads here, with the port."""
    after: list[tuple[_Item, int]] = field(default_factory=list)
    """What this leads to, with the own port."""

    @property
    def entry(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Placed:
    """The tops of the boxes, and for every edge the heights at which it passes: start, columns between, end."""

    tops: Sequence[float]
    routes: Sequence[Sequence[float]]
    height: float


def place(heights: Sequence[int], columns: Sequence[int], edges: Sequence[Edge]) -> Placed:
    """Where each box stands in its column. Edges lead to later columns only."""
    boxes = [_Item(height) for height in heights]
    layers: list[list[_Item]] = [[] for _ in range(max(columns) + 1)]
    for box, column in zip(boxes, columns, strict=True):
        layers[column].append(box)
    lanes: dict[tuple[int, int], _Item] = {}
    passed: list[list[_Item]] = []
    for edge in edges:
        way: list[_Item] = []
        last, port = boxes[edge.start], edge.port
        for column in range(columns[edge.start] + 1, columns[edge.end]):
            lane = lanes.get((edge.end, column))
            if lane is None:
                lane = lanes[edge.end, column] = _Item(LANE)
                layers[column].append(lane)
            way.append(lane)
            _join(last, port, lane)
            last, port = lane, LANE // 2
        _join(last, port, boxes[edge.end])
        passed.append(way)
    _settle(layers)
    top = min(item.y for layer in layers for item in layer)
    for layer in layers:
        for item in layer:
            item.y -= top
    routes = [
        [boxes[edge.start].y + edge.port, *(lane.entry for lane in way), boxes[edge.end].entry]
        for edge, way in zip(edges, passed, strict=True)
    ]
    height = max(item.y + item.height for layer in layers for item in layer)
    return Placed([box.y for box in boxes], routes, height)


def _join(start: _Item, port: int, end: _Item) -> None:
    if all(known is not end or at != port for known, at in start.after):
        start.after.append((end, port))
        end.before.append((start, port))


def _settle(layers: list[list[_Item]]) -> None:
    """Order and move, forth and back; the order with the fewest crossings stays."""
    _stack(layers)
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for _ in range(SWEEPS):
        for backwards in (False, True):
            _sweep(layers, backwards=backwards, order=True)
        if (crossings := _crossings(layers)) < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best
    _stack(layers)
    for _ in range(SWEEPS):
        for backwards in (True, False):
            _sweep(layers, backwards=backwards, order=False)


def _stack(layers: Iterable[list[_Item]]) -> None:
    for layer in layers:
        top = -sum(item.height + SPACE for item in layer) / 2
        for item in layer:
            item.y, top = top, top + item.height + SPACE


def _sweep(layers: list[list[_Item]], *, backwards: bool, order: bool) -> None:
    for layer in reversed(layers) if backwards else layers:
        wanted = {id(item): _wanted(item, backwards) for item in layer}
        if order:
            layer.sort(key=lambda item: wanted[id(item)] + item.height / 2)
        for item, y in zip(layer, _apart([wanted[id(i)] for i in layer], [i.height for i in layer]), strict=True):
            item.y = y


def _wanted(item: _Item, backwards: bool) -> float:
    """The top at which its edges run straightest on one side."""
    if backwards:
        return fmean(other.entry - port for other, port in item.after) if item.after else item.y
    return fmean(other.y + port for other, port in item.before) - item.height / 2 if item.before else item.y


def _apart(wanted: Sequence[float], heights: Sequence[int]) -> list[float]:
    """The nearest tops in this order that do not overlap (pooling neighbours that are in each other's way)."""
    offsets = [sum(height + SPACE for height in heights[:at]) for at in range(len(heights))]
    pools: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append([want - offset])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            last = pools.pop()
            pools[-1].extend(last)
    flat = [fmean(pool) for pool in pools for _ in pool]
    return [base + offset for base, offset in zip(flat, offsets, strict=True)]


def _crossings(layers: Sequence[Sequence[_Item]]) -> int:
    """Pairs of edges between neighbouring columns that cross, by the present order."""
    count = 0
    for layer, following in pairwise(layers):
        place_of = {id(item): at for at, item in enumerate(following)}
        ends = [(at, port, place_of[id(other)]) for at, item in enumerate(layer) for other, port in item.after]
        count += sum(
            (one[:2] < two[:2]) != (one[2] < two[2])
            for i, one in enumerate(ends)
            for two in ends[i + 1 :]
            if one[:2] != two[:2] and one[2] != two[2]
        )
    return count
