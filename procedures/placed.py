"""A YAML file as plain values, and the line and column of each: what reading stands on.

The file is composed into nodes and walked once. Comments are not kept: whoever edits a file keeps its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from procedures.problem import Location, Problem, Source

STANDARD = "tag:yaml.org,2002:"
SCALARS = frozenset(STANDARD + name for name in ("null", "bool", "int", "float", "str", "timestamp", "value"))
MERGE = STANDARD + "merge"

Loaded = tuple[Any, Source, tuple[Problem, ...]]
"""Plain values, where they stand, and what is wrong; with a problem the values are not to be used."""


def load(path: Path) -> Loaded:
    """The plain values of a YAML file and where each stands."""
    source = Source(path, path.stem)
    try:
        return _walked(path, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None, source, (source.problem("no-file", (), f"There is no file '{path}'.", "Check its name."),)
    except UnicodeDecodeError:
        return None, source, (source.problem("not-utf8", (), "The file is not UTF-8.", "Save it as UTF-8."),)
    except OSError as error:
        what = f"The file '{path}' cannot be read: {error.strerror}."
        return None, source, (source.problem("no-file", (), what, "Check what it is and who may read it."),)
    except RecursionError:
        problem = source.problem("too-deep", (), "The file is nested too deeply.", "Close the brackets that are open.")
        return None, source, (problem,)
    except (YAMLError, ValueError) as error:
        return None, source, (_syntax_problem(path, error),)


def _walked(path: Path, text: str) -> Loaded:
    root = YAML(typ="safe", pure=True).compose(text)
    walk = _Walk()
    source = Source(path, path.stem, walk.positions)
    if not isinstance(root, MappingNode):
        what = "The file is empty." if root is None else "The file is not a list of 'name: value' lines."
        return None, source, (source.problem("no-mapping", (), what, "Begin with 'id: …'; README.md shows how."),)
    plain = walk.plain(root, ())
    remedy = "Leave it out."
    tagged = (
        source.problem("unknown-tag", at, f"The tag '{tag}' means nothing here.", remedy) for at, tag in walk.tags
    )
    return plain, source, tuple(tagged)


class _Words(SafeConstructor):
    """Leaves days as words, so that a day which does not exist is found with its line, and a lone `=` too."""


for _tag in ("timestamp", "value"):
    _Words.add_constructor(STANDARD + _tag, lambda _, node: node.value)


@dataclass
class _Walk:
    """Gathers, node by node, the place of each value and the tags that mean nothing here."""

    positions: dict[Location, tuple[int, int]] = field(default_factory=lambda: {(): (1, 1)})
    tags: list[tuple[Location, str]] = field(default_factory=list)
    _scalars: Any = field(default_factory=lambda: _Words(loader=YAML(typ="safe", pure=True)))

    def plain(self, node: Node, location: Location) -> Any:
        if isinstance(node, ScalarNode):
            return self._scalar(node, location)
        if node.tag != STANDARD + ("map" if isinstance(node, MappingNode) else "seq"):
            self.tags.append((location, _short(node.tag)))
        if isinstance(node, MappingNode):
            return self._mapping(node, location)
        for index, item in enumerate(node.value):
            self._place((*location, index), item)
        return [self.plain(item, (*location, index)) for index, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, location: Location) -> dict[Any, Any]:
        plain: dict[Any, Any] = {}
        for key_node, value in node.value:
            if key_node.tag == MERGE:
                continue
            key = self._key(key_node, location)
            if key in plain:
                raise DuplicateKeyError("while reading", node.start_mark, "a name twice", key_node.start_mark)
            self._place((*location, str(key)), key_node)
            plain[key] = self.plain(value, (*location, str(key)))
        for key_node, value in _merged(node):
            key = self._key(key_node, location)
            if key not in plain:
                self._place((*location, str(key)), node)
                plain[key] = self.plain(value, (*location, str(key)))
        return plain

    def _key(self, node: Node, location: Location) -> Any:
        """A name; a list or a map where a name belongs is told by its own text."""
        plain = self.plain(node, location)
        return plain if isinstance(node, ScalarNode) else str(plain)

    def _scalar(self, node: ScalarNode, location: Location) -> Any:
        if node.tag in SCALARS:
            return self._scalars.construct_object(node)
        self.tags.append((location, _short(node.tag)))
        return node.value

    def _place(self, location: Location, node: Node) -> None:
        self.positions[location] = (node.start_mark.line + 1, node.start_mark.column + 1)


def _merged(node: MappingNode) -> Iterator[tuple[Node, Node]]:
    """What `<<` brings along; names that are written beside it go before."""
    for key, value in node.value:
        if key.tag == MERGE:
            for brought in value.value if isinstance(value, SequenceNode) else [value]:
                if not isinstance(brought, MappingNode):
                    raise MarkedYAMLError(problem="'<<' brings along names and values", problem_mark=value.start_mark)
                yield from (entry for entry in brought.value if entry[0].tag != MERGE)
                yield from _merged(brought)


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


def _short(tag: str | None) -> str:
    """The tag as it is written in the file."""
    tag = tag or ""
    return "!!" + tag.removeprefix(STANDARD) if tag.startswith(STANDARD) else tag
