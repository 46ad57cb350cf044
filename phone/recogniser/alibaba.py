"""Alibaba Cloud's one-sentence recogniser (NLS): help.aliyun.com/zh/isi/developer-reference (websocket, SpeechRecognizer).

The token it wants lives a day or so and is fetched with the account's key (CreateToken, version 2019-02-28).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL as EncodedUrl

from phone.recogniser import RecogniserLost
from phone.recogniser.streaming import Reading, StreamingRecogniser, wanted

URL = "wss://nls-gateway-cn-shanghai.aliyuncs.com/ws/v1"
TOKEN_URL = "https://nls-meta.cn-shanghai.aliyuncs.com/"
RENEWED_S = 600
"""How long before its end a token is fetched anew."""


@dataclass
class Account:
    """Credentials, where to connect, and the token of now."""

    app_key: str
    key_id: str
    key_secret: str
    vocabulary: str = ""
    url: str = URL
    token_url: str = TOKEN_URL
    _token: str = ""
    _expires: float = 0.0
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def token(self, http: aiohttp.ClientSession) -> str:
        """Return a token that is good for a while.

        Raises:
            RecogniserLost: None could be fetched.
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
                    raise RecogniserLost(f"Alibaba: no token ({type(error).__name__})") from error
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


class AlibabaDialect:
    """One utterance; the words to expect are a vocabulary of the account's (ALIBABA_VOCABULARY_ID) and not here."""

    waits = True

    def __init__(self, account: Account, http: aiohttp.ClientSession) -> None:
        """Begin a task."""
        self._account, self._http = account, http
        self._task = uuid.uuid4().hex

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL and the token."""
        return self._account.url, {"X-NLS-Token": await self._account.token(self._http)}

    def opening(self) -> Sequence[str]:
        """Say how the sound comes and what is wanted."""
        payload = {
            "format": "pcm",
            "sample_rate": 8000,
            "enable_intermediate_result": True,
            "enable_punctuation_prediction": True,
            "enable_inverse_text_normalization": False,  # the bot reads spoken numbers itself, with what they mean
            **({"vocabulary_id": self._account.vocabulary} if self._account.vocabulary else {}),
        }
        return (self._message("StartRecognition", payload),)

    def sound(self, chunk: bytes, first: bool) -> bytes:
        """Return sound as it is."""
        return chunk

    def closing(self) -> str:
        """Say that the utterance has ended."""
        return self._message("StopRecognition", {})

    def read(self, message: dict[str, Any], reading: Reading) -> None:
        """Take a message: begun, growing, done, or failed."""
        header, payload = message.get("header") or {}, message.get("payload") or {}
        name = header.get("name")
        if name == "TaskFailed" or header.get("status", 20_000_000) != 20_000_000:
            raise RecogniserLost(f"Alibaba: status {header.get('status')}")
        if name == "RecognitionStarted":
            reading.ready = True
        elif name in ("RecognitionResultChanged", "RecognitionCompleted"):
            reading.sentences[0] = str(payload.get("result") or "")
            if isinstance(sure := payload.get("confidence"), (int, float)) and 0 <= sure <= 1:
                reading.confidence = float(sure)
            reading.finished = name == "RecognitionCompleted"

    def _message(self, name: str, payload: dict[str, Any]) -> str:
        header = {
            "message_id": uuid.uuid4().hex,
            "task_id": self._task,
            "namespace": "SpeechRecognizer",
            "name": name,
            "appkey": self._account.app_key,
        }
        return json.dumps({"header": header, "payload": payload})


class AlibabaRecogniser(StreamingRecogniser):
    """Needs ALIBABA_NLS_APP_KEY, ALIBABA_ACCESS_KEY_ID and ALIBABA_ACCESS_KEY_SECRET."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> AlibabaRecogniser:
        """Return one.

        Raises:
            ValueError: A variable is missing.
        """
        names = ("ALIBABA_NLS_APP_KEY", "ALIBABA_ACCESS_KEY_ID", "ALIBABA_ACCESS_KEY_SECRET")
        app_key, key_id, key_secret = wanted(environment, *names)
        account = Account(
            app_key,
            key_id,
            key_secret,
            environment.get("ALIBABA_VOCABULARY_ID", ""),
            environment.get("ALIBABA_NLS_URL") or URL,
            environment.get("ALIBABA_TOKEN_URL") or TOKEN_URL,
        )
        return cls(lambda http, _: AlibabaDialect(account, http))
