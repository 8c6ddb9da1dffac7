"""Shared data behind the embedded One Window: registers that fail in every way, consents that end, a log that holds."""
