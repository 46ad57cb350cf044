"""What the vendors' streaming recognisers have in common: a websocket an utterance, sound in, partial results out, a last one at the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from yarl import URL

from phone.recogniser import Heard, RecogniserLost

CONNECT_S, FINISH_S = 3.0, 4.0
"""Longest waits for the connection and, once the utterance has ended, for its last result, in seconds."""

CHUNK = 640
"""Bytes sent at a time, 40 ms: what the vendors recommend."""


@dataclass
class Reading:
    """What a vendor has said so far about an utterance."""

    ready: bool = False
    finished: bool = False
    sentences: dict[int, str] = field(default_factory=dict)
    """By their order; a vendor may replace one it has said before."""
    confidence: float | None = None
    alternatives: list[tuple[str, float | None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words."""
        return "".join(self.sentences[number] for number in sorted(self.sentences))


class Dialect(Protocol):
    """One utterance in a vendor's protocol."""

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the websocket's URL and headers, signed.

        Raises:
            RecogniserLost: They cannot be had.
        """
        ...

    waits: bool
    """Whether the vendor says that it is ready before it takes sound."""

    def opening(self) -> Sequence[str]:
        """Return what is sent first."""
        ...

    def sound(self, chunk: bytes, first: bool) -> str | bytes:
        """Return a message with sound."""
        ...

    def closing(self) -> str:
        """Return what says that the utterance has ended."""
        ...

    def read(self, message: dict[str, Any], reading: Reading) -> None:
        """Take a message of the vendor's into the reading.

        Raises:
            RecogniserLost: It tells of an error.
        """
        ...


class StreamingHearing:
    """One utterance on its way to a vendor."""

    def __init__(self, http: aiohttp.ClientSession, dialect: Dialect) -> None:
        """Connect at once: the sooner the better."""
        self._http, self._dialect = http, dialect
        self._sound: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._rest = b""
        self._reading = Reading()
        self._talk = asyncio.create_task(self._converse())

    @property
    def partial(self) -> str:
        """Return what has been understood so far."""
        return self._reading.text

    def feed(self, sound: bytes) -> None:
        """Take more of the utterance."""
        sound = self._rest + sound
        whole = len(sound) - len(sound) % CHUNK
        self._rest = sound[whole:]
        for at in range(0, whole, CHUNK):
            self._sound.put_nowait(sound[at : at + CHUNK])

    async def finish(self) -> Heard:
        """Return what was said."""
        if self._rest:
            self._sound.put_nowait(self._rest)
        self._sound.put_nowait(None)
        try:
            await asyncio.wait_for(self._talk, FINISH_S)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise RecogniserLost(type(error).__name__) from error
        reading = self._reading
        alternatives = tuple((text, sure) for text, sure in reading.alternatives if text != reading.text)
        return Heard(reading.text, reading.confidence, alternatives)

    async def cancel(self) -> None:
        """Forget the utterance."""
        self._talk.cancel()

    async def _converse(self) -> None:
        url, headers = await self._dialect.address()
        timeout = aiohttp.ClientWSTimeout(ws_close=1.0)
        connecting = self._http.ws_connect(URL(url, encoded=True), headers=dict(headers), timeout=timeout)
        async with await asyncio.wait_for(connecting, CONNECT_S) as socket:
            for message in self._dialect.opening():
                await socket.send_str(message)
            self._reading.ready = not self._dialect.waits
            sending: asyncio.Task[None] | None = None
            try:
                while not self._reading.finished:
                    if sending is None and self._reading.ready:
                        sending = asyncio.create_task(self._send(socket))
                    received = await socket.receive()
                    if received.type != aiohttp.WSMsgType.TEXT:
                        raise RecogniserLost(f"the connection ended: {received.type.name}")
                    self._dialect.read(_json(received.data), self._reading)
            finally:
                if sending:
                    sending.cancel()

    async def _send(self, socket: aiohttp.ClientWebSocketResponse[Any]) -> None:
        first = True
        while (chunk := await self._sound.get()) is not None:
            message = self._dialect.sound(chunk, first)
            first = False
            await (socket.send_bytes(message) if isinstance(message, bytes) else socket.send_str(message))
        await socket.send_str(self._dialect.closing())


class StreamingRecogniser:
    """A vendor's recogniser; each utterance is a dialect of its own."""

    def __init__(self, dialect: Callable[[aiohttp.ClientSession, Sequence[str]], Dialect]) -> None:
        """Make an utterance's dialect of the words to expect with ``dialect``."""
        self._dialect = dialect
        self._http: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Make what connects."""
        self._http = aiohttp.ClientSession()

    def hear(self, hints: Sequence[str]) -> StreamingHearing:
        """Begin an utterance."""
        assert self._http is not None, "start was not called"
        return StreamingHearing(self._http, self._dialect(self._http, hints))

    async def close(self) -> None:
        """Let go of the connections."""
        if self._http:
            await self._http.close()


def _json(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except ValueError as error:
        raise RecogniserLost("no JSON") from error
    if not isinstance(message, dict):
        raise RecogniserLost("no JSON object")
    return message
