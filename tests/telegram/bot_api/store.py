"""Where the server keeps what it knows: rows in tables, and a journal of every change for those who come later.

The journal makes two things possible: the server as a process of its own can be stopped and started again, and a test
in another process reads along without asking. Each line is flushed to the operating system: it outlives kill -9.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import IO, Any

Row = dict[str, Any]


class Store:
    """Tables of rows, in the order in which they were first put. Rows are replaced, never changed in place."""

    def __init__(self, journal: Path | None = None) -> None:
        self.tables: dict[str, dict[str, Row]] = defaultdict(dict)
        self._read_to = 0
        self._journal = journal
        self._file: IO[str] | None = None

    def open(self) -> None:
        """Become the one that writes: what the journal holds counts."""
        if self._journal is not None:
            self._journal.touch()
            self.refresh()
            self._file = self._journal.open("a", encoding="utf-8")

    def close(self) -> None:
        """No more is written."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def put(self, table: str, key: int | str, row: Row) -> Row:
        """Add or replace a row."""
        self.tables[table][str(key)] = row
        self._write(table, str(key), row)
        return row

    def drop(self, table: str, key: int | str) -> None:
        """Remove a row."""
        self.tables[table].pop(str(key), None)
        self._write(table, str(key), None)

    def get(self, table: str, key: int | str) -> Row | None:
        """One row, or None."""
        return self.tables[table].get(str(key)) if table in self.tables else None

    def rows(self, table: str) -> list[Row]:
        """All rows of a table."""
        return list(self.tables[table].values()) if table in self.tables else []

    def next_number(self, name: str, first: int = 1) -> int:
        """Count up, over restarts too."""
        counted = self.get("numbers", name)
        number = counted["last"] + 1 if counted else first
        self.put("numbers", name, {"last": number})
        return int(number)

    def refresh(self) -> None:
        """Read what the writing process has added. Nothing to do for the writer itself."""
        if self._journal is None or self._file is not None:
            return
        with self._journal.open("rb") as file:
            file.seek(self._read_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break  # it is being written just now
                table, key, row = json.loads(line)
                if row is None:
                    self.tables[table].pop(key, None)
                else:
                    self.tables[table][key] = row
                self._read_to += len(line)

    def _write(self, table: str, key: str, row: Row | None) -> None:
        if self._file is not None:
            self._file.write(json.dumps([table, key, row], ensure_ascii=False) + "\n")
            self._file.flush()
