"""The claims desk's read-only API (contract.md, "The claims desk")."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from claims.clock import moment
from claims.store import Store

bearer = HTTPBearer(auto_error=False, description="DESK_TOKEN")

Status = Literal["draft", "registered", "manual", "duplicate", "withdrawn"]


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


def store_of(request: Request) -> Store:
    """Return the store the application was made with."""
    store: Store = request.app.state.store
    return store


Records = Annotated[Store, Depends(store_of)]
router = APIRouter(prefix="/api", dependencies=[Depends(authorised)])


@router.get("/calls/{call_id:path}")
def call(call_id: str, store: Records) -> dict[str, Any]:
    """Return one call with its transcript and its report as far as it goes."""
    return _found(store.call(call_id), "call")


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
def tasks(store: Records, report_number: str | None = None, call_id: str | None = None) -> dict[str, Any]:
    """Return tasks, what is due first first."""
    return {"tasks": store.tasks(report_number=report_number, call_id=call_id)}


@router.get("/photos/{name}")
def photo(name: str, request: Request, store: Records) -> FileResponse:
    """Return a photo a customer sent over the chat page; its names stand in the report, under ``photos``."""
    kind = store.web.photo_kind(name)
    path = Path(request.app.state.photos_dir) / name
    if kind is None or not path.is_file():
        raise HTTPException(404, "no such photo")
    return FileResponse(path, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


@router.get("/messages")
def messages(store: Records, report_number: str | None = None) -> dict[str, Any]:
    """Return text messages, the oldest first."""
    return {"messages": store.messages(report_number=report_number)}


def _found(what: dict[str, Any] | None, name: str) -> dict[str, Any]:
    if what is None:
        raise HTTPException(404, f"no such {name}")
    return what
