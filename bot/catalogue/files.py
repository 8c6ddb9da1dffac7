"""What a catalogue is made from, each file by the digest of its text: the same on every machine and in every folder."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.content import SHIPPED, life_events_of, province_of


@dataclass(frozen=True)
class Files:
    """The files as they stood when they were looked at."""

    folder: Path
    """The folder of the definitions."""
    rules: str
    """The code that reads and checks."""
    province: str
    definitions: Mapping[str, str]
    """The digest of each, by the name of its file, in order."""
    life_events: Mapping[str, str]

    @property
    def own_events(self) -> bool:
        """Whether the life events were written for these definitions, and not for the shipped ones."""
        return life_events_of(self.folder).parent == self.folder.absolute().parent

    @property
    def digest(self) -> str:
        """Names everything at once."""
        texts = sorted(self.definitions.items()), sorted(self.life_events.items()), self.own_events
        return digest_of(repr((self.rules, self.province, texts)).encode())


def look(definitions: Path) -> Files:
    """The files of the folder `definitions`, of its province and of its life events."""
    own = _digests(definitions.glob("*.yaml"))
    files = Files(definitions, _rules(), _whole(province_of(definitions).glob("*.yaml")), own, {})
    if not files.own_events and not any((SHIPPED / "definitions" / f"{name}.yaml").exists() for name in own):
        return files  # the shipped events name none of these procedures
    events = _digests(life_events_of(definitions).glob("*.yaml"))
    return Files(definitions, files.rules, files.province, own, events)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


@functools.cache
def _rules() -> str:
    """As this process found them: other rules, another catalogue."""
    return _whole(SHIPPED.rglob("*.py"), SHIPPED)


def _whole(files: Iterable[Path], folder: Path | None = None) -> str:
    each = sorted((file.relative_to(folder).as_posix() if folder else file.name, _digest(file)) for file in files)
    return digest_of(repr(each).encode())


def _digests(files: Iterable[Path]) -> dict[str, str]:
    return {file.stem: _digest(file) for file in sorted(files)}


def _digest(file: Path) -> str:
    """Of the text, however its lines end. What cannot be read is told with its place, so the place counts there."""
    try:
        return digest_of(file.read_bytes().replace(b"\r\n", b"\n"))
    except OSError as error:
        return digest_of(f"{type(error).__name__} {file.absolute()}".encode("utf-8", "surrogateescape"))
