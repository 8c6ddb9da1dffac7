"""schemathesis against the API of a small town in which everything exists once or more: `make fuzz`.

It calls what the description says, and what it does not say, with a key of each kind, and reports whatever contradicts
it. What no schema can say is in hooks.py; what is there to be called, in standing.py.
"""

KNOWN = "FUZZING_KNOWN"
"""The variable that names a file with what exists, by the place in a call where it is said."""
