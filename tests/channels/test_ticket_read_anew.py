"""Tickets read by somebody who knows the standards and not the libraries that wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.channels.ticket import calendar_file, qr_picture, qr_text
from tests.channels.qr_reader import read_qr
from tests.channels.test_ticket import ENTRY

MADE = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


def lines(file: bytes) -> list[str]:
    """The content lines: ended by CRLF, folded at 75 bytes (RFC 5545, 3.1)."""
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    raw = file.split(b"\r\n")
    assert max(map(len, raw)) <= 75
    return file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_the_event_is_what_was_booked() -> None:
    written = lines(calendar_file(ENTRY, MADE))
    event = written[written.index("BEGIN:VEVENT") : written.index("END:VEVENT")]
    assert sorted(event[1:]) == sorted(
        [
            "UID:DXU6ZVRQ.transfer@onevisit",
            "SEQUENCE:3",
            "DTSTAMP:20261130T010000Z",
            "DTSTART;TZID=Asia/Shanghai:20261202T133000",
            "DTEND;TZID=Asia/Shanghai:20261202T140000",
            "SUMMARY:二手房转移登记及缴税（编号 DXU6ZVRQ）",
            r"LOCATION:西湖区行政服务中心\n地址请拨打12345",
            "DESCRIPTION:带上：身份证",
            "STATUS:CONFIRMED",
            "CLASS:PRIVATE",
            "GEO:30.26;120.13",
        ]
    )
    assert {"VERSION:2.0", "METHOD:PUBLISH", "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai"} <= set(written)
    assert "BEGIN:VALARM" not in written


def test_what_could_break_a_line_is_escaped() -> None:
    entry = replace(ENTRY, about="带上：身份证, 户口簿; 还有" + "很长的材料" * 40 + "\nEND:VEVENT", latitude=None)
    written = lines(calendar_file(entry))
    (about,) = (line for line in written if line.startswith("DESCRIPTION:"))
    assert r"身份证\, 户口簿\; 还有" in about
    assert about.endswith(r"\nEND:VEVENT")
    assert not any(line.startswith("GEO") for line in written)


def test_the_code_at_the_counter_names_case_and_visit() -> None:
    assert read_qr(qr_picture(qr_text(ENTRY))) == "DXU6ZVRQ.transfer"
