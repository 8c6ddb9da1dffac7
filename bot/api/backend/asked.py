"""What a call may say in its address. Read strictly: what is not known there is refused, and so is what comes twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.api.problems import Problem
from bot.backends.wire import operations as wire
from bot.backends.wire.messages import LARGEST_PAGE, PAGE
from bot.backends.wire.operations import Operation
from bot.backends.wire.writing import Cursor, Name

MOST_WORKING_DAYS = 60
"""For which slots are read in one call: a quarter of a year."""
IN_PATH = re.compile(r"[\x21-\x7e]{1,64}")
"""An id or a case in a path; what looks otherwise is nobody's."""
KEY_IN_PATH = re.compile(r"[\x21-\x7e]{1,100}")
MOST_FIELDS = 20
"""Slips that are told at once."""
LONGEST_NAME = 64


def _number(written: Any) -> Any:
    if isinstance(written, str) and not re.fullmatch(r"[1-9][0-9]{0,5}", written):
        raise ValueError("write a number from 1 on, in digits")
    return written


def _day(written: Any) -> Any:
    if isinstance(written, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise ValueError("a day is written YYYY-MM-DD")
    return written


Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE), BeforeValidator(_number)]
WorkingDays = Annotated[int, Field(ge=1, le=MOST_WORKING_DAYS), BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_day)]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageAsked(_Asked):
    after: Cursor | None = Field(default=None, description="The cursor at which the page before ended.")
    limit: Limit = Field(default=PAGE, description="Entries of a page, at most.")


class SlotsAsked(PageAsked):
    centre: Name = Field(description="As `centres` calls it; of an unknown one there are no slots.")
    counter: Name = Field(description="As the centre calls it.")
    first_day: Day = Field(description="By the centre's calendar.")
    working_days: WorkingDays = Field(description="Slots are read over so many working days from the first day on.")


class PaperAsked(_Asked):
    case: Name = Field(description="The case to which it belongs.")


ASKED: Mapping[str, type[_Asked]] = {
    wire.CENTRES.name: PageAsked,
    wire.SLOTS.name: SlotsAsked,
    wire.KEEP_PAPER.name: PaperAsked,
    wire.EVENTS.name: PageAsked,
}


def read_asked(operation: Operation[Any], pairs: Sequence[tuple[str, str]]) -> Any:
    """What was asked; None where nothing may be. Raises Problem `wrong-body`."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise Problem.in_field("", "the address says something twice")
    model = ASKED.get(operation.name, _Asked)
    try:
        return model.model_validate_strings(told)
    except ValidationError as error:
        raise Problem("wrong-body", fields=fields_of(error)) from None


def check_names(names: Mapping[str, str]) -> None:
    """Raises Problem `unknown` for what can be nobody's name."""
    for name, told in names.items():
        if not (KEY_IN_PATH if name == "key" else IN_PATH).fullmatch(told):
            raise Problem("unknown")


def fields_of(error: ValidationError) -> list[dict[str, str]]:
    """Where and why; never what was sent."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [{"field": _where(each), "why": each["msg"].removeprefix("Value error, ")} for each in found[:MOST_FIELDS]]


def _where(wrong: Any) -> str:
    if wrong["type"] == "json_invalid":
        return ""
    return ".".join(str(part)[:LONGEST_NAME] for part in wrong["loc"])
