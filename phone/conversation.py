"""One call from its first ring to its end: who speaks when, and what becomes a turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from phone import sentences
from phone.ears import Ears, Utterance
from phone.journal import Journal
from phone.outbound import RESULTS
from phone.playback import Playback
from phone.recogniser import Heard, Recogniser, RecogniserLost
from phone.ssml import plain
from phone.transport import Audio, Ended, Key, Played, Transport
from phone.turns import Answer, BotLost, CallOver, Listen, Say, Turns
from phone.voice import Voice
from phone.voice_activity import VoiceActivity

logger = logging.getLogger(__name__)

INTERRUPTS_MS, INTERRUPTS_CHARACTERS = 300, 2
"""Voice under a prompt that makes it fall silent, or so many characters of a recogniser that streams."""

WAIT_S, AGAIN_S, SORRY_S = 1.5, 15.0, 60.0
"""Of our own work, in seconds: until 请稍等, until the caller is spoken to again, until it is apologised for."""

KEYS_S, UNEXPECTED_KEYS_S = 3.0, 1.5
"""Pause that ends a row of keys, in seconds, where keys are expected and where they are not."""

TICK_S = 0.05


@dataclass(frozen=True)
class Input:
    """What the caller did: an event of the turn API with its fields; ``ended`` when they hung up."""

    event: str
    fields: dict[str, Any] = field(default_factory=dict)
    since: float = 0.0
    """The loop's time when it was over, from which the caller waits."""


@dataclass(frozen=True)
class Next:
    """What becomes of the call when the gateway lets go of it: nothing, or a person."""

    transfer: dict[str, Any] | None = None


@dataclass(frozen=True)
class Limits:
    """Longest call and longest wait for the caller to hang up first, in seconds."""

    call_s: float = 1800.0
    farewell_s: float = 8.0


class Conversation:
    """Talks to one caller; ``run`` returns when it is over."""

    def __init__(
        self,
        transport: Transport,
        turns: Turns,
        recogniser: Recogniser,
        voice: Voice,
        activity: VoiceActivity,
        journal: Journal,
        limits: Limits,
    ) -> None:
        """Talk over ``transport``, with the bot behind ``turns``."""
        self._transport, self._turns, self._journal, self._limits = transport, turns, journal, limits
        self._loop = asyncio.get_running_loop()
        self._playback = Playback(transport, voice, self._sounding, self._voice_lost)
        self._ears = Ears(recogniser, activity, self._spoken)
        self._listen = Listen()
        self._inputs: asyncio.Queue[Input] = asyncio.Queue()
        self._ended = asyncio.Event()
        self._recognising: set[asyncio.Task[None]] = set()
        self._keys = ""
        self._keyed_at = 0.0
        self._quiet_since = 0.0
        self._working_since = 0.0
        self._waits_told = 0
        self._asking_bot = False
        self._voice_failed = False
        self._begun = self._loop.time()
        self.result = "no_answer"
        """What came of a call the bot placed (``phone.outbound``)."""

    async def run(self) -> Next:
        """Talk until one side has hung up or the call goes to a person."""
        around = [asyncio.create_task(self._receive()), asyncio.create_task(self._tick())]
        try:
            return await self._until_ended(self._talk())
        finally:
            for task in [*around, *self._recognising]:
                task.cancel()
            await self._playback.stop()

    # The thread of the conversation

    async def _talk(self) -> Next:
        info = self._transport.info
        fields: dict[str, Any] = {"from": info.from_, "to": info.to, **info.order}
        taken = Input("start", fields, self._loop.time())
        while True:
            try:
                answer = await self._ask(taken)
            except BotLost:
                return await self._hand_over("bot_lost", "bot lost")
            except CallOver:
                return Next()
            self._playback.say(*answer.say)
            if answer.transfer:
                await self._playback.finished()
                self._journal.note("transfer")
                return Next(answer.transfer)
            if answer.hangup:
                await self._farewell()
                return Next()
            self._listen = self._ears.listen = answer.listen
            taken = await self._next()
            if taken.event == "voicemail":
                self.result = "voicemail"
                return Next()
            if taken.event == "lost":
                what = "voice" if self._voice_failed else "recogniser"
                return await self._hand_over("not_heard", f"{what} lost")
            if taken.event == "limit":
                self._playback.say(_own("time_is_up"))
                await self._playback.finished()
                return Next()

    async def _ask(self, taken: Input) -> Answer:
        """Take a turn; the caller is told to wait when it takes long."""
        self._asking_bot = True
        self._working_since = self._working_since or taken.since or self._loop.time()
        asked = self._loop.time()
        try:
            answer = await self._turns.take(taken.event, **taken.fields)
        finally:
            self._asking_bot = False
        self._journal.turn(taken.event, answer.asking, self._turns.taken, self._loop.time() - asked)
        if taken.event in ("speech", "keys") and self.result == "no_answer":
            self.result = "reached"
        for say in answer.say:
            self.result = RESULTS.get(say.id, self.result)
        if not answer.say:
            self._worked()
        return answer

    async def _next(self) -> Input:
        """Wait for what the caller does next."""
        self._quiet_since = 0.0
        return await self._inputs.get()

    async def _hand_over(self, sentence: str, reason: str) -> Next:
        logger.error("call %s: %s, handed over to a person", self._transport.info.call_id, reason)
        self._journal.note("handed_over", reason=reason)
        await self._playback.stop()
        if not self._voice_failed:
            self._playback.say(_own(sentence))
            await self._playback.finished()
        return Next({"reason": reason})

    async def _farewell(self) -> None:
        """Let the caller hang up first, for a while."""
        await self._playback.finished()
        await asyncio.sleep(self._limits.farewell_s)

    # What comes from the caller

    async def _receive(self) -> None:
        while not isinstance(event := await self._transport.receive(), Ended):
            if isinstance(event, Audio):
                self._ears.take(event.sound, self._loop.time(), self._playback.playing)
                await self._mind_interruption()
            elif isinstance(event, Key):
                await self._key(event.digit)
            elif isinstance(event, Played):
                self._playback.played(event.mark)
        self._ended.set()

    async def _mind_interruption(self) -> None:
        """Fall silent for a caller who speaks; for good once their words are no mere 嗯."""
        utterance = self._ears.utterance
        if utterance is None or not self._playback.playing or not self._playback.may_be_interrupted:
            return
        if not self._playback.paused and (
            utterance.voiced_ms >= INTERRUPTS_MS or len(utterance.hearing.partial) >= INTERRUPTS_CHARACTERS
        ):
            self._journal.note("yield", voiced_ms=utterance.voiced_ms)
            await self._playback.pause()

    def _spoken(self, utterance: Utterance) -> None:
        if not (utterance.under_prompt and self._playback.playing and not self._playback.paused):
            self._working_since = self._working_since or utterance.ended_at
        task = asyncio.create_task(self._recognise(utterance))
        self._recognising.add(task)
        task.add_done_callback(self._recognising.discard)

    async def _recognise(self, utterance: Utterance) -> None:
        """Turn an utterance into a turn, unless it was nothing, or a 嗯 under a prompt."""
        begun = self._loop.time()
        try:
            heard = await utterance.hearing.finish()
        except RecogniserLost:
            self._inputs.put_nowait(Input("lost"))
            return
        self._journal.heard(
            self._loop.time() - begun, utterance.voiced_ms, bool(heard.text), utterance.under_prompt
        )
        if not heard.text:
            await self._dismiss()
        elif self._transport.info.order and self._turns.taken <= 2 and sentences.is_voicemail(heard.text):
            self._inputs.put_nowait(Input("voicemail"))
        elif utterance.under_prompt and self._playback.playing and sentences.is_back_channel(heard.text):
            self._journal.note("back_channel")
            await self._dismiss()
        elif utterance.under_prompt and self._playback.playing and utterance.voiced_ms < INTERRUPTS_MS:
            await self._dismiss()
        else:
            await self._hear_out()
            self._inputs.put_nowait(Input("speech", _speech(heard), utterance.ended_at))

    async def _dismiss(self) -> None:
        """Go on as if nothing had been said; the caller's silence goes on too."""
        if not self._asking_bot and self._inputs.empty():
            self._worked()
        await self._playback.resume()

    async def _hear_out(self) -> None:
        """Let what may not be interrupted come to its end, and stop what may."""
        while self._playback.playing and not self._playback.may_be_interrupted:
            await asyncio.sleep(TICK_S)
        if self._playback.playing:
            await self._playback.stop()

    async def _key(self, digit: str) -> None:
        now = self._loop.time()
        if digit == "#" and not self._keys and now - self._keyed_at < KEYS_S:
            return  # ends a number that was already complete
        if self._playback.playing and self._playback.may_be_interrupted:
            await self._playback.stop()
        await self._ears.drop()
        self._keys += digit
        self._keyed_at = now
        wanted = self._listen.keys
        if digit == "#" or (wanted and len(self._keys.rpartition("*")[2]) >= wanted):
            self._keys_over()

    def _keys_over(self) -> None:
        keys, self._keys = self._keys, ""
        self._inputs.put_nowait(Input("keys", {"digits": keys[:32]}, self._loop.time()))

    # What time brings

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            now = self._loop.time()
            self._ears.miss(now, self._playback.playing)
            if self._keys and now - self._keyed_at > (KEYS_S if self._listen.keys else UNEXPECTED_KEYS_S):
                self._keys_over()
            self._mind_silence(now)
            self._mind_waiting(now)
            if now - self._begun > self._limits.call_s:
                self._begun = now
                self._inputs.put_nowait(Input("limit"))

    def _mind_silence(self, now: float) -> None:
        """Tell the bot of a silence: counted from the end of what it said, and not begun anew by noise."""
        if self._playback.playing:
            self._quiet_since = 0.0
            return
        if not self._quiet_since:
            self._quiet_since = now
            self._journal.note("prompt_over")
        busy = (
            self._ears.utterance
            or self._recognising
            or self._keys
            or self._asking_bot
            or not self._inputs.empty()
        )
        if not busy and now - self._quiet_since >= self._listen.silence_ms / 1000:
            self._quiet_since = 0.0
            self._inputs.put_nowait(Input("silence", {}, now))

    def _mind_waiting(self, now: float) -> None:
        """Say 请稍等 after a second and a half of our own work, and something again every quarter of a minute."""
        if self._playback.stalled:  # also in the middle of a sentence
            self._working_since = self._working_since or now
        if not self._working_since or self._playback.audible:
            return
        waited = now - self._working_since
        if waited < WAIT_S + self._waits_told * AGAIN_S:
            return
        name = (
            "please_wait"
            if not self._waits_told
            else "still_working"
            if waited < SORRY_S
            else "sorry_for_waiting"
        )
        self._waits_told += 1
        self._journal.note("wait", said=name)
        self._playback.interject(_own(name, barge_in=False))

    def _sounding(self) -> None:
        """The caller begins to hear something."""
        if self._working_since and not self._asking_bot and not self._recognising:
            self._journal.sound(self._loop.time() - self._working_since)
            self._worked()

    def _worked(self) -> None:
        self._working_since, self._waits_told = 0.0, 0

    def _voice_lost(self) -> None:
        self._voice_failed = True
        self._inputs.put_nowait(Input("lost"))

    async def _until_ended(self, talk: Awaitable[Next]) -> Next:
        """Return what ``talk`` comes to, or nothing as soon as the caller hangs up."""
        talking = asyncio.ensure_future(talk)
        ended = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait({talking, ended}, return_when=asyncio.FIRST_COMPLETED)
            return talking.result() if talking.done() else Next()
        finally:
            for task in (talking, ended):
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task


def _own(name: str, barge_in: bool = True) -> Say:
    return Say(f"gateway_{name}", plain(sentences.SENTENCES[name]), barge_in)


def _speech(heard: Heard) -> dict[str, Any]:
    """Return what was heard as fields of the turn API."""
    alternatives = [
        {"text": text, **({} if confidence is None else {"confidence": confidence})}
        for text, confidence in heard.alternatives
    ]
    return {"text": heard.text, "confidence": heard.confidence, "alternatives": alternatives or None}


Converse = Callable[[Transport], Awaitable[Next]]
