"""What a One Window tells its clients by itself: a feed for each, read from a cursor on, and callbacks that say "read".

tables.py      the clients' rows and their events
feed.py        events are numbered, read, called back for, swept
routing.py     news of a client's case goes to its feed in place of a chat
calling_back.py  the job that tells a client of one event
sending.py     the request itself
"""
