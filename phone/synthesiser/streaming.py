"""What the vendors' synthesisers have in common: a websocket a phrase, words in, sound out until it is said to be over."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import aiohttp
from yarl import URL

from phone import audio
from phone.synthesiser import SynthesiserLost

PHRASE_S = 6.0
"""Longest wait for a phrase, in seconds."""

NATURAL = 260.0
"""Characters a minute of a voice at its own speed, until its own phrases have told better."""

LEARNS, ENOUGH = 0.3, 6
"""How much a phrase counts against those before it, and from how many characters on it counts."""

SLOWEST, FASTEST = 0.6, 2.0
"""Bounds of the speed, of the voice's own: what every vendor does."""

DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


class Dialect(Protocol):
    """One phrase in a vendor's protocol."""

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the websocket's URL and headers, signed.

        Raises:
            SynthesiserLost: They cannot be had.
        """
        ...

    def opening(self) -> str | None:
        """Return what is sent first; None when the URL says everything."""
        ...

    def read(self, message: dict[str, Any]) -> tuple[bytes, bool]:
        """Return the sound in a text message of the vendor's, and whether it was the last.

        Raises:
            SynthesiserLost: It tells of an error.
        """
        ...


class StreamingSynthesiser:
    """A vendor's synthesiser; each phrase is a dialect of its own. Keeps to the pace by what its phrases turned out to take."""

    def __init__(self, voice: str, dialect: Callable[[aiohttp.ClientSession, str, float], Dialect]) -> None:
        """Make a phrase's dialect of its words and its speed (1 is the voice's own) with ``dialect``."""
        self.voice = voice
        self._dialect = dialect
        self._natural = NATURAL
        self._http: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Make what connects."""
        self._http = aiohttp.ClientSession()

    async def speak(self, text: str, length_s: float) -> bytes:
        """Return a phrase."""
        assert self._http is not None, "start was not called"
        words = text.translate(DIGITS)
        characters = len(re.findall(r"[\u3400-\u9fffA-Za-z]", words))
        if not characters:
            return b""
        speed = min(max(characters * 60 / self._natural / length_s, SLOWEST), FASTEST)
        try:
            sound = await asyncio.wait_for(self._converse(self._dialect(self._http, words, speed)), PHRASE_S)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise SynthesiserLost(type(error).__name__) from error
        sound = sound[: len(sound) - len(sound) % audio.WIDTH]
        if not sound:
            raise SynthesiserLost("no sound")
        if characters >= ENOUGH:
            measured = characters * 60 / audio.seconds(sound) / speed
            self._natural += LEARNS * (measured - self._natural)
        return sound

    async def _converse(self, dialect: Dialect) -> bytes:
        assert self._http is not None
        url, headers = await dialect.address()
        timeout = aiohttp.ClientWSTimeout(ws_close=1.0)
        sound, over = b"", False
        async with self._http.ws_connect(
            URL(url, encoded=True), headers=dict(headers), timeout=timeout
        ) as socket:
            if (opening := dialect.opening()) is not None:
                await socket.send_str(opening)
            while not over:
                received = await socket.receive()
                if received.type == aiohttp.WSMsgType.BINARY:
                    sound += received.data
                elif received.type == aiohttp.WSMsgType.TEXT:
                    more, over = dialect.read(_json(received.data))
                    sound += more
                else:
                    raise SynthesiserLost(f"the connection ended: {received.type.name}")
        return sound

    async def close(self) -> None:
        """Let go of the connections."""
        if self._http:
            await self._http.close()


def _json(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except ValueError as error:
        raise SynthesiserLost("no JSON") from error
    if not isinstance(message, dict):
        raise SynthesiserLost("no JSON object")
    return message
