"""What can go wrong on the floor, named for the situation, so that callers can tell them apart.

DatabaseProblem
├── UnknownDatabase       the address names no database that this program can use
├── DatabaseUnreachable   no connection: server down, folder missing or not writable, wrong password
├── SchemaTooNew          a newer release has already changed this database
├── NaiveDateTime         a time without its zone was about to be stored or compared
├── LeaseLost             somebody else has taken this job over; what was written with it must not stay
├── JobUnfinished         a handler returned without finishing its job
├── NotNow                what a job needs does not answer: it waits, and no try is counted
└── SealProblem
    ├── KeyUnusable       the key file or the secret cannot be read as keys
    ├── KeyMissing        sealed with a key that this vault does not hold
    ├── SealBroken        altered, sealed for another column, or sealed by another vault
    └── Unsealed          bytes that no vault has sealed were about to be stored
"""

from __future__ import annotations


class DatabaseProblem(Exception):
    """The root: whatever the floor raises on purpose."""


class UnknownDatabase(DatabaseProblem, ValueError):
    """The address names no database that this program can use."""


class DatabaseUnreachable(DatabaseProblem):
    """No connection. The sentence says where (never the password), why, and what to do."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"The database {where} cannot be used ({why}): {remedy}.")


class SchemaTooNew(DatabaseProblem):
    """A newer release has already changed this database; this one would misread it."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"The database is at revision {found}, this program knows revisions up to {known}: start the newer release."
        )


class NaiveDateTime(DatabaseProblem, ValueError):
    """A time without its zone was about to be stored or compared."""

    def __init__(self) -> None:
        super().__init__("A time needs its zone: pass an aware datetime, such as datetime.now(UTC).")


class LeaseLost(DatabaseProblem):
    """Somebody else has taken this job over; what was written with it must not stay."""


class JobUnfinished(DatabaseProblem):
    """A handler returned without finishing its job."""


class NotNow(DatabaseProblem):
    """What a job needs does not answer. It waits, for however long, and no try is counted: the job is not at fault."""


class SealProblem(DatabaseProblem):
    """Something about sealing personal data."""


class KeyUnusable(SealProblem):
    """The key file or the secret cannot be read as keys."""


class KeyMissing(SealProblem):
    """Sealed with a key that this vault does not hold."""


class SealBroken(SealProblem):
    """Altered, sealed for another column, or sealed by another vault."""


class Unsealed(SealProblem, TypeError):
    """Bytes that no vault has sealed were about to be stored in a sealed column."""
