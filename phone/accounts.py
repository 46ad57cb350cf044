"""How the vendors know who asks: signed addresses and tokens, the same for their recognisers and synthesisers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
from yarl import URL as EncodedUrl

ALIBABA_URL = "wss://nls-gateway-cn-shanghai.aliyuncs.com/ws/v1"
ALIBABA_TOKEN_URL = "https://nls-meta.cn-shanghai.aliyuncs.com/"
RENEWED_S = 600
"""How long before its end a token is fetched anew."""


class NoToken(Exception):
    """Raised when no token could be fetched."""


@dataclass
class AlibabaAccount:
    """Alibaba's credentials, where to connect, and the token of now, which lives a day or so (CreateToken, version 2019-02-28)."""

    app_key: str
    key_id: str
    key_secret: str
    url: str = ALIBABA_URL
    token_url: str = ALIBABA_TOKEN_URL
    _token: str = ""
    _expires: float = 0.0
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> AlibabaAccount:
        """Return the account of ALIBABA_NLS_APP_KEY, ALIBABA_ACCESS_KEY_ID and ALIBABA_ACCESS_KEY_SECRET.

        Raises:
            ValueError: A variable is missing.
        """
        names = ("ALIBABA_NLS_APP_KEY", "ALIBABA_ACCESS_KEY_ID", "ALIBABA_ACCESS_KEY_SECRET")
        app_key, key_id, key_secret = wanted(environment, *names)
        return cls(
            app_key,
            key_id,
            key_secret,
            environment.get("ALIBABA_NLS_URL") or ALIBABA_URL,
            environment.get("ALIBABA_TOKEN_URL") or ALIBABA_TOKEN_URL,
        )

    async def token(self, http: aiohttp.ClientSession) -> str:
        """Return a token that is good for a while.

        Raises:
            NoToken: None could be fetched.
        """
        async with self._fetching:
            if time.time() > self._expires - RENEWED_S:
                try:
                    async with http.get(
                        EncodedUrl(f"{self.token_url}?{self._signed()}", encoded=True),
                        timeout=aiohttp.ClientTimeout(5),
                    ) as said:
                        token = (await said.json(content_type=None))["Token"]
                    self._token, self._expires = str(token["Id"]), float(token["ExpireTime"])
                except (aiohttp.ClientError, asyncio.TimeoutError, KeyError, TypeError, ValueError) as error:
                    raise NoToken(f"Alibaba: no token ({type(error).__name__})") from error
            return self._token

    def _signed(self) -> str:
        """Return the query of CreateToken, signed: HMAC-SHA1 over its parameters in order."""
        values = {
            "AccessKeyId": self.key_id,
            "Action": "CreateToken",
            "Format": "JSON",
            "RegionId": "cn-shanghai",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": str(uuid.uuid4()),
            "SignatureVersion": "1.0",
            "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "Version": "2019-02-28",
        }
        query = urlencode(sorted(values.items()), quote_via=quote, safe="~")
        digest = hmac.new(
            f"{self.key_secret}&".encode(), f"GET&%2F&{quote(query, safe='~')}".encode(), hashlib.sha1
        ).digest()
        return f"Signature={quote(base64.b64encode(digest), safe='')}&{query}"


def signed_for_iflytek(url: str, key: str, secret: str) -> str:
    """Return an address, signed: HMAC-SHA256 of host, date and request line."""
    parts = urlsplit(url)
    date = formatdate(usegmt=True)
    signed = f"host: {parts.netloc}\ndate: {date}\nGET {parts.path} HTTP/1.1"
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    origin = (
        f'api_key="{key}", algorithm="hmac-sha256", headers="host date request-line", '
        f'signature="{base64.b64encode(digest).decode()}"'
    )
    authorization = base64.b64encode(origin.encode()).decode()
    return f"{url}?{urlencode({'authorization': authorization, 'date': date, 'host': parts.netloc})}"


def signed_for_tencent(
    place: str, values: Mapping[str, Any], secret: str, method: str = "", name: str = "signature"
) -> str:
    """Return an address, signed: HMAC-SHA1 of the method, where it is wanted, host, path and the parameters in order.

    Args:
        place: The address without its parameters.
        values: The parameters.
        secret: The account's key.
        method: What the signature begins with: nothing for recognition, ``GET`` for synthesis.
        name: Of the signature's own parameter.
    """
    ordered = sorted(values.items())
    parts = urlsplit(place)
    signed = f"{method}{parts.netloc}{parts.path}?" + "&".join(f"{k}={v}" for k, v in ordered)
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).digest()
    query = "&".join(f"{k}={quote(str(v), safe='')}" for k, v in ordered)
    return f"{place}?{query}&{name}={quote(base64.b64encode(digest), safe='')}"


def wanted(environment: Mapping[str, str], *names: str) -> list[str]:
    """Return variables that must be set.

    Raises:
        ValueError: One is not; the message names it.
    """
    missing = [name for name in names if not environment.get(name, "").strip()]
    if missing:
        raise ValueError(f"{' and '.join(missing)} must be set")
    return [environment[name].strip() for name in names]
