"""Many citizens race for few places while workers are killed: they hold, move, cancel, come late, let holds end.

    capacity is never exceeded, nobody has two, no place is lost, and every answer was true when it was given.

Each worker writes down what was asked and what was answered, so that the judge need not believe the books.
`test_race.py` does it small, in every run of the tests; `make race` does it large and prints a report.
"""
