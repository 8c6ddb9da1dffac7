"""An installation whose One Window is another's: from the sentence to the booked place, over a real connection.

Both are whole installations with a database and keys of their own, in this process, and know words alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot import web
from bot.api.keys import ApiKeys
from bot.app import App, build
from bot.backends.onewindow.tables import place
from bot.backends.remote import RemoteOneWindow
from bot.channels.terminal import Terminal
from bot.database.engine import reading
from bot.office import OneOffice, RemoteOffice
from bot.pages import api_routers
from bot.settings import Settings
from tests.dialogue import core
from tests.dialogue.core import PARK_EN
from tests.dialogue.talk import Citizen, Watch

TO_THE_TIMES = (PARK_EN, "my own", "the keeper", "window", "East", "Thursday 10:00")
THURSDAY_TEN = "east.permits.20261203T0200Z"
LOGINS = "https://bot.example.org"


@dataclass
class House:
    """Where installations lie on disk, and what they warn of."""

    folder: Path
    watch: Watch = field(default_factory=Watch)
    warned: list[str] = field(default_factory=list)

    def settings(self, name: str, **told: object) -> Settings:
        here = {"DATABASE_URL": f"sqlite:///{self.folder / name}.db", "keys_file": self.folder / f"{name}.keys"}
        return Settings(_env_file=None, language="en", model=self.folder / "nothing learned", **here, **told)  # type: ignore[arg-type]

    @asynccontextmanager
    async def open(self, settings: Settings) -> AsyncIterator[App]:
        building = build(
            settings, core.catalogue(), clock=self.watch, public_url=LOGINS, warn=self.warned.append, language="en"
        )
        async with building as app:
            yield app

    @asynccontextmanager
    async def served(self, window: App) -> AsyncIterator[Settings]:
        """Serves the One Window; gives the settings of an installation that has a key to it."""
        key = await ApiKeys(window.engine, window.clock).add("client:city")
        with web.listen("127.0.0.1", 0) as place:
            url = f"http://127.0.0.1:{place.getsockname()[1]}"
            async with web.serving(web.application(window.engine, api_routers(window)), place):
                yield self.settings("city", backend_url=url, backend_key=SecretStr(key))

    def citizen(self, app: App) -> Citizen:
        return Citizen(Terminal(app.service("chat"), app.engine, app.outbox, "chat", app.clock))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    for name in ("BACKEND_URL", "BACKEND_KEY", "DATABASE_URL", "REGISTERS", "BODIES"):
        monkeypatch.delenv(name, raising=False)
    return House(tmp_path)


async def places(app: App) -> list[tuple[str, str, str]]:
    """Case, slot and state of each place in the books of an installation."""
    async with reading(app.engine) as connection:
        return [(row.case, row.slot, row.state) for row in await connection.execute(select(place))]


async def test_from_the_first_sentence_to_the_booked_place(house: House) -> None:
    async with (
        house.open(house.settings("window")) as window,
        house.served(window) as settings,
        house.open(settings) as city,
    ):
        citizen = house.citizen(city)
        await citizen.say(*TO_THE_TIMES)
        assert citizen.options[0] == "Thu, Dec 3 10:00"
        assert await places(window) == []
        await citizen.say("1")
        case = await citizen.case()
        assert await places(window) == [(case, THURSDAY_TEN, "held")]
        booked = await citizen.say("yes")
        assert booked.startswith(f"[Booked] Residents' parking permit  code {case}\nWhen: Thu, Dec 3 10:00,")
        assert await places(window) == [(case, THURSDAY_TEN, "booked")]
        await citizen.say("cancel my appointment", "yes")
        assert await places(window) == [(case, THURSDAY_TEN, "cancelled")]
        assert await places(city) == []  # the books are kept where the One Window is
        assert not [warning for warning in house.warned if "BACKEND" in warning]


async def test_what_runs_where(house: House) -> None:
    """The clocks of the One Window go there; only news of it is brought to the chats here."""
    async with (
        house.open(house.settings("window")) as window,
        house.served(window) as settings,
        house.open(settings) as city,
    ):
        assert isinstance(window.office, OneOffice)
        assert isinstance(city.office, RemoteOffice)
        assert isinstance(city.backend, RemoteOneWindow)
        assert set(window.handlers()) - set(city.handlers()) >= {"clock", "deliver", "waiting-clock"}
        assert {"progress", "hall", "waiting"} <= set(city.handlers())
        assert api_routers(city) == []
        await city.sweep()


async def test_a_backend_that_is_down_at_the_start_is_asked_again(house: House) -> None:
    async with house.open(house.settings("window")) as window:
        async with house.served(window) as settings:
            pass  # it is over before the city begins
        async with house.open(settings) as city:
            assert [warning for warning in house.warned if "does not answer now" in warning]
            assert (city.waiting is not None, city.office is not None) == (True, True)
            citizen = house.citizen(city)
            await citizen.say(*TO_THE_TIMES)
            assert citizen.options[0] == "try now"
            house.watch.wait(seconds=15)  # as long as a backend is spared
            with web.listen("127.0.0.1", int(str(settings.backend_url).rpartition(":")[2])) as place:
                async with web.serving(web.application(window.engine, api_routers(window)), place):
                    await citizen.tap("try now")
                    assert citizen.options[0] == "Thu, Dec 3 10:00"


async def test_what_is_not_offered_is_not_told_of(house: House) -> None:
    """A One Window whose pages no browser reaches has neither registers nor applications."""
    without_pages = build(house.settings("window"), core.catalogue(), clock=house.watch, warn=house.warned.append)
    async with without_pages as window, house.served(window) as settings, house.open(settings) as city:
        assert (city.sharing, city.office) == (None, None)
        assert city.waiting is not None
        assert [each for each in house.warned if each.endswith("shared-data: citizens are not told of it.")]


async def test_a_key_that_is_not_taken_is_named_at_the_start(house: House) -> None:
    async with house.open(house.settings("window")) as window, house.served(window) as settings:
        wrong = settings.model_copy(update={"backend_key": SecretStr("ov1_" + "0" * 12 + "_" + "0" * 64)})
        async with house.open(wrong):
            assert [each for each in house.warned if "BACKEND_KEY" in each and "wrong-key" in each]
            assert "0000" not in "".join(house.warned)


async def test_a_backend_in_the_clear_is_warned_of(house: House) -> None:
    settings = house.settings("city", backend_url="http://backend.invalid", backend_key=SecretStr("k"))
    async with house.open(settings):
        assert [each for each in house.warned if each.startswith("The setting BACKEND_URL begins with http:")]
