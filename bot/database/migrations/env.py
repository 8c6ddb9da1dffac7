"""What Alembic runs: on the connection it is given, inside the transaction that is already open there."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Revisions are history: they name SQL's types, not the program's, which may change or vanish."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,  # SQLite can hardly alter a table
    render_item=render,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
