"""Calendar files that any calendar understands, read back by the library's own parser, and codes that show nothing."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar, Component

from bot.channels.telegram.calls import Picture, calls_of, rest
from bot.channels.ticket import calendar_file, qr_picture, qr_text
from bot.dialogue.messages import Entry, Message

ENTRY = Entry(
    uid="DXU6ZVRQ.transfer@onevisit",
    sequence=3,
    cancelled=False,
    title="二手房转移登记及缴税（编号 DXU6ZVRQ）",
    starts_at="2026-12-02T05:30:00+00:00",
    minutes=30,
    zone="Asia/Shanghai",
    place="西湖区行政服务中心",
    address="地址请拨打12345",
    latitude=30.26,
    longitude=120.13,
    about="带上：身份证",
    code="DXU6ZVRQ",
)


def read(file: bytes) -> tuple[Component, Component]:
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_a_booked_place_goes_into_the_calendar_at_the_local_hour() -> None:
    calendar, event = read(calendar_file(ENTRY))
    assert (calendar["METHOD"], event["STATUS"]) == ("PUBLISH", "CONFIRMED")
    assert (event["UID"], event["SEQUENCE"]) == (ENTRY.uid, 3)
    start = event.decoded("DTSTART")
    assert start == datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
    assert f"{start:%H:%M}" == "13:30"
    assert event.decoded("DTEND") - start == datetime(2026, 1, 1, 0, 30) - datetime(2026, 1, 1)  # noqa: DTZ001


def test_a_cancelled_one_is_taken_out_again() -> None:
    calendar, event = read(calendar_file(replace(ENTRY, cancelled=True, sequence=4)))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 4)
    assert event["UID"] == ENTRY.uid


def test_the_code_holds_the_ticket() -> None:
    assert qr_text(replace(ENTRY, ticket="OV1:…")) == "OV1:…"
    assert qr_picture(qr_text(ENTRY)).startswith(b"\x89PNG")


def test_without_a_ticket_the_code_holds_case_and_visit_and_nothing_else() -> None:
    assert qr_text(ENTRY) == "DXU6ZVRQ.transfer"


@pytest.mark.parametrize("wrapped", [False, True], ids=["message", "rest"])
def test_what_an_older_release_put_in_the_outbox_is_still_written(wrapped: bool) -> None:
    row = asdict(Message("约好了", entries=(ENTRY,)))
    del row["entries"][0]["ticket"]
    body = rest(calls_of(row)) if wrapped else row
    if wrapped:
        for call in body["rest"]:
            call.get("entry", {}).pop("ticket", None)
    assert [call.entry for call in calls_of(body) if isinstance(call, Picture)] == [ENTRY]
