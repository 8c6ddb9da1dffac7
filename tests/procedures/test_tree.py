"""The tree of the paths: every path is in it, equal branches are one, equal definitions give equal trees."""

from __future__ import annotations

from collections.abc import Mapping

from procedures.checks import walk
from procedures.outcome import Outcome, outcome
from procedures.tree import Lines, Tree, grow
from tests.small import small_definition, small_province

DEFINITION, PROVINCE = small_definition(), small_province()


def told(end: Outcome) -> Lines:
    if end.stop is not None:
        return ("stop", end.stop.id)
    return tuple(f"{way.way.way}: {', '.join(item.document for item in way.bring)}" for way in end.ways)


def led(tree: Tree, answers: Mapping[str, str]) -> Lines:
    """What is told at the end of these answers, by the tree alone."""
    node = tree.nodes[-1]
    while node.question is not None:
        answer = answers[node.question]
        node = tree.nodes[next(branch.to for branch in node.branches if answer in branch.options)]
    return node.told


def test_the_tree_leads_where_every_path_leads() -> None:
    tree = grow(DEFINITION, PROVINCE, told)
    for answers in walk(DEFINITION):
        assert led(tree, answers) == told(outcome(DEFINITION, PROVINCE, answers))


def test_what_leads_to_the_same_is_one() -> None:
    """An owner and whoever lives in the employer's home bring the same; a tenant and somebody elsewhere do not."""
    tree = grow(DEFINITION, PROVINCE, told)
    root = tree.nodes[-1]
    assert root.question == "dwelling"
    assert [branch.options for branch in root.branches] == [("owned", "employer"), ("rented",), ("elsewhere",)]
    assert tree.ends == 5
    assert len(set(tree.nodes)) == len(tree.nodes) == 8


def test_branches_lead_to_nodes_before_their_own() -> None:
    tree = grow(DEFINITION, PROVINCE, told)
    assert all(branch.to < at for at, node in enumerate(tree.nodes) for branch in node.branches)


def test_a_tree_is_grown_the_same_again() -> None:
    assert grow(DEFINITION, PROVINCE, told) == grow(DEFINITION, PROVINCE, told)


def test_where_nothing_differs_every_option_leads_on() -> None:
    tree = grow(DEFINITION, PROVINCE, lambda end: ())
    assert tree.ends == 1
    assert [branch.options for branch in tree.nodes[-1].branches] == [("owned", "rented", "employer"), ("elsewhere",)]
