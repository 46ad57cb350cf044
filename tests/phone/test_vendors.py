"""The vendors' recognisers against servers on this machine that speak their documented protocols, wrong answers included."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web

from phone.recogniser import Heard, RecogniserLost, make_recogniser
from tests.phone.vendors import SECRET, Serve, alibaba_token, vendor

SOUND = bytes(range(256)) * 20


async def hear(name: str, environment: dict[str, str], hints: tuple[str, ...] = ()) -> tuple[Heard, str]:
    """Return what a recogniser heard, and what it had heard before the end."""
    recogniser = make_recogniser(name, environment)
    await recogniser.start()
    try:
        hearing = recogniser.hear(hints)
        hearing.feed(SOUND[:3000])
        await asyncio.sleep(0.3)
        partial = hearing.partial
        hearing.feed(SOUND[3000:])
        return await hearing.finish(), partial
    finally:
        await recogniser.close()


async def sound_until(socket: web.WebSocketResponse, over: Callable[[str], bool]) -> bytes:
    """Return the binary messages until a text message that is the last."""
    sound = b""
    async for message in socket:
        if message.type == web.WSMsgType.BINARY:
            sound += message.data
        elif over(message.data):
            return sound
    return sound


# Tencent


def tencent(host: str) -> dict[str, str]:
    return {
        "TENCENT_ASR_APP_ID": "125922",
        "TENCENT_ASR_SECRET_ID": "AKID",
        "TENCENT_ASR_SECRET_KEY": SECRET,
        "TENCENT_ASR_URL": f"ws://{host}/asr/v2",
    }


def tencent_signature(request: web.Request) -> str:
    """Sign a request as Tencent's documentation does: the parameters in order, as they are, after host and path."""
    query = request.rel_url.query
    ordered = "&".join(f"{name}={query[name]}" for name in sorted(query) if name != "signature")
    signed = f"{request.host}{request.path}?{ordered}"
    return base64.b64encode(hmac.new(SECRET.encode(), signed.encode(), hashlib.sha1).digest()).decode()


async def test_tencent_hears_sentences_that_grow_and_knows_the_words_to_expect() -> None:
    seen: dict[str, Any] = {}

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        query = request.rel_url.query
        seen.update(query, signed=tencent_signature(request), path=request.path)
        await socket.send_json({"code": 0, "message": "success", "voice_id": query["voice_id"]})

        async def say(index: int, kind: int, text: str) -> None:
            result = {"slice_type": kind, "index": index, "voice_text_str": text, "word_list": []}
            await socket.send_json({"code": 0, "message": "success", "result": result})

        await say(0, 0, "冀")
        await say(0, 1, "冀A六")
        seen["sound"] = await sound_until(socket, lambda text: json.loads(text) == {"type": "end"})
        await say(0, 2, "冀A六P七二Q。")
        await say(1, 2, "谢谢。")
        await socket.send_json({"code": 0, "message": "success", "final": 1})

    async with vendor(serve) as host:
        heard, partial = await hear("tencent", tencent(host), ("冀", "保险杠"))
    assert heard.text == "冀A六P七二Q。谢谢。" and partial == "冀A六"
    assert seen["sound"] == SOUND and seen["path"] == "/asr/v2/125922"
    assert seen["signature"] == seen["signed"]
    assert seen["engine_model_type"] == "8k_zh" and seen["hotword_list"] == "冀|10,保险杠|10"
    assert int(seen["expired"]) > time.time()


# iFlytek


def iflytek(host: str) -> dict[str, str]:
    return {
        "IFLYTEK_APP_ID": "5f00",
        "IFLYTEK_API_KEY": "key",
        "IFLYTEK_API_SECRET": SECRET,
        "IFLYTEK_URL": f"ws://{host}/v2/iat",
    }


def words(*candidates: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"bg": 0, "cw": [{"w": word, "sc": 0} for word in said]} for said in candidates]


async def test_iflytek_corrects_itself_and_tells_other_readings() -> None:
    seen: dict[str, Any] = {}

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        seen.update({name: values[0] for name, values in parse_qs(urlsplit(str(request.url)).query).items()})
        seen["line"] = f"host: {seen['host']}\ndate: {seen['date']}\nGET {request.path} HTTP/1.1"
        first = await socket.receive_json()
        seen["app_id"], seen["business"] = first["common"]["app_id"], first["business"]
        sound = b""

        async def say(status: int, number: int, ws: Any, **more: Any) -> None:
            result = {"sn": number, "ls": status == 2, "ws": ws, **more}
            await socket.send_json(
                {"code": 0, "message": "success", "sid": "iat", "data": {"status": status, "result": result}}
            )

        await say(0, 1, words(("没有",)), pgs="apd")
        await say(1, 2, words(("人",)), pgs="apd")
        while (frame := await socket.receive_json())["data"]["status"] != 2:
            sound += base64.b64decode(frame["data"]["audio"])
        seen["sound"] = sound
        await say(2, 3, words(("没有",), ("人", "仁"), ("受伤", "手上")), pgs="rpl", rg=[1, 2])

    async with vendor(serve) as host:
        heard, partial = await hear("iflytek", iflytek(host))
    assert heard.text == "没有人受伤" and partial == "没有人"
    assert [text for text, _ in heard.alternatives] == ["没有仁受伤", "没有人手上"]
    assert seen["sound"] == SOUND and seen["app_id"] == "5f00"
    assert seen["business"]["language"] == "zh_cn" and seen["business"]["dwa"] == "wpgs"
    signature = base64.b64encode(
        hmac.new(SECRET.encode(), seen["line"].encode(), hashlib.sha256).digest()
    ).decode()
    assert f'signature="{signature}"' in base64.b64decode(seen["authorization"]).decode()


# Alibaba


def alibaba(host: str) -> dict[str, str]:
    return {
        "ALIBABA_NLS_APP_KEY": "app",
        "ALIBABA_ACCESS_KEY_ID": "id",
        "ALIBABA_ACCESS_KEY_SECRET": SECRET,
        "ALIBABA_VOCABULARY_ID": "voc-1",
        "ALIBABA_NLS_URL": f"ws://{host}/ws/v1",
        "ALIBABA_TOKEN_URL": f"http://{host}/token",
    }


async def test_alibaba_waits_until_it_may_speak_and_tells_how_sure_it_is() -> None:
    seen: dict[str, Any] = {}

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        seen["token"] = request.headers["X-NLS-Token"]
        begin = json.loads((await socket.receive()).data)
        seen["begin"] = begin

        async def say(name: str, **payload: Any) -> None:
            header = {
                "namespace": "SpeechRecognizer",
                "name": name,
                "status": 20_000_000,
                "task_id": begin["header"]["task_id"],
            }
            await socket.send_json({"header": header, "payload": payload})

        await asyncio.sleep(0.1)
        await say("RecognitionStarted")
        await say("RecognitionResultChanged", result="北京的")
        seen["sound"] = await sound_until(
            socket, lambda text: json.loads(text)["header"]["name"] == "StopRecognition"
        )
        await say("RecognitionCompleted", result="北京的天气", confidence=0.9)

    async with vendor(serve, alibaba_token) as host:
        heard, partial = await hear("alibaba", alibaba(host))
    assert heard == Heard("北京的天气", 0.9) and partial == "北京的"
    assert seen["token"] == "token-1" and seen["sound"] == SOUND
    begin = seen["begin"]
    assert begin["header"]["name"] == "StartRecognition" and begin["header"]["appkey"] == "app"
    assert begin["payload"]["sample_rate"] == 8000 and begin["payload"]["vocabulary_id"] == "voc-1"


# All of them

WRONG: dict[str, Serve] = {}


def wrong(serve: Serve) -> Serve:
    WRONG[serve.__name__] = serve
    return serve


@wrong
async def an_error(_: web.Request, socket: web.WebSocketResponse) -> None:
    await socket.send_json(
        {"code": 4002, "message": "auth failed", "header": {"name": "TaskFailed", "status": 40_000_001}}
    )


@wrong
async def no_json(_: web.Request, socket: web.WebSocketResponse) -> None:
    await socket.send_str("<html>502 Bad Gateway</html>")


@wrong
async def a_closed_connection(_: web.Request, socket: web.WebSocketResponse) -> None:
    await socket.close()


@wrong
async def nothing_at_all(_: web.Request, socket: web.WebSocketResponse) -> None:
    await asyncio.sleep(30)


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize(
    ("recogniser", "environment"), [("tencent", tencent), ("iflytek", iflytek), ("alibaba", alibaba)]
)
async def test_a_vendor_that_answers_wrong_is_lost_and_hangs_nothing(
    recogniser: str, environment: Callable[[str], dict[str, str]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phone.recogniser.streaming.FINISH_S", 1.0)
    async with vendor(WRONG[name], alibaba_token) as host:
        with pytest.raises(RecogniserLost):
            await hear(recogniser, environment(host))


async def test_a_vendor_that_cannot_be_reached_is_lost() -> None:
    with pytest.raises(RecogniserLost):
        await hear("tencent", tencent("127.0.0.1:9"))


async def test_a_token_that_is_refused_is_a_recogniser_lost() -> None:
    async def never(_: web.Request, __: web.WebSocketResponse) -> None:
        raise AssertionError("nobody connects without a token")

    async with vendor(never, lambda _: {"ErrMsg": "no"}) as host:
        with pytest.raises(RecogniserLost):
            await hear("alibaba", alibaba(host))


@pytest.mark.parametrize("name", ["tencent", "iflytek", "alibaba"])
def test_a_missing_credential_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=r"(TENCENT|IFLYTEK|ALIBABA)_\w+ .*must be set"):
        make_recogniser(name, {})
