"""The catalogue, compiled, so that a process starts without reading YAML.

Reading and checking every path takes seconds; what comes of it is kept in the user's cache folder under a digest of
everything it was made from. A changed file has another digest, so nothing kept can be out of date.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import ValidationError

from bot.catalogue.content import SHIPPED, Catalogue, life_events_of, province_of

FORMAT = 2
"""Rises when the kept form changes in a way that the digest does not notice."""
KEPT = 8
"""Compiled catalogues that may lie in the cache folder; the oldest go first."""


def cache_folder() -> Path:
    """Where this user's compiled catalogues are kept."""
    return user_cache_path("onevisit")


def load(definitions: Path, cache: Path) -> Catalogue:
    """The catalogue of the folder `definitions`, from `cache` if it is kept there, else compiled and kept.

    A broken definition or life event is left out and named in `problems`; the others are served. A cache that cannot
    be read or written costs time, nothing else. Raises ProvinceBroken.
    """
    digest = fingerprint(definitions)
    file = cache / f"catalogue-{digest}.json"
    catalogue = _kept(file)
    if catalogue is None:
        from bot.catalogue.compiling import compile_catalogue  # reads YAML, which is slow to import

        catalogue = compile_catalogue(definitions)
        if fingerprint(definitions) == digest:  # else somebody saved a file meanwhile
            _keep(file, catalogue)
    return catalogue


def fingerprint(definitions: Path) -> str:
    """Names what the catalogue is made from: every file with its place, since problems tell it, and the rules."""
    digest = hashlib.sha256(f"format {FORMAT}, rules {_rules()}".encode())
    _take_in(digest, sorted(province_of(definitions).glob("*.yaml")))
    _take_in(digest, sorted(life_events_of(definitions).glob("*.yaml")))
    _take_in(digest, sorted(definitions.glob("*.yaml")))
    return digest.hexdigest()


@functools.cache
def _rules() -> str:
    """Names the code that reads and checks, as this process found it: other rules, another catalogue."""
    digest = hashlib.sha256()
    _take_in(digest, sorted(SHIPPED.rglob("*.py")))
    return digest.hexdigest()


def _take_in(digest: hashlib._Hash, files: Iterable[Path]) -> None:
    for file in files:
        try:
            content = file.read_bytes()
        except OSError:  # compiling will name it
            content = b""
        digest.update(f"\n{file} {len(content)}\n".encode("utf-8", "surrogateescape"))
        digest.update(content)


def _kept(file: Path) -> Catalogue | None:
    try:
        return Catalogue.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _keep(file: Path, catalogue: Catalogue) -> None:
    """Write the file whole or not at all, since other processes may be reading it."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as written:
                written.write(catalogue.model_dump_json(by_alias=True, exclude_defaults=True))
            os.replace(draft, file)
        except OSError:
            os.unlink(draft)
            raise
        for old in sorted(file.parent.glob("catalogue-*.json"), key=lambda kept: -kept.stat().st_mtime)[KEPT:]:
            old.unlink()
