"""From YAML to definitions: every mistake with its line, its column and its remedy; never a traceback.

Reading is for `check`, for editing and for the first start after a change. Running processes load what was compiled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from procedures.definition import Definition
from procedures.explaining import explain
from procedures.problem import Location, Problem, Source, nearest
from procedures.provincial import PARTS, Province

SHIPPED = Path(__file__).parent
"""The folder of the definitions that come with the program."""


@dataclass(frozen=True)
class Read:
    """A file as far as it could be read. Without a definition there is at least one problem."""

    source: Source
    definition: Definition | None
    problems: tuple[Problem, ...] = ()


def read_definition(path: Path) -> Read:
    """Read one definition. The file's name has to be its id."""
    plain, source, problems = _load(path)
    if problems:
        return Read(source, None, problems)
    try:
        definition = Definition.model_validate(plain)
    except ValidationError as error:
        return Read(source, None, explain(source, error.errors()))
    if definition.id != path.stem:
        return Read(
            source,
            None,
            (
                source.problem(
                    "file-name",
                    ("id",),
                    f"The file is called '{path.name}' but the procedure is '{definition.id}'.",
                    f"Call the file '{definition.id}.yaml'.",
                ),
            ),
        )
    return Read(source, definition)


def read_definitions(folder: Path) -> tuple[Read, ...]:
    """Read every definition in `folder`, in the order of their names."""
    return tuple(read_definition(path) for path in sorted(folder.glob("*.yaml")))


def read_province(folder: Path) -> tuple[Province | None, tuple[Problem, ...]]:
    """Read the files of the province, one a part: departments, registers, documents …"""
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for name, file in PARTS.items():
        parts[name], sources[name], found = _load(folder / file)
        problems.extend(found)
    if problems:
        return None, tuple(problems)
    try:
        province = Province.model_validate(parts)
    except ValidationError as error:
        for part, source in sources.items():
            within = [details for details in error.errors() if details["loc"][0] == part]
            for details in within:
                details["loc"] = details["loc"][1:]
            problems.extend(explain(source, within))
        return None, tuple(problems)
    problems.extend(_unknown_names(province, sources))
    return (None if problems else province), tuple(problems)


def _unknown_names(province: Province, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """What the parts of the province name in each other has to exist."""
    named: list[tuple[str, Location, str, Collection[str]]] = []
    for name, register in province.registers.items():
        named.append(("registers", (name, "department"), register.department, province.departments))
    for name, document in province.documents.items():
        named += [("documents", (name, "held_by", i), r, province.registers) for i, r in enumerate(document.held_by)]
    for name, centre in province.centres.items():
        named += [("centres", (name, "counters", counter), counter, province.counters) for counter in centre.counters]
    nouns = {"registers": "department", "documents": "register", "centres": "counter"}
    for part, location, name, known in named:
        if name not in known:
            noun = nouns[part]
            what = f"There is no {noun} '{name}'."
            yield sources[part].problem(f"unknown-{noun}", location, what, nearest(name, known))


def _load(path: Path) -> tuple[Any, Source, tuple[Problem, ...]]:
    """The plain values of a YAML file and where each stands."""
    source = Source(path, path.stem)
    try:
        text = path.read_text(encoding="utf-8")
        tree = _yaml().load(text)
    except FileNotFoundError:
        return None, source, (source.problem("no-file", (), f"There is no file '{path}'.", "Check its name."),)
    except UnicodeDecodeError:
        return None, source, (source.problem("not-utf8", (), "The file is not UTF-8.", "Save it as UTF-8."),)
    except OSError as error:
        what = f"The file '{path}' cannot be read: {error.strerror}."
        return None, source, (source.problem("no-file", (), what, "Check what it is and who may read it."),)
    except (YAMLError, ValueError) as error:
        return None, source, (_syntax_problem(path, error),)
    if not isinstance(tree, CommentedMap):
        what = "The file is empty." if tree is None else "The file is not a list of 'name: value' lines."
        return None, source, (source.problem("no-mapping", (), what, "Begin with 'id: …'; README.md shows how."),)
    positions: dict[Location, tuple[int, int]] = {(): (1, 1)}
    plain = _plain(tree, (), positions)
    source = Source(path, path.stem, positions)
    return plain, source, tuple(_tagged(tree, (), source))


class _Words(RoundTripConstructor):
    """Leaves days as words, so that a day which does not exist is found with its line."""


_Words.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = _Words
    return yaml


_REASONS = {
    "mapping values are not allowed": "a colon stands where none can, or the line is indented too far",
    "that cannot start any token": "a tab or a special sign begins this; indent with spaces, put such a text in quotes",
    "expected ',' or": "a bracket or a quotation mark is not closed, or a text with a colon wants quotes around it",
    "could not find expected ':'": "a colon with a space after it is missing",
    "expected <block end>": "the line is indented differently from the lines that it belongs to",
    "expected a single document": "'---' begins a second document, and a file holds one",
    "found another document": "'---' begins a second document, and a file holds one",
    "unexpected end of stream": "a quotation mark is not closed",
    "undefined alias": "a star begins a text; put it in quotes",
}
"""What the YAML reader says, said to a colleague."""


def _syntax_problem(path: Path, error: YAMLError | ValueError) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if isinstance(error, DuplicateKeyError):
        what, remedy, code = "A name is given twice here.", "Keep one of the two.", "duplicate-key"
    else:
        said = (error.problem or "") if isinstance(error, MarkedYAMLError) else str(error).partition("\n")[0]
        reason = next((plain for words, plain in _REASONS.items() if words in said), said)
        what = f"This is not YAML: {reason or 'it cannot be read'}."
        remedy, code = "Look at the indentation, the brackets and the colons of this line and the one above.", "syntax"
    return Problem(str(path), line, column, code, path.stem, what, remedy)


def _plain(node: Any, location: Location, positions: dict[Location, tuple[int, int]]) -> Any:
    if isinstance(node, CommentedMap):
        plain: dict[Any, Any] = {}
        written_here = node.lc.data or {}  # not what `<<` brings along
        for key, value in node.items():
            line, column = node.lc.key(key) if key in written_here else (node.lc.line, node.lc.col)
            positions[(*location, str(key))] = (line + 1, column + 1)
            plain[key] = _plain(value, (*location, str(key)), positions)
        return plain
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            line, column = node.lc.item(index)
            positions[(*location, index)] = (line + 1, column + 1)
        return [_plain(value, (*location, index), positions) for index, value in enumerate(node)]
    return node


def _tagged(node: Any, location: Location, source: Source) -> Iterator[Problem]:
    tag = getattr(getattr(node, "tag", None), "value", None)
    if tag:
        yield source.problem("unknown-tag", location, f"The tag '{tag}' means nothing here.", "Leave it out.")
    children = node.items() if isinstance(node, CommentedMap) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from _tagged(child, (*location, key if isinstance(key, int) else str(key)), source)
