"""Manners of the talk loop, over a fake telephone and a fake bot; sound, recogniser and voice are those of tones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest
from aiohttp import web

from phone import conversation, tones
from phone.audio import silence
from phone.conversation import Conversation, Limits, Next
from phone.journal import Journal
from phone.recogniser import Heard, RecogniserLost
from phone.recogniser.tones import TonesHearing, TonesRecogniser
from phone.synthesiser import SynthesiserLost
from phone.synthesiser.tones import TonesSynthesiser
from phone.transport import CallInfo
from phone.transport.fake import FakeTransport
from phone.turns import Turns
from phone.voice import Voice
from phone.voice_activity import WebRtcVoiceActivity

PACE = 560


def says(*texts: str, notice: str = "", **listen: Any) -> dict[str, Any]:
    """Return an answer of the bot; ``notice`` is what may not be interrupted."""
    sentences = [{"id": "notice", "ssml": f"<speak>{notice}</speak>", "barge_in": False}] if notice else []
    sentences += [{"id": "A", "ssml": f"<speak>{text}</speak>", "barge_in": True} for text in texts]
    defaults = {"speech": True, "keys": 0, "silence_ms": 20_000, "end_ms": 400, "hints": []}
    return {
        "say": sentences,
        "asking": "plate",
        "listen": defaults | listen,
        "transfer": None,
        "hangup": False,
    }


BYE = says("再见") | {"hangup": True, "listen": None}


@dataclass
class Bot:
    """Answers turns in order, each an answer, a status, or what makes one."""

    answers: list[Any]
    turns: list[dict[str, Any]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        turn = await request.json()
        if turn["event"] == "hangup":
            self.turns.append(turn)
            return web.json_response(BYE | {"say": []})
        if not any(turn["turn_id"] == before["turn_id"] for before in self.turns):
            self.turns.append(turn)
        answer = self.answers.pop(0) if self.answers else says()
        if callable(answer):
            answer = await answer()
        return web.Response(status=answer) if isinstance(answer, int) else web.json_response(answer)

    def events(self) -> list[str]:
        return [turn["event"] for turn in self.turns]


class Talk:
    """A conversation that is going on."""

    def __init__(
        self, transport: FakeTransport, bot: Bot, run: asyncio.Task[Next], events: list[dict[str, Any]]
    ) -> None:
        self.transport, self.bot, self.run, self.events = transport, bot, run, events

    def heard(self) -> str:
        return tones.decode(np.frombuffer(bytes(self.transport.heard), "<i2"))

    def say(self, words: str) -> None:
        self.transport.say(tones.encode(words, PACE).tobytes())

    async def until(self, done: Callable[[], Any]) -> None:
        async def wait() -> None:
            while not done():
                assert not self.run.done() or done(), f"the call was over: {self.bot.turns} {self.heard()}"
                await asyncio.sleep(0.05)

        await asyncio.wait_for(wait(), 30)

    async def hears(self, words: str) -> None:
        await self.until(lambda: words in self.heard())

    async def turns(self, count: int) -> None:
        await self.until(lambda: len(self.bot.turns) >= count)

    def of(self, event: str) -> list[dict[str, Any]]:
        return [one for one in self.events if one["event"] == event]


@asynccontextmanager
async def talking(
    folder: Path, *answers: Any, recogniser: Any = None, synthesiser: Any = None, limits: Limits | None = None
) -> AsyncIterator[Talk]:
    bot = Bot(list(answers))
    application = web.Application()
    application.router.add_post("/webhooks/voice/turn", bot.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    events: list[dict[str, Any]] = []
    async with aiohttp.ClientSession() as http:
        transport = FakeTransport(CallInfo("c-1", "13900001101", "95585"))
        conversing = Conversation(
            transport,
            Turns(http, f"http://127.0.0.1:{port}", "local", "c-1"),
            recogniser or TonesRecogniser(),
            Voice(synthesiser or TonesSynthesiser(), folder, PACE),
            WebRtcVoiceActivity(),
            Journal("c-1", events.append),
            limits or Limits(60, 0.5),
        )
        run = asyncio.create_task(conversing.run())
        try:
            yield Talk(transport, bot, run, events)
        finally:
            transport.leave()
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)
            await runner.cleanup()


async def test_sentences_are_heard_in_order_and_what_is_said_becomes_a_turn(tmp_path: Path) -> None:
    async with talking(tmp_path, says("请问您的车牌号是多少？", notice="您好。")) as talk:
        await talk.hears("您好请问您的车牌号是多少")
        talk.say("冀A6P72Q")
        await talk.turns(2)
        start, speech = talk.bot.turns
    assert (start["event"], start["from"], start["to"]) == ("start", "13900001101", "95585")
    assert (speech["event"], speech["text"], speech["confidence"]) == ("speech", "冀A6P72Q", 1.0)
    assert speech["at"] > start["at"] and speech["turn_id"] != start["turn_id"]


async def test_a_pause_shorter_than_the_end_of_speech_ends_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path, says("车牌号？", end_ms=1200)) as talk:
        await talk.hears("车牌号")
        talk.say("冀A")
        talk.transport.say(silence(0.9))
        talk.say("6P72Q")
        await talk.turns(2)
    assert talk.bot.turns[1]["text"] == "冀A6P72Q"


async def test_who_speaks_silences_the_bot_and_the_rest_is_never_heard(tmp_path: Path) -> None:
    long = "我们的资料显示您的车辆在我们公司承保了交强险和商业保险请问这些都对吗"
    async with talking(tmp_path, says(long), says("好的。")) as talk:
        await talk.hears("我们的资料")
        talk.say("不对我换了车牌")
        await talk.turns(2)
        await talk.hears("好的")
    assert long not in talk.heard() and "这些都对吗" not in talk.heard()
    assert talk.bot.turns[1]["text"] == "不对我换了车牌"
    assert talk.of("yield")[0]["voiced_ms"] <= 340


@pytest.mark.parametrize("words", ["嗯", "对", "好"])
async def test_a_back_channel_is_no_interruption(tmp_path: Path, words: str) -> None:
    long = "我们的资料显示您的车辆在我们公司承保了交强险和商业保险请问这些都对吗"
    async with talking(tmp_path, says(long)) as talk:
        await talk.hears("我们的资料")
        talk.transport.say(tones.encode(words, 120).tobytes())  # half a second long: it does pause the bot
        await talk.hears("这些都对吗")
        await asyncio.sleep(0.5)
    assert talk.of("yield") and talk.of("back_channel")
    heard = talk.heard()
    assert heard.endswith("请问这些都对吗") and len(heard) >= len(long) - 1, (
        "it went on where it was, in the middle of a character"
    )
    assert talk.bot.events() == ["start"]


async def test_the_same_word_after_the_question_is_an_answer(tmp_path: Path) -> None:
    async with talking(tmp_path, says("这些都对吗？")) as talk:
        await talk.hears("这些都对吗")
        await asyncio.sleep(0.3)
        talk.say("对")
        await talk.turns(2)
    assert talk.bot.turns[1]["text"] == "对"


async def test_the_notice_is_heard_out_and_words_under_it_are_kept(tmp_path: Path) -> None:
    notice = "本次通话将被录音用于理赔服务请您放心谢谢您的配合"
    async with talking(
        tmp_path, says("请问您的车牌号是多少请您慢慢说不着急", notice=notice), says("好的。")
    ) as talk:
        await talk.hears("本次通话")
        talk.say("我要报案")
        await talk.turns(2)
        await talk.hears("好的")
    assert notice in talk.heard()
    assert "慢慢说不着急" not in talk.heard(), (
        "what may be interrupted was not said against the caller's words"
    )
    assert talk.bot.turns[1]["text"] == "我要报案"


async def test_a_silence_is_counted_from_the_end_of_the_prompt(tmp_path: Path) -> None:
    async with talking(tmp_path, says("请问您的车牌号是多少？", silence_ms=600), says("您好？")) as talk:
        await talk.turns(2)
        assert "请问您的车牌号是多少" in talk.heard()
    assert talk.bot.events()[:2] == ["start", "silence"]


async def test_a_noise_that_is_no_word_does_not_begin_the_silence_anew(tmp_path: Path) -> None:
    hum = np.sin(2 * np.pi * tones.SEPARATOR * np.arange(12_000) / 8000) * 9000
    async with talking(tmp_path, says("车牌号？", silence_ms=2500), says("您好？")) as talk:
        await talk.hears("车牌号")
        begun = asyncio.get_running_loop().time()
        await asyncio.sleep(1.0)
        talk.transport.say(hum.astype("<i2").tobytes())
        await talk.turns(2)
        waited = asyncio.get_running_loop().time() - begun
    assert talk.bot.events()[:2] == ["start", "silence"]
    assert talk.of("heard")[0]["understood"] is False
    assert waited < 4.9, "2.5 s and not 1.0 s, the hum, and 2.5 s again"


async def test_a_telephone_that_sends_nothing_when_it_is_quiet_still_ends_its_sentences(
    tmp_path: Path,
) -> None:
    async with talking(tmp_path, says("车牌号？")) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.until(lambda: not talk.transport._speech)
        talk.transport._clock.cancel()
        await talk.turns(2)
    assert talk.bot.turns[1]["text"] == "冀A6P72Q"


async def test_the_caller_is_told_to_wait_while_the_bot_thinks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "AGAIN_S", 1.0)
    monkeypatch.setattr(conversation, "SORRY_S", 3.0)

    async def slowly() -> dict[str, Any]:
        await asyncio.sleep(4.2)
        return says("您还在现场吗？")

    async with talking(tmp_path, says("车牌号？"), slowly) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.hears("您还在现场吗")
    told = [one["said"] for one in talk.of("wait")]
    assert told[0] == "please_wait" and "still_working" in told and told[-1] == "sorry_for_waiting"
    assert "请稍等" in talk.heard()
    assert talk.bot.events()[:2] == ["start", "speech"]


async def test_the_caller_is_told_to_wait_while_the_voice_is_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "AGAIN_S", 1.0)

    class Slow(TonesSynthesiser):
        async def speak(self, text: str, length_s: float) -> bytes:
            await asyncio.sleep(3.5 if "现场" in text else 0)
            return await super().speak(text, length_s)

    async with talking(tmp_path, says("车牌号？"), says("您还在现场吗？"), synthesiser=Slow()) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.hears("您还在现场吗")
    assert [one["said"] for one in talk.of("wait")][:2] == ["please_wait", "still_working"]
    assert "请稍等" in talk.heard() and talk.of("sound")[-1]["waited_ms"] >= 3500


async def test_the_caller_is_told_to_wait_in_the_middle_of_a_sentence_too(tmp_path: Path) -> None:
    class Slow(TonesSynthesiser):
        async def speak(self, text: str, length_s: float) -> bytes:
            await asyncio.sleep(3.5 if "现场" in text else 0)
            return await super().speak(text, length_s)

    async with talking(
        tmp_path, says("车牌号？"), says("好的已经记下。您还在现场吗？"), says("好的。"), synthesiser=Slow()
    ) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.hears("您还在现场吗")
        await asyncio.sleep(0.5)
        talk.say("在")
        await talk.turns(3)
    assert "好的已经记下请稍等您还在现场吗" in talk.heard()
    assert [one["said"] for one in talk.of("wait")] == ["please_wait"]


async def test_a_key_answers_at_once_where_one_is_expected(tmp_path: Path) -> None:
    async with talking(
        tmp_path, says("这些都对吗请按一或者二告诉我您的意思", keys=1), says("好的。")
    ) as talk:
        await talk.hears("这些都对")
        talk.transport.press("1")
        await talk.turns(2)
        await talk.hears("好的")
    assert talk.bot.turns[1]["digits"] == "1"
    assert "您的意思" not in talk.heard()


@pytest.mark.parametrize(
    ("pressed", "taken"),
    [("13900001107", "13900001107"), ("138*13900001107", "138*13900001107"), ("0311#", "0311#")],
)
async def test_a_number_is_over_when_it_is_whole_or_with_the_hash_key(
    tmp_path: Path, pressed: str, taken: str
) -> None:
    async with talking(tmp_path, says("电话？", keys=11), says("好的。")) as talk:
        await talk.hears("电话")
        talk.transport.press(pressed)
        await talk.hears("好的")
        assert len(talk.bot.turns) == 2
    assert talk.bot.turns[1]["digits"] == taken


async def test_a_hash_key_after_a_whole_number_is_nothing_more(tmp_path: Path) -> None:
    async with talking(tmp_path, says("电话？", keys=11), says("您还在现场吗？")) as talk:
        await talk.hears("电话")
        talk.transport.press("13900001107")
        await talk.turns(2)
        talk.transport.press("#")
        await talk.hears("您还在现场吗")
        await asyncio.sleep(0.5)
    assert talk.bot.events()[:3] in (["start", "keys"], ["start", "keys", "hangup"])


async def test_keys_left_off_are_taken_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "KEYS_S", 0.5)
    async with talking(tmp_path, says("几个人？", keys=2)) as talk:
        await talk.hears("几个人")
        talk.transport.press("2")
        await talk.turns(2)
    assert talk.bot.turns[1]["digits"] == "2"


async def test_who_hangs_up_in_the_middle_of_a_sentence_ends_the_conversation(tmp_path: Path) -> None:
    async with talking(tmp_path, says("我们的资料显示您的车辆在我们公司承保了交强险")) as talk:
        await talk.hears("我们的资料")
        talk.transport.leave()
        assert await asyncio.wait_for(talk.run, 2) == Next()


async def test_who_hangs_up_while_the_bot_thinks_ends_the_conversation(tmp_path: Path) -> None:
    async def never() -> dict[str, Any]:
        await asyncio.sleep(10)
        return says()

    async with talking(tmp_path, never) as talk:
        await talk.turns(1)
        talk.transport.leave()
        assert await asyncio.wait_for(talk.run, 2) == Next()


async def test_after_the_goodbye_the_caller_may_hang_up_first(tmp_path: Path) -> None:
    async with talking(tmp_path, BYE, limits=Limits(60, 1.0)) as talk:
        await talk.hears("再见")
        assert not talk.run.done()
        assert await asyncio.wait_for(talk.run, 5) == Next()


async def test_a_transfer_follows_its_sentence(tmp_path: Path) -> None:
    transfer = {"to": "95585", "reason": "客户要求人工服务", "report_number": "12345678"}
    async with talking(tmp_path, says("现在为您转接人工") | {"transfer": transfer, "listen": None}) as talk:
        assert await asyncio.wait_for(talk.run, 10) == Next(transfer)
        assert "现在为您转接人工" in talk.heard()


async def test_a_bot_that_is_gone_is_told_of_and_a_person_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phone.turns.PAUSES_S", (0.1, 0.1))
    async with talking(tmp_path, says("车牌号？"), 500, 502, 500) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        assert (await asyncio.wait_for(talk.run, 10)).transfer == {"reason": "bot lost"}
    assert "系统出现了故障现在为您转接人工请不要挂机" in talk.heard()


async def test_a_turn_that_is_delivered_again_is_the_same_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phone.turns.PAUSES_S", (0.1, 0.1))
    async with talking(tmp_path, says("车牌号？"), 503, says("您还在现场吗？")) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.hears("您还在现场吗")
    assert talk.bot.events()[:2] == ["start", "speech"]


async def test_a_call_has_an_end(tmp_path: Path) -> None:
    async with talking(tmp_path, says("车牌号？"), limits=Limits(1.5, 0.5)) as talk:
        assert await asyncio.wait_for(talk.run, 15) == Next()
    assert "本次通话时间已经到了上限" in talk.heard()


async def test_a_sentence_longer_than_the_exchanges_queue_is_heard_whole(tmp_path: Path) -> None:
    long = "。".join(f"第{number}句话是为了很长" for number in "一二三四五六七八九十") + "。"
    async with talking(tmp_path, says(long)) as talk:
        await talk.hears("第十句话是为了很长")
        assert long.replace("。", "") in talk.heard()


async def test_words_to_expect_reach_the_recogniser(tmp_path: Path) -> None:
    expected: list[Any] = []

    class Listening(TonesRecogniser):
        def hear(self, hints: Any) -> TonesHearing:
            expected.append(tuple(hints))
            return super().hear(hints)

    async with talking(tmp_path, says("车牌号？", hints=["冀", "京"]), recogniser=Listening()) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.turns(2)
    assert expected == [("冀", "京")]


async def test_other_readings_reach_the_bot(tmp_path: Path) -> None:
    class Doubting(TonesHearing):
        async def finish(self) -> Heard:
            return Heard("冀A6P72Q", 0.7, (("冀A6B72Q", 0.2),))

    class Recogniser(TonesRecogniser):
        def hear(self, hints: Any) -> TonesHearing:
            return Doubting()

    async with talking(tmp_path, says("车牌号？"), recogniser=Recogniser()) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        await talk.turns(2)
    assert talk.bot.turns[1]["alternatives"] == [{"text": "冀A6B72Q", "confidence": 0.2}]


async def test_a_recogniser_that_is_gone_leads_to_a_person(tmp_path: Path) -> None:
    class Deaf(TonesHearing):
        async def finish(self) -> Heard:
            raise RecogniserLost

    class Recogniser(TonesRecogniser):
        def hear(self, hints: Any) -> TonesHearing:
            return Deaf()

    async with talking(tmp_path, says("车牌号？"), recogniser=Recogniser()) as talk:
        await talk.hears("车牌号")
        talk.say("冀A6P72Q")
        assert (await asyncio.wait_for(talk.run, 10)).transfer == {"reason": "recogniser lost"}
    assert "语音识别出现了故障" in talk.heard()


async def test_a_voice_that_is_gone_leads_to_a_person(tmp_path: Path) -> None:
    class Mute(TonesSynthesiser):
        async def speak(self, text: str, length_s: float) -> bytes:
            raise SynthesiserLost

    async with talking(tmp_path, says("车牌号？"), synthesiser=Mute()) as talk:
        assert (await asyncio.wait_for(talk.run, 10)).transfer == {"reason": "voice lost"}
