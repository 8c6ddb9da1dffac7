"""Says what pydantic found to a colleague who has never seen YAML: what is wrong, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from procedures import definition as definition_words
from procedures import example as example_words
from procedures import glossary as glossary_words
from procedures import life_event as event_words
from procedures import provincial as province_words
from procedures import table as table_words
from procedures.problem import Location, Problem, Source, nearest
from procedures.vocabulary import Model

Explanation = tuple[str, str, str]
"""Code, what is wrong, what to do."""

UNKNOWN = "extra_forbidden"
LANGUAGES = {"zh": "Chinese", "en": "English"}


def explain(source: Source, errors: Sequence[ErrorDetails]) -> tuple[Problem, ...]:
    """One problem for each mistake: neither other readings of the same place nor what only follows from it."""
    found: dict[Location, ErrorDetails] = {}
    for details in errors:
        found.setdefault(_standing(source, details), details)
    return tuple(
        _said(source, location, details)
        for location, details in found.items()
        if not _follows(location, details, found)
    )


def _follows(location: Location, details: ErrorDetails, found: Mapping[Location, ErrorDetails]) -> bool:
    """Whether it is only the echo of a mistake further in, or of a misspelt word beside it."""
    inside = any(len(other) > len(location) and other[: len(location)] == location for other in found)
    beside = (str(other[-1]) for other, d in found.items() if other[:-1] == location[:-1] and d["type"] == UNKNOWN)
    return inside or (details["type"] == "missing" and bool(get_close_matches(str(location[-1]), beside)))


def _said(source: Source, location: Location, details: ErrorDetails) -> Problem:
    name = next((part for part in reversed(location) if isinstance(part, str)), "the file")
    code, what, remedy = _EXPLANATIONS.get(details["type"], _explain_value)(name, details)
    return source.problem(code, location, what, remedy)


def _standing(source: Source, details: ErrorDetails) -> Location:
    """Where the mistake stands in the file; pydantic's own marks are left out, the name of what is missing stays."""
    location: Location = ()
    for part in details["loc"]:
        inner = next(
            (inner for inner in ((*location, part), (*location, str(part))) if inner in source.positions), None
        )
        if inner is None:
            break
        location = inner
    return (*location, details["loc"][-1]) if details["type"] == "missing" else location


def _explain_extra(name: str, details: ErrorDetails) -> Explanation:
    if name in KEYS:
        remedy = "Look at the indentation, and where procedures/README.md puts this word."
        return "unknown-key", f"'{name}' has no place here.", remedy
    if "：" in name or "，" in name:
        return "unknown-key", f"'{name}' has a full-width mark in it.", "Write ':' and ',' of the English keyboard."
    if " " in name:
        remedy = 'A text with a comma or a colon wants quotation marks: en: "now, and then".'
        return "unknown-key", f"'{name}' stands where a word of a definition should.", remedy
    return "unknown-key", f"'{name}' is not a word of a definition.", nearest(name, KEYS)


def _explain_missing(name: str, details: ErrorDetails) -> Explanation:
    if name in LANGUAGES:
        remedy = f"Add '{name}: …'; both languages are always complete."
        return "missing-language", f"The {LANGUAGES[name]} text is missing.", remedy
    return "missing", f"'{name}' is missing.", f"Add '{name}: …'."


def _explain_choice(name: str, details: ErrorDetails) -> Explanation:
    expected = str(details.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
    what = f"'{_shown(details)}' cannot stand under '{name}'."
    return "wrong-word", what, nearest(_shown(details), (choice.strip("'") for choice in expected))


def _explain_name(name: str, details: ErrorDetails) -> Explanation:
    what = f"'{_shown(details)}' is not a name: names are lower-case letters, digits and hyphens."
    return "bad-name", what, "Write it like 'id-card'."


def _explain_text(name: str, details: ErrorDetails) -> Explanation:
    if isinstance(details["input"], list | dict) or details["input"] is None:
        return "wrong-value", f"'{name}' needs one text.", f"Write it on the same line: {name}: …"
    what = f"'{name}' needs a text, and {_shown(details)} is read as something else."
    return "wrong-value", what, f'Put it in quotes: "{_shown(details)}".'


def _explain_number(name: str, details: ErrorDetails) -> Explanation:
    return "wrong-value", f"'{name}' needs a whole number, not '{_shown(details)}'.", "Write digits only, like 30."


def _explain_bounds(name: str, details: ErrorDetails) -> Explanation:
    words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    bounds = " and ".join(f"{words[key]} {bound}" for key, bound in details.get("ctx", {}).items() if key in words)
    return "wrong-value", f"'{name}' is {_shown(details)} and must be {bounds}.", "Mend the number."


def _explain_length(name: str, details: ErrorDetails) -> Explanation:
    context = details.get("ctx", {})
    if "min_length" in context:
        remedy = "Add what is missing, or leave the whole line out."
        return "wrong-value", f"'{name}' needs at least {context['min_length']}.", remedy
    return "wrong-value", f"'{name}' takes at most {context.get('max_length')}.", "Leave some out."


def _explain_long(name: str, details: ErrorDetails) -> Explanation:
    most = details.get("ctx", {}).get("max_length")
    return "wrong-value", f"'{_shown(details)}' has more than {most} letters.", "Choose a shorter name."


def _explain_empty(name: str, details: ErrorDetails) -> Explanation:
    return "wrong-value", f"'{name}' is empty.", "Write the text after the colon."


def _explain_map(name: str, details: ErrorDetails) -> Explanation:
    what = f"Under '{name}' stand names with their values, not '{_shown(details)}'."
    return "wrong-value", what, "Write {name: value}, or each 'name: value' on a line of its own, indented."


def _explain_list(name: str, details: ErrorDetails) -> Explanation:
    shown = _shown(details)
    return "wrong-value", f"'{name}' needs a list, and '{shown}' is none.", "Put it in brackets: [one, two]."


def _explain_day(name: str, details: ErrorDetails) -> Explanation:
    return "wrong-value", f"'{name}' needs a day that exists, not '{_shown(details)}'.", "Write it like 2027-03-01."


def _explain_truth(name: str, details: ErrorDetails) -> Explanation:
    return "wrong-value", f"'{name}' is either true or false, not '{_shown(details)}'.", "Write true, or leave it out."


def _explain_value(name: str, details: ErrorDetails) -> Explanation:
    message = details["msg"].removeprefix("Value error, ").rstrip(".")
    return "wrong-value", f"'{name}': {message}.", "procedures/README.md shows how it is written."


def _shown(details: ErrorDetails) -> str:
    """What stands in the file, short enough for one line."""
    found = details["input"]
    if isinstance(found, Mapping):
        return ", ".join(map(str, found))
    return ", ".join(map(str, found)) if isinstance(found, list) else str(found)


_EXPLANATIONS: dict[str, Callable[[str, ErrorDetails], Explanation]] = {
    UNKNOWN: _explain_extra,
    "missing": _explain_missing,
    "literal_error": _explain_choice,
    "string_pattern_mismatch": _explain_name,
    "string_type": _explain_text,
    "invalid_key": _explain_text,
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), _explain_number),
    **dict.fromkeys(("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _explain_bounds),
    **dict.fromkeys(("too_short", "too_long"), _explain_length),
    "string_too_short": _explain_empty,
    "string_too_long": _explain_long,
    **dict.fromkeys(("model_type", "dict_type"), _explain_map),
    "tuple_type": _explain_list,
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), _explain_day),
    **dict.fromkeys(("bool_type", "bool_parsing"), _explain_truth),
}


def _keys(*modules: Any) -> Iterator[str]:
    models = (m for module in modules for m in vars(module).values() if isinstance(m, type) and issubclass(m, Model))
    for model in models:
        for name, field in model.model_fields.items():
            yield field.alias or name


KEYS = frozenset(_keys(definition_words, example_words, province_words, glossary_words, table_words, event_words))
"""Every word a definition may use, to suggest the one that was meant."""
