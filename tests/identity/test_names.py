"""Of a name little is shown."""

from __future__ import annotations

import pytest

from bot.identity.names import mask_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("买方甲", "买**"),
        ("买方", "买*"),
        ("买", "买*"),
        ("Buyer A", "B**"),
        ("买方甲之委托代理人", "买**"),
        ("  买方甲 ", "买**"),
        ("", "*"),
        ("   ", "*"),
        ("\u202e买方", "**"),
        ("<b>", "**"),
    ],
)
def test_of_a_name_only_the_first_character_is_shown(name: str, shown: str) -> None:
    assert mask_name(name) == shown
