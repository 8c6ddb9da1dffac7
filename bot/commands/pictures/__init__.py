"""The catalogue's figures as pictures, for README and for a wall: every picture in both languages.

    draw_all(burden, province, down) -> file name and SVG

An SVG of our own, from text alone: no browser and no fonts are needed, and the same catalogue gives the same picture,
so that a test can tell whether README still shows the truth.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

from bot.commands.labels import Labels
from bot.commands.pictures.savings import draw_savings
from bot.commands.pictures.shared import draw_shared
from bot.settings import Language
from procedures.burden import Burden
from procedures.outcome import outcome
from procedures.provincial import Province
from procedures.settling import Gaps


def draw_all(found: Burden, province: Province, down: Collection[str] = ()) -> dict[str, str]:
    """`savings-*.svg`: all procedures. `shared-ID-*.svg`: each one whose papers before the reform were published."""
    pictures: dict[str, str] = {}
    for language in get_args(Language):
        label = Labels(language)
        pictures[f"savings-{language}.svg"] = draw_savings(found, language, label)
        for one in found.procedures:
            if one.definition.before is not None:
                end = outcome(one.definition, province, one.definition.usual, Gaps(frozenset(down)))
                pictures[f"shared-{one.definition.id}-{language}.svg"] = draw_shared(end, province, language, label)
    return pictures
