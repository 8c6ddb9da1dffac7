"""The first text of a new definition: small, honest, and passing `check` as it stands.

The text is skeleton.yaml; here it gets what differs from one procedure and one province to another.
"""

from __future__ import annotations

import json
import re
from datetime import date
from string import Template

from procedures.provincial import Province
from procedures.vocabulary import Text

PREFERRED = {"document": "id-card", "counter": "general"}
MINUTES = 15
PLAIN = re.compile(r"[^\W\d_][\w（）()、。，？！“”《》 .'-]*")
"""What YAML reads as a text without quotation marks, if it is not one of WORDS."""
WORDS = frozenset(("yes", "no", "true", "false", "on", "off", "null", "y", "n"))


class NothingToStandOn(LookupError):
    """The province lacks what every procedure needs: a department, an identity document, a counter in a centre."""


def skeleton(template: str, procedure: str, title: Text | None, province: Province, today: date) -> str:
    """The text of a new definition. Raises NothingToStandOn."""
    counter = _counter(province)
    return Template(template).substitute(
        id=_quoted(procedure),
        title=in_both(title or unnamed(procedure)),
        lead=_first("department", list(province.departments)),
        review_by=a_year_after(today).isoformat(),
        document=_first("identity document", _identities(province), PREFERRED["document"]),
        counter=counter,
        minutes=min(MINUTES, province.counters[counter].slot_minutes),
    )


def unnamed(procedure: str) -> Text:
    """Stands where a title should; with the id, so that no two procedures are called the same."""
    return Text(zh=f"待填：{procedure} 的名称", en=f"To be filled in: the name of {procedure}")


def matter_line(procedure: str, title: Text) -> str:
    """The line of province/matters.yaml that gives a procedure its everyday name."""
    return f"{_quoted(procedure)}: {in_both(title)}"


def in_both(text: Text) -> str:
    """`{zh: 办借书证, en: Library card}`, quoted where YAML would read something else."""
    return f"{{zh: {_quoted(text.zh)}, en: {_quoted(text.en)}}}"


def a_year_after(day: date) -> date:
    """The same day of next year; the last of February for a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _quoted(text: str) -> str:
    plain = PLAIN.fullmatch(text) and not text.endswith(" ") and text.lower() not in WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _identities(province: Province) -> list[str]:
    return [name for name, document in province.documents.items() if document.kind == "identity"]


def _counter(province: Province) -> str:
    open_somewhere = {name for centre in province.centres.values() for name in centre.counters}
    return _first("counter in a centre", sorted(open_somewhere & province.counters.keys()), PREFERRED["counter"])


def _first(what: str, known: list[str], preferred: str = "") -> str:
    if not known:
        raise NothingToStandOn(f"The province has no {what} yet")
    return preferred if preferred in known else known[0]
