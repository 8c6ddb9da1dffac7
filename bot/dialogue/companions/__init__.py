"""Others who have to come to a booked visit say from their own chat whether the time suits them.

They see what it is for, when, where and what they bring; never an answer or a datum of whoever asks. Nobody logs in:
what they say is a promise between people, and gives no right to anything.
"""
