"""The claims desk: the API for other systems and the pages for the staff, over one store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from claims.clock import BEIJING
from claims.policy import PolicySystem
from claims.store import Store, StoreUnavailable
from desk import api, receipts

logger = logging.getLogger(__name__)


def create_app(
    store: Store,
    token: str,
    photos_dir: str = "var/photos",
    policies: PolicySystem | None = None,
    sms_secret: str = "",
    clock: Callable[[], datetime] = lambda: datetime.now(BEIJING),
) -> FastAPI:
    """Build the desk over a store; ``token`` opens both the API and the pages.

    Every error is JSON, ``{"error": "…"}``: 401 no or a wrong token, 404 no such thing, 409 not as things stand, 422 a
    parameter that cannot be read, 503 the database or the policy system is out of reach.

    Args:
        store: The record.
        token: ``DESK_TOKEN``.
        photos_dir: Where photos lie.
        policies: The insurer's policy system, asked when a report kept by hand is finished; None: never.
        sms_secret: ``SMS_SECRET``, which signs receipts for messages; empty: none is taken.
        clock: Tells the moment of a request.
    """
    # The documentation pages of FastAPI load their scripts from another host, and its schema needs no token.
    app = FastAPI(title="理赔工作台", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.store = store
    app.state.token = token
    app.state.photos_dir = photos_dir
    app.state.policies = policies
    app.state.sms_secret = sms_secret
    app.state.clock = clock
    app.include_router(api.router)
    app.include_router(receipts.router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(StoreUnavailable, _unavailable)

    @app.get("/health")
    def health() -> dict[str, str]:
        """Tell whether the desk can read its database; needs no token."""
        store.ping()
        return {"status": "ok"}

    return app


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


def _unreadable(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    wrong = (f"{'.'.join(map(str, it['loc'][1:]))}: {it['msg']}" for it in error.errors())
    return JSONResponse({"error": "; ".join(wrong)}, 422)


def _unavailable(_: Request, error: Exception) -> JSONResponse:
    logger.error("%s", error)
    return JSONResponse({"error": "the database is out of reach"}, 503)
