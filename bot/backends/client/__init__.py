"""The calling side of the backend API: one backend, asked with patience and believed with care.

client.py      `Client.call`: an operation, its address, body and headers
calling.py     how often it is tried, and for how long
answers.py     what an answer means: a value, a refusal, or nothing that can be used
pages.py       long lists, read to the end
complaints.py  what whoever runs the installation has to hear of it
"""

from __future__ import annotations

from bot.backends.client.answers import Misunderstood, NotOffered
from bot.backends.client.calling import PATIENCE, Patience
from bot.backends.client.client import Client
from bot.backends.client.pages import read_all

__all__ = ["PATIENCE", "Client", "Misunderstood", "NotOffered", "Patience", "read_all"]
