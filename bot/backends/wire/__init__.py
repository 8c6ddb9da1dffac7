"""What an installation and a One Window say to each other over HTTP, below /api/v1. docs/api.md tells it to a city.

messages.py     the body and the answer of each call
writing.py      how names, moments and addresses are written
events.py       what a One Window tells by itself
operations.py   the calls: method, path, what is said, what is answered
problems.py     how a refusal is called on the way
signing.py      how a callback shows whose it is

The server stands on it, and the client: so neither can say what the other does not know.
"""
