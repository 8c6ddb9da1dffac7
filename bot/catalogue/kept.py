"""A compiled catalogue as a file: what came of every definition and life event, and what that stands on.

    rules and province, by digest
    the province
    for each definition, then for each life event: a line that says what it stands on, and a line with its content

One of them is shipped beside the definitions; others lie in the user's cache folder. Parts are taken over one by one:
each names its text and the procedures that it was checked against, so that none is served where it would come out
otherwise. No line knows in which folder the files lay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from bot.catalogue.content import SHIPPED
from bot.catalogue.files import Files, digest_of
from procedures.problem import Problem
from procedures.vocabulary import Model

FORMAT = 3
"""Rises when the lines change their form, or what a part stands on is found in another way."""
SHIPPED_FILE = SHIPPED / "compiled.jsonl"
"""The compiled form of the shipped definitions."""
Kind = Literal["definition", "life_event"]


class Head(Model):
    """What every part stands on."""

    format: int
    rules: str
    province: str


class Part(Model):
    """What came of one file. It holds where the text is the same and everything that it names is still so."""

    kind: Kind
    name: str
    text: str
    """The digest of the file."""
    hash: str | None = None
    """What the publication of a definition is called; None if it is not offered."""
    needs: dict[str, str] = Field(default={})
    """Procedures that have to be there; a life event needs them in the publication named here."""
    among: str | None = None
    """The digest of all that is there, where something was found wrong: a new name can mend it."""
    problems: tuple[Problem, ...] = ()
    """Without the file, which lies elsewhere on another machine."""


@dataclass(frozen=True)
class Kept:
    """A part and its content, in JSON; `null` where nothing of it can be served."""

    part: Part
    body: bytes

    @property
    def served(self) -> bool:
        return self.body != b"null"

    def problems_in(self, folder: Path) -> Iterator[Problem]:
        """What was found wrong, in the file as it lies in `folder`."""
        file = str(folder / f"{self.part.name}.yaml")
        return (replace(problem, file=file) for problem in self.part.problems)


@dataclass(frozen=True)
class Compiled:
    """A whole catalogue: `province` is JSON."""

    head: Head
    province: bytes
    parts: tuple[Kept, ...]

    def named(self, kind: Kind) -> Mapping[str, Kept]:
        """The parts of one kind, by name."""
        return {kept.part.name: kept for kept in self.parts if kept.part.kind == kind}

    def lines(self) -> Iterator[bytes]:
        yield self.head.model_dump_json().encode()
        yield self.province
        for kept in self.parts:
            yield kept.part.model_dump_json(exclude_defaults=True).encode()
            yield kept.body


def head_of(files: Files) -> Head:
    return Head(format=FORMAT, rules=files.rules, province=files.province)


def read_compiled(file: Path, head: Head) -> Compiled | None:
    """What is kept there, if it was made by these rules in this province; None if it was not, or is damaged."""
    try:
        content = file.read_bytes()
        if not content.endswith(b"\n"):
            return None
        first, province, *rest = content[:-1].split(b"\n")
        if Head.model_validate_json(first) != head or len(rest) % 2:
            return None
        parts = zip(map(_PART.validate_json, rest[::2]), rest[1::2], strict=True)
        return Compiled(head, province, tuple(Kept(part, body) for part, body in parts))
    except (OSError, ValueError, ValidationError):
        return None


def write_compiled(file: Path, compiled: Compiled) -> None:
    """Raises OSError."""
    file.write_bytes(b"".join(line + b"\n" for line in compiled.lines()))


def holds(kept: Kept, text: str, there: There) -> bool:
    """Whether the part would come out as it is if its file, which has this digest, were compiled now."""
    part = kept.part
    if part.text != text:
        return False
    if part.among is not None:
        return part.among == (there.names_digest if part.kind == "definition" else there.offered_digest)
    if part.kind == "definition":
        return all(name in there.known for name in part.needs)
    return all(there.offered.get(name) == publication for name, publication in part.needs.items())


@dataclass(frozen=True)
class There:
    """What parts are checked against: `names` have a file, `matters` are known to the province, `offered` are the
    definitions without an error, with the hash of their publication.
    """

    names: frozenset[str]
    matters: frozenset[str]
    offered: Mapping[str, str]
    own_events: bool
    """Whether life events that do not fit have to be mended, or were written for others."""

    @property
    def known(self) -> frozenset[str]:
        return self.names | self.matters

    @property
    def names_digest(self) -> str:
        return digest_of("\n".join(sorted(self.names)).encode())

    @property
    def offered_digest(self) -> str:
        offered = (f"{name} {publication}" for name, publication in sorted(self.offered.items()))
        return digest_of("\n".join([self.names_digest, str(self.own_events), *offered]).encode())


_PART: TypeAdapter[Part] = TypeAdapter(Part)
