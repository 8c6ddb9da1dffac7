"""Made-up people in the area 990001, which is assigned to nobody.

tests/procedures/test_numbers.py works out their check characters.
"""

from __future__ import annotations

BUYER = "99000119900307108X"
BUYER_NAME = "买方甲"
SELLER = "990001197805104219"
SELLER_NAME = "Seller B"
