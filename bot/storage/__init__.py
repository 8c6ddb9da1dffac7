"""What outlives a process: conversations, cases and publications, in SQL."""
