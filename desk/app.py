"""The claims desk: the API for other systems and the pages for the staff, over one store."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from claims import telemetry
from claims.bodies import LimitedBodies
from claims.clock import BEIJING
from claims.policy import PolicySystem
from claims.store import Store, StoreUnavailable
from desk import api, receipts
from desk.metrics import metrics
from desk.pages import doing, reading, signing
from desk.pages.session import HERE, NotAllowed, NotSignedIn, addressed, page

logger = logging.getLogger(__name__)


def create_app(
    store: Store,
    token: str,
    photos_dir: str = "var/photos",
    policies: PolicySystem | None = None,
    sms_secret: str = "",
    clock: Callable[[], datetime] = lambda: datetime.now(BEIJING),
    local: bool = False,
) -> FastAPI:
    """Build the desk over a store; ``token`` opens the API, an account the pages.

    Every error of the API is JSON, ``{"error": "…"}``: 401 no or a wrong token, 404 no such thing, 409 not as things stand, 413 too
    long a body, 422 a parameter that cannot be read, 503 the database or the policy system is out of reach.

    Args:
        store: The record.
        token: ``DESK_TOKEN``.
        photos_dir: Where photos lie.
        policies: The insurer's policy system, asked when a report kept by hand is finished; None: never.
        sms_secret: ``SMS_SECRET``, which signs receipts for messages; empty: none is taken.
        clock: Tells the moment of a request.
        local: Whether the account of a local run may sign in.
    """
    # The documentation pages of FastAPI load their scripts from another host, and its schema needs no token.
    app = FastAPI(title="理赔工作台", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.store = store
    app.state.token = token
    app.state.photos_dir = photos_dir
    app.state.policies = policies
    app.state.sms_secret = sms_secret
    app.state.clock = clock
    app.state.local = local
    app.include_router(api.router)
    app.include_router(receipts.router)
    for pages in (signing, doing, reading):
        app.include_router(pages.router)
    app.middleware("http")(_counted)
    app.add_middleware(LimitedBodies)
    app.mount("/desk/static", StaticFiles(directory=HERE / "static"))
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(StoreUnavailable, _unavailable)
    app.add_exception_handler(NotSignedIn, _sign_in)
    app.add_exception_handler(NotAllowed, _not_allowed)

    @app.get("/health")
    def health() -> dict[str, str]:
        """Tell whether the desk can read its database; needs no token."""
        store.ping()
        return {"status": "ok"}

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        """Lead to the pages."""
        return RedirectResponse("/desk/tasks", 303)

    @app.get("/metrics", dependencies=[Depends(api.authorised)])
    def figures() -> PlainTextResponse:
        """Tell Prometheus what there is; it has the API's token."""
        text = metrics(store, clock())
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return app


async def _counted(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Count a request by its route, in which there is no number and no plate."""
    began, status = time.monotonic(), 500
    try:
        response = await answer(request)
        status = response.status_code
        return response
    finally:
        route = getattr(request.scope.get("route"), "path", "none")
        telemetry.REQUESTS.labels(route, str(status)).observe(time.monotonic() - began)


def _is_page(request: Request) -> bool:
    return request.url.path.startswith("/desk")


def _sign_in(request: Request, _: Exception) -> Response:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(addressed("sign-in", next=wanted if request.method == "GET" else None), 303)


def _not_allowed(request: Request, _: Exception) -> Response:
    why = "您没有这项权限，或者页面已经过期。请刷新后再试。"
    return page(request, "refused.html", None, 403, why=why, back="/desk/tasks")


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_page(request):
        why = "没有找到。" if error.status_code == 404 else "不能这样办理。"
        return page(request, "refused.html", None, error.status_code, why=why, back="/desk/tasks")
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _is_page(request):
        return page(request, "refused.html", None, 422, why="网址里的条件看不懂。", back="/desk/tasks")
    wrong = (f"{'.'.join(map(str, it['loc'][1:]))}: {it['msg']}" for it in error.errors())
    return JSONResponse({"error": "; ".join(wrong)}, 422)


def _unavailable(request: Request, error: Exception) -> Response:
    logger.error("%s", error)
    if _is_page(request):
        return page(
            request, "refused.html", None, 503, why="数据库暂时连不上，请稍后再试。", back="/desk/tasks"
        )
    return JSONResponse({"error": "the database is out of reach"}, 503)
