"""What programs call over HTTP: those of departments read applications and decide on them, clients use the backend.

desk.py         the calls
hall_router.py  the calls of a hall
hall.py         what a hall's calls say and answer
acts.py         what a call may say
shown.py        what a call answers
route.py        what all calls have in common: key, size, problems
problems.py     every problem that can be answered
keys.py         the keys with which programs show who they are
limits.py       how often they may call
backend/        the One Window for other installations and for a city's own fronts
feed/           what its clients are told by itself
facts.py        which questions a refusal may name

Only desk.py, hall_router.py, route.py and backend/ know FastAPI; commands use the rest.
"""
