"""The smallest words of a definition: names, texts in two languages, durations, how far a fact is verified."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_serializer, model_validator

from procedures.condition import ALWAYS, Condition

YOU = "you"
"""The citizen in the conversation, whichever of the procedure's people that is."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=48)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
WayName = Literal["online", "window", "home", "post", "self-service"]
Verified = Literal["yes", "news", "secondary", "no"]
"""How far a fact was checked: read in the law itself, in the press, on somebody's page, or not at all."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Text(Model):
    """One sentence in both languages. A missing language is an error, never a fallback."""

    zh: Words
    en: Words


class Line(Model):
    """A line that counts only where its condition holds."""

    when: Condition = Field(default=ALWAYS, alias="if", exclude_if=lambda when: when == ALWAYS)


class Duration(Model):
    """`30 working days`, `60 minutes`, `1 month` or `on the spot`."""

    amount: int = Field(ge=0)
    unit: Literal["minutes", "hours", "days", "working days", "months", "on the spot"]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        if isinstance(written, dict | Duration):
            return written
        if written == "on the spot":
            return {"amount": 0, "unit": written}
        found = re.fullmatch(r"(\d+) (minute|hour|day|working day|month)s?", str(written))
        if found is None:
            raise ValueError("write it as '30 working days', '60 minutes', '1 month' or 'on the spot'")
        return {"amount": int(found[1]), "unit": found[2] + "s"}

    @model_serializer
    def written(self) -> str:
        if self.unit == "on the spot":
            return self.unit
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit[:-1]}"
