"""One line out for every line in, whatever the line."""

from __future__ import annotations

import json

import pytest

from intents.thresholds import ANSWER
from tests.commands.conftest import Office
from tests.small import NAME_ONLY, SMALL

NONE = {"decision": "none", "top": [], "probability": 0.0}


def test_a_sentence_finds_its_procedure(office: Office) -> None:
    [line] = office.run("match", given="我想办停车证\n".encode()).lines
    assert list(line) == ["decision", "top", "probability"]
    assert (line["decision"], line["top"][0]) == ("answer", SMALL)
    assert ANSWER <= line["probability"] <= 1


def test_a_matter_without_a_definition_is_known_by_name(office: Office) -> None:
    [line] = office.run("match", given=b"registering where you live\n").lines
    assert line["top"][0] == NAME_ONLY


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"\n\n\n", 3),
        (b"parking", 1),
        (b"parking\r\nparking\r\n", 2),
        (b"park\ring\n", 1),
        (b"\xff\xfe parking \x80\n\n", 2),
        (b"\x00\n", 1),
        ("😀\u2028😀\x0b\x0c\x85\n".encode(), 1),
        (b"a" * 100_000 + b"\n", 1),
    ],
)
def test_a_line_out_for_every_line_in(office: Office, given: bytes, lines: int) -> None:
    ended = office.run("match", given=given)
    assert (ended.code, len(ended.lines)) == (0, lines)


def test_a_blank_line_means_nothing(office: Office) -> None:
    assert office.run("match", given=b"\n").lines == [NONE]


def test_lines_in_json_may_hold_line_ends(office: Office) -> None:
    given = "\n".join(json.dumps(sentence) for sentence in ["我想\n办停车证", "", "parking permit"])
    top = [line["top"][:1] for line in office.run("match", "--jsonl", given=given.encode()).lines]
    assert top == [[SMALL], [], [SMALL]]


@pytest.mark.parametrize(
    "line", [b"", b"parking", b"1", b"null", b'["parking"]', b'{"a": 1}', b'"', b"\xff", b"[" * 10**5]
)
def test_a_line_that_is_no_json_string_means_nothing(office: Office, line: bytes) -> None:
    assert office.run("match", "--jsonl", given=line + b'\n"parking permit"\n').lines[0] == NONE


def test_half_a_character_is_no_error(office: Office) -> None:
    [line] = office.run("match", "--jsonl", given='"\\ud83d 我想办停车证"\n'.encode()).lines
    assert line["top"][0] == SMALL


def test_explain_adds_what_decided(office: Office) -> None:
    [plain] = office.run("match", given="我想办停车证\n".encode()).lines
    [explained] = office.run("match", "--explain", given="我想办停车证\n".encode()).lines

    why = explained.pop("why")
    assert explained == plain
    assert why["because"] == "exact"
    assert why["candidates"][0]["phrase"] == "我想办停车证"
