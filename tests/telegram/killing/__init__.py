"""The bot is killed with SIGKILL while citizens talk to it, again and again; the record is held against the promise:

    every effect exactly once; every message at least once, and at most once more for a kill that came between.

`test_kills.py` does it small, in every run of the tests; `make kills` does it large and prints a report.
"""
