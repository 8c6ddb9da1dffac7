"""Labelled sentences are read whole, and a line that is none is named."""

from pathlib import Path

import pytest

from intents.sentences import PARTS, Labelled, WrongLine, bank, read_sentences


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "ann.tsv"
    file.write_text(
        "text\tlang\texpected\tkind\n护照\tzh\ta|b\tshort\n\nhi\ten\tnone\tout-of-scope\tfound\r\n", "utf-8"
    )
    assert read_sentences(file) == (
        Labelled("护照", "zh", ("a", "b"), "short", "ann"),
        Labelled("hi", "en", ("none",), "out-of-scope", "ann"),
    )
    assert [sentence.is_outside for sentence in read_sentences(file)] == [False, True]


def test_a_head_line_may_be_missing(tmp_path: Path) -> None:
    file = tmp_path / "ann.tsv"
    file.write_text("护照\tzh\ta\tshort", "utf-8")
    assert len(read_sentences(file)) == 1


@pytest.mark.parametrize("line", ["护照", "护照\tzh\ta", "护照\tzh\t\tshort", "\tzh\ta\tshort"])
def test_a_line_that_is_none_is_named_with_its_remedy(tmp_path: Path, line: str) -> None:
    file = tmp_path / "ann.tsv"
    file.write_text(f"text\tlang\texpected\tkind\nhi\ten\ta\tshort\n{line}\n", "utf-8")
    with pytest.raises(WrongLine, match=r"ann\.tsv:3: .* Write text, lang, expected, kind, parted by tabs\."):
        read_sentences(file)


def test_other_encodings_are_named(tmp_path: Path) -> None:
    file = tmp_path / "ann.tsv"
    file.write_bytes("护照\tzh\ta\tshort\n".encode("gb18030"))
    with pytest.raises(WrongLine, match="Save the file as UTF-8"):
        read_sentences(file)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_bank_has_writers(part: str) -> None:
    assert len({sentence.writer for sentence in bank(part)}) >= 3  # type: ignore[arg-type]
