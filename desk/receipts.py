"""Receipts of the carrier for text messages: signed like the messages themselves, and taken without the desk's token."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool

from claims.store import NotFound
from claims.webhook import BadSignature, verify
from desk.work import now_of, store_of

LARGEST = 10_000
"""Bytes of a receipt."""

router = APIRouter(prefix="/api")


@router.post("/receipts")
async def receipt(request: Request) -> dict[str, str]:
    """Take ``{"id", "delivered", "error"?}``; the same receipt taken twice changes nothing.

    Raises:
        HTTPException: 401 the signature is not right; 404 no such message; 413 too long; 422 not understood.
    """
    body = await request.body()
    if len(body) > LARGEST:
        raise HTTPException(413, "a receipt is shorter")
    now = now_of(request)
    try:
        verify(request.app.state.sms_secret, request.headers, body, now.timestamp())
    except BadSignature as error:
        raise HTTPException(401, str(error)) from None
    key, error_said = _read(body)
    try:
        await run_in_threadpool(store_of(request).message_arrived, key, error_said, now)
    except NotFound as error:
        raise HTTPException(404, str(error)) from None
    return {"status": "ok"}


def _read(body: bytes) -> tuple[str, str | None]:
    """Return the message's key, and why it never will arrive; None when it has."""
    try:
        said: Any = json.loads(body)
        key, delivered = said["id"], said["delivered"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise HTTPException(422, "id and delivered are needed") from None
    if not isinstance(key, str) or not isinstance(delivered, bool):
        raise HTTPException(422, "id is text, delivered true or false")
    return key, None if delivered else str(said.get("error") or "未送达")[:200]
