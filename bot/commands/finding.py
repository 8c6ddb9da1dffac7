"""What every command that is given a procedure and a language begins with."""

from __future__ import annotations

from typing import cast, get_args

from bot.catalogue.content import Catalogue
from bot.commands.ending import FoundWrong, WrongUse, nearest, no_such
from bot.settings import Language
from procedures.publication import Publication


def publication_of(catalogue: Catalogue, name: str) -> Publication:
    """The procedure called `name`. Raises WrongUse, or FoundWrong where its definition is broken."""
    found = catalogue.procedures.get(name)
    if found is not None:
        return found
    if any(problem.procedure == name for problem in catalogue.problems):
        raise FoundWrong(f'The definition of "{name}" is broken; "check" says where.')
    if name in catalogue.province.matters:
        raise WrongUse(f'There is no definition of "{name}" yet. {nearest(name, catalogue.procedures)}')
    raise no_such("There is no procedure", name, catalogue.procedures)


def spoken_in(asked: str | None, usual: Language) -> Language:
    """The language asked for. Raises WrongUse for one that is not spoken here."""
    if asked is None:
        return usual
    if asked not in get_args(Language):
        raise no_such("There is no language", asked, get_args(Language))
    return cast("Language", asked)
