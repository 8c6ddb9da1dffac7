"""What the processes of a trial log, as it is: nothing is redacted, so the judge sees all that was on its way there."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.logs import FORMAT


def log_plainly(file: Path) -> None:
    """Warnings of all, and all that this program tells, as where it serves citizens."""
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    logging.captureWarnings(True)
