"""The fewest trips for several visits of several people: exact, pure, and knowing nothing of conversations."""
