"""Whether a backend keeps what docs/api.md promises: a line for each promise, run against any implementation.

line.py         a promise, and what came of looking whether it is kept
lines/          the promises themselves
running.py      all lines, one after the other
verdict.py      how a look ends other than well
target.py       the backend that is looked at, and what a line may use
calls.py        one call exactly as it goes out, and what came back; shapes.py has the words for both
early.py        a call whose answer may come before its body is through
arranging.py    how a line gets places, handing_in.py consents and applications, news.py events
desk.py         what departments decide, where their keys are given
fixtures.py     the counters, persons and applications of an installation that the lines may use
receiver.py     where callbacks arrive

It stands on the description alone (bot.backends.wire) and on how the client reads an answer (bot.backends.client), so
it knows nothing of how a backend is made. Only the command `backend-check` and tests use it.
"""
