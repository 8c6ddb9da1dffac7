"""Text and buttons as Telegram takes them, whatever a definition or a citizen wrote."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.markup import (
    BY_LABEL,
    LONGEST_KEY,
    LONGEST_TEXT,
    MOST_BUTTONS,
    as_html,
    keyboard,
    length,
    shorten,
    split,
)
from bot.dialogue.messages import Option

anything = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("身份证", 3), ("👍", 2), ("👨‍👩‍👧", 8)])
def test_length_is_counted_in_utf16(text: str, units: int) -> None:
    assert length(text) == units == len(text.encode("utf-16-le")) // 2


@given(anything, st.integers(16, 60))
def test_parts_fit_lose_no_word_and_are_never_blank(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(0 < length(part) <= most and part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraphs = ["一" * 1500, "二" * 1500, "三" * 1500]
    assert split("\n\n".join(paragraphs)) == ["\n\n".join(paragraphs[:2]), paragraphs[2]]


def test_a_long_paragraph_is_cut_between_sentences_and_a_long_sentence_between_words() -> None:
    assert split("办好了。再来一次。", 6) == ["办好了。", "再来一次。"]
    assert split("one visit is enough", 10) == ["one visit", "is enough"]


def test_no_character_of_two_units_is_cut_in_half() -> None:
    assert split("👍" * 10, 7) == ["👍👍👍", "👍👍👍", "👍👍👍", "👍"]


@given(anything)
def test_everything_is_escaped_and_only_a_title_is_bold(text: str) -> None:
    html = as_html(text)
    bare = html.removeprefix("<b>").replace("</b>", "", 1) if html.startswith("<b>") else html
    assert "<" not in bare
    assert ">" not in bare
    assert unescape(bare).replace("\r", "") == text.replace("\r", "")


def test_a_title_is_bold() -> None:
    assert as_html("【办理结果】<二手房>") == "<b>【办理结果】</b>&lt;二手房&gt;"
    assert as_html("[Result] a & b") == "<b>[Result]</b> a &amp; b"
    assert as_html("see [1] below") == "see [1] below"


@given(anything, st.integers(1, 40))
def test_what_is_shortened_fits(text: str, most: int) -> None:
    assert length(shorten(text, most)) <= most
    assert shorten(text, most) == text or shorten(text, most).endswith("…")


def options(*labels: str) -> list[Option]:
    return [Option(f"case/1/question/{n}", label) for n, label in enumerate(labels)]


def rows(*labels: str) -> list[list[str]]:
    return [[label for label, _ in row] for row in keyboard(options(*labels))]


def test_short_labels_share_a_row_evenly_and_long_ones_do_not() -> None:
    assert rows("是", "否") == [["是", "否"]]
    assert rows("一", "二", "三", "四") == [["一", "二"], ["三", "四"]]
    assert rows("首套", "两套及以上的住房") == [["首套"], ["两套及以上的住房"]]
    assert rows("Xihu", "Shangcheng", "Yuhang") == [["Xihu", "Shangcheng"], ["Yuhang"]]
    assert rows("a", "b", "c", "d", "e", "f", "g") == [["a", "b", "c"], ["d", "e", "f"], ["g"]]
    assert rows() == []


def test_a_key_that_is_too_long_is_said_by_its_label() -> None:
    [[(label, data)]] = keyboard([Option("问" * 30, "问一下")])
    assert (label, data) == ("问一下", f"{BY_LABEL}0")


@given(st.lists(st.builds(Option, anything.filter(bool), anything.filter(str.strip)), max_size=120))
def test_a_keyboard_is_never_refused(written: list[Option]) -> None:
    buttons = [button for row in keyboard(written) for button in row]
    assert len(buttons) == min(len(written), MOST_BUTTONS)
    assert all(len(data.encode()) <= LONGEST_KEY and data for _, data in buttons)
    assert max((length(label) for label, _ in buttons), default=0) < LONGEST_TEXT
