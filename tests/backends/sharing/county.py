"""A small county: what its registers are, citizens with valid numbers of an area that is not assigned, and a timer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from stdnum.cn import ric, uscc

from bot.backends.onewindow.sharing.asking import Patience
from bot.backends.onewindow.sharing.register import Record
from bot.dialogue.shared_data import Asked, Wanted
from procedures.provincial import Province

NOW = datetime(2026, 12, 1, 0, 10, tzinfo=UTC)  # Tuesday, ten past eight in Hangzhou
TODAY = date(2026, 12, 1)
YESTERDAY = date(2026, 11, 30)
RECORDED = date(2024, 5, 6)
ADDRESS = "示范省示范市甲区乙路一百零一号"
HOME = Wanted(person="you", registers=("home-register", "archive"), document="home-certificate")


def citizen(number: int) -> str:
    """A citizen number (GB 11643) of the area 990001."""
    digits = f"99000119900101{number:03d}"
    return digits + ric.calc_check_digit(digits)


def firm(number: int) -> str:
    """A unified social credit code (GB 32100) of the area 990001."""
    digits = f"91990001MA{number:07d}"
    return digits + uscc.calc_check_digit(digits)


NOTHING: Mapping[str, str] = {}
BUYER, SELLER = citizen(1), citizen(2)


def entry(
    number: str,
    known: Mapping[str, str] = NOTHING,
    /,
    *,
    recorded: date = RECORDED,
    valid_until: date | None = None,
    **fields: str,
) -> Record:
    return Record(number=number, recorded=recorded, valid_until=valid_until, fields={**known, **fields})


def about(*wanted: Wanted, case: str = "A1") -> Asked:
    return Asked(case=case, procedure="property-transfer", publication="p1", wanted=wanted)


def build_county() -> Province:
    """Each register's fields with how much of them is shown."""
    return Province.model_validate(
        {
            "departments": {"housing": _text("住建", "Housing"), "police": _text("公安", "Police")},
            "registers": {
                "home-register": _register("housing", owner="part", address="part", area="whole", number="no"),
                "archive": _register("housing", address="part"),
                "marriage-register": _register("police", state="whole", spouse="part"),
                "population-register": _register("police", name="part", address="part", citizen_number="no"),
                "birth-certificates": _register("police", child_name="part"),
                "business-register": _register("police", name="part"),
            },
            "holders": {},
            "documents": {},
            "counters": {},
            "centres": {},
            "calendar": {},
            "matters": {},
        }
    )


class Timer:
    """Seconds that pass only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def patience(self, **settings: Any) -> Patience:
        """With pauses drawn as long as they may be."""
        told = {"sleep": self.sleep, "draw": max, "timer": self, **settings}
        return Patience(**told)


def _register(department: str, **fields: str) -> dict[str, Any]:
    told = {name: {**_text(name, name), "shown": shown} for name, shown in fields.items()}
    return {"name": _text("库", "register"), "department": department, "fields": told}


def _text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}
