"""The hall of a centre on the day: who is there, who is next, how long it takes, who came and who did not.

hall.py        what staff can have done: check in, walk in, call, finish
arriving.py    whose place a case comes for, and why it may be too early, elsewhere or over
turns.py       who is next: the rule, pure
pace.py        how long it takes: from measured services, pure
row.py         numbers and lines in the database
closing.py     what the evening leaves: who never came, who was never called
refusals.py    why the hall says no
calls.py       each call once
news.py        what the citizen's chat is told
"""
