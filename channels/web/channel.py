"""The `web` channel: the chat page, its sessions, and the turns, photos and positions it sends.

The customer is known by a signed token that we issue and nothing else: no request names its conversation. All state is in
the token and the database, so that any server process can take any request.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw, text

from channels.calls import Call, Calls
from channels.taking import Handle, TurnChannel, tracker_of
from channels.turns import Turn, harmless
from channels.web import guard, photos, sessions
from channels.web.choices import CAR, TOOLS, choices_for
from channels.web.guard import Guard, Refused
from channels.web.pages import Pages
from channels.web.sessions import Session, Sessions
from channels.web.showing import STEPS, bubbles, card, recap_rows, stage
from channels.web.tokens import sign, verify
from claims.clock import BEIJING, iso
from claims.conversation import POSITIONS, has_begun, reachable, value_of
from claims.interview import told
from claims.photos import drop, thumbnail
from claims.settings import Settings
from claims.store import Store, StoreUnavailable
from runtime import action_endpoint

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]

BUTTON_S = 3600
"""How long a button may be tapped."""

TEXT_LIMIT = 500
BODY_LIMIT = 8 * 1024
TURN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

LEASE_S = 15.0
"""How long a turn may hold its session; beyond the hard deadline of a turn."""

SWEEP_S = 60.0

DATUM = "WGS-84"
"""What a browser's coordinates are given in; Chinese maps are drawn in another."""

TOO_LONG = f"一条消息最多{TEXT_LIMIT}个字，请您分成几条发送。"
UNREADABLE = "请求无法识别，请刷新页面后重试。"
STALE_BUTTON = "这个选项已过期，请重新选择或直接输入。"
BUSY = "上一条消息还在处理，请稍候片刻。"
PHOTOS_FULL = f"每次报案最多上传{photos.COUNT_LIMIT}张照片。"
PHOTO_FAILED = "照片没有保存成功，请重新上传。"
PHOTO_STAYS = "报案已登记，照片不能再删除。"
PLACE_STAYS = "报案已登记，请用文字补充地点。"
WRONG_DIGITS = "号码不对，请输入报案时留的联系电话的后四位。"
OLD_LINK = "这个链接已经失效，请拨打{hotline}，报出报案号即可查询。"
NOT_THERE = "没有之前的报案。"
PHOTO_LINE = "〔照片{number}〕"
PHOTO_GONE_LINE = "〔删除了照片{number}〕"
PLACE_LINE = "〔{of}的手机定位：北纬{latitude:.5f}，东经{longitude:.5f}，误差约{accuracy_m:.0f}米〕"
CHANGE_LINE = "〔更改{label}〕"
PLACE_GONE_LINE = "〔不用{of}的手机定位〕"
PLACES = {"place": "事故地点", "car_location": "车辆"}
"""What a position may be of: the question about it -> what the transcript calls it."""

WITH_CARD = frozenset(
    {"utter_registered", "utter_registered_unsent", "utter_manual_saved", "utter_duplicate_unsent", "A-07"}
)
"""Sentences under which the card of the report stands."""


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
        self.guard = Guard(settings, self.records)
        self.sessions = Sessions(settings, self.records)
        # Photos are looked at one after the other: the machine belongs to the conversations.
        self._looking = asyncio.Semaphore(1)
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

    def now_of(self, call: Call, turn: Turn) -> str:
        """Return what "now" is in what a customer writes: the moment of writing, for a page stays open for hours."""
        return turn.at.isoformat()

    def blueprint(self, on_new_message: Handle) -> Blueprint:
        """Return the channel's routes."""
        routes = Blueprint("web_chat")
        api = self._api(on_new_message)

        @routes.listener("before_server_start")
        async def look_at_settings(app: Sanic, _: Any) -> None:
            self.guard.open = self.settings.chat_may_open(app.state.host)
            if not self.guard.open:
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
            return await self._answered(request, self._transcript)

        @routes.get("/api/photo/<number:int>")
        async def thumbnail(request: Request, number: int) -> HTTPResponse:
            async def serve(request: Request) -> HTTPResponse:
                return await self._thumbnail(request, number)

            return await self._answered(request, serve)

        for path, handler in api.items():
            routes.add_route(
                self._guarded(handler),
                f"/api/{path}",
                methods=["POST"],
                name=path.replace("/", "_"),
                stream=path == "photo",
            )
        return routes

    # Pages

    def _page(self, request: Request, name: str) -> HTTPResponse:
        """Serve the page and its parts."""
        if self.guard.closed(request):
            return text(guard.CLOSED.format(hotline=self.settings.hotline), status=503)
        if not self.guard.known_host(request):
            return text(guard.FOREIGN, status=403)
        response = self.pages.serve(name, request)
        if not name and not sessions.keeps_cookies(request):
            response.headers["Set-Cookie"] = self.sessions.cookie(
                sessions.KEPT, "1", sessions.SESSION_S, request
            )
        return response

    async def _transcript(self, request: Request) -> HTTPResponse:
        """Serve the text of the conversation to keep."""
        session = await self.sessions.required(request, self._now())
        lines = await asyncio.to_thread(self.records.lines, session.call_id)
        names = {"bot": self.settings.company, "caller": "我"}
        body = "\r\n".join(
            f"{it['at'][:16].replace('T', ' ')} {names[it['who']]}：{it['text']}" for it in lines
        )
        headers = {
            "Content-Disposition": "attachment; filename*=UTF-8''%E6%8A%A5%E6%A1%88%E8%AE%B0%E5%BD%95.txt"
        }
        return text("\ufeff" + body + "\r\n", headers=headers)

    async def _thumbnail(self, request: Request, number: int) -> HTTPResponse:
        """Serve a small picture of a photo to whoever sent it."""
        session = await self.sessions.required(request, self._now())
        sent = await asyncio.to_thread(self.records.photos, session.call_id)
        name = next((photo["name"] for photo in sent if photo["number"] == number), "")
        file = Path(self.settings.photos_dir) / thumbnail(name)
        if not name or not await asyncio.to_thread(file.is_file):
            raise Refused(404, NOT_THERE, "gone")
        return raw(await asyncio.to_thread(file.read_bytes), content_type="image/jpeg")

    # Guards

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> HTTPResponse:
            async def admitted(request: Request) -> HTTPResponse:
                self.guard.admit(request)
                who = f"address:{self.guard.address(request)}"
                await self.guard.limit(who, guard.ADDRESS_RATE, self._now())
                return await handler(request)

            return await self._answered(request, admitted)

        return guarded

    async def _answered(self, request: Request, handler: Handler) -> HTTPResponse:
        """Turn what goes wrong into an answer the page can show."""
        try:
            if self.guard.closed(request):
                raise Refused(503, guard.CLOSED.format(hotline=self.settings.hotline), "closed")
            response = await handler(request)
        except Refused as refused:
            response = refused.response()
        except StoreUnavailable as error:
            logger.error("The record of the chat page failed: %s", error)
            response = Refused(503, PHOTO_FAILED if "photo" in request.path else BUSY, "busy", 2).response()
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def _now(self) -> float:
        return self.clock().timestamp()

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
        """End the conversations of which nothing was heard for long; return how many. Blocks."""
        now = self.clock()
        self.records.forget_hits(now.timestamp() - guard.LONGEST_WINDOW_S)
        left = self.records.left_alone(now - timedelta(seconds=sessions.LEFT_ALONE_S))
        for call_id, seen_at in left:
            self.calls.store.end_call(call_id, seen_at)
        return len(left)

    # What the page asks for

    def _api(self, handle: Handle) -> Mapping[str, Handler]:
        async def session(request: Request) -> HTTPResponse:
            """Open the conversation, go on with the one of the token, or go back to the one before it."""
            fields = _fields(request)
            known = await self._carried(request, fields)
            if known is None or fields.get("fresh") is True:
                known = await self._begin(request, fields, known, handle)
            else:
                await asyncio.to_thread(self.records.seen, known.call_id, self.clock())
            return await self._shown(request, known, _after(fields))

        async def turn(request: Request) -> HTTPResponse:
            """Take what the customer typed or tapped."""
            session = await self.sessions.required(request, self._now())
            fields = _fields(request)
            await self.guard.limit(f"session:{session.tag}", guard.SESSION_RATE, self._now())
            agent = request.app.ctx.agent
            turn_id = _turn_id(fields)
            async with self._alone(session):
                words, sent = await self._told(fields, session, agent, turn_id)
                said = self._turn(session, "page" if sent else "speech", turn_id, text=words, sent=sent)
                answer = await self.take(said, agent, handle)
            unwritten = await self._unwritten(said, answer)
            return await self._shown(request, session, _after(fields), unwritten)

        async def place(request: Request) -> HTTPResponse:
            """Take where the device is, when the customer has agreed, as an answer; or take it back."""
            session = await self.sessions.required(request, self._now())
            fields = _fields(request)
            await self.guard.limit(f"session:{session.tag}", guard.SESSION_RATE, self._now())
            agent = request.app.ctx.agent
            tracker = await tracker_of(agent, session.call_id)
            if tracker and tracker.get_slot("registered"):
                raise Refused(409, PLACE_STAYS, "registered")
            position, line = self._position(fields)
            async with self._alone(session):
                sent = {"entity": "position", "value": position}
                said = self._turn(session, "page", _turn_id(fields), text=line, sent=sent)
                answer = await self.take(said, agent, handle)
            unwritten = await self._unwritten(said, answer)
            return await self._shown(request, session, _after(fields), unwritten)

        async def change(request: Request) -> HTTPResponse:
            """Ask anew for a line of the recap that is not put right by a sentence."""
            session = await self.sessions.required(request, self._now())
            fields = _fields(request)
            await self.guard.limit(f"session:{session.tag}", guard.SESSION_RATE, self._now())
            agent = request.app.ctx.agent
            tracker = await tracker_of(agent, session.call_id)
            read = tracker is not None and tracker.get_slot(REQUESTED_SLOT) == "recap"
            rows = recap_rows(tracker.current_slot_values(), self.clock()) if tracker and read else []
            row = next((row for row in rows if row["anew"] and row["anew"] == fields.get("row")), None)
            if row is None:
                raise Refused(409, STALE_BUTTON, "stale")
            async with self._alone(session):
                sent = {"entity": "change", "value": row["anew"]}
                line = CHANGE_LINE.format(label=row["label"])
                said = self._turn(session, "page", _turn_id(fields), text=line, sent=sent)
                answer = await self.take(said, agent, handle)
            unwritten = await self._unwritten(said, answer)
            return await self._shown(request, session, _after(fields), unwritten)

        async def photo(request: Request) -> HTTPResponse:
            """Keep a photo of the scene, once, however often it is sent."""
            session = await self.sessions.required(request, self._now())
            await self.guard.limit(f"photo:{session.tag}", guard.PHOTO_RATE, self._now())
            upload_id = request.args.get("id") or None
            if upload_id is not None and not TURN_ID.fullmatch(upload_id):
                raise Refused(400, UNREADABLE, "unreadable")
            content = await _body(request)
            there = upload_id and await asyncio.to_thread(
                self.records.is_uploaded, session.call_id, upload_id
            )
            if not there:
                await self._keep_photo(session, content, upload_id)
            await asyncio.to_thread(self.records.seen, session.call_id, self.clock())
            return await self._shown(request, session, _after(request.args))

        async def drop_photo(request: Request) -> HTTPResponse:
            """Take a photo back, as long as the report is not registered."""
            session = await self.sessions.required(request, self._now())
            fields = _fields(request)
            tracker = await tracker_of(request.app.ctx.agent, session.call_id)
            if tracker and tracker.get_slot("registered"):
                raise Refused(409, PHOTO_STAYS, "registered")
            number = fields.get("number")
            if not isinstance(number, int) or isinstance(number, bool):
                raise Refused(400, UNREADABLE, "unreadable")
            name = await asyncio.to_thread(self.records.drop_photo, session.call_id, number, self.clock())
            if name is not None:
                await asyncio.to_thread(drop, name, Path(self.settings.photos_dir))
                await self._note(session, PHOTO_GONE_LINE.format(number=number))
            return await self._shown(request, session, _after(fields))

        async def resume(request: Request) -> HTTPResponse:
            """Reopen the conversation of a link, for whoever knows the end of the telephone number told in it."""
            fields = _fields(request)
            gone = Refused(410, OLD_LINK.format(hotline=self.settings.hotline), "link")
            content = verify(self.settings.web_secret, "link", str(fields.get("link")), self._now())
            # A conversation that was left stays open to its link: the digits are asked for anew.
            known = await self.sessions.known(content["s"]) if content else None
            if known is None:
                raise gone
            locked = guard.LOCKED.format(hotline=self.settings.hotline)
            await self.guard.limit(f"guess:{known.tag}", guard.GUESS_RATE, self._now(), locked)
            phones = await asyncio.to_thread(self._phones, known.call_id)
            digits = str(fields.get("digits"))
            if len(digits) != 4 or not any(phone.endswith(digits) for phone in phones):
                raise Refused(403, WRONG_DIGITS, "digits")
            await asyncio.to_thread(self.records.seen, known.call_id, self.clock())
            return await self._shown(request, known, 0)

        async def carry(request: Request) -> HTTPResponse:
            """Give out what opens this conversation in a window of its own, for a minute."""
            session = await self.sessions.required(request, self._now())
            token = self.sessions.token(session, "carry", self._now() + sessions.CARRY_S)
            return json({"carry": token})

        async def leave(request: Request) -> HTTPResponse:
            """End the conversation, as hanging up does; no token issued for it opens it any more."""
            session = await self.sessions.required(request, self._now())
            await asyncio.to_thread(self.calls.store.end_call, session.call_id, self.clock())
            await asyncio.to_thread(self.records.revoke, session.call_id)
            response = empty()
            self.sessions.keep(response, "", 0, request)
            return response

        return {
            "session": session,
            "turn": turn,
            "photo": photo,
            "photo/drop": drop_photo,
            "place": place,
            "change": change,
            "resume": resume,
            "carry": carry,
            "leave": leave,
        }

    async def _carried(self, request: Request, fields: Mapping[str, Any]) -> Session | None:
        """Return the conversation to go on with: the one carried over or held by a site's page, the one before, or that of the token."""
        now = self._now()
        if "carry" in fields:
            return await self.sessions.opened(str(fields["carry"]), "carry", now)
        if "held" in fields:
            return await self.sessions.opened(str(fields["held"]), "held", now)
        known = await self.sessions.of(request, now)
        if fields.get("back") is not True:
            return known
        before = await self.sessions.known(known.before, known.call_id) if known and known.before else None
        if before is None:
            raise Refused(404, NOT_THERE, "gone")
        return before

    async def _begin(
        self, request: Request, fields: Mapping[str, Any], before: Session | None, handle: Handle
    ) -> Session:
        """Begin a conversation; the one before is ended, and stays to go back to."""
        await self.guard.limit_opening(request, fields, self._now())
        if before is not None:
            await asyncio.to_thread(self.calls.store.end_call, before.call_id, self.clock())
        begun = self.sessions.begun(before)
        await asyncio.to_thread(self.records.seen, begun.call_id, self.clock())
        async with self._alone(begun):
            await self.take(self._turn(begun, "start", "start"), request.app.ctx.agent, handle)
        return begun

    def _turn(self, session: Session, event: str, turn_id: str, **more: Any) -> Turn:
        return Turn(session.call_id, event, self.clock(), turn_id=turn_id, channel=self.name(), **more)

    def _position(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """Return the position a page sends, and its line in the transcript."""
        of = fields.get("of", "place")
        if not isinstance(of, str) or of not in PLACES:
            raise Refused(400, UNREADABLE, "unreadable")
        if fields.get("withdraw") is True:
            return {"of": of, "coordinates": None}, PLACE_GONE_LINE.format(of=PLACES[of])
        if fields.get("consent") is not True:
            raise Refused(400, UNREADABLE, "unreadable")
        coordinates = {
            "latitude": _number(fields, "latitude", 90),
            "longitude": _number(fields, "longitude", 180),
            "accuracy_m": _number(fields, "accuracy_m", 1e6),
            "datum": DATUM,
            "at": iso(self.clock()),
        }
        return {"of": of, "coordinates": coordinates}, PLACE_LINE.format(of=PLACES[of], **coordinates)

    async def _keep_photo(self, session: Session, content: bytes, upload_id: str | None) -> None:
        folder = Path(self.settings.photos_dir)
        if len(await asyncio.to_thread(self.records.photos, session.call_id)) >= photos.COUNT_LIMIT:
            raise Refused(409, PHOTOS_FULL, "full")
        try:
            async with self._looking:
                kept = await photos.keep(content, folder)
        except photos.PhotoRefused as refused:
            raise Refused(415, f"{refused}。", "photo") from refused
        except OSError as error:
            logger.error("A photo could not be written: %s", type(error).__name__)
            raise Refused(503, PHOTO_FAILED, "busy", 2) from error
        number = await asyncio.to_thread(
            self.records.add_photo, session.call_id, asdict(kept), self.clock(), photos.COUNT_LIMIT, upload_id
        )
        if number is None:
            await asyncio.to_thread(drop, kept.name, folder)
            raise Refused(409, PHOTOS_FULL, "full")
        await self._note(session, PHOTO_LINE.format(number=number))

    def _phones(self, call_id: str) -> list[str]:
        """Return the telephone numbers told in a conversation. Blocks."""
        report = (self.calls.store.call(call_id) or {}).get("report") or {}
        return [
            str(phone) for who in ("contact", "reporter") if (phone := (report.get(who) or {}).get("phone"))
        ]

    async def _told(
        self, fields: Mapping[str, Any], session: Session, agent: Agent, turn_id: str
    ) -> tuple[str, dict[str, Any] | None]:
        """Return the customer's words, typed or of the button they tapped, and what the button sends in their stead."""
        button = fields.get("button")
        if button is None:
            return _typed(fields), None
        content = verify(self.settings.web_secret, "button", str(button), self._now())
        if content is None or content["s"] != session.tag:
            raise Refused(409, STALE_BUTTON, "stale")
        repeated = await asyncio.to_thread(self.calls.store.answer_of, session.call_id, turn_id)
        tracker = await tracker_of(agent, session.call_id)
        asking = tracker.get_slot(REQUESTED_SLOT) if tracker else None
        if content["q"] != asking and repeated is None:
            raise Refused(409, STALE_BUTTON, "stale")
        return str(content["t"]), {"entity": "case", "value": content["c"]} if content.get("c") else None

    async def _note(self, session: Session, line: str) -> None:
        """Write into the transcript what the customer sent besides words."""
        await asyncio.to_thread(
            self.calls.store.log_turn, session.call_id, None, self.clock(), line, [], None
        )

    async def _unwritten(self, said: Turn, answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Return what was answered where it could not be written down, and the transcript will not show it."""
        try:
            written = await asyncio.to_thread(self.calls.store.answer_of, said.call_id, str(said.turn_id))
        except StoreUnavailable:
            written = None
        return () if written else answer["say"]

    async def _shown(
        self, request: Request, session: Session, after: int, unwritten: Sequence[Mapping[str, Any]] = ()
    ) -> HTTPResponse:
        """Answer with what the page shows, and renew its token: as a cookie, and into its hands where it keeps none."""
        view = await self._view(session, request.app.ctx.agent, after, unwritten)
        if view["state"]["ended"]:
            await asyncio.to_thread(self.calls.store.end_call, session.call_id, self.clock())
        token = self.sessions.token(session, "session", self._now() + sessions.SESSION_S)
        if not sessions.keeps_cookies(request):
            view["token"] = token
            view["held"] = self.sessions.token(session, "held", self._now() + sessions.HELD_S)
        response = json(view)
        self.sessions.keep(response, token, sessions.SESSION_S, request)
        return response

    async def _view(
        self, session: Session, agent: Agent, after: int, unwritten: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return what the page shows: the lines it has not got, and where the conversation stands."""
        try:
            lines = await asyncio.to_thread(self.records.lines, session.call_id, after)
            sent = await asyncio.to_thread(self.records.photos, session.call_id)
        except StoreUnavailable as error:
            logger.error("The transcript could not be read: %s", error)
            lines, sent = [], []
        lines += [{"seq": None, "who": "bot", "at": iso(self.clock()), **line} for line in unwritten]
        tracker = await tracker_of(agent, session.call_id)
        slots = tracker.current_slot_values() if tracker else {}
        asking = slots.get(REQUESTED_SLOT)
        changing = (slots.get("progress") or {}).get("changing")
        chosen = value_of(slots, changing) if changing else None
        away = (self.clock() - session.seen_at).total_seconds() if session.seen_at else 0
        return {
            "conversation": session.tag,
            "lines": [
                {
                    **{name: line[name] for name in ("seq", "who", "at")},
                    "bubbles": bubbles(line["text"]),
                    "card": line["id"] in WITH_CARD,
                }
                for line in lines
            ],
            "state": {
                "asking": asking,
                "choices": self._choices(session, asking, _last_said(tracker), bool(changing)),
                "tool": TOOLS.get(asking or ""),
                "car": list(CAR) if TOOLS.get(asking or "") == "car" else [],
                "chosen": chosen if isinstance(chosen, list) else [],
                "positions": [of for of, fact in POSITIONS.items() if told(slots, fact)],
                "steps": list(STEPS),
                "step": stage(asking, slots),
                "recap": recap_rows(slots, self.clock()) if asking == "recap" else None,
                "card": card(slots),
                "photos": [photo["number"] for photo in sent],
                "photos_left": photos.COUNT_LIMIT - len(sent),
                "registered": bool(slots.get("registered")),
                "ended": bool(slots.get("registered")) and asking is None,
                "link": self._link(session) if told(slots, "contact_phone") else None,
                "before": bool(session.before),
                "begun": has_begun(slots),
                "reachable": reachable(slots),
                "resumed": away > sessions.LEFT_ALONE_S,
            },
        }

    def _link(self, session: Session) -> str:
        return self.sessions.token(session, "link", self._now() + sessions.LINK_S)

    def _choices(
        self, session: Session, asking: str | None, said: str | None, changing: bool
    ) -> list[dict[str, Any]]:
        expires = self._now() + BUTTON_S
        return [
            {
                "label": choice.label,
                "says": choice.says,
                "token": sign(
                    self.settings.web_secret,
                    "button",
                    {"s": session.tag, "q": asking, "t": choice.says, "c": choice.case},
                    expires,
                ),
            }
            for choice in choices_for(asking, said, changing)
        ]


def _last_said(tracker: DialogueStateTracker | None) -> str | None:
    """Return the name of the bot's last response, by which a question's wordings are told apart."""
    said = (event for event in reversed(tracker.events if tracker else ()) if isinstance(event, BotUttered))
    return next((str(event.metadata.get("utter_action")) for event in said if event.text), None)


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


def _turn_id(fields: Mapping[str, Any]) -> str:
    turn_id = fields.get("turn_id")
    if not isinstance(turn_id, str) or not TURN_ID.fullmatch(turn_id):
        raise Refused(400, UNREADABLE, "unreadable")
    return turn_id


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
    return int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0


def _number(fields: Mapping[str, Any], name: str, most: float) -> float:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= most:
        raise Refused(400, UNREADABLE, "unreadable")
    return float(value)


async def _body(request: Request) -> bytes:
    """Read a photo as it comes, and no further than the limit."""
    length = request.headers.get("content-length") or "0"
    size, parts = 0, []
    if length.isascii() and length.isdigit() and int(length) <= photos.SIZE_LIMIT:
        while request.stream and (part := await request.stream.read()) is not None:
            size += len(part)
            parts.append(part)
            if size > photos.SIZE_LIMIT:
                break
        else:
            return b"".join(parts)
    raise Refused(413, f"{photos.TOO_LARGE}。", "photo")
