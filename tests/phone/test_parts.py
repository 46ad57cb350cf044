"""The parts a call is made of, each by itself."""

from __future__ import annotations

import asyncio
import audioop
import os
import re
import stat
from pathlib import Path

import aiohttp
import numpy as np
import pytest
from aiohttp import web

from phone import audio, recordings, tones
from phone.__main__ import main as start_gateway
from phone.exchange.__main__ import render
from phone.gateway import Gateway
from phone.recogniser.tones import TonesRecogniser
from phone.render import every_call
from phone.sentences import SENTENCES, is_back_channel
from phone.settings import PhoneSettings, UnsafeSettings
from phone.ssml import Phrase, phrases, plain
from phone.synthesiser.kokoro import KokoroSynthesiser
from phone.synthesiser.tones import TonesSynthesiser
from phone.turns import BotLost, clock, read_answer
from phone.voice import Voice

GREETING = (
    "您好，很高兴为您服务！这里是民安保险，我是8001号自动报案助手。为处理您的报案，本次通话将被录音，用于理赔服务。"
    "请问您的车牌号是多少？请问是在什么时间、什么地点发生的事故？请您简单说一下事故的经过。"
)


@pytest.mark.parametrize("rate", [170, 400, 830])
@pytest.mark.parametrize("offset", range(0, tones.SYMBOL, 13))
def test_tones_survive_a_telephone_line_to_the_character(rate: int, offset: int) -> None:
    text = "我要报案，冀A6P72Q追尾了 13900001101"
    sound = bytes(offset * 2) + tones.encode(text, rate).tobytes() + bytes(400)
    line = audioop.alaw2lin(audioop.lin2alaw(sound, 2), 2)
    assert tones.decode(np.frombuffer(line, "<i2")) == text


def test_a_character_cut_off_is_left_out() -> None:
    assert tones.decode(tones.encode("报案", 170)[: tones.LEAD + 8000 * 60 // 170 + 900]) == "报"


def test_ssml_becomes_phrases_with_values_as_they_are_said() -> None:
    ssml = (
        '<speak xmlns="http://www.w3.org/2001/10/synthesis">车牌<sub alias="冀 A 六 P">冀A6P</sub>，对吗？<break time="500ms"/>'
        "请您再说一遍&amp;</speak>"
    )
    assert phrases(ssml) == [
        Phrase("车牌冀 A 六 P，", 150),
        Phrase("对吗？", 500),
        Phrase("请您再说一遍&", 150),
    ]


def test_what_is_no_ssml_is_refused() -> None:
    with pytest.raises(ValueError):
        phrases("<speak>")


async def test_the_bot_speaks_160_to_180_characters_a_minute(tmp_path: Path) -> None:
    voice = Voice(TonesSynthesiser(), tmp_path, 170)
    sound = b"".join([phrase async for phrase in voice.say(plain(GREETING))])
    characters = sum(phrase.characters for phrase in phrases(plain(GREETING)))
    assert 160 <= characters / audio.seconds(sound) * 60 <= 180


async def test_only_what_is_rendered_ahead_is_kept_in_files(tmp_path: Path) -> None:
    voice = Voice(TonesSynthesiser(), tmp_path, 170)
    await voice.prepare([plain("请稍等。")])
    async for _ in voice.say(plain("车牌冀A6P72Q，对吗？")):
        pass
    assert len(list(tmp_path.rglob("*.pcm"))) == 1


def test_what_nearly_every_call_says_comes_rendered() -> None:
    voice = Voice(KokoroSynthesiser(Path()), Path(), PhoneSettings().speaking_rate)
    missing = [phrase.text for phrase in every_call() if not voice.packed(phrase).exists()]
    assert not missing, "run `.venv-phone/bin/python -m phone.render --pack`"


async def test_a_phrase_two_calls_want_at_once_is_rendered_once(tmp_path: Path) -> None:
    class Slow(TonesSynthesiser):
        spoken = 0

        async def speak(self, text: str, length_s: float) -> bytes:
            self.spoken += 1
            await asyncio.sleep(0.05)
            return await super().speak(text, length_s)

    synthesiser = Slow()
    voice = Voice(synthesiser, tmp_path, 170)
    both = await asyncio.gather(*(voice.phrase(Phrase("请稍等。", 350)) for _ in range(2)))
    assert both[0] == both[1] and synthesiser.spoken == 1


def test_the_gateways_own_sentences_end_and_promise_nothing_about_the_claim() -> None:
    for sentence in SENTENCES.values():
        assert sentence[-1] in "。！？" and "你" not in sentence
        assert not any(word in sentence for word in ("赔", "保证", "一定", "报案号"))


def test_back_channels() -> None:
    assert is_back_channel("嗯。") and is_back_channel("对对，") and not is_back_channel("对，不过是昨天")


def test_an_answer_that_is_none_is_a_bot_lost() -> None:
    for body in ({}, {"say": [{"id": "A"}]}, {"say": None}, {"say": [], "listen": {"keys": "many"}}):
        with pytest.raises(BotLost):
            read_answer(body)


def test_a_pinned_clock_goes_on() -> None:
    now = clock("2026-03-10T08:05:00+08:00")
    assert now().isoformat().startswith("2026-03-10T08:05:0") and now() < now()
    with pytest.raises(ValueError):
        clock("2026-03-10T08:05:00")


# Security


def test_nothing_listens_to_the_outside_on_default_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnsafeSettings, match="GATEWAY_TOKEN and VOICE_TOKEN"):
        PhoneSettings().refuse_default_secrets("0.0.0.0")
    PhoneSettings(gateway_token="a", voice_token="b").refuse_default_secrets("0.0.0.0")
    PhoneSettings().refuse_default_secrets("127.0.0.1")
    monkeypatch.setenv("GATEWAY_HOST", "0.0.0.0")
    assert start_gateway() == 1


@pytest.mark.parametrize("name", ["SIP_PORT", "CALL_LIMIT_S", "RTP_PORTS"])
def test_a_setting_that_is_wrong_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        PhoneSettings.from_environment({name: "many"})


async def test_the_gateway_answers_nobody_without_the_secret(tmp_path: Path) -> None:
    settings = PhoneSettings(gateway_token="secret")
    gateway = Gateway(settings, TonesRecogniser(), Voice(TonesSynthesiser(), tmp_path, 170), lambda _: None)
    runner = web.AppRunner(gateway.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    try:
        async with aiohttp.ClientSession() as http:
            for path in ("/calls/c-1/next", "/media?call_id=c-1"):
                for headers in ({}, {"Authorization": "Bearer local"}, {"Authorization": "Basic eDp5"}):
                    async with http.get(url + path, headers=headers) as answer:
                        assert answer.status == 401
            for headers in (
                {"Authorization": "Bearer secret"},
                {"Authorization": aiohttp.BasicAuth("exchange", "secret").encode()},
            ):
                async with http.get(f"{url}/calls/c-1/next", headers=headers) as answer:
                    assert answer.status == 404
            async with http.get(f"{url}/health") as answer:
                assert answer.status == 200
    finally:
        await runner.cleanup()


def test_the_exchanges_configuration_is_whole_and_read_by_nobody_else(tmp_path: Path) -> None:
    settings = PhoneSettings(
        exchange_dir=str(tmp_path / "exchange"), recordings_dir=str(tmp_path / "recordings")
    )
    folder = render(settings)
    for file in (folder / "etc").glob("*.conf"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"@[A-Z_]+@", text), f"a name is left in {file.name}"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.recordings.stat().st_mode) == 0o700
    sip = (folder / "etc/pjsip.conf").read_text(encoding="utf-8")
    assert "bind = 127.0.0.1:5060" in sip and "0.0.0.0" not in [
        line for line in sip.splitlines() if not line.startswith(";")
    ]


def test_recordings_are_removed_when_they_are_old_or_when_a_person_wants_it(tmp_path: Path) -> None:
    for name, days in (("old", 181), ("new", 1), ("unwanted_by-1", 2)):
        file = tmp_path / f"{name}.wav"
        file.touch()
        os.utime(file, (1e9 - days * recordings.DAY_S,) * 2)
    assert recordings.expire(tmp_path, 180, 1e9) == 1
    assert recordings.erase(tmp_path, ["unwanted_by-1", "never-was"]) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["new.wav"]
    with pytest.raises(ValueError):
        recordings.erase(tmp_path, ["../new"])
