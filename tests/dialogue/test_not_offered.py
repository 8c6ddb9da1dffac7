"""A matter that is known by name and has no definition here, because staff left it out or it is broken."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalogue.content import Catalogue
from tests.dialogue.talk import Town


async def test_it_is_called_by_its_name_and_somebody_who_can_help_is_named(
    database: AsyncEngine, catalogue: Catalogue
) -> None:
    defined = {name: text for name, text in catalogue.procedures.items() if name != "passport-first"}
    town = Town(database, catalogue.model_copy(update={"procedures": defined}))
    told = await town.citizen().say("首次办护照")
    assert "「首次办护照」我知道" in told
    assert "12345" in told
