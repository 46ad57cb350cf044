"""iFlytek's dictation: xfyun.cn/doc/asr/voicedictation/API.html (websocket, v2/iat), with dynamic correction and word candidates."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phone.accounts import signed_for_iflytek, wanted
from phone.recogniser import RecogniserLost
from phone.recogniser.streaming import Reading, StreamingRecogniser

URL = "wss://iat-api.xfyun.cn/v2/iat"
FORM = {"format": "audio/L16;rate=8000", "encoding": "raw"}
END_OF_SPEECH_MS = 10_000
"""Silence after which the vendor would end an utterance by itself: longer than any of ours."""

CANDIDATES = 3


@dataclass(frozen=True)
class Account:
    """Credentials, and where to connect."""

    app_id: str
    key: str
    secret: str
    url: str = URL


class IflytekDialect:
    """One utterance; the words to expect are set in the vendor's console and not here."""

    waits = False

    def __init__(self, account: Account) -> None:
        """Begin with nothing heard."""
        self._account = account
        self._words: dict[int, list[list[str]]] = {}

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL, signed: HMAC-SHA256 of host, date and request line."""
        return signed_for_iflytek(self._account.url, self._account.key, self._account.secret), {}

    def opening(self) -> Sequence[str]:
        """Send a first frame without sound: it carries what is wanted."""
        business = {
            "language": "zh_cn",
            "domain": "iat",
            "accent": "mandarin",
            "vad_eos": END_OF_SPEECH_MS,
            "dwa": "wpgs",
            "wbest": CANDIDATES,
        }
        first = {
            "common": {"app_id": self._account.app_id},
            "business": business,
            "data": {"status": 0, **FORM, "audio": ""},
        }
        return (json.dumps(first),)

    def sound(self, chunk: bytes, first: bool) -> str:
        """Return sound in base64."""
        return json.dumps({"data": {"status": 1, **FORM, "audio": base64.b64encode(chunk).decode()}})

    def closing(self) -> str:
        """Say that the utterance has ended."""
        return json.dumps({"data": {"status": 2, **FORM, "audio": ""}})

    def read(self, message: dict[str, Any], reading: Reading) -> None:
        """Take a message: words that are added to those before (``apd``) or stand for some of them (``rpl``)."""
        if message.get("code") != 0:
            raise RecogniserLost(f"iFlytek: code {message.get('code')}")
        data = message.get("data") or {}
        result = data.get("result") or {}
        if "ws" in result:
            if result.get("pgs") == "rpl":
                first, last = result["rg"]
                for number in range(first, last + 1):
                    reading.sentences.pop(number, None)
                    self._words.pop(number, None)
            number = int(result.get("sn", 0))
            self._words[number] = [[str(c.get("w", "")) for c in word["cw"]] for word in result["ws"]]
            reading.sentences[number] = "".join(word[0] for word in self._words[number])
        reading.finished = data.get("status") == 2
        if reading.finished:
            reading.alternatives = [(text, None) for text in self._others()]

    def _others(self) -> list[str]:
        """Return the other readings: each differs in one word."""
        words = [word for number in sorted(self._words) for word in self._words[number]]
        best = [word[0] for word in words]
        return [
            "".join([*best[:at], other, *best[at + 1 :]])
            for at, word in enumerate(words)
            for other in word[1:CANDIDATES]
        ][:10]


class IflytekRecogniser(StreamingRecogniser):
    """Needs IFLYTEK_APP_ID, IFLYTEK_API_KEY and IFLYTEK_API_SECRET."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> IflytekRecogniser:
        """Return one.

        Raises:
            ValueError: A variable is missing.
        """
        names = ("IFLYTEK_APP_ID", "IFLYTEK_API_KEY", "IFLYTEK_API_SECRET")
        first, second, third = wanted(environment, *names)
        account = Account(first, second, third, environment.get("IFLYTEK_URL") or URL)
        return cls(lambda _, __: IflytekDialect(account))
