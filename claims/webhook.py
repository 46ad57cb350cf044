"""Signed webhooks, as the Standard Webhooks specification has them: three headers that any of its libraries checks.

``webhook-id`` is the same at every attempt, so that whoever receives it twice takes it once; ``webhook-timestamp`` keeps an
old one from being played again; ``webhook-signature`` is HMAC-SHA256 over both and the body. Pure: time is passed in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

TOLERANCE_S = 300
"""How far the sender's clock may be from the receiver's."""

PREFIX = "whsec_"


class BadSignature(ValueError):
    """The headers are not those of a webhook signed with this secret, or it is too old."""


def headers(secret: str, key: str, body: bytes, at: float) -> dict[str, str]:
    """Return the three headers.

    Args:
        secret: Any text; one that begins with ``whsec_`` is base64 after it, as the specification's libraries make them.
        key: What the receiver knows it again by.
        body: As it is sent.
        at: Seconds since 1970.
    """
    stamp = str(int(at))
    return {
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_signature(secret, key, stamp, body)}",
    }


def verify(secret: str, given: Mapping[str, str], body: bytes, at: float) -> str:
    """Return the key of a webhook whose signature is right.

    Args:
        secret: As for ``headers``.
        given: The request's headers, by lower-case name.
        body: As it came.
        at: Seconds since 1970.

    Raises:
        BadSignature: It is not right, or was made more than ``TOLERANCE_S`` ago or ahead.
    """
    key, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not key or not stamp.isascii() or not stamp.isdigit():
        raise BadSignature("webhook-id and webhook-timestamp are needed")
    if abs(at - int(stamp)) > TOLERANCE_S:
        raise BadSignature("the webhook is too old")
    expected = f"v1,{_signature(secret, key, stamp, body)}".encode()
    offered = given.get("webhook-signature", "").split()
    if not secret or not any(hmac.compare_digest(one.encode(), expected) for one in offered):
        raise BadSignature("the signature is wrong")
    return key


def _signature(secret: str, key: str, stamp: str, body: bytes) -> str:
    signed = b".".join((key.encode(), stamp.encode(), body))
    return base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret[len(PREFIX) :], validate=True)
    except binascii.Error:
        return secret.encode()
