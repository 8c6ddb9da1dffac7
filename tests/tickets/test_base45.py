"""Base45 as RFC 9285 has it, and no text that could have been written otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tickets.base45 import ALPHABET, decode, encode

RFC_9285 = [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
"""Sections 4.3 and 4.4."""


@pytest.mark.parametrize(("content", "text"), RFC_9285)
def test_the_examples_of_the_standard(content: bytes, text: str) -> None:
    assert encode(content) == text
    assert decode(text) == content


@given(st.binary(max_size=40))
@settings(max_examples=50)
def test_what_is_written_is_read(content: bytes) -> None:
    text = encode(content)
    assert decode(text) == content
    assert text == text.rstrip(), "whoever copies it may lose spaces at its end"


@given(st.text(ALPHABET, max_size=12))
@settings(max_examples=100)
def test_each_content_is_written_in_one_way_only(text: str) -> None:
    try:
        content = decode(text)
    except ValueError:
        return
    assert encode(content) == text


@pytest.mark.parametrize("text", ["A", "BB8A", "GGW", ":::", "::", "bb8", "BB", "QÉD", "BB8\n"])
def test_what_nobody_writes_is_refused(text: str) -> None:
    """65536 is `GGW`; `BB` would be 506, more than a byte."""
    with pytest.raises(ValueError, match="not Base45"):
        decode(text)
