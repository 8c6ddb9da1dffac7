"""How far promises were kept, for the eyes of staff: a table with a line for each procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.catalogue.content import Catalogue
from bot.commands.figures_text import aligned
from bot.commands.labels import Labels
from bot.commands.promise_measured import Kept

COLUMNS = ("told", "done", "kept", "asked-else", "more-visits", "late", "visits", "days", "enough")


def as_text(figures: Sequence[Kept], catalogue: Catalogue, language: str) -> str:
    """Lines in `language`; of visits and days what was promised → what it took."""
    label = Labels(language)
    if not figures:
        return label("promise-nothing")
    heading = ["", *(label(f"promise-column-{column}") for column in COLUMNS)]
    rows = [[_title(each.procedure, catalogue, language), *_cells(each)] for each in figures]
    return "\n".join([*aligned([heading, *rows]), label("promise-note")])


def _cells(each: Kept) -> Iterator[str]:
    for count in (each.told, each.done, each.kept, each.asked_else, each.more_visits, each.late):
        yield str(count)
    yield f"{each.visits_promised} → {each.visits_actual}"
    if each.days_promised is None or each.days_median is None:
        yield ""
    else:
        yield f"{each.days_promised:g} → {each.days_median:g}"
    yield f"{each.enough} / {each.answered}" if each.answered else ""


def _title(procedure: str, catalogue: Catalogue, language: str) -> str:
    """Its name; its id once it is retired."""
    publication = catalogue.procedures.get(procedure)
    words: str = getattr(publication.definition.title, language) if publication else procedure
    return words
