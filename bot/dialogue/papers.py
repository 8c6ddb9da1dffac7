"""Papers that citizens upload: the values, what is taken, and where they are kept.

PaperRefused    a file that is not taken; `why` tells which of the reasons it is
PaperGone       no such paper any more: it was erased, or never handed in and forgotten
"""

from __future__ import annotations

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

PaperKind = Literal["jpeg", "png", "pdf"]
"""What a clerk's browser shows. Not HEIC, which few show: a phone that sends it as a picture turns it into a JPEG."""
PaperWhy = Literal["type", "empty", "too-big", "too-many-pages", "unreadable", "locked", "too-many"]
"""Why a file is refused. `locked`: it opens only with a password. `too-many`: the chat has `MOST_WAITING` already."""

LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024
"""Bytes of one file."""
MOST_PAGES = 20
MOST_WAITING = 50
"""Files of one chat that are not handed in yet."""
LONGEST_NAME = 100


class KeptPaper(BaseModel):
    """One file as it is kept. What it is was told by its content, never by its name."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    id: str
    name: str
    kind: PaperKind
    pages: int
    size: int
    """Bytes."""


class PaperRefused(Exception):
    def __init__(self, why: PaperWhy) -> None:
        super().__init__(why)
        self.why = why


class PaperGone(Exception):
    pass


class Papers(Protocol):
    """Where the papers of one channel are kept, sealed. All raise BackendDown."""

    async def find(self, key: str) -> KeptPaper | None:
        """What was kept for this delivery."""

    async def keep(self, chat: str, key: str, name: str, content: bytes) -> KeptPaper:
        """Look at a file and keep it; a second call with the key answers as the first did. Raises PaperRefused."""

    async def open(self, id: str) -> bytes:
        """What was uploaded. Raises PaperGone."""

    async def forget(self, chat: str) -> None:
        """Delete what this chat has not handed in."""


def tidy_name(name: str) -> str:
    """A file's name without its folders and without signs that nobody sees; at most `LONGEST_NAME` characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = " ".join("".join(sign for sign in last if sign.isprintable()).split())
    return shown[-LONGEST_NAME:]
