"""Where the citizen stands: it finds the nearest centre, where the nearest one is what counts."""

from __future__ import annotations

from collections.abc import Mapping
from math import asin, cos, radians, sin, sqrt

from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.events import Located
from bot.dialogue.guide import Guide
from bot.dialogue.joint.ready import ANYWHERE
from bot.dialogue.joint.stages import ChoosingPlan
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say, Value
from bot.dialogue.stage import ChoosingCentre, Done, Idle, stage_of
from procedures.provincial import Centre

EARTH = 6371.0
"""Mean radius in kilometres."""
WHERE_YOU_ARE = ("anywhere", "residence")
"""The offices for which the place of the citizen tells the centre."""


def located(conversation: Conversation, here: Located, guide: Guide) -> Turn:
    """What a position on the map leads to."""
    conversation = conversation.but(misses=0)
    stage = stage_of(conversation, guide)
    if isinstance(stage, ChoosingCentre):
        return _choose_centre(conversation, stage, here, guide)
    if isinstance(stage, ChoosingPlan) and (near := nearest(here, guide.province.centres)) is not None:
        where = stage.joint.but(centres={**stage.joint.centres, ANYWHERE: near[0]})
        return carry_on(conversation.but(joint=where), guide)
    if isinstance(stage, Idle | Done):
        return Turn(conversation, (Say("location-idle" if isinstance(stage, Idle) else "location-not-needed"),))
    return carry_on(conversation, guide, Say("location-not-needed"))


def _choose_centre(conversation: Conversation, stage: ChoosingCentre, here: Located, guide: Guide) -> Turn:
    office = stage.outcome.definition.office.of
    if office not in WHERE_YOU_ARE:
        return carry_on(conversation, guide, Say(f"location-{office}"))
    centres = guide.centres(stage.visit.counter)
    near = nearest(here, centres)
    if near is None:
        return carry_on(conversation, guide, Say("location-no-centre"))
    name, kilometres = near
    chosen = conversation.put(stage.matter.but(centre=name, offered=()))
    values: dict[str, Value] = {"centre": centres[name].name, "kilometres": round(kilometres)}
    return carry_on(chosen, guide, Say(f"nearest-centre-{office}", values))


def nearest(here: Located, centres: Mapping[str, Centre]) -> tuple[str, float] | None:
    """The nearest centre of those with a known point, and how many kilometres away; the first of equally near ones."""
    away = {
        name: distance(here.latitude, here.longitude, centre.location.latitude, centre.location.longitude)
        for name, centre in centres.items()
        if centre.location is not None
    }
    name = min(away, key=away.__getitem__, default=None)
    return None if name is None else (name, away[name])


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres along the great circle between two points in degrees, by the haversine formula."""
    north, other_north = radians(latitude), radians(other_latitude)
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))
