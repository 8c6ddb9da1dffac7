"""What a department or the centre may say in a call: read strictly, so that a slip is refused and not half understood.

Commands read their arguments with the same forms.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.backends.onewindow.applications.desk import ASK_DAYS
from bot.dialogue.conversation import CODE_LENGTH, CODE_LETTERS
from procedures.definition import Giving
from procedures.vocabulary import Id

MOST_DAYS = 60
"""Working days that a citizen is given at most."""
KEY = re.compile(r"[\x21-\x7e]{1,100}")
"""A key that makes a call safe to repeat."""
CODE = re.compile(rf"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")


def _without_control(text: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Co") for sign in text.replace("\n", "")):
        raise ValueError("signs that cannot be shown")
    return text


def _written_day(told: Any) -> Any:
    """Not a number, which would be read as seconds since 1970."""
    if isinstance(told, date) or told is None:
        return told
    if not isinstance(told, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", told):
        raise ValueError("a day is written YYYY-MM-DD")
    return told


# As _without_control has it, for the description; no JSON carries half a sign.
HIDDEN = r"\x00-\x09\x0b-\x1f\x7f-\x9f\ue000-\uf8ff" + "\U000f0000-\U0010ffff"
SHOWN = Field(json_schema_extra={"pattern": rf"^[^{HIDDEN}]*[^\s{HIDDEN}][^{HIDDEN}]*$"})


def _whole(told: Any) -> Any:
    """In JSON 5.0 is 5."""
    return int(told) if isinstance(told, float) and told.is_integer() else told


Number = Annotated[int, Field(strict=True, ge=1, le=1000), BeforeValidator(_whole)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_without_control), SHOWN
]
Sentences = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(_without_control),
    SHOWN,
]


class _Act(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Decision(_Act):
    number: Number | None = None
    """Which of the department's steps, if it has several."""


class Approve(_Decision):
    registered: Annotated[dict[Name, Line], Field(max_length=50)] = Field(
        default={}, json_schema_extra={"additionalProperties": False}
    )
    """What the decision put in the department's register, for whoever is told of it."""


class Refuse(_Decision):
    reason: Sentences
    """In the clerk's words; the citizen reads them."""
    fact: Id | None = None
    """The question of the procedure whose answer blocks."""
    changes_on: Annotated[date | None, BeforeValidator(_written_day)] = None


class Ask(_Decision):
    items: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    """Each in the clerk's words; the citizen reads them."""
    days: Annotated[int, Field(strict=True, ge=1, le=MOST_DAYS), BeforeValidator(_whole)] = ASK_DAYS
    """Working days."""


class HandOut(_Act):
    how: Giving | None = None
    """As the citizen wished, unless it is said."""
    number_of_post: Annotated[Line, StringConstraints(max_length=64)] | None = None
    """By post, and only then: the citizen was promised it."""

    def given(self, wished: Giving) -> Giving | None:
        """How it goes out; None where that does not fit with the number."""
        how = self.how or wished
        return how if (how == "post") == (self.number_of_post is not None) else None


class Redeliver(_Act):
    tell: Id
    """The body."""
    part: Id | None = None
    """The procedure, if several tell it something."""


class Settle(Redeliver):
    note: Sentences
    """How the clerk has dealt with it."""


def read_code(written: str) -> str | None:
    """The code of a case, typed with spaces, dashes or small letters too; None if it cannot be one."""
    code = re.sub(r"[\s-]", "", written).upper()
    return code if CODE.fullmatch(code) else None
