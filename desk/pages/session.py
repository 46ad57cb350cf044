"""One request of a person's: who is signed in, what a form holds, and how a page is drawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, select_autoescape

from claims.settings import LOOPBACK
from claims.store import Store
from desk.pages import charts, facts, masking, names, rights
from desk.pages.rights import IDLE, LONGEST, Person, digest
from desk.pages.trail import told
from desk.work import now_of, store_of

HERE = Path(__file__).parent
ROOT = "/desk"
COOKIE = "desk"

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class NotSignedIn(Exception):
    """Nobody is signed in, or the session is over."""


class NotAllowed(Exception):
    """The person has no right to it, or a form did not come from a page of theirs."""


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(names=names, masking=masking, facts=facts, rights=rights, charts=charts, root=ROOT)
    made.filters.update(clock=facts.clock)
    made.globals.update(addressed=addressed, told=told)
    return made


def addressed(path: str, **query: Any) -> str:
    """Return an address on the desk with what of the query is not empty."""
    wanted = {name: value for name, value in query.items() if value not in (None, "", 0)}
    return f"{ROOT}/{path}" + (f"?{urlencode(wanted)}" if wanted else "")


_pages = _environment()


def page(
    request: Request, template: str, person: Person | None, status: int = 200, **values: Any
) -> HTMLResponse:
    """Draw a page."""
    now = now_of(request)
    text = _pages.get_template(template).render(
        person=person,
        now=now,
        here=str(request.url.path),
        query=dict(request.query_params),
        said=names.DONE.get(request.query_params.get("done", "")),
        **{"wrong": None, **values},
    )
    return HTMLResponse(text, status, HEADERS)


def signed_in(request: Request) -> Person:
    """Return who is signed in.

    Raises:
        NotSignedIn: Nobody is.
    """
    cookie = request.cookies.get(COOKIE)
    found = store_of(request).signed_in(digest(cookie), now_of(request), IDLE, LONGEST) if cookie else None
    if found is None:
        raise NotSignedIn
    return Person(found["name"], found["role"], found["form_token"])


def with_right(right: str) -> Callable[[Request], Person]:
    """Make a dependency: somebody is signed in and has the right."""

    def allowed(request: Request) -> Person:
        person = signed_in(request)
        if not person.may(right):
            raise NotAllowed
        return person

    return allowed


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form, the last of each name."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


Form = Annotated[dict[str, str], Depends(form_of)]
Now = Annotated[datetime, Depends(now_of)]
Records = Annotated[Store, Depends(store_of)]


def own_form(request: Request, form: Mapping[str, str], person: Person) -> None:
    """Make sure that a form came from a page of this session.

    Raises:
        NotAllowed: It did not.
    """
    given = form.get("form_token", "")
    if not secrets.compare_digest(given.encode(), person.form_token.encode()) or not same_origin(request):
        raise NotAllowed


def same_origin(request: Request) -> bool:
    """Tell whether a form was sent by a page of this host; a browser that names no origin is believed."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def keep(answer: RedirectResponse, request: Request, cookie: str) -> None:
    """Have the browser keep a session's cookie; over TLS alone, but on this machine."""
    secure = request.url.hostname not in LOOPBACK
    answer.set_cookie(COOKIE, cookie, path=ROOT, httponly=True, samesite="lax", secure=secure)


def back_to(path: str, fallback: str, **query: str) -> RedirectResponse:
    """Go back to a page of the desk, whatever a form says."""
    parts = urlsplit(path)
    own = parts.path.startswith(f"{ROOT}/") and not (parts.scheme or parts.netloc)
    target = path if own else f"{ROOT}/{fallback}"
    split = urlsplit(target)
    wanted = {name: value for name, value in parse_qsl(split.query) if name not in query and name != "done"}
    wanted |= query
    return RedirectResponse(f"{split.path}?{urlencode(wanted)}" if wanted else split.path, 303)
