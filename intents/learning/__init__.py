"""Learns from the bank what people mean. Minutes on two cores; the same sentences give the same files.

    taught.py    what is learned from, and what names it
    lesson.py    learn(): from all that to the two files that the program opens

Training is scikit-learn's; what comes of it is plain arrays that need numpy alone.
"""
