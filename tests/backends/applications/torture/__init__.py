"""Applications while workers are killed with SIGKILL, departments decide side by side, and a body is down and up again.

    each is decided once; each body hears each thing once, by its key; lines are numbered without gaps; and the citizen
    hears of each at least once, and at most once more for a kill.

`test_torture.py` does it small, in every run of the tests; `make torture` does it large and prints a report.
"""
