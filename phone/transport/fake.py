"""A call without a telephone: what a test says goes in, what the caller would hear comes out, in real time."""

from __future__ import annotations

import asyncio
from collections import deque

from phone.audio import FRAME, FRAME_MS, silence
from phone.transport import Audio, CallInfo, Ended, Event, Key, Played


class FakeTransport:
    """Plays its queue at the speed of sound and keeps what was heard."""

    def __init__(self, info: CallInfo) -> None:
        """Begin a call."""
        self.info = info
        self.heard = bytearray()
        """What the caller has heard so far, silence included."""
        self.hung_up = asyncio.Event()
        self._queue: deque[bytes | str] = deque()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._speech: deque[bytes] = deque()
        self._paused = False
        self._ended = False
        self._clock = asyncio.create_task(self._run())

    # What a test does

    def say(self, sound: bytes) -> None:
        """Let the caller say something, at the speed of sound."""
        sound += silence(-len(sound) % FRAME / 16000)
        self._speech.extend(sound[at : at + FRAME] for at in range(0, len(sound), FRAME))

    def press(self, digits: str) -> None:
        """Let the caller press keys."""
        for digit in digits:
            self._events.put_nowait(Key(digit))

    def leave(self) -> None:
        """Let the caller hang up."""
        self._ended = True
        self._clock.cancel()
        self._events.put_nowait(Ended())

    # What a conversation does

    async def receive(self) -> Event:
        """Wait for the next event."""
        if self._ended and self._events.empty():
            return Ended()
        return await self._events.get()

    async def play(self, sound: bytes, mark: str) -> None:
        """Queue a sound, then a mark."""
        self._queue.extend(sound[at : at + FRAME] for at in range(0, len(sound), FRAME))
        self._queue.append(mark)

    async def pause(self) -> None:
        """Fall silent."""
        self._paused = True

    async def resume(self) -> None:
        """Go on."""
        self._paused = False

    async def flush(self) -> None:
        """Throw away what is queued."""
        self._queue.clear()

    async def hang_up(self) -> None:
        """End the call."""
        self.hung_up.set()
        self.leave()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += FRAME_MS / 1000
            await asyncio.sleep(max(0.0, due - loop.time()))
            self._events.put_nowait(Audio(self._speech.popleft() if self._speech else bytes(FRAME)))
            frame: bytes | str = b""
            while not self._paused and self._queue and isinstance(frame := self._queue.popleft(), str):
                self._events.put_nowait(Played(frame))
                frame = b""
            self.heard += (frame if isinstance(frame, bytes) else b"").ljust(FRAME, b"\0")
