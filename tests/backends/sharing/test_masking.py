"""How much of an entry is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backends.onewindow.sharing.masking import mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("买方甲", "买**"),
        ("买方", "买*"),
        ("甲", "*"),
        ("", ""),
        ("阿布都·买买提", "阿***"),
        ("Firm B", "F***"),
        ("示范省示范市甲区乙路一百零一号", "示范省示范市***"),
    ],
)
def test_a_part(text: str, shown: str) -> None:
    assert mask(text, "part") == shown


def test_whole_and_nothing() -> None:
    assert (mask("89.5", "whole"), mask("89.5", "no")) == ("89.5", None)


@given(st.text(min_size=1))
def test_a_part_is_never_more_than_half_of_a_text(text: str) -> None:
    shown = (mask(text, "part") or "").rstrip("*")
    assert len(shown) <= max(1, len(text) // 2)
    assert mask(text, "part") != text or set(text) <= {"*"}
