"""The strict record: each call with its time and answer, each delivery of an update; for the kill report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.telegram.bot_api.store import Row, Store

WRITING = ("sendmessage", "sendphoto", "senddocument", "sendvenue", "sendlocation")
EDITING = ("editmessagetext", "editmessagereplymarkup")


@dataclass(frozen=True)
class Call:
    """One call. `took_effect` says whether Telegram did it; `lost` whether its answer was cut on the way."""

    method: str
    params: dict[str, Any]
    at: float
    code: int
    description: str
    result: Any
    lost: bool

    @property
    def took_effect(self) -> bool:
        return self.code == 200

    @property
    def chat(self) -> int:
        """The chat it was about, 0 when none."""
        return int(self.params.get("chat_id") or 0)

    @property
    def text(self) -> str:
        """What the citizen reads: text, caption, or what kind of thing it is."""
        result = self.result if isinstance(self.result, dict) else {}
        return str(result.get("text") or result.get("caption") or self.params.get("text") or f"<{self.method}>")


class Record:
    """Read from the store at the moment of asking."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def calls(self) -> list[Call]:
        """Every call, in order of its end."""
        self._store.refresh()
        return [_call(row) for row in self._store.rows("calls")]

    def of(self, *methods: str) -> list[Call]:
        """The calls of these methods."""
        wanted = {method.lower() for method in methods}
        return [call for call in self.calls if call.method in wanted]

    def sent(self) -> list[Call]:
        """The messages that reached a chat."""
        return [call for call in self.of(*WRITING) if call.took_effect]

    def edited(self) -> list[Call]:
        """The edits that reached a chat."""
        return [call for call in self.of(*EDITING) if call.took_effect]

    def times(self) -> dict[tuple[int, str, str], list[float]]:
        """When each text with its buttons reached each chat, edits not counted: more than once is a repetition."""
        times: dict[tuple[int, str, str], list[float]] = {}
        for call in self.sent():
            times.setdefault((call.chat, call.text, str(call.params.get("reply_markup"))), []).append(call.at)
        return times

    def refused(self) -> Counter[tuple[str, int]]:
        """How many calls of which method got which error code."""
        return Counter((call.method, call.code) for call in self.calls if call.code != 200)

    def deliveries(self) -> Counter[int]:
        """How often each update was handed over and, for a webhook, taken."""
        self._store.refresh()
        return Counter(int(row["update_id"]) for row in self._store.rows("deliveries") if row["accepted"])

    def downloads(self) -> list[int]:
        """What each download of a file came to, by its HTTP code."""
        return [int(row["code"]) for row in self.rows("downloads")]

    def rows(self, table: str) -> list[Row]:
        """Anything else that the server keeps."""
        self._store.refresh()
        return self._store.rows(table)


def _call(row: Row) -> Call:
    return Call(**row)
