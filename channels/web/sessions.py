"""Who a browser is: a signed token that we issue and nothing else, in a cookie, or where the browser keeps none in its page.

A token opens one conversation, and no more once the conversation was left on purpose. It also knows the conversation before,
so that a new report does not lose the old one.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sanic.request import Request
from sanic.response import HTTPResponse

from channels.turns import OF_THE_PAGE
from channels.web.guard import Refused
from channels.web.tokens import sign, verify
from claims.settings import Settings
from claims.store.web import WebRecords

COOKIE = "claim_chat"
KEPT = "claim_chat_kept"
"""A cookie that says nothing: where it does not come back, the browser keeps none of ours."""

HEADER = "x-session"

LEFT_ALONE_S = 2 * 3600
"""How long a conversation goes on without a sign of life before it is ended, as a hang-up ends a call."""

SESSION_S = 24 * 3600
"""How long a browser may still come back to it: as long as a caller may take up what broke off."""

LINK_S = 7 * 24 * 3600
"""How long a link reopens a conversation."""

HELD_S = LEFT_ALONE_S
"""How long a site's page may hold the token for a frame whose browser keeps nothing: as long as the conversation goes on."""

CARRY_S = 60
"""How long a conversation may be carried over into a window of its own."""

NO_SESSION = "会话已过期，请刷新页面重新开始。"
OTHER_SESSION = "您已在另一个窗口开始新的会话，请刷新页面。"


@dataclass(frozen=True)
class Session:
    """A conversation on the page: ``call_id`` is Rasa's sender id."""

    call_id: str
    generation: int = 0
    before: str = ""
    seen_at: datetime | None = None

    @property
    def tag(self) -> str:
        """Return a name of the session that the page may know; it opens nothing."""
        return hashlib.sha256(self.call_id.encode()).hexdigest()[:12]


class Sessions:
    """Issues the tokens of conversations and tells whose a request is."""

    def __init__(self, settings: Settings, records: WebRecords) -> None:
        """Sign with ``settings``' secret, and look in ``records`` whether a token still opens its conversation."""
        self.settings, self.records = settings, records

    def begun(self, before: Session | None = None) -> Session:
        """Return a new conversation; ``before`` is the one it follows in the same browser."""
        return Session(f"{OF_THE_PAGE}{secrets.token_urlsafe(18)}", before=before.call_id if before else "")

    async def of(self, request: Request, now: float) -> Session | None:
        """Return the session of a request, by its header or its cookie; None when there is none, or it was left."""
        token = request.headers.get(HEADER) or request.cookies.get(COOKIE) or ""
        return await self.opened(token, "session", now)

    async def opened(self, token: str, purpose: str, now: float) -> Session | None:
        """Return the session that a token of this purpose opens, or None."""
        content = verify(self.settings.web_secret, purpose, token, now)
        if content is None or not str(content.get("s")).startswith(OF_THE_PAGE):
            return None
        return await self.known(content["s"], content.get("b") or "", content.get("g", 0))

    async def known(self, call_id: str, before: str = "", generation: int | None = None) -> Session | None:
        """Return a conversation that is there; None of another ``generation`` of tokens."""
        row = await asyncio.to_thread(self.records.session, call_id)
        if row is None or generation not in (None, row[0]):
            return None
        return Session(call_id, row[0], before, row[1])

    async def required(self, request: Request, now: float) -> Session:
        """Return the session of a request, or refuse it."""
        session = await self.of(request, now)
        if session is None:
            raise Refused(401, NO_SESSION, "expired")
        if request.headers.get("x-conversation", session.tag) != session.tag:
            raise Refused(409, OTHER_SESSION, "other")
        return session

    def token(self, session: Session, purpose: str, expires: float) -> str:
        """Return a token that opens a session."""
        content = {"s": session.call_id, "g": session.generation, "b": session.before}
        return sign(self.settings.web_secret, purpose, content, expires)

    def keep(self, response: HTTPResponse, token: str, seconds: int, request: Request) -> None:
        """Set the session's cookie; ``seconds`` 0 takes it away."""
        response.headers["Set-Cookie"] = self.cookie(COOKIE, token, seconds, request)

    def secure(self, request: Request) -> bool:
        """Tell whether the browser came over https."""
        forwarded = self.settings.web_proxies and request.headers.get("x-forwarded-proto")
        return (forwarded or request.scheme) == "https"

    def cookie(self, name: str, value: str, seconds: int, request: Request) -> str:
        """Return a Set-Cookie header for the page's own path."""
        # A page inside another site's frame is sent its cookie only when it is None, and Partitioned keeps it there.
        secure = self.secure(request)
        site = "SameSite=None; Partitioned" if secure and self.settings.origins else "SameSite=Lax"
        return (
            f"{name}={value}; Path=/chat; Max-Age={seconds}; HttpOnly; {site}{'; Secure' if secure else ''}"
        )


def keeps_cookies(request: Request) -> bool:
    """Tell whether a browser has sent a cookie of ours back."""
    return KEPT in request.cookies or COOKIE in request.cookies
