"""Two installations, end to end: a bot on its own database, whose One Window is another installation on another one.

Citizens talk to two replicas of the bot. Between them and the One Window lies a line that breaks, and all three
processes are killed again and again. In the end both sides have to tell the same:

    what citizens were told is booked, and nothing else; what they were told is handed in, once; and each decision is
    said in its chat once.

`test_pair.py` does it small, in every run of the tests; `make pair` does it large and prints a report.
"""
