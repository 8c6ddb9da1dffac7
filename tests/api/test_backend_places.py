"""Places over HTTP: each call does what the port does, once, for the client whose case it is. On both databases."""

from __future__ import annotations

from typing import Any

from bot.dialogue.ports import Booker, Claim
from tests.api.backend_served import ClientProgram, Town, name_of
from tests.backends.contract import asking
from tests.backends.town import EARLY, LATER, NEXT, TWO_WINDOWS, WEDNESDAY

SLOTS = f"/slots?centre=xihu&counter=passport&first_day={WEDNESDAY}&working_days=2"


def claim(slot: str = EARLY, case: str = "A1", visit: str = "apply", procedure: str = "passport") -> dict[str, str]:
    return {"slot": slot, "case": case, "visit": visit, "procedure": procedure}


def holding(*claims: dict[str, str], chat: str = "chat", **told: Any) -> dict[str, Any]:
    return {"claims": claims or [claim()], "booker": {"chat": chat}, **told}


async def book(client: ClientProgram, slot: str = EARLY, case: str = "A1") -> Any:
    """An appointment, of a chat of its own."""
    held = await client.does("/holds", holding(claim(slot, case), chat=case), f"hold/{case}")
    told = await client.does("/appointments", {"holds": [held["holds"][0]["id"]]}, f"confirm/{case}")
    return told["appointments"][0]


async def test_from_the_slots_to_a_cancelled_appointment(town: Town, hangzhou: ClientProgram) -> None:
    slots = (await hangzhou.get(SLOTS)).json()
    assert [slot["id"] for slot in slots["slots"]][:3] == [EARLY, NEXT, LATER]
    assert slots["slots"][0] == {
        "id": EARLY, "centre": "xihu", "counter": "passport", "starts_at": "2026-12-02T00:30:00Z", "minutes": 60,
        "free": 1,
    }  # fmt: skip

    held = (await hangzhou.does("/holds", holding(keep_seconds=120)))["holds"]
    assert [(each["slot"]["id"], each["until"]) for each in held] == [(EARLY, "2026-12-01T00:12:00Z")]
    booked = (await hangzhou.does("/appointments", {"holds": [held[0]["id"]]}))["appointments"]
    assert [(each["case"], each["state"], each["revision"]) for each in booked] == [("A1", "booked", 0)]
    id = booked[0]["id"]
    moved = (await hangzhou.does("/appointments/move", {"moves": [{"appointment": id, "slot": NEXT}]}))["appointments"]
    assert [(each["id"], each["slot"]["id"], each["revision"]) for each in moved] == [(id, NEXT, 1)]
    assert (await hangzhou.get(f"/appointments/{id}")).json() == moved[0]
    cancelled = (await hangzhou.does("/appointments/cancel", {"appointments": [id]}))["appointments"]
    assert [each["state"] for each in cancelled] == ["cancelled"]

    [held] = (await hangzhou.does("/holds", holding(), "again"))["holds"]
    for _ in range(2):
        assert (await hangzhou.call("DELETE", f"/holds/{held['id']}")).status_code == 204
    assert await asking.free(town.window, EARLY) == 1


async def test_the_same_key_does_it_once(town: Town, hangzhou: ClientProgram) -> None:
    """The answer is the first one's, whatever came since. A refusal is not kept: its key is free for another call."""
    two = holding(claim(TWO_WINDOWS), claim(NEXT, "A2"), chat="us")
    two["claims"][1]["procedure"] = "card"
    first = await hangzhou.does("/holds", two)
    confirming = {"holds": [each["id"] for each in first["holds"]]}
    booked = await hangzhou.does("/appointments", confirming)
    town.hall.clock.turn(60)
    assert await hangzhou.does("/holds", two) == first
    assert await hangzhou.does("/appointments", confirming) == booked

    other = await hangzhou.post("/holds", holding(claim(TWO_WINDOWS)))
    assert (other.status_code, name_of(other)) == (422, "key-used")
    # A key of one call is not in the way of a further place of another.
    assert await hangzhou.does("/holds", holding(claim(LATER, "A3"), chat="them"), "k1/1")

    taken = holding(claim(NEXT, "B1"), chat="her")
    assert name_of(await hangzhou.post("/holds", taken, "mine")) == "slot-gone"
    assert await hangzhou.does("/holds", holding(claim(TWO_WINDOWS, "B1"), chat="her"), "mine")


async def test_what_is_said_twice_is_done_once(town: Town, hangzhou: ClientProgram) -> None:
    held = (await hangzhou.does("/holds", holding()))["holds"][0]["id"]
    booked = (await hangzhou.does("/appointments", {"holds": [held, held]}))["appointments"]
    moving = {"moves": [{"appointment": held, "slot": NEXT}] * 2}
    moved = (await hangzhou.does("/appointments/move", moving))["appointments"]
    assert (await hangzhou.does("/appointments/move", moving))["appointments"] == moved
    cancelled = (await hangzhou.does("/appointments/cancel", {"appointments": [held, held]}))["appointments"]
    told = [[(each["id"], each["state"], each["revision"]) for each in part] for part in (booked, moved, cancelled)]
    assert told == [[(held, "booked", 0)] * 2, [(held, "booked", 1)] * 2, [(held, "cancelled", 1)] * 2]


async def test_what_contradicts_itself_is_refused(town: Town, hangzhou: ClientProgram) -> None:
    """Nothing is done, and the key stays free."""
    id = (await book(hangzhou))["id"]
    two = [{"appointment": id, "slot": slot} for slot in (NEXT, LATER)]
    wrong: list[tuple[str, Any, str]] = [
        ("/holds", holding(claim(NEXT, "A2"), claim(TWO_WINDOWS, "A2", procedure="card"), chat="x"), "claims"),
        ("/appointments/move", {"moves": two}, "moves"),
    ]
    for path, body, field in wrong:
        response = await hangzhou.post(path, body)
        assert (response.status_code, name_of(response)) == (422, "wrong-body"), path
        assert response.json()["fields"][0]["field"] == field
    assert await hangzhou.does("/holds", holding(claim(NEXT, "A2"), chat="x"))
    [moved] = (await hangzhou.does("/appointments/move", {"moves": two[1:]}))["appointments"]
    assert (moved["slot"]["id"], moved["revision"]) == (LATER, 1)


async def test_another_client_sees_nothing_of_it(town: Town, hangzhou: ClientProgram, ningbo: ClientProgram) -> None:
    """Neither its cases nor its appointments; its keys and names are its own."""
    booked = await book(hangzhou, TWO_WINDOWS)
    held = (await hangzhou.does("/holds", holding(claim(EARLY, "A2"), chat="x"), "kept"))["holds"]
    answered = [
        await ningbo.get(f"/appointments/{booked['id']}"),
        await ningbo.post("/appointments/move", {"moves": [{"appointment": booked["id"], "slot": NEXT}]}),
        await ningbo.post("/appointments/cancel", {"appointments": [booked["id"]]}),
        await ningbo.post("/holds", holding(claim(NEXT, "A1"))),
    ]
    assert [(each.status_code, name_of(each)) for each in answered] == [(404, "unknown")] * 4
    assert (await hangzhou.get(f"/appointments/{booked['id']}")).json() == booked

    # The same chat by name is another's; so is the same key, with whatever it comes.
    others = (await ningbo.does("/holds", holding(claim(TWO_WINDOWS, "B1"), chat="A1"), "kept"))["holds"]
    assert others[0]["id"] != held[0]["id"]
    booker = {each.chat for each in await town.places()}
    assert len(booker) == 3
    assert booker.isdisjoint({"A1", "x"})


async def test_a_case_of_a_chat_here_is_nobody_s_to_take(town: Town) -> None:
    async def is_ours(case: str) -> bool:
        return case == "OURS2345"

    served = town.serve(town.behind(is_ours=is_ours))
    answered = await town.client(served=served).post("/holds", holding(claim(case="OURS2345")))
    assert (answered.status_code, name_of(answered)) == (404, "unknown")
    appointment = await asking.book(town.window, EARLY, "OURS2345")
    assert name_of(await town.client(served=served).get(f"/appointments/{appointment.id}")) == "unknown"


async def test_the_pages_are_what_the_port_gives(town: Town, hangzhou: ClientProgram) -> None:
    whole = await town.window.slots("xihu", "passport", WEDNESDAY, 2)
    assert len(whole) > 10
    for limit in (1, 5, len(whole), 1000):
        read: list[str] = []
        after = ""
        while True:
            page = (await hangzhou.get(f"{SLOTS}&limit={limit}{after}")).json()
            read += [slot["id"] for slot in page["slots"]]
            if page["next"] is None:
                break
            assert len(page["slots"]) == limit
            after = f"&after={page['next']}"
        assert read == [slot.id for slot in whole]


async def test_a_page_goes_on_where_the_last_slot_is_gone(town: Town, hangzhou: ClientProgram) -> None:
    page = (await hangzhou.get(f"{SLOTS}&limit=2")).json()
    await town.window.hold([Claim(NEXT, "B1", "apply", "passport")], Booker("b"), "b")
    following = (await hangzhou.get(f"{SLOTS}&limit=1&after={page['next']}")).json()
    assert [slot["id"] for slot in page["slots"] + following["slots"]] == [EARLY, NEXT, LATER]


async def test_centres_with_their_counters(town: Town, hangzhou: ClientProgram) -> None:
    first = (await hangzhou.get("/centres?limit=2")).json()
    rest = (await hangzhou.get(f"/centres?after={first['next']}")).json()
    centres = [*first["centres"], *rest["centres"]]
    assert [(each["id"], each["zone"]) for each in centres] == [
        ("hami", "Asia/Urumqi"), ("xihu", "Asia/Shanghai"), ("yuhang", "Asia/Shanghai"),
    ]  # fmt: skip
    assert rest["next"] is None
    assert centres[2]["name"] == {"zh": "西湖中心", "en": "Xihu centre"}
    assert [(each["id"], each["slot_minutes"], each["windows"]) for each in centres[2]["counters"]] == [
        ("real-estate", 30, 2), ("tax", 45, 1),
    ]  # fmt: skip


async def test_what_is_unchanged_is_not_sent_again(town: Town, hangzhou: ClientProgram) -> None:
    booked = await book(hangzhou, LATER)
    for path in (SLOTS, "/centres", f"/appointments/{booked['id']}"):
        first = await hangzhou.get(path)
        tag = first.headers["ETag"]
        assert tag.startswith('"')
        same = await hangzhou.get(path, **{"If-None-Match": f'"x", W/{tag}'})
        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
        assert {first.headers["Cache-Control"], same.headers["Cache-Control"]} == {"no-store"}
    slots = (await hangzhou.get(SLOTS)).headers["ETag"]
    await asking.book(town.window, EARLY, "B1")
    changed = await hangzhou.get(SLOTS, **{"If-None-Match": slots})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != slots
