"""Which procedure a sentence means, and which answer, date or wish is in it."""
