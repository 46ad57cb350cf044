"""A limit to what servers read of a request, as ASGI middleware: a door that is open to anybody reads no more than it wants."""

from __future__ import annotations

import json
from typing import Any

LARGEST = 64 * 1024
"""Bytes of the largest body a desk or sandbox takes: a form, an action, a receipt."""


class LimitedBodies:
    """Answers 413 to a body that is longer, before the application sees any of it; others it gets whole."""

    def __init__(self, app: Any, largest: int = LARGEST) -> None:
        """Stand before ``app``; ``largest`` in bytes."""
        self.app, self.largest = app, largest

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            body = None if self._too_long(scope) else await self._read(receive)
        except ConnectionError:
            return
        if body is None:
            await _refuse(send, self.largest)
            return
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Any:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, again, send)

    def _too_long(self, scope: Any) -> bool:
        said = dict(scope["headers"]).get(b"content-length", b"")
        return said.isdigit() and (len(said) > 18 or int(said) > self.largest)

    async def _read(self, receive: Any) -> bytes | None:
        """Return the body, None when it is too long.

        Raises:
            ConnectionError: It broke off; half a body is none.
        """
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.largest:
                return None
            if not message.get("more_body", False):
                return b"".join(parts)


async def _refuse(send: Any, largest: int) -> None:
    body = json.dumps({"error": f"a body has at most {largest} bytes"}).encode()
    # The rest stays unread on the line: nothing more comes over it.
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
