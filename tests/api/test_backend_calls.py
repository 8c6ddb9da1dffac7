"""Waiting, shared data, papers, applications over HTTP: each call does what the port does. On both databases."""

from __future__ import annotations

from typing import Any

from bot.backends.wire.operations import OPERATIONS
from bot.dialogue.applications import HandedIn
from bot.dialogue.papers import LARGEST
from procedures.definition import Approval
from tests.api.backend_served import ClientProgram, Town, name_of
from tests.api.test_backend_places import book, claim, holding
from tests.backends.applications.hall import approval, part, submission
from tests.backends.applications.hall import then as told_then
from tests.backends.contract import asking
from tests.backends.sharing.county import BUYER, SELLER, entry
from tests.backends.town import EARLY, NEXT
from tests.papers import JPEG

WAIT = {
    "awaited": {
        "case": "A1", "visit": "apply", "procedure": "passport", "centre": "xihu", "counter": "passport",
        "opens": "2026-12-02T08:00:00+08:00", "closes": "2026-12-03T00:00:00+08:00", "earliest": "08:30",
        "latest": "08:30:00",
    },
    "booker": {"chat": "chat"},
}  # fmt: skip
HOME = {
    "person": "you",
    "registers": ["home-register"],
    "document": "home-certificate",
    "fields": ["home-register.area"],
}
ASKED = {"case": "A1", "procedure": "property-transfer", "publication": "p1", "wanted": [HOME]}


def handing_in(case: str = "A1", number: str = BUYER, *approvals: Approval, **told: Any) -> dict[str, Any]:
    handed_in = submission(part(*approvals, **told), case=case)
    return {"number": number, "submission": handed_in.model_dump(mode="json", by_alias=True)}


async def test_about(town: Town, hangzhou: ClientProgram) -> None:
    offers = ["places", "waiting-list", "shared-data", "papers", "applications", "decisions", "events", "callbacks"]
    about = {"version": "1", "offers": offers, "hold_seconds": 600, "page": 200, "largest_page": 1000}
    assert (await hangzhou.get("")).json() == {**about, "calls_a_minute": 1200}
    bare = town.behind(waiting=None, shared=None, papers=None, applications=None, feed=None, decisions=False)
    client = town.client(served=town.serve(bare))
    assert (await client.get("")).json()["offers"] == ["places"]
    for operation in OPERATIONS:
        if operation.part not in (None, "places"):
            path = operation.path.replace("{", "").replace("}", "")
            answered = await client.call(operation.method, path)
            assert (answered.status_code, name_of(answered)) == (404, "not-offered"), operation.name


async def test_waiting_until_a_place_is_taken(town: Town, hangzhou: ClientProgram, ningbo: ClientProgram) -> None:
    theirs = await asking.book(town.window, EARLY, "B1")
    position = await hangzhou.does("/waiting", WAIT)
    assert position["ahead"] == 0
    assert await hangzhou.does("/waiting", WAIT) == position
    assert (await hangzhou.get(f"/waiting/{position['id']}")).json() == {"ahead": 0}

    await asking.cancel(town.window, theirs.id, "cancel")
    [offered] = [each for each in await town.places() if each.state == "offered"]
    offer = (await hangzhou.get(f"/offers/{offered.id}")).json()
    assert (offer["waiting"], offer["case"], offer["slot"]["id"]) == (position["id"], "A1", EARLY)
    assert name_of(await ningbo.get(f"/offers/{offered.id}")) == "unknown"
    accepted = await hangzhou.call("POST", f"/offers/{offered.id}/accept", headers={"Idempotency-Key": "yes"})
    again = await hangzhou.call("POST", f"/offers/{offered.id}/accept", headers={"Idempotency-Key": "yes"})
    assert (accepted.json()["state"], accepted.json()["slot"]["id"]) == ("booked", EARLY)
    assert again.json() == accepted.json()
    assert (await hangzhou.get(f"/waiting/{position['id']}")).json() == {"ahead": None}


async def test_leaving_the_list_and_declining(town: Town, hangzhou: ClientProgram) -> None:
    theirs = await asking.book(town.window, EARLY, "B1")
    position = await hangzhou.does("/waiting", WAIT)
    for _ in range(2):
        assert (await hangzhou.call("DELETE", f"/waiting/{position['id']}")).status_code == 204
    await hangzhou.does("/waiting", WAIT, "again")
    await asking.cancel(town.window, theirs.id, "cancel")
    [offered] = [each for each in await town.places() if each.state == "offered"]
    for _ in range(2):
        assert (await hangzhou.call("DELETE", f"/offers/{offered.id}")).status_code == 204
    assert await asking.free(town.window, EARLY) == 1


async def test_registers_are_asked_on_a_consent(town: Town, hangzhou: ClientProgram) -> None:
    town.registers["home-register"].entries[BUYER] = entry(BUYER, owner="王芳", area="89")
    agreeing = {"number": BUYER, "asked": ASKED}
    consent = await hangzhou.does("/consents", agreeing)
    assert await hangzhou.does("/consents", agreeing) == consent
    assert consent["until"] == "2027-03-01T00:10:00Z"  # after ninety days
    path = f"/consents/{consent['id']}"
    [finding] = (await hangzhou.does(f"{path}/look-up", {"wanted": [HOME]}))["findings"]
    assert (finding["state"], finding["recorded"], finding["fills"]) == ("found", "2024-05-06", ["home-register.area"])
    assert ["home-register.area", "89"] in finding["shown"]

    own = await hangzhou.does("/own-data/read", {"number": BUYER})
    assert [each["id"] for each in own["consents"]] == [consent["id"]]
    assert [(each["register"], each["state"]) for each in own["readings"]] == [("home-register", "found")]
    assert "王芳" in (await hangzhou.does("/own-data/export", {"number": BUYER}))["export"]

    await hangzhou.does(f"{path}/dispute", {"finding": finding})
    other = await hangzhou.post(f"{path}/withdraw", {"number": SELLER})
    assert (other.status_code, name_of(other)) == (409, "no-consent")
    await hangzhou.does(f"{path}/withdraw", {"number": BUYER}, "w")
    over = await hangzhou.post(f"{path}/look-up", {"wanted": [HOME]}, "another")
    assert (over.status_code, name_of(over)) == (409, "no-consent")
    erased = await hangzhou.does("/own-data/erase", {"number": BUYER})
    assert (erased["consents_ended"], erased["kept"] > 0) == (0, True)


async def test_a_consent_for_no_longer_than_is_said(town: Town, hangzhou: ClientProgram) -> None:
    consent = await hangzhou.does("/consents", {"number": BUYER, "asked": ASKED, "lasts_seconds": 90})
    assert consent["until"] == "2026-12-01T00:11:30Z"
    ever = await hangzhou.does("/consents", {"number": BUYER, "asked": ASKED, "lasts_seconds": 10**9}, "k2")
    assert ever["until"] == "2027-03-01T00:10:00Z"
    town.hall.clock.turn(2)
    over = await hangzhou.post(f"/consents/{consent['id']}/look-up", {"wanted": [HOME]})
    assert name_of(over) == "no-consent"


async def test_an_application_from_the_paper_to_the_pass(
    town: Town, hangzhou: ClientProgram, ningbo: ClientProgram
) -> None:
    kept = [await hangzhou.call("PUT", "/papers/lease-1?case=A1", content=JPEG) for _ in range(2)]
    assert kept[0].json() == kept[1].json()
    paper = kept[0].json()
    assert {**paper, "id": ""} == {"id": "", "kind": "jpeg", "pages": 1, "size": len(JPEG)}
    other = (await ningbo.call("PUT", "/papers/lease-1?case=A1", content=JPEG)).json()
    assert other["id"] != paper["id"]

    town.hall.papers.there = {paper["id"]: None}
    lease = HandedIn(document="lease", person="you", paper=paper["id"])
    decides = approval(1, "market", **{"if": {"address": "own"}})
    said = handing_in("A1", BUYER, decides, then=(told_then("bank"),), papers=(lease,))
    status = await hangzhou.does("/applications", said)
    assert (status["state"], [each["state"] for each in status["steps"]]) == ("deciding", ["open"])
    assert status["titles"] == [["company", {"zh": "开一家公司", "en": "Opening a company"}]]
    assert await hangzhou.does("/applications", said) == status
    first = await hangzhou.get("/applications/A1")
    assert first.json() == status
    assert (await hangzhou.get("/applications/A1", **{"If-None-Match": first.headers["ETag"]})).status_code == 304

    await town.hall.desk.ask("A1", "market", ["a plan"], "ask")
    asked = await hangzhou.does("/applications/A1/read", {"number": BUYER})
    assert asked["asked"] == ["a plan"]
    late = {"document": "plan", "person": "you", "follows_within": 1000}
    refused = await hangzhou.post("/applications/A1/add", {"number": BUYER, "added": {"papers": [late]}})
    assert (name_of(refused), refused.json()["fields"][0]["field"]) == ("wrong-body", "added.papers")
    added = await hangzhou.does("/applications/A1/add", {"number": BUYER, "added": {"note": "here it is"}})
    assert added["asked"] == []
    given = await hangzhou.does("/applications/A1/pass", {"number": BUYER})
    read = await ningbo.does("/applications/A1/read-with-pass", {"code": given["code"]})
    assert read["case"] == "A1"
    assert name_of(await ningbo.post("/applications/A1/read-with-pass", {"code": given["code"]}, "k2")) == "unknown"
    withdrawn = await hangzhou.does("/applications/A1/withdraw", {"number": BUYER})
    assert withdrawn["state"] == "withdrawn"


async def test_another_client_s_application(town: Town, hangzhou: ClientProgram, ningbo: ClientProgram) -> None:
    """Nobody reads a case by guessing its code: neither another client's, nor a chat's of this installation."""
    await hangzhou.does("/applications", handing_in())
    await town.hall.submit(part(), case="LOCAL234")
    me = {"number": BUYER}
    for case in ("A1", "LOCAL234", "NOBODY23"):
        answered = [
            await ningbo.get(f"/applications/{case}"),
            await ningbo.post(f"/applications/{case}/read", me),
            await ningbo.post(f"/applications/{case}/add", {**me, "added": {"note": "x"}}),
            await ningbo.post(f"/applications/{case}/withdraw", me),
            await ningbo.post(f"/applications/{case}/pass", me),
        ]
        assert {(each.status_code, name_of(each)) for each in answered} == {(404, "unknown")}
    for case in ("A1", "LOCAL234"):
        taking = await ningbo.post("/applications", handing_in(case))
        assert (taking.status_code, name_of(taking)) == (409, "already-submitted")
        held = await ningbo.post("/holds", holding(claim(NEXT, case)))
        agreed = await ningbo.post("/consents", {**me, "asked": {**ASKED, "case": case}})
        joined = await ningbo.post("/waiting", {**WAIT, "awaited": {**WAIT["awaited"], "case": case}})
        assert [name_of(each) for each in (held, agreed, joined)] == ["unknown"] * 3
        assert name_of(await ningbo.get(f"/applications/{case}")) == "unknown"
    assert (await town.hall.status("LOCAL234")).state == "deciding"


async def test_what_a_hold_made_mine_i_hand_in(town: Town, hangzhou: ClientProgram) -> None:
    await book(hangzhou)
    assert name_of(await hangzhou.get("/applications/A1")) == "unknown"
    assert (await hangzhou.does("/applications", handing_in()))["submitted_at"] == "2026-12-01T00:10:00Z"
    assert (await hangzhou.get("/applications/A1")).status_code == 200


async def test_a_paper_that_is_not_taken(town: Town, hangzhou: ClientProgram) -> None:
    for content, why in ((b"", "empty"), (b"GIF89a", "type")):
        refused = await hangzhou.call("PUT", "/papers/k?case=A1", content=content)
        assert (refused.status_code, name_of(refused), refused.json()["why"]) == (422, "paper-refused", why)
    assert (await hangzhou.call("PUT", "/papers/k?case=A1", content=JPEG)).status_code == 200
    again = await hangzhou.call("PUT", "/papers/k?case=A1", content=b"")
    assert (name_of(again), again.json()["why"]) == ("paper-refused", "empty")
    large = await hangzhou.call("PUT", "/papers/k?case=A1", content=JPEG + bytes(LARGEST))
    assert (large.status_code, name_of(large)) == (413, "too-large")
