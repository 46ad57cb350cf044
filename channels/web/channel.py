"""The `web` channel: the chat page, its sessions, and the turns, photos and places it sends.

The customer is known by a signed cookie that we issue and nothing else: no request names its conversation. All state
is in the cookie and the database, so that any server process can take any request.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.core.constants import REQUESTED_SLOT
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, text

from channels.calls import Calls
from channels.taking import Handle, TurnChannel, tracker_of
from channels.turns import Turn, harmless
from channels.web import photos
from channels.web.choices import CHOICES, TOOLS
from channels.web.pages import Pages
from channels.web.showing import STEPS, bubbles, card, stage
from channels.web.tokens import sign, verify
from claims.clock import BEIJING, iso
from claims.settings import Settings
from claims.store import Store, StoreUnavailable
from runtime import action_endpoint

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]

COOKIE = "claim_chat"
SESSION_S = 2 * 3600
"""How long a session lives without a sign of life; every request renews it."""

BUTTON_S = 3600
"""How long a button may be tapped."""

TEXT_LIMIT = 500
BODY_LIMIT = 8 * 1024
TURN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

SESSION_RATE = (30, 60.0)
"""Most turns of a session, and the window in seconds."""

ADDRESS_RATE = (300, 60.0)
"""Most requests of an address: a mobile network puts hundreds of people behind one."""

OPENING_RATE = (60, 600.0)
"""Most new sessions of an address."""

PHOTO_RATE = (20, 600.0)

LEASE_S = 15.0
"""How long a turn may hold its session; beyond the hard deadline of a turn."""

SWEEP_S = 60.0

TOO_LONG = f"一条消息最多{TEXT_LIMIT}个字，请您分成几条发送。"
TOO_MANY = "您发送得太频繁了，请稍等片刻再发送。"
NO_SESSION = "会话已过期，请刷新页面重新开始。"
OTHER_SESSION = "您已在另一个窗口开始新的会话，请刷新页面。"
FOREIGN = "请在保险公司的网页上使用在线报案。"
UNREADABLE = "请求无法识别，请刷新页面后重试。"
STALE_BUTTON = "这个选项已过期，请重新选择或直接输入。"
BUSY = "上一条消息还在处理，请稍候片刻。"
PHOTOS_FULL = f"每次报案最多上传{photos.COUNT_LIMIT}张照片。"
PHOTO_FAILED = "照片没有保存成功，请重新上传。"
CLOSED = "在线报案尚未开通，请拨打{hotline}报案。"
PHOTO_LINE = "〔照片{count}〕"
PLACE_LINE = "〔当前位置：北纬{latitude:.5f}，东经{longitude:.5f}〕"


class Refused(Exception):
    """Raised for a request that is not taken: an HTTP status, a sentence for the customer, a word for the page."""

    def __init__(self, status: int, sentence: str, code: str, wait: float = 0.0) -> None:
        """Keep what the page is told."""
        super().__init__(sentence)
        self.status, self.sentence, self.code, self.wait = status, sentence, code, wait

    def response(self) -> HTTPResponse:
        """Return the refusal as the page reads it."""
        headers = {"Retry-After": str(round(self.wait + 0.5))} if self.wait else {}
        return json({"error": self.sentence, "code": self.code}, status=self.status, headers=headers)


@dataclass(frozen=True)
class Session:
    """A conversation on the page: ``call_id`` is Rasa's sender id."""

    call_id: str

    @property
    def tag(self) -> str:
        """Return a name of the session that the page may know; it opens nothing."""
        return hashlib.sha256(self.call_id.encode()).hexdigest()[:12]


class WebChannel(TurnChannel):
    """Serves the chat page under ``/chat``."""

    closes = False

    def __init__(
        self, settings: Settings, calls: Calls, clock: Callable[[], datetime] = lambda: datetime.now(BEIJING)
    ) -> None:
        """Serve with ``settings`` and keep the calls in ``calls``; ``clock`` tells the time of every request."""
        super().__init__(calls)
        self.settings = settings
        self.records = calls.store.web
        self.clock = clock
        self.pages = Pages(settings)
        self.open = False
        self._sweeper: asyncio.Task[None] | None = None

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, by which responses can differ."""
        return "web"

    def url_prefix(self) -> str:
        """Return where the page is: beside Rasa's ``/webhooks``, not under it."""
        return "/chat"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Build the channel from the environment; ``credentials.yml`` holds no secrets."""
        settings = Settings.from_environment(os.environ)
        return cls(settings, Calls(Store(settings.database_url, settings.company), channel=cls.name()))

    def blueprint(self, on_new_message: Handle) -> Blueprint:
        """Return the channel's routes."""
        routes = Blueprint("web_chat")
        api = self._api(on_new_message)

        @routes.listener("before_server_start")
        async def look_at_settings(app: Sanic, _: Any) -> None:
            self.open = self.settings.chat_may_open(app.state.host)
            if not self.open:
                logger.warning("The chat page stays closed: set WEB_SECRET to open it to the outside.")

        @routes.listener("after_server_start")
        async def sweep(_: Sanic, __: Any) -> None:
            self._sweeper = asyncio.create_task(self._sweep())

        @routes.listener("before_server_stop")
        async def rest(_: Sanic, __: Any) -> None:
            if self._sweeper:
                self._sweeper.cancel()

        @routes.listener("after_server_stop")
        async def close(_: Sanic, __: Any) -> None:
            await action_endpoint.close_session()

        async def page(request: Request, name: str = "") -> HTTPResponse:
            return self._page(request, name)

        routes.add_route(page, "/", methods=["GET"], name="page")
        routes.add_route(page, "/<name>", methods=["GET"], name="part")

        @routes.get("/api/transcript")
        async def transcript(request: Request) -> HTTPResponse:
            return await self._transcript(request)

        for path, handler in api.items():
            routes.add_route(
                self._guarded(handler), f"/api/{path}", methods=["POST"], name=path, stream=path == "photo"
            )
        return routes

    # Pages

    def _page(self, request: Request, name: str) -> HTTPResponse:
        """Serve the page and its parts."""
        if not self.open:
            return text(CLOSED.format(hotline=self.settings.hotline), status=503)
        return self.pages.serve(name, request)

    async def _transcript(self, request: Request) -> HTTPResponse:
        """Serve the text of the conversation to keep."""
        session = self.session_of(request)
        if session is None:
            return text(NO_SESSION, status=401)
        lines = await asyncio.to_thread(self.records.lines, session.call_id)
        names = {"bot": self.settings.company, "caller": "我"}
        body = "\r\n".join(
            f"{it['at'][:16].replace('T', ' ')} {names[it['who']]}：{it['text']}" for it in lines
        )
        headers = {
            "Content-Disposition": "attachment; filename*=UTF-8''%E6%8A%A5%E6%A1%88%E8%AE%B0%E5%BD%95.txt",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return text("\ufeff" + body + "\r\n", headers=headers)

    # Guards

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> HTTPResponse:
            try:
                if not self.open:
                    raise Refused(503, CLOSED.format(hotline=self.settings.hotline), "closed")
                self._refuse_foreign(request)
                await self._limit(f"address:{self._address(request)}", *ADDRESS_RATE)
                response = await handler(request)
            except Refused as refused:
                response = refused.response()
            except StoreUnavailable as error:
                logger.error("The record of the chat page failed: %s", error)
                response = Refused(
                    503, PHOTO_FAILED if "photo" in request.path else BUSY, "busy", 2
                ).response()
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded

    def _refuse_foreign(self, request: Request) -> None:
        """Let only our own page speak: browsers name the origin of every POST, and scripts cannot change it."""
        origin = (request.headers.get("origin") or "").rstrip("/")
        own = origin.partition("://")[2] == request.headers.get("host") and origin.startswith("http")
        if not own and origin not in self.settings.origins:
            raise Refused(403, FOREIGN, "foreign")

    def _address(self, request: Request) -> str:
        forwarded = [part.strip() for part in (request.headers.get("x-forwarded-for") or "").split(",")]
        proxies = self.settings.web_proxies
        address = forwarded[-proxies] if 0 < proxies <= len(forwarded) else request.ip
        # Kept for a minute as a digest: an address is personal data too.
        return hashlib.sha256(f"{self.settings.web_secret}{address}".encode()).hexdigest()[:24]

    def _secure(self, request: Request) -> bool:
        forwarded = self.settings.web_proxies and request.headers.get("x-forwarded-proto")
        return (forwarded or request.scheme) == "https"

    async def _limit(self, who: str, most: int, seconds: float) -> None:
        wait = await asyncio.to_thread(self.records.hit, who, most, seconds, self.clock().timestamp())
        if wait:
            raise Refused(429, TOO_MANY, "often", wait)

    # Sessions

    def session_of(self, request: Request) -> Session | None:
        """Return the session of a request's cookie, or None."""
        token = request.cookies.get(COOKIE) or ""
        content = verify(self.settings.web_secret, "session", token, self.clock().timestamp())
        return Session(content["s"]) if content else None

    def _session(self, request: Request) -> Session:
        session = self.session_of(request)
        if session is None:
            raise Refused(401, NO_SESSION, "expired")
        if request.headers.get("x-conversation", session.tag) != session.tag:
            raise Refused(409, OTHER_SESSION, "other")
        return session

    def _with_cookie(self, response: HTTPResponse, session: Session, request: Request) -> HTTPResponse:
        token = sign(
            self.settings.web_secret,
            "session",
            {"s": session.call_id},
            self.clock().timestamp() + SESSION_S,
        )
        response.headers["Set-Cookie"] = self._cookie(token, SESSION_S, request)
        return response

    def _cookie(self, value: str, seconds: int, request: Request) -> str:
        # A page inside another site's frame is sent its cookie only when it is None, and Partitioned keeps it there.
        embedded = self._secure(request) and bool(self.settings.origins)
        site = "SameSite=None; Partitioned" if embedded else "SameSite=Lax"
        secure = "; Secure" if self._secure(request) else ""
        return f"{COOKIE}={value}; Path=/chat; Max-Age={seconds}; HttpOnly; {site}{secure}"

    @asynccontextmanager
    async def _alone(self, session: Session) -> AsyncIterator[None]:
        """Hold the session for one turn, also against other server processes."""
        by = secrets.token_hex(8)
        last = time.monotonic() + LEASE_S
        while not await asyncio.to_thread(self.records.take, session.call_id, by, self.clock(), LEASE_S):
            if time.monotonic() > last:
                raise Refused(409, BUSY, "busy", 1)
            await asyncio.sleep(0.05)
        try:
            yield
        finally:
            await asyncio.to_thread(self.records.give_back, session.call_id, by)

    async def _sweep(self) -> None:
        """End the conversations that were left alone, as a hang-up ends a call."""
        while True:
            await asyncio.sleep(SWEEP_S)
            try:
                await asyncio.to_thread(self.end_left_alone)
            except StoreUnavailable as error:
                logger.warning("Conversations left alone could not be ended: %s", error)

    def end_left_alone(self) -> int:
        """End the conversations whose cookie has run out; return how many. Blocks."""
        now = self.clock()
        self.records.forget_hits(now.timestamp() - OPENING_RATE[1])
        left = self.records.left_alone(now - timedelta(seconds=SESSION_S))
        for call_id, seen_at in left:
            self.calls.store.end_call(call_id, seen_at)
        return len(left)

    # What the page asks for

    def _api(self, handle: Handle) -> Mapping[str, Handler]:
        async def session(request: Request) -> HTTPResponse:
            """Open the conversation, or go on with the one of the cookie."""
            fields = _fields(request)
            known = self.session_of(request)
            if known is None or fields.get("fresh") is True:
                if known is not None:
                    await asyncio.to_thread(self.calls.store.end_call, known.call_id, self.clock())
                await self._limit(f"opening:{self._address(request)}", *OPENING_RATE)
                known = Session(f"web-{secrets.token_urlsafe(18)}")
                await asyncio.to_thread(self.records.seen, known.call_id, self.clock())
                async with self._alone(known):
                    await self.take(
                        Turn(known.call_id, "start", self.clock(), turn_id="start", channel=self.name()),
                        request.app.ctx.agent,
                        handle,
                    )
            else:
                await asyncio.to_thread(self.records.seen, known.call_id, self.clock())
            view = await self._view(known, request.app.ctx.agent, _after(fields))
            return self._with_cookie(json(view), known, request)

        async def turn(request: Request) -> HTTPResponse:
            """Take what the customer typed or tapped."""
            session = self._session(request)
            fields = _fields(request)
            await self._limit(f"session:{session.tag}", *SESSION_RATE)
            agent = request.app.ctx.agent
            turn_id = fields.get("turn_id")
            if not isinstance(turn_id, str) or not TURN_ID.fullmatch(turn_id):
                raise Refused(400, UNREADABLE, "unreadable")
            async with self._alone(session):
                words = await self._words(fields, session, agent, turn_id)
                answer = await self.take(
                    Turn(
                        session.call_id,
                        "speech",
                        self.clock(),
                        text=words,
                        turn_id=turn_id,
                        channel=self.name(),
                    ),
                    agent,
                    handle,
                )
            view = await self._view(session, agent, _after(fields), answer)
            if view["state"]["ended"]:
                await asyncio.to_thread(self.calls.store.end_call, session.call_id, self.clock())
            return self._with_cookie(json(view), session, request)

        async def photo(request: Request) -> HTTPResponse:
            """Keep a photo of the scene."""
            session = self._session(request)
            await self._limit(f"photo:{session.tag}", *PHOTO_RATE)
            if await asyncio.to_thread(self.records.photo_count, session.call_id) >= photos.COUNT_LIMIT:
                raise Refused(409, PHOTOS_FULL, "full")
            content = await _body(request)
            try:
                kept = await asyncio.to_thread(photos.keep, content, Path(self.settings.photos_dir))
            except photos.PhotoRefused as refused:
                raise Refused(415, f"{refused}。", "photo") from refused
            except OSError as error:
                logger.error("A photo could not be written: %s", type(error).__name__)
                raise Refused(503, PHOTO_FAILED, "busy", 2) from error
            now = self.clock()
            count = await asyncio.to_thread(
                self.records.add_photo, session.call_id, asdict(kept), now, photos.COUNT_LIMIT
            )
            if count is None:
                await asyncio.to_thread((Path(self.settings.photos_dir) / kept.name).unlink, True)
                raise Refused(409, PHOTOS_FULL, "full")
            await self._note(session, PHOTO_LINE.format(count=count))
            view = await self._view(session, request.app.ctx.agent, _after(request.args))
            return self._with_cookie(json(view), session, request)

        async def place(request: Request) -> HTTPResponse:
            """Keep where the device is, when the customer has agreed."""
            session = self._session(request)
            fields = _fields(request)
            await self._limit(f"session:{session.tag}", *SESSION_RATE)
            if fields.get("consent") is not True:
                raise Refused(400, UNREADABLE, "unreadable")
            coordinates = {
                "latitude": _number(fields, "latitude", 90),
                "longitude": _number(fields, "longitude", 180),
                "accuracy_m": _number(fields, "accuracy_m", 1e6),
                "at": iso(self.clock()),
            }
            await asyncio.to_thread(self.records.set_coordinates, session.call_id, coordinates)
            await self._note(session, PLACE_LINE.format(**coordinates))
            view = await self._view(session, request.app.ctx.agent, _after(fields))
            return self._with_cookie(json(view), session, request)

        async def leave(request: Request) -> HTTPResponse:
            """End the conversation, as hanging up does."""
            session = self._session(request)
            await asyncio.to_thread(self.calls.store.end_call, session.call_id, self.clock())
            response = empty()
            response.headers["Set-Cookie"] = self._cookie("", 0, request)
            return response

        return {"session": session, "turn": turn, "photo": photo, "place": place, "leave": leave}

    async def _words(self, fields: Mapping[str, Any], session: Session, agent: Agent, turn_id: str) -> str:
        """Return the customer's words: typed, or those of the button they tapped."""
        button = fields.get("button")
        if button is None:
            return _typed(fields)
        now = self.clock().timestamp()
        content = verify(self.settings.web_secret, "button", str(button), now)
        if content is None or content["s"] != session.tag:
            raise Refused(409, STALE_BUTTON, "stale")
        repeated = await asyncio.to_thread(self.calls.store.answer_of, session.call_id, turn_id)
        tracker = await tracker_of(agent, session.call_id)
        asking = tracker.get_slot(REQUESTED_SLOT) if tracker else None
        if content["q"] != asking and repeated is None:
            raise Refused(409, STALE_BUTTON, "stale")
        return str(content["t"])

    async def _note(self, session: Session, line: str) -> None:
        """Write into the transcript what the customer sent besides words."""
        await asyncio.to_thread(
            self.calls.store.log_turn, session.call_id, None, self.clock(), line, [], None
        )

    async def _view(
        self, session: Session, agent: Agent, after: int, answer: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what the page shows: the lines it has not got, and where the conversation stands."""
        try:
            lines = await asyncio.to_thread(self.records.lines, session.call_id, after)
            photo_count = await asyncio.to_thread(self.records.photo_count, session.call_id)
        except StoreUnavailable as error:
            logger.error("The transcript could not be read: %s", error)
            lines, photo_count = [], 0
        said = (answer or {}).get("say") or []
        if said and not any(line["who"] == "bot" for line in lines):  # answered, but not written down
            lines = [{"seq": None, "who": "bot", "at": iso(self.clock()), **line} for line in said]
        tracker = await tracker_of(agent, session.call_id)
        slots = tracker.current_slot_values() if tracker else {}
        asking = slots.get(REQUESTED_SLOT)
        at = stage(asking, slots)
        return {
            "conversation": session.tag,
            "lines": [
                {**{name: line[name] for name in ("seq", "who", "at")}, "bubbles": bubbles(line["text"])}
                for line in lines
            ],
            "state": {
                "asking": asking,
                "choices": self._choices(session, asking),
                "tool": TOOLS.get(asking or ""),
                "steps": list(STEPS),
                "step": at,
                "card": card(slots),
                "photos": photo_count,
                "photos_left": photos.COUNT_LIMIT - photo_count,
                "ended": bool(slots.get("registered")) and asking is None,
            },
        }

    def _choices(self, session: Session, asking: str | None) -> list[dict[str, str]]:
        expires = self.clock().timestamp() + BUTTON_S
        return [
            {
                "label": choice.label,
                "says": choice.says,
                "token": sign(
                    self.settings.web_secret,
                    "button",
                    {"s": session.tag, "q": asking, "t": choice.says},
                    expires,
                ),
            }
            for choice in CHOICES.get(asking or "", ())
        ]


def _fields(request: Request) -> Mapping[str, Any]:
    if not (request.headers.get("content-type") or "").startswith("application/json"):
        raise Refused(415, UNREADABLE, "unreadable")
    if len(request.body) > BODY_LIMIT:
        raise Refused(413, TOO_LONG, "long")
    try:
        fields = request.json
    except Exception:  # Sanic's own, for whatever is no JSON
        raise Refused(400, UNREADABLE, "unreadable") from None
    if not isinstance(fields, dict):
        raise Refused(400, UNREADABLE, "unreadable")
    return fields


def _typed(fields: Mapping[str, Any]) -> str:
    said = fields.get("text")
    if not isinstance(said, str):
        raise Refused(400, UNREADABLE, "unreadable")
    if len(said) > TEXT_LIMIT:
        raise Refused(413, TOO_LONG, "long")
    words = harmless(said)
    if not words:
        raise Refused(400, "请输入文字。", "empty")
    return words


def _after(fields: Mapping[str, Any]) -> int:
    after = str(fields.get("after") or "0")
    return int(after) if after.isdigit() and len(after) < 16 else 0


def _number(fields: Mapping[str, Any], name: str, most: float) -> float:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= most:
        raise Refused(400, UNREADABLE, "unreadable")
    return float(value)


async def _body(request: Request) -> bytes:
    """Read a photo as it comes, and no further than the limit."""
    told = request.headers.get("content-length") or "0"
    size, parts = 0, []
    if told.isdigit() and int(told) <= photos.SIZE_LIMIT:
        while request.stream and (part := await request.stream.read()) is not None:
            size += len(part)
            parts.append(part)
            if size > photos.SIZE_LIMIT:
                break
        else:
            return b"".join(parts)
    raise Refused(413, "照片太大，每张最大10MB。", "photo")
