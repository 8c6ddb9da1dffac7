"""Tickets read by somebody who knows the standards and not the libraries that wrote them."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream

from bot.channels.ticket import calendar_file, qr_picture, qr_text
from bot.tickets.checklist import LONGEST
from tests.channels.qr_reader import read_qr
from tests.channels.test_ticket import ENTRY
from tests.tickets.test_checklist import TEXT

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


def test_another_calendar_takes_the_visit_over_and_out_again() -> None:
    """Read by `ical`, which did not write it."""
    for cancelled, method, status in ((False, "PUBLISH", "CONFIRMED"), (True, "CANCEL", "CANCELLED")):
        file = calendar_file(replace(ENTRY, cancelled=cancelled), MADE)
        calendar = IcsCalendarStream.calendar_from_ics(file.decode())
        (event,) = calendar.events
        assert (calendar.method, event.status) == (method, status)
        assert (event.uid, event.sequence) == ("DXU6ZVRQ.transfer@onevisit", 3)
        assert event.dtstart == datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
        assert event.computed_duration == timedelta(minutes=30)
        assert (event.summary, event.description) == (ENTRY.title, ENTRY.about)
        assert event.location == "西湖区行政服务中心\n地址请拨打12345"


def test_the_code_at_the_counter_names_case_and_visit() -> None:
    assert read_qr(qr_picture(qr_text(ENTRY))) == "DXU6ZVRQ.transfer"


def test_a_usual_ticket_is_no_larger_than_a_code_of_version_12() -> None:
    """65 squares and an edge of 4 on each side, of 8 pixels each."""
    width, height = struct.unpack(">II", qr_picture(TEXT)[16:24])
    assert width == height <= (65 + 2 * 4) * 8
    assert read_qr(qr_picture(TEXT)) == TEXT


@pytest.mark.parametrize("length", [320, 363, 528, LONGEST])
def test_a_ticket_is_read_from_its_picture_also_where_it_is_dirty(length: int) -> None:
    """The shortest, the usual and the longest of the catalogue, and the longest that is issued."""
    text = ("OV1:01C0FFEE42:" + "%69 VD92EX0UJCLQE7W581$*+./-" * 60)[:length]
    assert read_qr(qr_picture(text), blot=80) == text
