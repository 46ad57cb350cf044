"""What the caller hears: sentences one after the other, which can be stopped, paused and resumed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from phone import audio
from phone.synthesiser import SynthesiserLost
from phone.transport import Transport
from phone.turns import Say
from phone.voice import Voice

AHEAD = 6
"""Seconds of sound that may be queued at the exchange: its queue holds 20, and what is stopped was sent for nothing."""

SECOND = audio.RATE * audio.WIDTH


@dataclass
class _Sent:
    """A second of sound on its way; ``last`` ends its sentence."""

    mark: str
    say: Say
    last: bool


class Playback:
    """Speaks to one caller. Everything runs in the call's event loop."""

    def __init__(
        self, transport: Transport, voice: Voice, on_sound: Callable[[], None], on_lost: Callable[[], None]
    ) -> None:
        """Speak with ``voice``; ``on_sound`` is told of each sentence's first sound and of what ends a silence, ``on_lost`` of a sentence nobody can speak."""
        self._transport, self._voice = transport, voice
        self._on_sound, self._on_lost = on_sound, on_lost
        self._waiting: deque[Say] = deque()
        self._sent: deque[_Sent] = deque()
        self._marks = 0
        self._feeder: asyncio.Task[None] | None = None
        self._interjection: asyncio.Task[None] | None = None
        self._line = asyncio.Lock()
        self._moved = asyncio.Event()
        self.paused = False

    @property
    def playing(self) -> bool:
        """Tell whether the caller has still something to hear."""
        return bool(self._sent or self._waiting or (self._feeder and not self._feeder.done()))

    @property
    def audible(self) -> bool:
        """Tell whether the caller hears something now; not while the first sentence is still being rendered."""
        return bool(self._sent)

    @property
    def stalled(self) -> bool:
        """Tell whether the caller hears nothing because what comes next is still being rendered."""
        return bool(self._waiting and not self._sent)

    @property
    def may_be_interrupted(self) -> bool:
        """Tell whether the sentence being heard may be interrupted."""
        now = self._sent[0].say if self._sent else self._waiting[0] if self._waiting else None
        return now is None or now.barge_in

    def say(self, *sentences: Say) -> None:
        """Speak sentences after those that are being spoken."""
        self._waiting.extend(sentences)
        if self._waiting and (self._feeder is None or self._feeder.done()):
            self._feeder = asyncio.create_task(self._feed())

    def interject(self, sentence: Say) -> None:
        """Speak a sentence that was rendered ahead, while those that are to be spoken are still being rendered."""
        self._interjection = asyncio.create_task(self._speak(sentence, tell=False))

    async def stop(self) -> None:
        """Fall silent at once and forget the rest."""
        self._waiting.clear()
        for task in (self._feeder, self._interjection):
            if task:
                task.cancel()
        self._sent.clear()
        await self._transport.flush()
        await self.resume()
        self._moved.set()

    async def pause(self) -> None:
        """Fall silent for a moment."""
        if not self.paused:
            self.paused = True
            await self._transport.pause()

    async def resume(self) -> None:
        """Go on after a pause."""
        if self.paused:
            self.paused = False
            await self._transport.resume()

    def played(self, mark: str) -> None:
        """Take note of a mark the caller's ear has passed."""
        while self._sent and any(sent.mark == mark for sent in self._sent):
            if self._sent.popleft().mark == mark:
                break
        self._moved.set()

    async def finished(self) -> None:
        """Wait until everything has been heard, or was stopped."""
        while self.playing:
            self._moved.clear()
            await self._moved.wait()

    async def _feed(self) -> None:
        try:
            while self._waiting:
                await self._speak(self._waiting[0])
                self._waiting.popleft()
        except SynthesiserLost:
            self._waiting.clear()
            self._on_lost()
        finally:
            asyncio.get_running_loop().call_soon(self._moved.set)

    async def _speak(self, say: Say, tell: bool = True) -> None:
        first = True
        async for phrase in self._voice.say(say.ssml):
            async with self._line:
                for at in range(0, len(phrase), SECOND):
                    begins = first or not self._sent
                    await self._send(say, phrase[at : at + SECOND])
                    first = False
                    if tell and begins:
                        self._on_sound()
        if self._sent:
            self._sent[-1].last = True

    async def _send(self, say: Say, sound: bytes) -> None:
        while len(self._sent) >= AHEAD:
            self._moved.clear()
            await self._moved.wait()
        self._marks += 1
        sent = _Sent(str(self._marks), say, False)
        self._sent.append(sent)
        await self._transport.play(sound, sent.mark)
