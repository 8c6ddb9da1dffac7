"""Waiting for a place: the list joined and left, an offer told, taken or left to the next."""
