"""The catalogue, compiled, so that a process starts without reading YAML.

Reading and checking every path takes seconds. What comes of the shipped definitions is shipped with them; what comes
of others is kept in the user's cache folder. Every part is named by digests of all that it was made from, so nothing
kept can be out of date, and where one file changed the others are taken over.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import ValidationError

from bot.catalogue.content import Catalogue, life_events_of
from bot.catalogue.files import Files, look
from bot.catalogue.kept import SHIPPED_FILE, Compiled, There, head_of, holds, read_compiled, write_compiled
from procedures.definition import Definition
from procedures.life_event import LifeEvent
from procedures.provincial import Province
from procedures.publication import Publication

KEPT = 8
"""Compiled catalogues that may lie in the cache folder; the oldest go first."""
Tell = Callable[[int, int], None]
"""Hears how many definitions of how many are compiled."""


def cache_folder() -> Path:
    """Where this user's compiled catalogues are kept."""
    return user_cache_path("onevisit")


def load(definitions: Path, cache: Path, tell: Tell = lambda done, of: None) -> Catalogue:
    """The catalogue of the folder `definitions`, as it is shipped or kept in `cache`; else compiled, and kept.

    A broken definition or life event is left out and named in `problems`; the others are served. A cache that cannot
    be read or written costs time, nothing else. Raises ProvinceBroken.
    """
    files = look(definitions)
    own = cache / f"catalogue-{files.digest}.jsonl"
    for file in (SHIPPED_FILE, own):
        catalogue = _served(file, files)
        if catalogue is not None:
            return catalogue

    from bot.catalogue.compiling import compile_catalogue  # reads YAML, which is slow to import

    compiled = compile_catalogue(files, list(_stock(cache, files)), tell)
    if look(definitions) == files:  # else somebody saved a file meanwhile
        _keep(own, compiled)
    return as_catalogue(compiled, files)


def as_catalogue(compiled: Compiled, files: Files) -> Catalogue:
    """Raises ValidationError."""
    definitions, events = compiled.named("definition"), compiled.named("life_event")
    problems = [
        *(problem for kept in definitions.values() for problem in kept.problems_in(files.folder)),
        *(problem for kept in events.values() for problem in kept.problems_in(life_events_of(files.folder))),
    ]
    return Catalogue(
        province=Province.model_validate_json(compiled.province),
        procedures={
            name: Publication(kept.part.hash, Definition.model_validate_json(kept.body))
            for name, kept in definitions.items()
            if kept.part.hash is not None
        },
        life_events={n: LifeEvent.model_validate_json(kept.body) for n, kept in events.items() if kept.served},
        problems=tuple(problems),
    )


def _served(file: Path, files: Files) -> Catalogue | None:
    """The whole catalogue, if every part of it is kept there and holds."""
    compiled = read_compiled(file, head_of(files))
    if compiled is None:
        return None
    try:
        matters = frozenset(Province.model_validate_json(compiled.province).matters)
        return as_catalogue(compiled, files) if _is_whole(compiled, files, matters) else None
    except ValidationError:
        return None


def _is_whole(compiled: Compiled, files: Files, matters: frozenset[str]) -> bool:
    definitions, events = compiled.named("definition"), compiled.named("life_event")
    if definitions.keys() != files.definitions.keys() or events.keys() != files.life_events.keys():
        return False
    offered = {name: kept.part.hash for name, kept in definitions.items() if kept.part.hash is not None}
    there = There(frozenset(files.definitions), matters, offered, files.own_events)
    return all(holds(kept, files.definitions[name], there) for name, kept in definitions.items()) and all(
        holds(kept, files.life_events[name], there) for name, kept in events.items()
    )


def _stock(cache: Path, files: Files) -> Iterator[Compiled]:
    """What other catalogues hold that were made by these rules in this province, the newest first."""
    with contextlib.suppress(OSError):
        newest = sorted(cache.glob("catalogue-*.jsonl"), key=lambda kept: -kept.stat().st_mtime)
        for file in (*newest, SHIPPED_FILE):
            compiled = read_compiled(file, head_of(files))
            if compiled is not None:
                yield compiled


def _keep(file: Path, compiled: Compiled) -> None:
    """Write the file whole or not at all, since other processes may be reading it."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=file.parent)
        os.close(handle)
        try:
            write_compiled(Path(draft), compiled)
            os.replace(draft, file)
        except OSError:
            os.unlink(draft)
            raise
        for old in sorted(file.parent.glob("catalogue-*"), key=lambda kept: -kept.stat().st_mtime)[KEPT:]:
            old.unlink()
