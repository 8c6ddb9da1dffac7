"""A small town for booking: a centre, four counters, one year of calendar, and a clock to turn by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from procedures.provincial import Province

HOLD_MINUTES = 10
MONDAY = date(2026, 11, 30)
WEDNESDAY = date(2026, 12, 2)
NOW = datetime(2026, 12, 1, 0, 10, tzinfo=UTC)  # Tuesday, ten past eight in Hangzhou
EARLY = "xihu.passport.20261202T0030Z"  # Wednesday 08:30, one window
NEXT = "xihu.passport.20261202T0130Z"  # 09:30
LATER = "xihu.passport.20261202T0230Z"  # 10:30
TWO_WINDOWS = "xihu.real-estate.20261202T0030Z"
TEN_WINDOWS = "xihu.social-security.20261202T0030Z"


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


def build_town(passport_windows: int = 1, hours: tuple[str, ...] = ("08:30-12:00", "13:30-17:00")) -> Province:
    """The town; Shanghai time is UTC+8 all year."""
    windows = {"passport": passport_windows, "real-estate": 2, "tax": 1, "social-security": 10}
    centre: dict[str, Any] = {
        "name": _text("西湖中心", "Xihu centre"),
        "district": _text("西湖区", "Xihu"),
        "address": _text("一号", "No. 1"),
        "hours": hours,
        "counters": {name: {"windows": number} for name, number in windows.items()},
        "verified": "no",
    }
    return Province.model_validate(
        {
            "departments": {},
            "registers": {},
            "holders": {},
            "documents": {},
            "counters": {
                "passport": {"name": _text("出入境", "Passports"), "slot_minutes": 60},
                "real-estate": {"name": _text("不动产", "Real estate"), "slot_minutes": 30},
                "tax": {"name": _text("办税", "Tax"), "slot_minutes": 45},
                "social-security": {"name": _text("社保", "Social security"), "slot_minutes": 30},
                "marriage": {"name": _text("婚姻登记", "Marriage"), "slot_minutes": 30},
            },
            "centres": {
                "xihu": centre,
                "hami": centre | {"zone": "Asia/Urumqi"},
                "yuhang": centre
                | {
                    "saturday": ["09:00-11:30", "13:00-14:00"],
                    "counters": {"real-estate": {"windows": 2}, "tax": {"windows": 1, "saturday": False}},
                },
            },
            # The National Day week of 2026 as the State Council announced it: off from the 1st to the 7th of October,
            # in exchange the Saturday 10th is worked. The other holidays of the year are left out.
            "calendar": {
                2026: {
                    "source": "a part of the State Council's notice",
                    "verified": "no",
                    "holidays": {date(2026, 10, day): _text("国庆节", "National Day") for day in range(1, 8)},
                    "working": [date(2026, 10, 10)],
                }
            },
            "matters": {},
        }
    )


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}
