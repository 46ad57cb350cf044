"""Who may ask the chat page's server, and how often."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.web.tokens import sign, verify
from claims.settings import LOCAL_TOKEN, Settings
from claims.store.web import WebRecords

SESSION_RATE = (30, 60.0)
"""Most turns of a session, and the window in seconds."""

ADDRESS_RATE = (3000, 60.0)
"""Most requests of an address: a carrier's NAT puts thousands of people behind one."""

OPENING_RATE = (60, 600.0)
"""New sessions of an address that cost it nothing; those beyond have to be worked for."""

PROVED_RATE = (6000, 600.0)
"""Most new sessions of an address that were worked for: a hailstorm under one NAT."""

PHOTO_RATE = (40, 600.0)

GUESS_RATE = (10, 86400.0)
"""Most tries at the digits that reopen a conversation."""

LONGEST_WINDOW_S = GUESS_RATE[1]

PROOF_BITS = 14
"""Zero bits a proof of work begins with: a quarter of a second of a telephone, a minute of a flood's whole machine."""

PROOF_S = 120.0
"""How long a challenge may be worked on."""

FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via")
"""What tells that somebody stands between the browser and this server."""

TOO_MANY = "您发送得太频繁了，请稍等片刻再发送。"
LOCKED = "号码输错的次数太多，这个链接一天之内不能再试。请拨打{hotline}，报出报案号即可接着办理。"
CROWDED = "现在报案的人很多，请稍等片刻再试，也可以拨打{hotline}电话报案。"
FOREIGN = "请在保险公司的网页上使用在线报案。"
CLOSED = "在线报案尚未开通，请拨打{hotline}报案。"


class Refused(Exception):
    """Raised for a request that is not taken: an HTTP status, a sentence for the customer, a word for the page."""

    def __init__(self, status: int, sentence: str, code: str, wait: float = 0.0, **more: Any) -> None:
        """Keep what the page is told: ``wait`` in seconds; ``more`` is added to the answer."""
        super().__init__(sentence)
        self.status, self.sentence, self.code, self.wait, self.more = status, sentence, code, wait, more

    def response(self) -> HTTPResponse:
        """Return the refusal as the page reads it."""
        headers = {"Retry-After": str(round(self.wait + 0.5))} if self.wait else {}
        body = {"error": self.sentence, "code": self.code, **self.more}
        return json(body, status=self.status, headers=headers)


class Guard:
    """Lets requests pass or raises ``Refused``; what it counts is in the database, for all server processes."""

    def __init__(self, settings: Settings, records: WebRecords) -> None:
        """Guard by ``settings`` and count in ``records``."""
        self.settings, self.records = settings, records
        self.open = False

    def closed(self, request: Request) -> bool:
        """Tell whether the page is not open to a request: the local secret serves this machine's own browser alone."""
        behind = any(request.headers.get(name) for name in FORWARDED)
        return not self.open or (behind and self.settings.web_secret in ("", LOCAL_TOKEN))

    def known_host(self, request: Request) -> bool:
        """Tell whether the request was sent to a name that is ours; any other was made up to pass for our origin."""
        host = (request.headers.get("host") or "").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        return name in self.settings.hosts

    def admit(self, request: Request) -> None:
        """Let only our own page speak: browsers name the origin of every POST, and scripts cannot change it."""
        origin = (request.headers.get("origin") or "").rstrip("/")
        own = origin in {f"{scheme}://{request.headers.get('host')}" for scheme in ("http", "https")}
        if not self.known_host(request) or not (own or origin in self.settings.origins):
            raise Refused(403, FOREIGN, "foreign")

    def address(self, request: Request) -> str:
        """Return a digest of the browser's address: kept for minutes only, for an address is personal data too."""
        forwarded = [part.strip() for part in (request.headers.get("x-forwarded-for") or "").split(",")]
        proxies = self.settings.web_proxies
        address = forwarded[-proxies] if 0 < proxies <= len(forwarded) else request.ip
        return hashlib.sha256(f"{self.settings.web_secret}{address}".encode()).hexdigest()[:24]

    async def limit(self, who: str, rate: tuple[int, float], now: float, sentence: str = TOO_MANY) -> None:
        """Count a request of ``who``, or refuse it for a while."""
        wait = await asyncio.to_thread(self.records.hit, who, *rate, now)
        if wait:
            raise Refused(429, sentence, "often", wait)

    async def limit_opening(self, request: Request, fields: Mapping[str, Any], now: float) -> None:
        """Let a new session begin: freely at first, then for a little work of the browser's, that a flood cannot afford.

        A storm sends thousands of drivers through one address of their carrier's; nobody of them is locked out.
        """
        address = self.address(request)
        if not await asyncio.to_thread(self.records.hit, f"opening:{address}", *OPENING_RATE, now):
            return
        if not await self._proved(fields.get("proof"), address, now):
            challenge = sign(
                self.settings.web_secret,
                "challenge",
                {"a": address, "n": secrets.token_hex(8)},
                now + PROOF_S,
            )
            sentence = CROWDED.format(hotline=self.settings.hotline)
            raise Refused(429, sentence, "prove", 0, challenge=challenge, bits=PROOF_BITS)
        await self.limit(f"proved:{address}", PROVED_RATE, now, CROWDED.format(hotline=self.settings.hotline))

    async def _proved(self, proof: Any, address: str, now: float) -> bool:
        if not isinstance(proof, Mapping):
            return False
        challenge, nonce = str(proof.get("challenge")), str(proof.get("nonce"))[:20]
        content = verify(self.settings.web_secret, "challenge", challenge, now)
        digest = hashlib.sha256(f"{challenge}{nonce}".encode()).digest()
        if (
            content is None
            or content["a"] != address
            or int.from_bytes(digest[:4], "big") >> (32 - PROOF_BITS)
        ):
            return False
        used = f"challenge:{content['n']}"
        return not await asyncio.to_thread(self.records.hit, used, 1, PROOF_S, now)
