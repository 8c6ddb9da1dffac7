"""What a test holds in its hand, whether the server runs in this process or in another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from tests.telegram.bot_api.people import User
from tests.telegram.bot_api.record import Record
from tests.telegram.bot_api.store import Store

TOKEN = "42:strict-test-token-of-no-real-bot"
USERNAME = "onevisit_test_bot"


class Scene(ABC):
    """People and accidents. `url` is what TELEGRAM_API_URL is set to."""

    store: Store
    url: str
    token: str

    @abstractmethod
    def act(self, deed: str, **details: Any) -> Any:
        """Do one of the `DEEDS`, at once."""

    async def do(self, deed: str, **details: Any) -> Any:
        """The same, for those who wait anyway."""
        return self.act(deed, **details)

    @property
    def record(self) -> Record:
        """All that was called and delivered so far."""
        return Record(self.store)

    def user(self, name: str, language_code: str = "zh-hans") -> User:
        """Somebody new, who has not yet written to the bot."""
        return User(self, name, self.act("add_person", name=name, language_code=language_code))

    def fail_next(
        self, status: int = 429, retry_after: int | None = None, times: int = 1, method: str = "", reason: str = ""
    ) -> None:
        """Refuse the next calls without any effect: of this method, or any but the fetching ones."""
        details = {"status": status, "retry_after": retry_after, "times": times, "method": method, "reason": reason}
        self.act("fail_next", **details)

    def cut_next(self, times: int = 1, method: str = "") -> None:
        """Reset the connection of the next calls after their effect took place: the bot cannot know."""
        self.act("cut_next", times=times, method=method)

    def set_faults(self, seed: int | None = None, **shares: float) -> None:
        """Accidents by chance; the names are those of `Faults`: busy_share=0.05, twice_share=0.1, slow_share=…"""
        self.act("set_faults", seed=seed, **shares)

    def set_limits(self, **changes: float) -> None:
        """Other rates; the names are those of `Limits`."""
        self.act("set_limits", **changes)

    def push_update(self, kind: str, body: dict[str, Any], queue: str = "anything") -> int | None:
        """An update of any kind, also one that nobody has heard of."""
        number: int | None = self.act("push", kind=kind, body=body, queue=queue)
        return number
