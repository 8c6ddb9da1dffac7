"""What an installation lends to the lines: a counter with places, test persons, and an application to hand in.

The persons have to be made up: what was read about them is erased, and their applications are handed in and taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.backends.wire.messages import WantedSaid
from bot.backends.wire.writing import CitizenNumber, Name
from bot.dialogue.applications import Entered, Submission
from bot.dialogue.shared_data import State

DEMONSTRATION = Path(__file__).parent / "demonstration.yaml"
"""The fixtures of the demonstration province, used where no others are named."""


class WrongFixtures(Exception):
    """The file cannot be used; the text is one sentence that says where and why."""


class _Lent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Places(_Lent):
    """A counter whose slots have between one and a few places, best where nobody else books."""

    centre: Name
    counter: Name
    working_days: Annotated[int, Field(ge=1, le=60)] = 10
    """Over how many of them its slots are looked at, from today on."""
    procedures: Annotated[tuple[Name, Name], Field()]
    """What is booked: two, for a joint visit."""


class Person(_Lent):
    """A test person, and something to look up about them. `number` and what it is found under are made up."""

    number: CitizenNumber = Field(repr=False)
    wanted: WantedSaid


class Application(_Lent):
    """An application that can be handed in as it is, by this person, but for its case.

    Its first and last step of approval are decided by the departments whose keys are given.
    """

    number: CitizenNumber = Field(repr=False)
    stranger: CitizenNumber = Field(repr=False)
    """Somebody else."""
    submission: Submission = Field(repr=False)


class Fixtures(_Lent):
    """All of it. What is missing makes the lines that need it "not offered"."""

    places: Places | None = None
    procedure: Name = "property-transfer"
    """For which registers are asked."""
    publication: Name = "conformance"
    evidence: Mapping[State, Person] = Field(default={}, repr=False)
    """By what comes of asking: a person for each answer."""
    filled: Entered | None = None
    """A field of the form that what is `found` fills: its `source` is one of the `fields` wanted there."""
    application: Application | None = None


def read_fixtures(file: Path = DEMONSTRATION) -> Fixtures:
    """The fixtures in this file, in YAML or JSON. Raises WrongFixtures."""
    from ruamel.yaml import YAML  # slow to import
    from ruamel.yaml.error import YAMLError

    try:
        told: Any = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongFixtures(f"{file} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, YAMLError):
        raise WrongFixtures(f"{file} is neither YAML nor JSON in UTF-8.") from None
    try:
        return Fixtures.model_validate_json(_as_json(told))
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, wrong["loc"])) or "it"
        raise WrongFixtures(f"{file}: {where}: {wrong['msg']}.") from None
    except (TypeError, ValueError):
        raise WrongFixtures(f"{file} holds what JSON cannot say.") from None


def _as_json(told: Any) -> str:
    """YAML reads a date where a text looks like one."""
    import json

    return json.dumps(told, default=str)
