"""What the departments share: registers asked with consent, evidence kept sealed, every reading in the log.

window.py     the calls that are answered
survey.py     one look-up: all things at once, for each its registers in order
asking.py     one register, prepared for whatever comes back
books.py      consents, evidence, calls, notices and the log, in one transaction
verifying.py  whether the log is whole
"""
