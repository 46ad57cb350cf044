"""The claims desk's API, as far as it reads (contract.md, "The claims desk"); ``desk.work`` has what changes something."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import FileResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from claims.clock import moment
from desk import work
from desk.work import Id, Records

bearer = HTTPBearer(auto_error=False, description="DESK_TOKEN")

Status = Literal["draft", "registered", "manual", "duplicate", "withdrawn"]
TaskStatus = Literal["open", "done", "deleted"]
MessageStatus = Literal["queued", "sent", "failed"]


def same_token(given: str, expected: str) -> bool:
    """Compare two tokens in constant time; an empty one is never right."""
    return bool(expected) and secrets.compare_digest(given.encode(), expected.encode())


def authorised(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    """Let a request pass that carries the desk's token.

    Raises:
        HTTPException: 401.
    """
    if credentials is None or not same_token(credentials.credentials, request.app.state.token):
        raise HTTPException(401, "a valid bearer token is needed", {"WWW-Authenticate": "Bearer"})


router = APIRouter(prefix="/api", dependencies=[Depends(authorised)])


@router.get("/calls/{call_id:path}")
def call(call_id: str, store: Records) -> dict[str, Any]:
    """Return one call with its transcript and its report as far as it goes."""
    return _found(store.call(call_id), "call")


@router.get("/history")
def history(
    store: Records,
    report_number: str | None = None,
    call_id: str | None = None,
    task_id: Annotated[int | None, Query(ge=0, lt=2**31)] = None,
) -> dict[str, Any]:
    """Return what was done, the oldest first, of a report, of a call (whose report may have no number), or of a task."""
    return {"history": store.history(report_number=report_number, call_id=call_id, task_id=task_id)}


@router.get("/reports/{report_number}/history")
def history_of_report(report_number: str, store: Records) -> dict[str, Any]:
    """Return what was done to a report, its tasks and its messages, the oldest first."""
    _found(store.report(report_number), "report")
    return {"history": store.history(report_number=report_number)}


@router.get("/reports/{report_number}")
def report(report_number: str, store: Records) -> dict[str, Any]:
    """Return the claim report of a number."""
    return _found(store.report(report_number), "report")


@router.get("/reports")
def reports(
    store: Records, plate: str | None = None, since: str | None = None, status: Status | None = None
) -> dict[str, Any]:
    """Return reports, the newest first. Duplicates, being no reports of their own, only when asked for by status.

    Raises:
        HTTPException: 422 when ``since`` is neither a date nor a moment in ISO 8601.
    """
    try:
        # A + that was not encoded arrives as a blank: 2026-03-10T08:00:00 08:00.
        after = moment(since.replace(" ", "+") if "T" in since else since) if since else None
    except (ValueError, OverflowError):
        raise HTTPException(422, "since: not a date or moment in ISO 8601") from None
    return {"reports": store.reports(plate=plate, since=after, status=status)}


@router.get("/tasks")
def tasks(
    store: Records,
    report_number: str | None = None,
    call_id: str | None = None,
    kind: str | None = None,
    status: TaskStatus | None = None,
    assignee: str | None = None,
) -> dict[str, Any]:
    """Return tasks, open ones by due time, then the others, the newest first; deleted ones only when asked for by status."""
    found = store.tasks(
        report_number=report_number, call_id=call_id, kind=kind, status=status, assignee=assignee
    )
    return {"tasks": found}


@router.get("/tasks/{task_id}")
def task(task_id: Id, store: Records) -> dict[str, Any]:
    """Return one task."""
    return _found(store.task(task_id), "task")


@router.get("/photos/{name}")
def photo(name: str, request: Request, store: Records) -> FileResponse:
    """Return a photo a customer sent over the chat page; its names stand in the report, under ``photos``."""
    kind = store.web.photo_kind(name)
    path = Path(request.app.state.photos_dir) / name
    if kind is None or not path.is_file():
        raise HTTPException(404, "no such photo")
    return FileResponse(path, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


@router.get("/messages")
def messages(
    store: Records, report_number: str | None = None, status: MessageStatus | None = None
) -> dict[str, Any]:
    """Return text messages, the newest first; ``status=failed`` are those that were given up."""
    return {"messages": store.messages(report_number=report_number, status=status)}


router.include_router(work.router)


def _found(what: dict[str, Any] | None, name: str) -> dict[str, Any]:
    if what is None:
        raise HTTPException(404, f"no such {name}")
    return what
