"""Signing in and out, one's own password, and the accounts of others."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from claims.store import NotFound, Refused, Store
from desk.pages import facts, names
from desk.pages.rights import (
    LOCAL,
    LOCKED_FOR,
    LONGEST,
    MOST_WRONG,
    ROLES,
    Person,
    digest,
    fits,
    hashed,
    new_password,
    too_weak,
)
from desk.pages.session import (
    COOKIE,
    Form,
    NotAllowed,
    Now,
    Records,
    back_to,
    keep,
    own_form,
    page,
    same_origin,
    signed_in,
    with_right,
)

MOST_TRIES, TRIES_WITHIN = 30, 600
"""Passwords tried by one address, in seconds."""

WRONG = "账号或密码不对。"
TOO_OFTEN = "试得太多了，请过几分钟再试。"
LOCKED = f"密码连续错了 {MOST_WRONG} 次，账号锁定 {LOCKED_FOR.seconds // 60} 分钟。"

router = APIRouter(prefix="/desk")
Anyone = Annotated[Person, Depends(signed_in)]
Administrator = Annotated[Person, Depends(with_right("people"))]


@router.get("/sign-in")
def asked(request: Request, next: str = "") -> Response:
    """Ask who it is."""
    return page(request, "sign_in.html", None, next=next, name="")


@router.post("/sign-in")
def sign_in(request: Request, store: Records, now: Now, form: Form) -> Response:
    """Begin a session for a right name and password; what is wrong of the two is not told."""
    if not same_origin(request):
        raise NotAllowed
    name, password = form.get("name", "").strip(), form.get("password", "")
    wrong = _refused(request, store, name, password, now)
    if wrong is not None:
        return page(request, "sign_in.html", None, 401, wrong=wrong, next=form.get("next", ""), name=name)
    cookie = secrets.token_urlsafe(32)
    store.sign_in(digest(cookie), name, secrets.token_urlsafe(32), now, now - LONGEST)
    answer = back_to(form.get("next", ""), "tasks")
    keep(answer, request, cookie)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, person: Anyone, store: Records, form: Form) -> Response:
    """End the session."""
    own_form(request, form, person)
    store.sign_out(digest(request.cookies[COOKIE]))
    answer = RedirectResponse("/desk/sign-in?done=out", 303)
    answer.delete_cookie(COOKIE, path="/desk")
    return answer


@router.get("/password")
def password_asked(request: Request, person: Anyone) -> Response:
    """Ask for a new password."""
    return page(request, "password.html", person)


@router.post("/password")
def password_set(request: Request, person: Anyone, store: Records, now: Now, form: Form) -> Response:
    """Set one's own password; all sessions end."""
    own_form(request, form, person)
    new = form.get("new", "")
    wrong = _refused(request, store, person.name, form.get("old", ""), now)
    wrong = "现在的密码不对。" if wrong == WRONG else wrong
    wrong = wrong or too_weak(new, person.name)
    wrong = wrong or (None if new == form.get("again") else "两次输入的新密码不一样。")
    if wrong is not None:
        return page(request, "password.html", person, 422, wrong=wrong)
    store.change_account(person.name, person.name, "password", now, password=hashed(new), changed_at=now)
    return RedirectResponse("/desk/sign-in?done=password", 303)


@router.get("/people")
def people(request: Request, person: Administrator, store: Records) -> Response:
    """List the accounts."""
    return page(request, "people.html", person, accounts=store.accounts(), made=None)


@router.post("/people")
def change(request: Request, person: Administrator, store: Records, now: Now, form: Form) -> Response:
    """Add an account, change its role, give it a new password, close or reopen it."""
    own_form(request, form, person)
    name, role, action = form.get("name", "").strip(), form.get("role", ""), form.get("action", "")
    made, wrong = None, None
    try:
        if action not in ("password", "close", "reopen") and role not in ROLES:
            raise ValueError("role: none")
        if not name or name in (*names.WHO, LOCAL) or len(name) > 64:
            wrong = "这个名字不能用作账号。"
        elif name == person.name and action != "add":
            wrong = "自己的账号请让另一位管理员来改。"
        elif action in ("add", "password"):
            made = (name, new_password())
            if action == "add":
                store.add_account(name, role, hashed(made[1]), person.name, now)
            else:
                fresh = {"changed_at": now, "failures": 0, "locked_until": None}
                store.change_account(name, person.name, "password", now, password=hashed(made[1]), **fresh)
        elif action == "role":
            store.change_account(name, person.name, "role", now, role=role)
        else:
            closed_at = now if action == "close" else None
            store.change_account(name, person.name, action, now, closed_at=closed_at)
    except (NotFound, Refused, ValueError) as error:
        wrong, made = names.refusal(str(error), facts.LABELS), None
    status = 200 if wrong is None else 409
    return page(request, "people.html", person, status, accounts=store.accounts(), made=made, wrong=wrong)


def _refused(request: Request, store: Store, name: str, password: str, now: datetime) -> str | None:
    """Return why a name and password are not taken, None if they are; every try counts, of the address and of the account."""
    address = request.client.host if request.client else ""
    who = f"desk:{hashlib.sha256(address.encode()).hexdigest()[:16]}"
    if store.web.hit(who, MOST_TRIES, TRIES_WITHIN, now.timestamp()):
        return TOO_OFTEN
    account = store.account(name)
    if account is not None and (account["closed_at"] or (name == LOCAL and not request.app.state.local)):
        account = None
    right = fits(password, account["password"] if account else None)
    if account is None:
        return WRONG
    if account["locked_until"] and account["locked_until"] > now:
        return LOCKED
    if right:
        return None
    return LOCKED if store.wrong_password(name, now, MOST_WRONG, LOCKED_FOR) else WRONG
