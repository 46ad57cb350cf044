"""Signed tokens: what the page holds for us and cannot change. Pure; the clock is passed in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

SIZE_LIMIT = 2000
"""Longest token that is looked at, in characters."""


def sign(secret: str, purpose: str, content: dict[str, Any], expires: float) -> str:
    """Return ``content`` as a token that holds until ``expires`` (seconds since 1970) and for ``purpose`` only."""
    body = json.dumps({**content, "exp": int(expires)}, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{_text(body)}.{_text(_signature(secret, purpose, body))}"


def verify(secret: str, purpose: str, token: str, now: float) -> dict[str, Any] | None:
    """Return a token's content; None when it is forged, of another purpose, expired, or no token at all."""
    body_text, _, signature = token.partition(".")
    if len(token) > SIZE_LIMIT or not signature:
        return None
    try:
        body, given = _bytes(body_text), _bytes(signature)
    except ValueError:
        return None
    if not hmac.compare_digest(given, _signature(secret, purpose, body)):
        return None
    content: dict[str, Any] = json.loads(body)
    return content if content["exp"] > now else None


def derived(secret: str, purpose: str, name: str) -> str:
    """Return a key of 32 bytes for ``name``, in base64url with its padding; nobody without the secret makes it."""
    return base64.urlsafe_b64encode(_signature(secret, purpose, name.encode())).decode()


def _signature(secret: str, purpose: str, body: bytes) -> bytes:
    return hmac.new(secret.encode(), purpose.encode() + b"\0" + body, hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
