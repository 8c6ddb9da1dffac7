"""Boxes in columns: never one over another, always in the same place, edges level where they pass a column."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.layered import SPACE, Edge, place
from bot.commands.table import fold, width


@st.composite
def pictures(draw: st.DrawFn) -> tuple[list[int], list[int], list[Edge]]:
    columns = draw(st.lists(st.integers(0, 4), min_size=2, max_size=12))
    heights = [draw(st.integers(20, 90)) for _ in columns]
    pairs = [(a, b) for a, x in enumerate(columns) for b, y in enumerate(columns) if x < y]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=15)) if pairs else []
    return heights, columns, [Edge(a, draw(st.integers(0, heights[a])), b) for a, b in chosen]


@given(pictures())
@settings(deadline=None)
def test_no_box_stands_on_another(picture: tuple[list[int], list[int], list[Edge]]) -> None:
    heights, columns, edges = picture
    placed = place(heights, columns, edges)
    for column in set(columns):
        boxes = sorted((placed.tops[at], heights[at]) for at, where in enumerate(columns) if where == column)
        for (top, height), (following, _) in pairwise(boxes):
            assert following - (top + height) >= SPACE - 0.001
    assert min(placed.tops) >= -0.001
    assert all(top + height <= placed.height + 0.001 for top, height in zip(placed.tops, heights, strict=True))


@given(pictures())
@settings(deadline=None)
def test_an_edge_passes_every_column_between(picture: tuple[list[int], list[int], list[Edge]]) -> None:
    heights, columns, edges = picture
    placed = place(heights, columns, edges)
    assert place(heights, columns, edges) == placed
    for edge, route in zip(edges, placed.routes, strict=True):
        assert len(route) == columns[edge.end] - columns[edge.start] + 1
        assert route[0] == placed.tops[edge.start] + edge.port
        assert route[-1] == placed.tops[edge.end] + heights[edge.end] / 2


@given(st.text("身份证 abc，（）", max_size=40), st.integers(4, 20))
def test_a_line_is_cut_to_fit_and_nothing_is_lost(line: str, most: int) -> None:
    parts = fold(line, most)
    assert all(width(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(line.split())


def test_a_mark_begins_no_line_and_a_bracket_ends_none() -> None:
    assert fold("身份证（您）、户口簿", 12) == ["身份证", "（您）、户口", "簿"]
    assert fold("bring the ID card", 10) == ["bring the", "ID card"]
