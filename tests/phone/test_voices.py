"""Vendors' synthesisers, against servers on this machine that speak their documented protocols, rightly and wrongly."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from phone import audio
from phone.synthesiser import SynthesiserLost, make_synthesiser
from phone.synthesiser.alibaba import speech_rate
from phone.synthesiser.iflytek import speed_number as iflytek_speed
from phone.synthesiser.tencent import speed_number as tencent_speed
from tests.phone.vendors import SECRET, Serve, alibaba_token, vendor

SECOND = bytes(range(200)) * 80
"""A second of sound."""


async def speak(
    name: str, environment: dict[str, str], text: str = "车牌冀A6，对吗？", length_s: float = 1.5
) -> bytes:
    synthesiser = make_synthesiser(name, environment)
    await synthesiser.start()
    try:
        return await synthesiser.speak(text, length_s)
    finally:
        await synthesiser.close()


def alibaba(host: str) -> dict[str, str]:
    return {
        "ALIBABA_NLS_APP_KEY": "app",
        "ALIBABA_ACCESS_KEY_ID": "id",
        "ALIBABA_ACCESS_KEY_SECRET": SECRET,
        "ALIBABA_VOICE": "ruoxi",
        "ALIBABA_NLS_URL": f"ws://{host}/ws/v1",
        "ALIBABA_TOKEN_URL": f"http://{host}/token",
    }


def tencent(host: str) -> dict[str, str]:
    return {
        "TENCENT_TTS_APP_ID": "125922",
        "TENCENT_TTS_SECRET_ID": "AKID",
        "TENCENT_TTS_SECRET_KEY": SECRET,
        "TENCENT_TTS_URL": f"ws://{host}/stream_ws",
    }


def iflytek(host: str) -> dict[str, str]:
    return {
        "IFLYTEK_APP_ID": "5f00",
        "IFLYTEK_API_KEY": "key",
        "IFLYTEK_API_SECRET": SECRET,
        "IFLYTEK_TTS_URL": f"ws://{host}/v2/tts",
    }


async def test_alibaba_is_told_voice_and_pace_and_its_sound_comes_in_pieces() -> None:
    seen: dict[str, Any] = {}

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        seen.update(json.loads((await socket.receive()).data), token=request.headers["X-NLS-Token"])
        header = {
            "namespace": "SpeechSynthesizer",
            "status": 20_000_000,
            "task_id": seen["header"]["task_id"],
        }
        await socket.send_json({"header": {**header, "name": "SynthesisStarted"}, "payload": {}})
        for at in range(0, len(SECOND), 3201):
            await socket.send_bytes(SECOND[at : at + 3201])
        await socket.send_json({"header": {**header, "name": "SynthesisCompleted"}, "payload": {}})

    async with vendor(serve, alibaba_token) as host:
        assert await speak("alibaba", alibaba(host)) == SECOND
    assert seen["token"] == "token-1" and seen["header"]["name"] == "StartSynthesis"
    assert seen["header"]["appkey"] == "app" and seen["payload"]["voice"] == "ruoxi"
    assert seen["payload"]["text"] == "车牌冀A六，对吗？", "figures are spoken one by one"
    assert (seen["payload"]["format"], seen["payload"]["sample_rate"]) == ("pcm", 8000)


async def test_tencents_address_says_everything_and_is_signed() -> None:
    seen: dict[str, Any] = {}

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        query = request.rel_url.query
        ordered = "&".join(f"{name}={query[name]}" for name in sorted(query) if name != "Signature")
        signed = hmac.new(
            SECRET.encode(), f"GET{request.host}{request.path}?{ordered}".encode(), hashlib.sha1
        )
        seen.update(query, signed=base64.b64encode(signed.digest()).decode())
        await socket.send_json(
            {"code": 0, "message": "success", "session_id": query["SessionId"], "final": 0}
        )
        await socket.send_bytes(SECOND[:8000])
        await socket.send_bytes(SECOND[8000:])
        await socket.send_json({"code": 0, "message": "success", "final": 1})

    async with vendor(serve) as host:
        assert await speak("tencent", tencent(host), "请您说一下车牌号 + 100% & 更多") == SECOND
    assert seen["Signature"] == seen["signed"] and seen["Action"] == "TextToStreamAudioWS"
    assert seen["Text"] == "请您说一下车牌号 + 一零零% & 更多"
    assert (seen["Codec"], seen["SampleRate"], seen["AppId"]) == ("pcm", "8000", "125922")


async def test_iflytek_sends_its_sound_in_base64() -> None:
    seen: dict[str, Any] = {}

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        query = request.rel_url.query
        line = f"host: {query['host']}\ndate: {query['date']}\nGET {request.path} HTTP/1.1"
        signed = base64.b64encode(hmac.new(SECRET.encode(), line.encode(), hashlib.sha256).digest()).decode()
        assert f'signature="{signed}"' in base64.b64decode(query["authorization"]).decode()
        seen.update(await socket.receive_json())
        for status, sound in ((1, SECOND[:8000]), (2, SECOND[8000:])):
            data = {"status": status, "audio": base64.b64encode(sound).decode(), "ced": "1"}
            await socket.send_json({"code": 0, "message": "success", "sid": "tts", "data": data})

    async with vendor(serve) as host:
        assert await speak("iflytek", iflytek(host)) == SECOND
    assert (
        base64.b64decode(seen["data"]["text"]).decode() == "车牌冀A六，对吗？" and seen["data"]["status"] == 2
    )
    assert seen["common"]["app_id"] == "5f00" and seen["business"]["auf"] == "audio/L16;rate=8000"


@pytest.mark.parametrize("numbers", [speech_rate, tencent_speed, iflytek_speed])
def test_the_faster_the_higher_the_vendors_number_and_its_own_speed_is_its_middle(numbers: Any) -> None:
    rising = [numbers(speed) for speed in (0.3, 0.6, 0.7, 0.9, 1.0, 1.1, 1.35, 2.0, 3.0)]
    assert all(before <= after for before, after in pairwise(rising))
    assert numbers(1.0) in (0, 50)
    assert (speech_rate(2.0), speech_rate(0.5), tencent_speed(1.5), tencent_speed(2.5)) == (
        500,
        -500,
        2.0,
        6.0,
    )


async def test_the_pace_is_kept_by_what_the_phrases_before_have_taken() -> None:
    """A voice that speaks 320 characters a minute by itself is slowed until it takes the time it is given."""
    speeds: list[float] = []

    async def serve(request: web.Request, socket: web.WebSocketResponse) -> None:
        sent = await socket.receive_json()
        words = base64.b64decode(sent["data"]["text"]).decode()
        speed = 2 ** ((sent["business"]["speed"] - 50) / 50)
        speeds.append(speed)
        sound = audio.silence(len(words) * 60 / 320 / speed)
        await socket.send_json({"code": 0, "data": {"status": 2, "audio": base64.b64encode(sound).decode()}})

    async with vendor(serve) as host:
        synthesiser = make_synthesiser("iflytek", iflytek(host))
        await synthesiser.start()
        lengths = [audio.seconds(await synthesiser.speak("请您说一下车牌号", 2.4)) for _ in range(12)]
        await synthesiser.close()
    assert abs(lengths[-1] - 2.4) < 0.1 < abs(lengths[0] - 2.4)
    assert speeds[-1] < speeds[0]


async def test_a_phrase_without_a_word_asks_nobody() -> None:
    assert await speak("tencent", tencent("127.0.0.1:9"), "，。") == b""


# All of them, answering wrong

WRONG: dict[str, Serve] = {}


def wrong(serve: Serve) -> Serve:
    WRONG[serve.__name__] = serve
    return serve


@wrong
async def an_error(_: web.Request, socket: web.WebSocketResponse) -> None:
    header = {"name": "TaskFailed", "status": 40_000_001}
    await socket.send_json({"code": 10003, "message": "auth failed", "header": header})


@wrong
async def no_json(_: web.Request, socket: web.WebSocketResponse) -> None:
    await socket.send_str("<html>502 Bad Gateway</html>")


@wrong
async def a_closed_connection(_: web.Request, socket: web.WebSocketResponse) -> None:
    await socket.close()


@wrong
async def an_end_without_a_sound(_: web.Request, socket: web.WebSocketResponse) -> None:
    header = {"name": "SynthesisCompleted", "status": 20_000_000}
    await socket.send_json({"code": 0, "final": 1, "data": {"status": 2, "audio": ""}, "header": header})


@wrong
async def nothing_at_all(_: web.Request, __: web.WebSocketResponse) -> None:
    await asyncio.sleep(30)


@pytest.mark.parametrize("answers", WRONG)
@pytest.mark.parametrize(
    ("name", "environment"), [("tencent", tencent), ("iflytek", iflytek), ("alibaba", alibaba)]
)
async def test_a_vendor_that_answers_wrong_is_lost_and_hangs_nothing(
    name: str, environment: Callable[[str], dict[str, str]], answers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phone.synthesiser.streaming.PHRASE_S", 0.7)
    async with vendor(WRONG[answers], alibaba_token) as host:
        with pytest.raises(SynthesiserLost):
            await speak(name, environment(host))


async def test_sound_that_is_no_base64_is_a_synthesiser_lost() -> None:
    async def serve(_: web.Request, socket: web.WebSocketResponse) -> None:
        await socket.send_json({"code": 0, "data": {"status": 2, "audio": "~~~"}})

    async with vendor(serve) as host:
        with pytest.raises(SynthesiserLost):
            await speak("iflytek", iflytek(host))


async def test_a_vendor_that_cannot_be_reached_or_gives_no_token_is_lost() -> None:
    async def never(_: web.Request, __: web.WebSocketResponse) -> None:
        raise AssertionError("nobody connects without a token")

    with pytest.raises(SynthesiserLost):
        await speak("tencent", tencent("127.0.0.1:9"))
    async with vendor(never, lambda _: {"ErrMsg": "no"}) as host:
        with pytest.raises(SynthesiserLost):
            await speak("alibaba", alibaba(host))


@pytest.mark.parametrize("name", ["tencent", "iflytek", "alibaba"])
def test_a_missing_credential_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=r"(TENCENT|IFLYTEK|ALIBABA)_\w+ .*must be set"):
        make_synthesiser(name, {})
