"""The departments' side over HTTP: what their programs read of applications, and decide on them.

desk.py         the calls
hall_router.py  the calls of a hall
hall.py         what a hall's calls say and answer
acts.py         what a call may say
shown.py        what a call answers
route.py        what all calls have in common: key, size, problems
problems.py     every problem that can be answered
keys.py         the keys with which programs show who they are
facts.py        which questions a refusal may name

Only desk.py, hall_router.py and route.py know FastAPI; commands use the rest.
"""
