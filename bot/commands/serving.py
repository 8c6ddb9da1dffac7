"""What every command that serves the catalogue begins with."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime

import typer

from bot.catalogue.compiled import cache_folder, load
from bot.catalogue.content import Catalogue, ProvinceBroken, province_of
from bot.commands.ending import WrongUse, no_such
from bot.commands.progress import Progress
from bot.logs import log_to
from bot.settings import Settings, WrongSetting, own_folder, read_settings
from bot.starting import without_collecting
from procedures.provincial import Province


def settings() -> Settings:
    """The settings. Raises WrongUse."""
    try:
        return read_settings()
    except WrongSetting as error:
        raise WrongUse(str(error)) from None


def own_window() -> Settings:
    """The settings, for what is done in the One Window of this installation. Raises WrongUse where it has none."""
    told = settings()
    if told.backend_url is not None:
        raise WrongUse(f"The One Window is not here but at {told.backend_url} (BACKEND_URL): run this there.")
    return told


def open_catalogue(told: Settings) -> Catalogue:
    """The catalogue; definitions that are broken are named on stderr. Raises WrongUse if the province is."""
    try:
        with without_collecting():
            catalogue = load(told.definitions, cache_folder(), Progress("Definitions compiled").tell)
    except ProvinceBroken as error:
        raise WrongUse(str(error)) from None
    for problem in catalogue.problems:
        if problem.level == "error":
            typer.echo(str(problem), err=True)
    return catalogue


def today() -> date:
    """By the clock of whoever calls."""
    return datetime.now(UTC).astimezone().date()


def registers_down(catalogue: Catalogue, names: Iterable[str]) -> frozenset[str]:
    """The registers `names`. Raises WrongUse for one that the province does not have."""
    names = frozenset(names)
    for name in sorted(names - catalogue.province.registers.keys()):
        raise no_such("There is no register", name, catalogue.province.registers)
    return names


def open_province(told: Settings) -> Province:
    """The province alone, as its files stand now: for whoever writes definitions. Raises WrongUse."""
    from procedures.reading import read_province  # reads YAML, which is slow to import

    province, problems = read_province(province_of(told.definitions))
    if province is None:
        raise WrongUse(str(ProvinceBroken(problems)))
    return province


def log_to_file() -> None:
    """Bugs go to a file for whoever runs this; a citizen sees an apology with an id."""
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        own_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = logging.FileHandler(own_folder() / "onevisit.log", encoding="utf-8", delay=True)
    log_to(handler)
