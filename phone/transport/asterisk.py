"""Asterisk's ``chan_websocket``: sound as binary messages, everything else as JSON.

Source: docs.asterisk.org, Configuration/Channel-Drivers/WebSocket. Asterisk keeps the time: it plays from a queue of at most
1,000 frames (20 s), takes text messages of at most 128 bytes and breaks a call on a binary message over 64 kB.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from aiohttp import WSMsgType, web

from phone.transport import Audio, CallInfo, Ended, Event, Key, Played

logger = logging.getLogger(__name__)

LARGEST = 16_000
"""Bytes of a binary message."""


class NotACall(Exception):
    """Raised when a websocket does not begin as Asterisk's do."""


class AsteriskTransport:
    """A call over the websocket Asterisk has opened."""

    info: CallInfo

    def __init__(self, socket: web.WebSocketResponse, info: CallInfo) -> None:
        """Take a socket on which ``MEDIA_START`` has been read; ``accept`` does it."""
        self.info = info
        self._socket = socket

    @classmethod
    async def accept(cls, socket: web.WebSocketResponse, said: Mapping[str, str]) -> AsteriskTransport:
        """Read the first message; ``said`` are the parameters of the websocket's address, which the dialplan's ``v()`` sets.

        Raises:
            NotACall: It is not ``MEDIA_START``, or the address names no call.
        """
        message = await socket.receive(timeout=5)
        start = _json(message.data) if message.type == WSMsgType.TEXT else {}
        if start.get("event") != "MEDIA_START" or not said.get("call_id"):
            raise NotACall
        from_, to = (unquote(said.get(name, "")) or None for name in ("from", "to"))
        return cls(socket, CallInfo(said["call_id"], from_, to))

    async def receive(self) -> Event:
        """Wait for the next event."""
        while not self._socket.closed:
            message = await self._socket.receive()
            if message.type == WSMsgType.BINARY:
                return Audio(message.data)
            if message.type != WSMsgType.TEXT:
                break
            said = _json(message.data)
            event = said.get("event")
            if event == "DTMF_END" and said.get("digit"):
                return Key(said["digit"])
            if event == "MEDIA_MARK_PROCESSED":
                return Played(said.get("correlation_id", ""))
            if event in ("ERROR", "MEDIA_XOFF"):
                logger.warning("call %s: the exchange says %s", self.info.call_id, event)
        return Ended()

    async def play(self, sound: bytes, mark: str) -> None:
        """Queue a sound, then a mark."""
        try:
            for at in range(0, len(sound), LARGEST):
                await self._socket.send_bytes(sound[at : at + LARGEST])
        except ConnectionError:
            return
        await self._command("MARK_MEDIA", correlation_id=mark)

    async def pause(self) -> None:
        """Fall silent."""
        await self._command("PAUSE_MEDIA")

    async def resume(self) -> None:
        """Go on."""
        await self._command("CONTINUE_MEDIA")

    async def flush(self) -> None:
        """Throw away what is queued."""
        await self._command("FLUSH_MEDIA")

    async def hang_up(self) -> None:
        """Let go of the call: the dialplan then asks what comes next."""
        await self._command("HANGUP")
        await self._socket.close()

    async def _command(self, command: str, **fields: str) -> None:
        if self._socket.closed:
            return
        with suppress(ConnectionError):  # the caller was faster; `receive` tells
            await self._socket.send_str(json.dumps({"command": command, **fields}))


def _json(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
