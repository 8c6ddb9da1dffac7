"""`python -m tests.intents.anew`: learn everything anew, from the first vector on, and hold it against what is shipped.

Told is whether the very same came out. Where it did not, as on a processor that rounds otherwise, every decision about
the held-out sentences has to be the same, and that is what fails.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.catalogue.hearing import open_ear, questions
from bot.catalogue.matching import open_matcher
from bot.commands import serving
from bot.commands.learn import taught_by
from intents.encoder.encoder import FILES
from intents.hearing.kept import HEARING
from intents.keeping import content_digest
from intents.learning.lesson import learn
from intents.sentences import bank
from intents.tables import table
from intents.understanding import MATTERS


def main() -> int:
    told = serving.settings()
    catalogue = serving.open_catalogue(told)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        for name in FILES:
            (fresh / name).symlink_to((told.model / name).absolute())
        learn(fresh, taught_by(catalogue), {MATTERS, HEARING}, fresh / "vectors.npz", _tell)
        names = {name: (content_digest(told.model / name), content_digest(fresh / name)) for name in (MATTERS, HEARING)}
        for name, (shipped, learned) in names.items():
            sys.stdout.write(f"{name}  shipped {shipped[:16]}  learned anew {learned[:16]}\n")
        if all(shipped == learned for shipped, learned in names.values()):
            return 0
        first, second = (open_matcher(catalogue, place, _tell) for place in (told.model, fresh))
        others = sum(
            (one.decision, [c.intent for c in one.candidates]) != (other.decision, [c.intent for c in other.candidates])
            for one, other in ((first.match(each.text), second.match(each.text)) for each in bank("heldout"))
        )
        ears, options = (open_ear(told.model), open_ear(fresh)), questions(catalogue)
        for line in table("answers", "heldout"):
            name = f"{line['procedure']}.{line['question']}"
            if name in options:
                one, other = (ear.answer(name, line.text, options[name]) for ear in ears)
                others += one != other
        for line in table("acts", "heldout"):
            acts = [ear.act(line.text) for ear in ears]
            others += acts[0] is not acts[1] and (acts[0] and acts[0].act) != (acts[1] and acts[1].act)
    sys.stdout.write(f"other decisions about held-out sentences: {others}\n")
    return int(others > 0)


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K{line}")


if __name__ == "__main__":
    sys.exit(main())
