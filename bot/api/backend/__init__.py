"""The One Window over HTTP, for other installations and for a city's own fronts, below /api/v1: docs/api.md.

router.py        the routes, made from the operations of bot/backends/wire
reading.py       a call as it is read: its body, in bounds of size and time
asked.py         what a call may say in its address
call.py          a call that was read, and how clients' names are kept apart
paging.py        long lists, page by page
about.py, places.py, waiting.py, shared.py, applications.py   what each call does
owners.py        whose a case is
repeats.py       that a key comes with one call alone
describing.py    the description in OpenAPI, put together from *_described.py

Only router.py and reading.py know FastAPI.
"""
