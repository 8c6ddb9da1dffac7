"""The definitions as processes use them: compiled, kept by content, and turned into phrases that the matcher knows."""
