"""jambonz: turns as verbs that its own schemas accept, and its callbacks as turns; whoever signs nothing is told nothing."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import aiohttp
import pytest
from jsonschema import Draft202012Validator, RefResolver

from channels import verbs
from channels.calls import Calls
from channels.jambonz import JambonzChannel, signed
from channels.listening import listening
from channels.turns import read_turn
from claims.clock import BEIJING
from claims.settings import Settings
from claims.store import Store
from tests.channels.conftest import serve
from tests.runtime.small_bot import ActionServer, load

SCHEMAS = {
    schema["$id"]: schema
    for schema in (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (Path(__file__).parent / "jambonz_schemas").glob("*.json")
    )
}
BASE = "https://jambonz.org/schema"
SECRET = "wh-secret"
HOOK = "https://bot.example.cn/webhooks/jambonz/turn/2"
CALL = {
    "call_sid": "b6d1",
    "direction": "inbound",
    "from": "13900001101",
    "to": "95585",
    "call_status": "in-progress",
}


def valid(schema: str, what: dict[str, Any]) -> None:
    """Hold something to one of jambonz's schemas, and to no property it does not have."""
    whole = SCHEMAS[f"{BASE}/{schema}"]
    Draft202012Validator(whole, resolver=RefResolver(whole["$id"], whole, SCHEMAS)).validate(what)
    if schema.startswith("verbs/"):
        assert what.keys() <= whole["properties"].keys(), what.keys() - whole["properties"].keys()


def valid_verbs(listed: list[dict[str, Any]]) -> list[str]:
    for verb in listed:
        valid(f"verbs/{verb['verb']}", verb)
        if "say" in verb:
            valid("verbs/say", {"verb": "say", **verb["say"]})
    return [verb["verb"] for verb in listed]


def sentence(text: str, barge_in: bool = True) -> dict[str, Any]:
    return {
        "id": "own",
        "text": text,
        "ssml": f'<speak xml:lang="zh-CN">{text}</speak>',
        "barge_in": barge_in,
    }


def answer(*said: dict[str, Any], **other: Any) -> dict[str, Any]:
    listen = listening(other.pop("asking", "plate"), "speech")
    return {"call_id": "b6d1", "say": list(said), "listen": listen, "transfer": None, "hangup": False} | other


def test_the_notice_is_heard_out_and_what_follows_may_be_interrupted() -> None:
    notice = sentence("本次通话录音用于理赔。", barge_in=False)
    listed = verbs.verbs_of(answer(notice, sentence("请问"), sentence("您的车牌号是多少？")), HOOK, "q@h")
    assert valid_verbs(listed) == ["say", "gather"]
    gather = listed[1]
    assert gather["bargein"] and gather["actionHook"] == HOOK
    assert gather["say"]["text"] == '<speak xml:lang="zh-CN">请问您的车牌号是多少？</speak>'
    assert gather["timeout"] == 8.0 and gather["speechTimeout"] == 1.2
    assert "冀" in gather["recognizer"]["hints"]


@pytest.mark.parametrize(("asking", "most"), [("recap", 1), ("contact_phone", 11)])
def test_keys_are_taken_where_the_bot_takes_them(asking: str, most: int) -> None:
    listed = verbs.verbs_of(answer(sentence("对吗？"), asking=asking), HOOK, "q@h")
    valid_verbs(listed)
    gather = listed[0]
    assert gather["input"] == ["speech", "digits"] and gather["maxDigits"] == most
    assert gather["finishOnKey"] == "#" and gather["dtmfBargein"]
    spoken = verbs.verbs_of(answer(sentence("请讲")), HOOK, "q@h")[0]
    assert spoken["input"] == ["speech"] and "maxDigits" not in spoken


def test_a_caller_who_is_waited_for_hears_nothing_and_is_listened_to() -> None:
    listed = verbs.verbs_of(answer(), HOOK, "q@h")
    assert valid_verbs(listed) == ["gather"] and "say" not in listed[0]


def test_a_call_that_is_handed_over_takes_along_what_is_known() -> None:
    transfer = {"to": "95585", "reason": "客户要求人工服务", "report_number": "268898621781"}
    listed = verbs.verbs_of(answer(sentence("请稍候"), listen=None, transfer=transfer), HOOK, "queue@pbx")
    assert valid_verbs(listed) == ["say", "dial"]
    dial = listed[1]
    assert dial["target"] == [{"type": "sip", "sipUri": "sip:queue@pbx"}]
    assert dial["headers"]["X-Report-Number"] == "268898621781" and dial["headers"]["X-Call-Id"] == "b6d1"
    assert (
        unquote(dial["headers"]["X-Reason"]) == "客户要求人工服务" and dial["headers"]["X-Reason"].isascii()
    )


def test_the_caller_is_left_time_to_hang_up_first() -> None:
    listed = verbs.verbs_of(answer(sentence("再见"), listen=None, hangup=True), HOOK, "q@h")
    assert valid_verbs(listed) == ["say", "pause", "hangup"]


# What jambonz sends


def spoken(*alternatives: tuple[str, Any], reason: str = "speechDetected") -> dict[str, Any]:
    heard = [{"transcript": text, "confidence": sure} for text, sure in alternatives]
    return {**CALL, "reason": reason, "speech": {"is_final": True, "alternatives": heard}}


def test_what_was_heard_becomes_a_turn_with_its_other_readings() -> None:
    told = spoken(("冀A六P七二Q", 0.91), ("记A六P七二Q", 0.4))
    valid("callbacks/gather", told)
    turn = verbs.gathered(told)
    assert (turn["event"], turn["text"], turn["confidence"]) == ("speech", "冀A六P七二Q", 0.91)
    assert [one["text"] for one in turn["alternatives"]] == ["冀A六P七二Q", "记A六P七二Q"]


@pytest.mark.parametrize(
    "told",
    [
        {"reason": "timeout"},
        {"reason": "error"},
        {"reason": "speechDetected"},
        {"reason": "speechDetected", "speech": {"alternatives": [{"transcript": " "}]}},
        {"reason": "speechDetected", "speech": {"alternatives": "none"}},
        {"reason": "dtmfDetected", "digits": ""},
        {},
    ],
)
def test_what_was_not_heard_is_silence(told: dict[str, Any]) -> None:
    assert verbs.gathered({**CALL, **told})["event"] == "silence"


def test_a_confidence_no_recogniser_could_mean_is_left_out() -> None:
    for wrong in (None, "high", 12, True):
        assert "confidence" not in verbs.gathered(spoken(("对", wrong)))


def test_keys_become_a_turn() -> None:
    told = {**CALL, "reason": "dtmfDetected", "digits": "13900001107"}
    valid("callbacks/gather", told)
    assert verbs.gathered(told) == {"call_id": "b6d1", "event": "keys", "digits": "13900001107"}


@pytest.mark.parametrize("hidden", [{"from": ""}, {"from": "  "}, {"from": "anonymous"}, {"from": None}])
def test_a_caller_who_hides_is_taken_like_any_other(hidden: dict[str, Any]) -> None:
    sent = {**verbs.started({**CALL, **hidden, "to": ""}), "at": "2026-03-10T08:05:00+08:00"}
    turn = read_turn(json.dumps(sent).encode(), lambda: datetime.now(BEIJING))
    assert (turn.event, turn.from_, turn.to) == ("start", None, None)


# The signature


def signature(body: bytes, secret: str = SECRET, at: float | None = None) -> str:
    stamp = str(int(time.time() if at is None else at))
    return f"t={stamp},v1={hmac.new(secret.encode(), f'{stamp}.'.encode() + body, sha256).hexdigest()}"


def test_only_a_fresh_signature_with_the_secret_counts() -> None:
    body, now = b'{"call_sid": "b6d1"}', time.time()
    assert signed(signature(body), body, SECRET, now)
    assert signed(f"{signature(body)},v1=00", body, SECRET, now), "an old secret's may stand beside it"
    good = signature(body)
    for header in (
        "",
        "v1=00",
        good.replace("v1=", "v0="),
        "t=x,v1=1",
        signature(body, "other"),
        f"{good},t=1",
    ):
        assert not signed(header, body, SECRET, now)
    assert not signed(good, body + b" ", SECRET, now)
    assert not signed(signature(body, at=now - 301), body, SECRET, now)


# Over HTTP


class Jambonz:
    """A jambonz server: posts signed callbacks."""

    def __init__(self, http: aiohttp.ClientSession, url: str, store: Store) -> None:
        self.http, self.url, self.store = http, url, store

    async def post(self, path: str, told: dict[str, Any], header: str | None = None) -> tuple[int, Any]:
        body = json.dumps(told).encode()
        headers = {"Jambonz-Signature": signature(body) if header is None else header}
        async with self.http.post(f"{self.url}/{path}", data=body, headers=headers) as given:
            return given.status, await given.json()


@asynccontextmanager
async def calling(model: Path, folder: Path, secret: str = SECRET) -> AsyncIterator[Jambonz]:
    database = f"sqlite:///{folder}/claims.db"
    store = Store(database)
    store.migrate()
    settings = Settings(
        jambonz_webhook_secret=secret, database_url=database, jambonz_url="https://bot.example.cn/"
    )
    async with (
        ActionServer().serve() as actions,
        serve(JambonzChannel(settings, Calls(store))) as (app, url),
        aiohttp.ClientSession() as http,
    ):
        app.ctx.agent = load(model, database, actions.url)
        yield Jambonz(http, url.replace("/voice/turn", "/jambonz"), store)


async def test_a_call_from_greeting_to_its_end(small_model: Path, tmp_path: Path) -> None:
    async with calling(small_model, tmp_path) as jambonz:
        valid("callbacks/session-new", CALL)
        status, listed = await jambonz.post("call", CALL)
        assert status == 200 and valid_verbs(listed) == ["say", "gather"]
        assert listed[1]["actionHook"] == "https://bot.example.cn/webhooks/jambonz/turn/2"
        heard = spoken(("冀A六P七二Q", 0.9))
        _, listed = await jambonz.post("turn/2", heard)
        assert valid_verbs(listed) == ["gather"] and "哪里受损" in listed[0]["say"]["text"]
        assert listed[0]["actionHook"].endswith("/turn/3")
        again = await jambonz.post("turn/2", heard)
        assert again == (200, listed), "delivered twice it is taken once"
        over = {**CALL, "call_status": "completed", "duration": 31}
        valid("callbacks/call-status", over)
        assert (await jambonz.post("status", over))[0] == 200
        assert (await jambonz.post("status", over))[0] == 200, "told twice"
        call = jambonz.store.call("b6d1")
        assert call and call["ended_at"] and call["from"] == "13900001101" and call["channel"] == "voice"
        assert [line["text"] for line in call["transcript"]].count("冀A六P七二Q") == 1
        assert await jambonz.post("turn/3", heard) == (200, [{"verb": "hangup"}]), "it is over"


async def test_a_caller_whom_nobody_takes_is_told_so(small_model: Path, tmp_path: Path) -> None:
    async with calling(small_model, tmp_path) as jambonz:
        for state, kinds in (("no-answer", ["say", "hangup"]), ("completed", ["hangup"])):
            told = {**CALL, "dial_call_status": state}
            valid("callbacks/dial", told)
            _, listed = await jambonz.post("dialled", told)
            assert valid_verbs(listed) == kinds


async def test_nobody_is_answered_without_a_signature_or_a_secret(small_model: Path, tmp_path: Path) -> None:
    async with calling(small_model, tmp_path) as jambonz:
        for path in ("call", "turn/2", "dialled", "status"):
            assert (await jambonz.post(path, CALL, header=""))[0] == 401
        assert (await jambonz.post("call", {"from": "1"}))[0] == 400
        assert jambonz.store.call("b6d1") is None
    (tmp_path / "closed").mkdir()
    async with calling(small_model, tmp_path / "closed", secret="") as jambonz:
        body = json.dumps(CALL).encode()
        assert (await jambonz.post("call", CALL, header=signature(body, secret="")))[0] == 401
