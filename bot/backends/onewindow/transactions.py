"""How the One Window changes and looks; both raise BackendDown where the database does not answer.

Calls lock in one order (key, place, slots by id), so they hardly ever block each other for good. What is left is
PostgreSQL's to report and ours to repeat: a deadlock, or two first holds of one case at the same moment.
"""

from __future__ import annotations

from bot.database.transactions import Transactions
from bot.dialogue.ports import BackendDown

TRIES = 5
_transactions = Transactions(lambda: BackendDown("the database of the One Window does not answer"), TRIES)
change, look = _transactions.change, _transactions.look
