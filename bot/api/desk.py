"""What departments' programs call, below /api/v1/desk. docs/desk.md tells it to those who write them.

GET  inbox                              what waits for the department, the most urgent first
GET  late, stuck                        what is over its time; what other bodies did not take: for the centre
GET  cases/{code}                       how it stands, and what was handed in
GET  cases/{code}/papers/{paper}        an uploaded paper
POST cases/{code}/approve, refuse, ask              a department's
POST cases/{code}/hand-out, redeliver, settle       the centre's

A department's key acts for its department alone, and reads the cases in which that has a step.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol

from fastapi import APIRouter, Request, Response

from bot.api import shown
from bot.api.acts import Approve, Ask, HandOut, Redeliver, Refuse, Settle, read_code
from bot.api.facts import questions
from bot.api.keys import ApiKeys, Caller
from bot.api.problems import Problem
from bot.api.route import caller_of, guarded, is_known, nothing_there
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.applications.lists import CaseFile
from bot.dialogue.applications import Refusal, Status
from bot.dialogue.keeping import Publications
from procedures.provincial import Province

PREFIX = "/api/v1/desk"
PRIVATE = {"Cache-Control": "no-store"}


class KeptPapers(Protocol):
    """Where uploaded papers are kept."""

    async def open(self, id: str) -> bytes:
        """What was uploaded. Raises PaperGone, BackendDown."""


def desk_router(
    desk: Desk, keys: ApiKeys, papers: KeptPapers, publications: Publications, province: Province
) -> APIRouter:
    """The routes. `province`: whose departments there are."""
    calls = DeskCalls(desk, papers, publications, province)
    router = APIRouter(prefix=PREFIX, route_class=guarded(keys))
    for name in ("inbox", "late", "stuck"):
        router.add_api_route(f"/{name}", getattr(calls, name), methods=["GET"])
    router.add_api_route("/cases/{code}", calls.read, methods=["GET"])
    router.add_api_route("/cases/{code}/papers/{paper}", calls.open_paper, methods=["GET"])
    for name in ("approve", "refuse", "ask", "hand-out", "redeliver", "settle"):
        router.add_api_route(f"/cases/{{code}}/{name}", getattr(calls, name.replace("-", "_")), methods=["POST"])
    nothing_there(router)
    return router


@dataclass(frozen=True)
class DeskCalls:
    """Each call for whoever has the key."""

    desk: Desk
    papers: KeptPapers
    publications: Publications
    province: Province

    # --- what waits --------------------------------------------------------------------------------------------------

    async def inbox(self, request: Request, department: str | None = None) -> Response:
        """`department`: which one's; a key of the centre has to say it."""
        own = caller_of(request).department
        if own is not None and department not in (None, own):
            raise Problem("other-department")
        wanted = own or department
        if wanted is None or (own is None and wanted not in self.province.departments):
            raise Problem.in_field("department", "name a department of the province")
        return _answer({"waiting": [shown.waiting_json(each) for each in await self.desk.inbox(wanted)]})

    async def late(self, request: Request) -> Response:
        _of_centre(request)
        return _answer({"late": [shown.waiting_json(each) for each in await self.desk.late()]})

    async def stuck(self, request: Request) -> Response:
        _of_centre(request)
        return _answer({"stuck": [shown.stuck_json(each) for each in await self.desk.stuck()]})

    # --- one case ----------------------------------------------------------------------------------------------------

    async def read(self, request: Request, code: str) -> Response:
        """With an ETag: an unchanged case is not sent again."""
        caller = caller_of(request)
        file = await self._file(caller, code)
        content = shown.case_json(file, caller.department)
        tag = _tag(content)
        if is_known(request.headers.get("If-None-Match", ""), tag):
            return Response(None, 304, {"ETag": tag, **PRIVATE})
        return _answer(content, ETag=tag)

    async def open_paper(self, request: Request, code: str, paper: str) -> Response:
        caller = caller_of(request)
        file = await self._file(caller, code)
        if paper not in shown.papers_of(file, caller.department):
            raise Problem("unknown")
        content = await self.papers.open(paper)
        media_type, ending = shown.kind_of(content)
        told = {"Content-Disposition": f'attachment; filename="{paper}.{ending}"', "X-Content-Type-Options": "nosniff"}
        return Response(content, headers={**PRIVATE, **told}, media_type=media_type)

    # --- a department's ----------------------------------------------------------------------------------------------

    async def approve(self, request: Request, code: str, told: Approve | None = None) -> Response:
        told = told or Approve()
        file, department = await self._decided_by(request, code)
        key = request.state.key
        return _stands(
            await self.desk.approve(file.status.case, department, key, told.registered, told.number), department
        )

    async def refuse(self, request: Request, code: str, told: Refuse) -> Response:
        file, department = await self._decided_by(request, code)
        if told.fact is not None:
            known = await questions(file, department, told.number, self.publications)
            if known is not None and told.fact not in known:
                raise Problem.in_field("fact", "the procedure asks no such question")
        refusal, key = Refusal(told.reason, told.fact, told.changes_on), request.state.key
        return _stands(await self.desk.refuse(file.status.case, department, refusal, key, told.number), department)

    async def ask(self, request: Request, code: str, told: Ask) -> Response:
        file, department = await self._decided_by(request, code)
        key = request.state.key
        return _stands(
            await self.desk.ask(file.status.case, department, told.items, key, told.days, told.number), department
        )

    # --- the centre's ------------------------------------------------------------------------------------------------

    async def hand_out(self, request: Request, code: str, told: HandOut | None = None) -> Response:
        told, status = told or HandOut(), (await self._of_any(request, code)).status
        how = told.given(status.give)
        if how is None:
            raise Problem.in_field("number_of_post", "it is said for what goes by post, and only for that")
        return _stands(await self.desk.hand_out(status.case, how, request.state.key, told.number_of_post))

    async def redeliver(self, request: Request, code: str, told: Redeliver) -> Response:
        case = (await self._of_any(request, code)).status.case
        return _stands(await self.desk.redeliver(case, told.tell, request.state.key, told.part))

    async def settle(self, request: Request, code: str, told: Settle) -> Response:
        case = (await self._of_any(request, code)).status.case
        return _stands(await self.desk.settle(case, told.tell, told.note, request.state.key, told.part))

    # --- who may -----------------------------------------------------------------------------------------------------

    async def _file(self, caller: Caller, code: str) -> CaseFile:
        """The case, if the caller may read it."""
        case = read_code(code)
        if case is None:
            raise Problem("unknown")
        file = await self.desk.read(case)
        if caller.department is not None and not shown.has_step(file.status, caller.department):
            raise Problem("other-department")
        return file

    async def _decided_by(self, request: Request, code: str) -> tuple[CaseFile, str]:
        caller = caller_of(request)
        if caller.department is None:
            raise Problem("wrong-scope")
        return await self._file(caller, code), caller.department

    async def _of_any(self, request: Request, code: str) -> CaseFile:
        _of_centre(request)
        return await self._file(caller_of(request), code)


def _of_centre(request: Request) -> None:
    if caller_of(request).department is not None:
        raise Problem("wrong-scope")


def _stands(status: Status, department: str | None = None) -> Response:
    return _answer(shown.status_json(status, department))


def _answer(content: dict[str, Any], **headers: str) -> Response:
    return Response(_written(content), headers={**PRIVATE, **headers}, media_type="application/json")


def _written(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _tag(content: dict[str, Any]) -> str:
    """The number of the last event; with a digest, since a delivery that is tried again adds no event."""
    return f'"{content["events"][-1]["number"]}-{hashlib.sha256(_written(content)).hexdigest()[:16]}"'
