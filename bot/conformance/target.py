"""The backend that is looked at, and what a line may use: its calls, what was lent, and how time passes.

Whatever a line takes, it gives back: it notes how, and `give_back` does it once the line is through, also where it
broke. Names are the run's own, so that several runs and real citizens are not in each other's way.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx2

from bot.backends.wire.messages import About
from bot.backends.wire.operations import Operation
from bot.conformance.calls import Calls
from bot.conformance.fixtures import Fixtures
from bot.conformance.receiver import Receiver
from bot.conformance.verdict import NotGiven
from bot.dialogue.conversation import CODE_LENGTH, CODE_LETTERS
from bot.dialogue.ports import Clock

Lent = TypeVar("Lent")


@dataclass(frozen=True)
class Patience:
    """How long is waited, in seconds."""

    answer: float = 30.0
    """For one answer."""
    meanwhile: float = 2.0
    """For an answer while another client is slow."""
    stalled: float = 30.0
    """Until a call is ended whose body does not come."""
    news: float = 150.0
    """Until an event is told, or a callback comes again."""
    news_again: float = 20.0
    """The same, where it was waited in vain before."""
    look: float = 2.0
    """Between two looks whether something has come."""


@dataclass
class Target:
    """`about`: what it says of itself; None where that cannot be read. `departments`: keys of some, by their ids."""

    calls: Calls
    fixtures: Fixtures
    about: About | None
    departments: Mapping[str, str] = field(default_factory=dict, repr=False)
    receiver: Receiver | str = "give --listen HOST:PORT"
    """Where callbacks arrive, or what is missing for that."""
    patience: Patience = Patience()
    hard: bool = False
    """Whether limits may be tried by many calls."""
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    zones: dict[str, ZoneInfo] = field(default_factory=dict)
    """Of centres, once they were asked for."""
    _taken: list[Callable[[], Awaitable[Any]]] = field(default_factory=list, repr=False)
    _names: int = 0

    # --- time and names ----------------------------------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        return self.calls.clock

    async def sleep(self, seconds: float) -> None:
        await self.calls.sleep(seconds)

    async def wait_for(self, look: Callable[[], Awaitable[Lent | None]]) -> Lent | None:
        """What `look` finds within the patience for news; None if nothing comes. Once was in vain, it is shorter."""
        waited = 0.0
        while waited < self.patience.news:
            found = await look()
            if found is not None:
                return found
            await self.sleep(self.patience.look)
            waited += self.patience.look
        self.patience = replace(self.patience, news=min(self.patience.news, self.patience.news_again))
        return await look()

    def new_name(self, kind: str = "check") -> str:
        """A chat, a visit: a name that nobody had before."""
        self._names += 1
        return f"{kind}-{self.run}-{self._names}"

    def new_case(self) -> str:
        """The code of a case, as departments write it too."""
        return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))

    # --- what was lent -----------------------------------------------------------------------------------------------

    def lent(self, what: Lent | None, name: str) -> Lent:
        """Raises NotGiven where the fixtures have no such thing."""
        if what is None:
            raise NotGiven(f"the fixtures say nothing of `{name}`")
        return what

    def has(self, operation: Operation[Any]) -> bool:
        return self.about is None or operation.part is None or operation.part in self.about.offers

    def need(self, *operations: Operation[Any]) -> None:
        """Raises NotGiven where a part is not offered that a line needs besides its own."""
        for operation in operations:
            if not self.has(operation):
                raise NotGiven(f"`about` does not offer {operation.part}, which this needs too")

    def department(self, id: str) -> str:
        """The key of a department. Raises NotGiven."""
        if id not in self.departments:
            raise NotGiven(f"give --department {id}=KEY, the key of the department that decides in the fixtures")
        return self.departments[id]

    def receives(self) -> Receiver:
        """Raises NotGiven."""
        if isinstance(self.receiver, str):
            raise NotGiven(self.receiver)
        return self.receiver

    # --- giving back -------------------------------------------------------------------------------------------------

    def afterwards(self, give_back: Callable[[], Awaitable[Any]]) -> None:
        """To be done once the line is through."""
        self._taken.append(give_back)

    async def give_back(self) -> None:
        """Last taken, first given back. What cannot be given back is no error here: a line looks at that."""
        while self._taken:
            with suppress(Exception):
                await self._taken.pop()()


@asynccontextmanager
async def opened(
    url: str,
    key: str,
    *,
    clock: Clock,
    sleep: Callable[[float], Awaitable[None]],
    patience: Patience | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> AsyncIterator[Calls]:
    """Calls to the backend at this address. `transport`: another way than the network."""
    patience = patience or Patience()
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=4.0)
    async with httpx2.AsyncClient(
        base_url=url.rstrip("/"),
        headers={"Accept": "application/json, application/problem+json", "Accept-Encoding": "identity"},
        timeout=httpx2.Timeout(patience.answer, connect=10.0, pool=None),
        limits=limits,
        follow_redirects=False,
        transport=transport,
    ) as http:
        prefix = f"check-{secrets.token_hex(6)}"
        yield Calls(http, key, clock, sleep, prefix, on_network=transport is None)
