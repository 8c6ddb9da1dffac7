"""A province to try everything in: people and firms by their roles, what registers say of them, and what goes wrong."""
