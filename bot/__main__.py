"""The commands, for people and scripts: `python -m bot …`, installed as `onevisit`.

Data go to stdout and words to stderr, in UTF-8 whatever the locale. Exit codes: 0 done, 1 found wrong, 2 wrong use,
130 ended by Ctrl-C.

Ctrl-C has to end a command at any moment, so it is prepared for before anything large is imported, and it raises
nothing: Python forgets an exception raised where a weak reference dies, which happens at imports, and a thread that
waits for a line would be waited for. What must end in order says so: a server by `until_told`, others by `in_order`.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence

from bot.starting import keep_no_freed_memory

INTERRUPTED = 128 + signal.SIGINT
NOBODY_READS = 128 + 13  # what a shell reports for SIGPIPE, which Windows does not know


def run(arguments: Sequence[str]) -> int:
    """Run one command, or show what there is; gives back the exit code."""
    from bot.commands import line

    return line.run(arguments)


def main() -> None:
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell lets its background ignore Ctrl-C
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    speak_utf8()
    keep_no_freed_memory()
    # A sentence is judged by small products: numpy's second thread would only wait, and keep a core busy with it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # typed at a prompt, or in the middle of what ends in order
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush at exit
        code = NOBODY_READS
    sys.exit(code)


def speak_utf8() -> None:
    """UTF-8 both ways; what cannot be read is replaced, never an error."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


if __name__ == "__main__":
    main()
