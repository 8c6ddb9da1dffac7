"""Several matters in one visit: from a life event to one booking, one list and one ticket."""
