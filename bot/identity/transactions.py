"""How logins change and look; both raise IdentityDown where the database does not answer."""

from __future__ import annotations

from bot.database.transactions import Transactions
from bot.dialogue.identity import IdentityDown

TRIES = 20
"""With each collision somebody else got through, so it takes at most as many as call for one chat at once."""
_transactions = Transactions(lambda: IdentityDown("the database of the logins does not answer"), TRIES)
change, look = _transactions.change, _transactions.look
