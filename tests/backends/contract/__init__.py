"""What the core relies on, of whichever backend. A backend joins by subclassing and giving the fixture `backend`.

The fixture stands on the town of `town.py`, keeps a hold for ten minutes and reads the time from `clock`.
"""

from __future__ import annotations

from tests.backends.contract.booking import BookingContract
from tests.backends.contract.joint import JointContract, LimitsContract
from tests.backends.contract.keys import KeysContract, RushContract
from tests.backends.contract.slots import SlotsContract


class BackendContract(SlotsContract, BookingContract, JointContract, LimitsContract, KeysContract, RushContract):
    """All of it."""
