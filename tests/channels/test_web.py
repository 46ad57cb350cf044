"""The web channel, over HTTP, in front of a running bot: sessions, limits, buttons, photos, places, several servers."""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import resource
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from PIL import Image

from channels.calls import Calls
from channels.web import WebChannel, guard, photos, sessions
from channels.web import channel as web_channel
from channels.web.tokens import sign
from claims.clock import BEIJING
from claims.photos import thumbnail
from claims.settings import Settings
from claims.store import Store
from tests.channels.conftest import serve
from tests.runtime.small_bot import ActionServer, load

SECRET = "a secret of the tests"
SITE = "https://www.example.cn"


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Server:
    """One server process with the chat page."""

    url: str
    channel: WebChannel
    store: Store
    actions: ActionServer


@dataclass
class Browser:
    """A browser: keeps its cookie and knows what the page knows."""

    http: aiohttp.ClientSession
    server: Server
    origin: str = ""
    after: int = 0
    view: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: itertools.count(10_000_000))

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body or {}}
        headers = {"Origin": self.origin or self.server.url, **self.headers, **headers}
        async with self.http.post(f"{self.server.url}/chat/api/{path}", headers=headers, **sent) as answer:
            view = await answer.json() if answer.status != 204 else {}
            if answer.status == 200:
                self.view = view
                self.after = max([self.after, *(line["seq"] or 0 for line in view.get("lines", ()))])
            return answer.status, view

    async def open(self, **body: Any) -> dict[str, Any]:
        status, view = await self.post("session", body)
        assert status == 200, view
        return dict(view)

    async def say(self, text: str, **more: Any) -> tuple[int, Any]:
        return await self.post(
            "turn", {"turn_id": str(next(self.ids)), "text": text, "after": self.after, **more}
        )

    async def tap(self, token: str) -> tuple[int, Any]:
        return await self.post("turn", {"turn_id": str(next(self.ids)), "button": token, "after": self.after})

    @property
    def cookie(self) -> Any:
        return next(cookie for cookie in self.http.cookie_jar if cookie.key == sessions.COOKIE)


def said(view: dict[str, Any], who: str = "bot") -> list[str]:
    return ["".join(line["bubbles"]) for line in view["lines"] if line["who"] == who]


@asynccontextmanager
async def server(
    model: Path, folder: Path, clock: Clock, actions: ActionServer, **settings: Any
) -> AsyncIterator[Server]:
    database = f"sqlite:///{folder}/claims.db"
    store = Store(database)
    store.migrate()
    wanted = Settings(
        **{"web_secret": SECRET, "database_url": database, "photos_dir": f"{folder}/photos", **settings}
    )
    channel = WebChannel(wanted, Calls(store, "web"), clock)
    async with serve(channel) as (app, url):
        app.ctx.agent = load(model, database, actions.url)
        yield Server(url.removesuffix("/webhooks/voice/turn"), channel, store, actions)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def visitor(small_model: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Browser]:
    async with (
        ActionServer().serve() as actions,
        server(small_model, tmp_path, clock, actions) as running,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
    ):
        yield Browser(http, running)


@asynccontextmanager
async def another(first: Browser) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield Browser(http, first.server)


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, "red").save(into, kind)
    return into.getvalue()


async def test_a_conversation_and_its_record(visitor: Browser) -> None:
    view = await visitor.open()
    assert said(view) == ["您好,很高兴为您服务!", "请问您的车牌号是多少?"]
    assert view["state"]["asking"] == "plate"
    status, view = await visitor.say("冀A六P七二Q")
    assert (status, said(view), said(view, "caller")) == (200, ["请问您的车哪里受损?"], ["冀A六P七二Q"])
    sender = visitor.server.actions.asked[-1]["tracker"]
    assert sender["sender_id"].startswith("web-")
    assert sender["latest_message"]["metadata"]["channel"] == "web"
    call = visitor.server.store.call(sender["sender_id"])
    assert call and (call["channel"], call["from"]) == ("web", None)


async def test_the_cookie_is_ours_signed_and_short_lived(visitor: Browser) -> None:
    await visitor.open()
    cookie = visitor.cookie
    assert cookie["httponly"] and cookie["path"] == "/chat" and cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == sessions.SESSION_S
    assert visitor.view["conversation"] not in cookie.value


async def test_a_page_inside_another_site_over_https_gets_a_cookie_of_its_own(
    small_model: Path, tmp_path: Path, clock: Clock
) -> None:
    async with (
        ActionServer().serve() as actions,
        server(small_model, tmp_path, clock, actions, web_origins=SITE, web_proxies=1) as running,
        aiohttp.ClientSession() as http,
        http.post(
            f"{running.url}/chat/api/session",
            json={},
            headers={"Origin": running.url, "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"},
        ) as answer,
    ):
        assert "SameSite=None; Partitioned; Secure" in answer.headers["Set-Cookie"]


async def test_coming_back_goes_on_where_it_stood(visitor: Browser) -> None:
    await visitor.open()
    await visitor.say("冀A6P72Q")
    view = await visitor.open(after=0)
    assert said(view) == ["您好,很高兴为您服务!", "请问您的车牌号是多少?", "请问您的车哪里受损?"]
    assert view["state"]["asking"] == "damage"
    assert (await visitor.open(after=visitor.after))["lines"] == []


async def test_a_session_ends_after_its_time_and_lives_on_while_it_is_used(
    visitor: Browser, clock: Clock
) -> None:
    await visitor.open()
    first = visitor.view["conversation"]
    clock.pass_(sessions.SESSION_S - 1)
    assert (await visitor.say("冀A6P72Q"))[0] == 200
    clock.pass_(sessions.SESSION_S - 1)
    assert (await visitor.say("大灯"))[0] == 200
    clock.pass_(sessions.SESSION_S + 1)
    status, answer = await visitor.say("还在吗")
    assert (status, answer["code"]) == (401, "expired")
    assert (await visitor.open())["conversation"] != first


async def test_now_is_the_moment_of_writing(visitor: Browser, clock: Clock) -> None:
    await visitor.open()
    clock.pass_(5400)
    await visitor.say("冀A6P72Q")
    metadata = visitor.server.actions.asked[-1]["tracker"]["latest_message"]["metadata"]
    assert datetime.fromisoformat(metadata["call_started_at"]) == clock.now


async def test_what_was_left_alone_is_told_and_goes_on(visitor: Browser, clock: Clock) -> None:
    await visitor.open()
    assert not visitor.view["state"]["resumed"]
    clock.pass_(sessions.LEFT_ALONE_S + 1)
    visitor.server.channel.end_left_alone()
    view = await visitor.open()
    assert view["state"]["resumed"] and view["state"]["asking"] == "plate"
    assert said((await visitor.say("冀A6P72Q"))[1]) == ["请问您的车哪里受损?"]
    assert not (await visitor.open())["state"]["resumed"]


async def test_a_conversation_left_alone_is_ended_as_by_hanging_up(visitor: Browser, clock: Clock) -> None:
    await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    assert visitor.server.channel.end_left_alone() == 0
    left = clock.now
    clock.pass_(sessions.LEFT_ALONE_S + 1)
    assert visitor.server.channel.end_left_alone() == 1
    call = visitor.server.store.call(call_id)
    assert call and datetime.fromisoformat(call["ended_at"]) == left
    assert visitor.server.channel.end_left_alone() == 0


async def test_leaving_ends_the_call_and_a_fresh_one_has_a_new_name(visitor: Browser) -> None:
    first = (await visitor.open())["conversation"]
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    assert (await visitor.open(fresh=True))["conversation"] != first
    call = visitor.server.store.call(call_id)
    assert call and call["ended_at"]
    before = visitor.cookie.value
    assert (await visitor.post("leave"))[0] == 204
    assert (await visitor.say("在吗"))[0] == 401
    visitor.headers["Cookie"] = f"{sessions.COOKIE}={before}"
    assert (await visitor.say("在吗"))[0] == 401
    async with visitor.http.get(
        f"{visitor.server.url}/chat/api/transcript", headers=visitor.headers
    ) as answer:
        assert answer.status == 401


async def test_a_new_report_does_not_lose_the_one_before(visitor: Browser) -> None:
    first = await visitor.open()
    await visitor.say("冀A6P72Q")
    assert (await visitor.post("session", {"back": True}))[1]["code"] == "gone"
    second = await visitor.open(fresh=True)
    assert second["state"]["before"] and second["conversation"] != first["conversation"]
    back = await visitor.open(back=True)
    assert back["conversation"] == first["conversation"] and "冀A6P72Q" in said(back, "caller")
    assert (await visitor.open(back=True))["conversation"] == second["conversation"]


async def test_a_browser_without_cookies_holds_its_token_itself(visitor: Browser) -> None:
    async with visitor.http.get(f"{visitor.server.url}/chat") as answer:
        assert sessions.KEPT in answer.cookies
    assert "token" not in await visitor.open()  # the cookie came back
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        framed = Browser(http, visitor.server)
        view = await framed.open()
        assert (await framed.say("冀A6P72Q"))[0] == 401
        framed.headers["X-Session"] = view["token"]
        status, view = await framed.say("冀A6P72Q")
        assert (status, said(view)) == (200, ["请问您的车哪里受损?"]) and view["token"]
        status, _ = await framed.post(
            "turn", {"turn_id": "foreign-1", "text": "x"}, Origin="https://evil.example.cn"
        )
        assert status == 403


async def test_a_conversation_is_carried_into_a_window_of_its_own_once_asked_and_soon(
    visitor: Browser, clock: Clock
) -> None:
    first = await visitor.open()
    carry = (await visitor.post("carry"))[1]["carry"]
    async with another(visitor) as window:
        assert (await window.open(carry=carry))["conversation"] == first["conversation"]
        assert (await window.say("冀A6P72Q"))[0] == 200
    clock.pass_(sessions.CARRY_S + 1)
    async with another(visitor) as late:
        assert (await late.open(carry=carry))["conversation"] != first["conversation"]


async def test_a_link_reopens_a_conversation_for_whoever_knows_the_end_of_its_number(
    visitor: Browser, clock: Clock
) -> None:
    first = await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    visitor.server.store.save_draft(
        call_id, {"channel": "web", "plate": "冀A6P72Q", "contact": {"phone": "13900001101"}}
    )
    link = visitor.server.channel._link(sessions.Session(call_id))
    assert (await visitor.post("leave"))[0] == 204
    clock.pass_(sessions.LINK_S - 1)
    async with another(visitor) as device:
        status, answer = await device.post("resume", {"link": link, "digits": "1102"})
        assert (status, answer["code"]) == (403, "digits")
        for digits in ("", "01", 1101.5, "13900001101"):
            assert (await device.post("resume", {"link": link, "digits": digits}))[0] == 403
        assert (await device.post("resume", {"link": link + "x", "digits": "1101"}))[0] == 410
        status, view = await device.post("resume", {"link": link, "digits": "1101"})
        assert (status, view["conversation"]) == (200, first["conversation"])
        assert (await device.say("冀A6P72Q"))[0] == 200
        for _ in range(guard.GUESS_RATE[0]):
            status, answer = await device.post("resume", {"link": link, "digits": "0000"})
        assert status == 429 and "一天之内" in answer["error"] and "95585" in answer["error"]
        clock.pass_(2)
        assert (await device.post("resume", {"link": link, "digits": "1101"}))[0] == 410


async def test_a_conversation_whose_number_nobody_told_has_no_way_in(visitor: Browser) -> None:
    await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    link = visitor.server.channel._link(sessions.Session(call_id))
    assert (await visitor.post("resume", {"link": link, "digits": ""}))[0] == 403


async def test_no_cookie_opens_the_calls_of_the_telephone(visitor: Browser, clock: Clock) -> None:
    await visitor.open()
    visitor.server.store.begin_call("B-09", "voice", "13900001101", clock.now)
    visitor.server.store.log_turn("B-09", None, clock.now, "撞了", [], None)
    visitor.http.cookie_jar.clear()
    visitor.headers["Cookie"] = (
        f"{sessions.COOKIE}={sign(SECRET, 'session', {'s': 'B-09', 'g': 0}, clock.now.timestamp() + 60)}"
    )
    async with visitor.http.get(
        f"{visitor.server.url}/chat/api/transcript", headers=visitor.headers
    ) as answer:
        assert answer.status == 401
    assert (await visitor.say("在吗"))[0] == 401


@pytest.mark.parametrize("after", ["²", "-1", "1e3", "٣", "9" * 20, None, [], True])
async def test_no_line_number_brings_it_down(visitor: Browser, after: Any) -> None:
    assert (await visitor.post("session", {"after": after}))[0] == 200


async def test_a_name_that_is_not_ours_is_no_origin_of_ours(visitor: Browser) -> None:
    evil = {"Host": "evil.example.cn", "Origin": "https://evil.example.cn"}
    status, answer = await visitor.post("session", **evil)
    assert (status, answer["code"]) == (403, "foreign")
    async with visitor.http.get(f"{visitor.server.url}/chat", headers={"Host": "evil.example.cn"}) as page:
        assert page.status == 403


async def test_a_proxy_that_nobody_told_of_finds_the_local_page_closed(
    small_model: Path, tmp_path: Path, clock: Clock
) -> None:
    async with (
        ActionServer().serve() as actions,
        server(small_model, tmp_path, clock, actions, web_secret="local") as running,
        aiohttp.ClientSession() as http,
    ):
        visitor = Browser(http, running)
        assert (await visitor.post("session"))[0] == 200
        for forwarded in ({"X-Forwarded-For": "1.2.3.4"}, {"X-Real-IP": "1.2.3.4"}, {"Via": "1.1 nginx"}):
            assert (await visitor.post("session", **forwarded))[0] == 503
            for path in ("/chat", "/chat/api/transcript", "/chat/api/photo/1"):
                async with http.get(running.url + path, headers=forwarded) as answer:
                    assert answer.status == 503


def worked_out(refusal: dict[str, Any]) -> dict[str, str]:
    """Do the work a challenge asks for, as the page does."""
    for nonce in itertools.count():
        digest = hashlib.sha256(f"{refusal['challenge']}{nonce}".encode()).digest()
        if not int.from_bytes(digest[:4], "big") >> (32 - refusal["bits"]):
            return {"challenge": refusal["challenge"], "nonce": str(nonce)}
    raise AssertionError


async def test_thousands_behind_one_address_still_report_for_a_little_work(
    visitor: Browser, clock: Clock
) -> None:
    most, _ = guard.OPENING_RATE
    for _ in range(most):
        visitor.http.cookie_jar.clear()
        assert (await visitor.post("session"))[0] == 200
    visitor.http.cookie_jar.clear()
    status, refusal = await visitor.post("session")
    assert (status, refusal["code"]) == (429, "prove") and "95585" in refusal["error"]
    proof = worked_out(refusal)
    for wrong in ({**proof, "nonce": "x"}, {**proof, "challenge": "x"}, "x", {}):
        assert (await visitor.post("session", {"proof": wrong}))[0] == 429
    assert (await visitor.post("session", {"proof": proof}))[0] == 200
    visitor.http.cookie_jar.clear()
    assert (await visitor.post("session", {"proof": proof}))[0] == 429  # once
    late = worked_out((await visitor.post("session"))[1])
    clock.pass_(guard.PROOF_S + 1)
    assert (await visitor.post("session", {"proof": late}))[0] == 429


@pytest.mark.parametrize("forge", ["", "x", "a.b", "e30.e30", "ä.ö", "." * 3000])
async def test_a_forged_cookie_opens_nothing(visitor: Browser, forge: str) -> None:
    await visitor.open()
    visitor.http.cookie_jar.clear()
    visitor.headers["Cookie"] = f"{sessions.COOKIE}={forge}"
    assert (await visitor.say("冀A6P72Q"))[0] == 401


async def test_a_token_of_another_key_purpose_or_session_opens_nothing(
    visitor: Browser, clock: Clock
) -> None:
    view = await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    later = clock.now.timestamp() + 60
    visitor.http.cookie_jar.clear()
    for token in (
        sign("another secret", "session", {"s": call_id}, later),
        sign(SECRET, "button", {"s": call_id}, later),
        sign(SECRET, "session", {"s": call_id}, later - 61),
        view["state"]["choices"][0]["token"],
    ):
        visitor.headers["Cookie"] = f"{sessions.COOKIE}={token}"
        assert (await visitor.say("冀A6P72Q"))[0] == 401


async def test_nobody_names_a_conversation_by_the_request(visitor: Browser) -> None:
    await visitor.open()
    first = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    async with another(visitor) as stranger:
        await stranger.open(sender=first, sender_id=first, call_id=first)
        await stranger.say("冀A6P72Q", sender=first, sender_id=first, call_id=first)
        assert visitor.server.actions.asked[-1]["tracker"]["sender_id"] != first


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://", "x"])
async def test_another_site_is_refused(visitor: Browser, origin: str) -> None:
    await visitor.open()
    visitor.origin = origin
    for path in ("session", "turn", "photo", "place", "leave"):
        status, answer = await visitor.post(path, {"turn_id": "12345678", "text": "对"})
        assert (status, answer["code"]) == (403, "foreign")


async def test_a_page_without_an_origin_is_refused(visitor: Browser) -> None:
    async with visitor.http.post(f"{visitor.server.url}/chat/api/session", json={}) as answer:
        assert answer.status == 403


async def test_a_form_of_another_site_is_no_turn(visitor: Browser) -> None:
    await visitor.open()
    status, _ = await visitor.post("turn", b"turn_id=12345678&text=1", **{"Content-Type": "text/plain"})
    assert status == 415


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"\xff", 400),
        (b'{"turn_id": "12345678"}', 400),
        (b'{"turn_id": "1", "text": "a"}', 400),
        (b'{"turn_id": 12345678, "text": "a"}', 400),
        (b'{"turn_id": "12345678", "text": 1}', 400),
        (b'{"turn_id": "12345678", "text": "  "}', 400),
        (b'{"turn_id": "12345678", "text": "/"}', 400),
        (b'{"turn_id": "12345678", "button": "x"}', 409),
        (b'{"turn_id": "12345678", "button": {"a": 1}}', 409),
        ('{"turn_id": "12345678", "text": "%s"}' % ("长" * 501), 413),
        (b'{"text": "' + b"a" * 9000 + b'"}', 413),
    ],
)
async def test_what_cannot_be_read_is_refused_in_mandarin(visitor: Browser, body: Any, status: int) -> None:
    await visitor.open()
    raw = body if isinstance(body, bytes) else body.encode()
    answered, answer = await visitor.post("turn", raw, **{"Content-Type": "application/json"})
    assert answered == status and answer["error"].endswith("。")


@pytest.mark.parametrize("text", ["/restart", " ／restart", "/inform{}", "\\/restart", "\u200b/restart"])
async def test_a_slash_is_no_command(visitor: Browser, text: str) -> None:
    await visitor.open()
    assert (await visitor.say(text))[0] == 200
    assert visitor.server.actions.asked[-1]["tracker"]["latest_message"]["text"].startswith(
        ("restart", "inform")
    )


async def test_five_hundred_characters_pass(visitor: Browser) -> None:
    await visitor.open()
    assert (await visitor.say("长" * 500))[0] == 200


async def test_a_turn_that_arrives_twice_is_taken_once(visitor: Browser) -> None:
    await visitor.open()
    turn = {"turn_id": "sent-twice", "text": "冀A6P72Q", "after": visitor.after}
    first, second = await asyncio.gather(visitor.post("turn", turn), visitor.post("turn", turn))
    assert first[1]["lines"] == second[1]["lines"]
    third = await visitor.post("turn", turn)
    assert said(third[1]) == ["请问您的车哪里受损?"]
    assert len([line for line in third[1]["lines"] if line["who"] == "caller"]) == 1


async def test_a_button_says_its_words_in_its_session_while_its_question_is_open(
    visitor: Browser, clock: Clock
) -> None:
    view = await visitor.open()
    (button,) = view["state"]["choices"]
    assert (button["label"], button["says"]) == ("没有车牌", "没有车牌")
    async with another(visitor) as stranger:
        await stranger.open()
        assert (await stranger.tap(button["token"]))[1]["code"] == "stale"
    assert (await visitor.tap(button["token"] + "x"))[1]["code"] == "stale"
    status, view = await visitor.tap(button["token"])
    assert (status, said(view, "caller")) == (200, ["没有车牌"])
    assert view["state"]["asking"] == "damage"
    assert (await visitor.tap(button["token"]))[1]["code"] == "stale"


async def test_a_button_expires(visitor: Browser, clock: Clock) -> None:
    (button,) = (await visitor.open())["state"]["choices"]
    clock.pass_(web_channel.BUTTON_S + 1)
    assert (await visitor.tap(button["token"]))[1]["code"] == "stale"


async def test_a_flood_of_a_session_is_slowed_and_forgiven(visitor: Browser, clock: Clock) -> None:
    await visitor.open()
    most, seconds = guard.SESSION_RATE
    for _ in range(most):
        assert (await visitor.say("冀"))[0] == 200
        clock.pass_(0.1)
    status, answer = await visitor.say("冀")
    assert (status, answer["code"]) == (429, "often") and "稍等" in answer["error"]
    clock.pass_(seconds)
    assert (await visitor.say("冀"))[0] == 200


async def test_a_flood_of_an_address_is_slowed_whatever_its_cookies(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "ADDRESS_RATE", (3, 60.0))
    statuses = []
    for _ in range(4):
        visitor.http.cookie_jar.clear()
        statuses.append((await visitor.post("session"))[0])
    assert statuses == [200, 200, 200, 429]


async def test_an_address_behind_a_proxy_is_the_one_the_proxy_saw(
    small_model: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "ADDRESS_RATE", (1, 60.0))
    async with (
        ActionServer().serve() as actions,
        server(small_model, tmp_path, clock, actions, web_proxies=1) as running,
        aiohttp.ClientSession() as http,
    ):
        visitor = Browser(http, running)
        assert (await visitor.post("session", **{"X-Forwarded-For": "6.6.6.6, 1.1.1.1"}))[0] == 200
        assert (await visitor.post("session", **{"X-Forwarded-For": "7.7.7.7, 1.1.1.1"}))[0] == 429
        assert (await visitor.post("session", **{"X-Forwarded-For": "6.6.6.6, 1.1.1.2"}))[0] == 200


async def test_two_server_processes_share_one_conversation(
    small_model: Path, tmp_path: Path, clock: Clock
) -> None:
    async with AsyncExitStack() as stack:
        actions = await stack.enter_async_context(ActionServer().serve())
        servers = [
            await stack.enter_async_context(server(small_model, tmp_path, clock, actions)) for _ in range(2)
        ]
        http = await stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        )
        visitor = Browser(http, servers[0])
        await visitor.open()
        elsewhere = Browser(http, servers[1], after=visitor.after)
        turn = {"turn_id": "sent-to-both", "text": "冀A6P72Q", "after": visitor.after}
        first, second = await asyncio.gather(visitor.post("turn", turn), elsewhere.post("turn", turn))
        assert first[1]["lines"] == second[1]["lines"]
        assert said(first[1]) == ["请问您的车哪里受损?"]
        status, view = await elsewhere.say("大灯")
        assert (status, said(view)) == (200, ["报案号A1", "报案完成"])


async def test_a_turn_whose_process_died_holds_its_session_no_longer_than_its_lease(
    visitor: Browser, clock: Clock
) -> None:
    await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    assert visitor.server.store.web.take(call_id, "dead", clock.now, web_channel.LEASE_S)
    assert not visitor.server.store.web.take(call_id, "next", clock.now, web_channel.LEASE_S)
    clock.pass_(web_channel.LEASE_S + 1)
    assert (await visitor.say("冀A6P72Q"))[0] == 200


async def test_a_fault_inside_is_told_and_the_page_goes_on(visitor: Browser) -> None:
    await visitor.open()
    visitor.server.actions.faults["validate_report_form"] = "error"
    status, view = await visitor.say("冀A6P72Q")
    assert (status, said(view)) == (200, ["对不起，系统正在调整，请您再说一遍。"])
    visitor.server.actions.faults.clear()
    status, view = await visitor.say("冀A6P72Q")
    assert (status, said(view)) == (200, ["请问您的车哪里受损?"])


async def test_photos_are_kept_under_random_names_and_stand_on_the_record(
    visitor: Browser, clock: Clock
) -> None:
    await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    visitor.server.store.save_draft(call_id, {"channel": "web", "plate": "冀A6P72Q"})
    for kind in ("JPEG", "PNG", "WEBP"):
        status, view = await visitor.post("photo", photo(kind))
        assert status == 200
        clock.pass_(1)
    assert (view["state"]["photos"], view["state"]["photos_left"]) == ([1, 2, 3], photos.COUNT_LIMIT - 3)
    call = visitor.server.store.call(call_id)
    assert call
    kept = call["report"]["photos"]
    assert [it["kind"] for it in kept] == ["image/jpeg", "image/png", "image/webp"]
    folder = Path(visitor.server.channel.settings.photos_dir)
    kept_files = [name for it in kept for name in (it["name"], thumbnail(it["name"]))]
    assert sorted(it.name for it in folder.iterdir()) == sorted(kept_files)
    assert (folder / kept[0]["name"]).read_bytes() == photo("JPEG")
    async with visitor.http.get(f"{visitor.server.url}/chat/{kept[0]['name']}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        photo()[:200],
        photo()[:4] + b"rubbish" * 50,
        b"%PDF-1.4",
    ],
)
async def test_what_is_no_photo_is_refused_whatever_it_says_it_is(visitor: Browser, content: bytes) -> None:
    await visitor.open()
    status, answer = await visitor.post("photo", content, **{"Content-Type": "image/jpeg"})
    assert (status, answer["code"]) == (415, "photo") and "照片" in answer["error"]
    assert not list(Path(visitor.server.channel.settings.photos_dir).glob("*"))


async def test_a_photo_too_large_too_wide_or_too_many_is_refused(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visitor.open()
    assert (await visitor.post("photo", b"\xff\xd8" + b"0" * photos.SIZE_LIMIT))[0] == 413
    monkeypatch.setattr(photos, "PIXEL_LIMIT", 100)
    assert (await visitor.post("photo", photo()))[0] == 415
    monkeypatch.undo()
    monkeypatch.setattr(photos, "COUNT_LIMIT", 1)
    assert (await visitor.post("photo", photo()))[0] == 200
    status, answer = await visitor.post("photo", photo())
    assert (status, answer["code"]) == (409, "full")


async def test_photos_are_the_calls_from_the_first_moment(visitor: Browser) -> None:
    await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    assert (await visitor.post("photo", photo()))[0] == 200
    call = visitor.server.store.call(call_id)
    assert call and call["report"] is None and [it["kind"] for it in call["photos"]] == ["image/jpeg"]


async def test_a_photo_sent_again_is_kept_once_and_taken_back_it_is_gone(visitor: Browser) -> None:
    await visitor.open()
    call_id = visitor.server.actions.asked[-1]["tracker"]["sender_id"]
    folder = Path(visitor.server.channel.settings.photos_dir)
    for _ in range(2):
        status, view = await visitor.post("photo?id=upload-0001", photo())
        assert (status, view["state"]["photos"]) == (200, [1])
    assert (await visitor.post("photo?id=upload-0002", photo("PNG")))[1]["state"]["photos"] == [1, 2]
    assert (await visitor.post("photo?id=x", photo()))[0] == 400
    url = f"{visitor.server.url}/chat/api/photo/1"
    async with visitor.http.get(url) as answer:
        small = Image.open(io.BytesIO(await answer.read()))
        assert answer.status == 200 and small.format == "JPEG" and max(small.size) <= 320
    async with aiohttp.ClientSession() as stranger, stranger.get(url) as answer:
        assert answer.status == 401
    status, view = await visitor.post("photo/drop", {"number": 1})
    assert (status, view["state"]["photos"]) == (200, [2]) and "删除了照片1" in said(view, "caller")[-1]
    async with visitor.http.get(url) as answer:
        assert answer.status == 404
    assert len(list(folder.iterdir())) == 2
    assert (await visitor.post("photo?id=upload-0001", photo()))[1]["state"]["photos"] == [2]
    assert (await visitor.post("photo?id=upload-0003", photo()))[1]["state"]["photos"] == [2, 3]
    for wrong in (None, "2", True, 99):
        status, view = await visitor.post("photo/drop", {"number": wrong})
        assert status == 400 or view["state"]["photos"] == [2, 3]
    call = visitor.server.store.call(call_id)
    assert call and len(call["photos"]) == 2


async def test_a_picture_made_to_fill_memory_is_refused_before_it_is_decoded(visitor: Browser) -> None:
    await visitor.open()
    into = io.BytesIO()
    Image.new("1", (9000, 9000)).save(into, "PNG")
    status, answer = await visitor.post("photo", into.getvalue())
    assert (status, answer["code"]) == (415, "photo") and "尺寸" in answer["error"]


async def test_photos_are_decoded_outside_the_bots_process_one_at_a_time(visitor: Browser) -> None:
    await visitor.open()
    into = io.BytesIO()
    Image.new("RGB", (7000, 7000), "red").save(into, "PNG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = [visitor.post(f"photo?id=large-{n:04}", into.getvalue()) for n in range(4)]
    assert [status for status, _ in await asyncio.gather(*sent)] == [200] * 4
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB; one decoded is 147 MB


async def test_a_position_is_a_turn_kept_only_with_consent_and_within_the_world(visitor: Browser) -> None:
    await visitor.open()
    here = {"latitude": 38.04, "longitude": 114.51, "accuracy_m": 12, "turn_id": "position-1"}
    assert (await visitor.post("place", here))[0] == 400
    refused: list[dict[str, Any]] = [
        {"latitude": 91},
        {"longitude": "x"},
        {"accuracy_m": None},
        {"latitude": True},
        {"of": "home"},
        {"of": {}},
    ]
    for wrong in refused:
        assert (await visitor.post("place", {**here, **wrong, "consent": True}))[0] == 400
    status, view = await visitor.post("place", {**here, "of": "car_location", "consent": True})
    assert status == 200 and "车辆的手机定位：北纬38.04000" in said(view, "caller")[-1]
    (entity,) = visitor.server.actions.asked[-1]["tracker"]["latest_message"]["entities"]
    coordinates = {"latitude": 38.04, "longitude": 114.51, "accuracy_m": 12.0, "datum": "WGS-84"}
    assert entity["value"] == {
        "of": "car_location",
        "coordinates": {**coordinates, "at": "2026-03-10T08:05:00+08:00"},
    }
    status, view = await visitor.post(
        "place", {"of": "car_location", "withdraw": True, "turn_id": "position-2", "after": visitor.after}
    )
    assert status == 200 and "不用" in said(view, "caller")[-1]
    (entity,) = visitor.server.actions.asked[-1]["tracker"]["latest_message"]["entities"]
    assert entity["value"]["coordinates"] is None


async def test_only_a_line_of_the_recap_that_is_open_is_told_anew(visitor: Browser) -> None:
    await visitor.open()
    for row in ("rescue", "plate", "", None):
        status, answer = await visitor.post("change", {"row": row, "turn_id": "change-0001"})
        assert (status, answer["code"]) == (409, "stale")


async def test_a_turn_taken_before_is_answered_with_no_line_twice(visitor: Browser) -> None:
    await visitor.open()
    turn = {"turn_id": "taken-before", "text": "冀A6P72Q"}
    first = (await visitor.post("turn", {**turn, "after": visitor.after}))[1]
    assert said(first) and said(first, "caller")
    again = (await visitor.post("turn", {**turn, "after": visitor.after}))[1]
    assert again["lines"] == []


async def test_the_token_that_a_site_holds_opens_the_conversation_as_long_as_it_goes_on(
    visitor: Browser, clock: Clock
) -> None:
    view = await visitor.open()
    await visitor.say("冀A6P72Q")
    token = view["held"]
    assert "held" not in visitor.view  # the browser keeps cookies, as it turned out
    async with aiohttp.ClientSession() as http:
        frame = Browser(http, visitor.server)
        status, opened = await frame.post("session", {"held": token})
        assert (status, opened["conversation"]) == (200, view["conversation"])
        for wrong in (opened["token"], token[:-2] + "xx", None):
            async with aiohttp.ClientSession() as other:
                got = await Browser(other, visitor.server).open(held=wrong)
                assert got["conversation"] != view["conversation"]
    clock.pass_(sessions.HELD_S + 1)
    async with aiohttp.ClientSession() as http:
        assert (await Browser(http, visitor.server).open(held=token))["conversation"] != view["conversation"]


async def test_the_text_of_the_conversation_is_for_its_own_browser(visitor: Browser) -> None:
    await visitor.open()
    await visitor.say("冀A6P72Q")
    url = f"{visitor.server.url}/chat/api/transcript"
    async with visitor.http.get(url) as answer:
        text = await answer.text()
        assert (
            "2026-03-10 08:05 我：冀A6P72Q" in text and "attachment" in answer.headers["Content-Disposition"]
        )
    async with aiohttp.ClientSession() as stranger, stranger.get(url) as answer:
        assert answer.status == 401


async def test_the_page_is_held_to_our_own_scripts(small_model: Path, tmp_path: Path, clock: Clock) -> None:
    async with (
        ActionServer().serve() as actions,
        server(
            small_model, tmp_path, clock, actions, web_origins=f"{SITE}, https://b.example.cn/"
        ) as running,
        aiohttp.ClientSession() as http,
    ):
        for path in ("/chat", "/chat/"):
            async with http.get(running.url + path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                body = await answer.text()
        assert "unsafe" not in policy and "script-src 'self'" in policy
        assert f"frame-ancestors 'self' {SITE} https://b.example.cn" in policy
        assert "<script>" not in body and " style=" not in body and "{company}" not in body
        async with http.get(running.url + "/chat/page.js") as answer:
            tag = answer.headers["ETag"]
        async with http.get(running.url + "/chat/page.js", headers={"If-None-Match": tag}) as answer:
            assert answer.status == 304
        for path in ("/chat/nothing.js", "/chat/..%2Fclaims%2Fsettings.py", "/chat/vendor"):
            async with http.get(running.url + path) as answer:
                assert answer.status == 404


@pytest.mark.parametrize(
    ("settings", "opens"),
    [({"web_secret": "local"}, True), ({"web_secret": "local", "web_origins": SITE}, False), ({}, True)],
)
async def test_the_page_stays_closed_on_the_local_secret_once_others_can_reach_it(
    small_model: Path, tmp_path: Path, clock: Clock, settings: dict[str, str], opens: bool
) -> None:
    async with (
        ActionServer().serve() as actions,
        server(small_model, tmp_path, clock, actions, **settings) as running,
        aiohttp.ClientSession() as http,
    ):
        assert (await Browser(http, running).post("session"))[0] == (200 if opens else 503)
        async with http.get(running.url + "/chat") as answer:
            assert answer.status == (200 if opens else 503)


def test_the_local_secret_never_serves_the_outside() -> None:
    assert not Settings().chat_may_open("0.0.0.0")
    assert Settings(web_secret="long and random").chat_may_open("0.0.0.0")
    assert not Settings(web_proxies=1).chat_may_open("127.0.0.1")
