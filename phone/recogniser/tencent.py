"""Tencent Cloud's real-time recogniser: cloud.tencent.com/document/product/1093/48982 (websocket, API 2.0), engine 8k_zh."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phone.accounts import signed_for_tencent, wanted
from phone.recogniser import RecogniserLost
from phone.recogniser.streaming import Reading, StreamingRecogniser

URL = "wss://asr.cloud.tencent.com/asr/v2"
ENGINE = "8k_zh"
HOT_WORDS, HOT_WEIGHT = 128, 10
SIGNED_FOR_S = 600


@dataclass(frozen=True)
class Account:
    """Credentials, and where to connect."""

    app_id: str
    secret_id: str
    secret_key: str
    url: str = URL


class TencentDialect:
    """One utterance."""

    waits = True

    def __init__(self, account: Account, hints: Sequence[str]) -> None:
        """Expect these words."""
        self._account, self._hints = account, hints

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL, signed: HMAC-SHA1 of host, path and the parameters in order."""
        now = int(time.time())
        values = {
            "engine_model_type": ENGINE,
            "expired": now + SIGNED_FOR_S,
            "needvad": 0,
            "nonce": random.randrange(1, 10**9),
            "secretid": self._account.secret_id,
            "timestamp": now,
            "voice_format": 1,
            "voice_id": uuid.uuid4().hex,
        }
        if self._hints:
            values["hotword_list"] = ",".join(f"{word}|{HOT_WEIGHT}" for word in self._hints[:HOT_WORDS])
        place = f"{self._account.url}/{self._account.app_id}"
        return signed_for_tencent(place, values, self._account.secret_key), {}

    def opening(self) -> Sequence[str]:
        """Send nothing: the URL says everything."""
        return ()

    def sound(self, chunk: bytes, first: bool) -> bytes:
        """Return sound as it is."""
        return chunk

    def closing(self) -> str:
        """Say that the utterance has ended."""
        return json.dumps({"type": "end"})

    def read(self, message: dict[str, Any], reading: Reading) -> None:
        """Take a message: the handshake, a sentence that is growing or done, or the end."""
        if message.get("code") != 0:
            raise RecogniserLost(f"Tencent: code {message.get('code')}")
        reading.ready = True
        result = message.get("result") or {}
        if "voice_text_str" in result:
            reading.sentences[int(result.get("index", 0))] = str(result["voice_text_str"])
        reading.finished = message.get("final") == 1


class TencentRecogniser(StreamingRecogniser):
    """Needs TENCENT_ASR_APP_ID, TENCENT_ASR_SECRET_ID and TENCENT_ASR_SECRET_KEY."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> TencentRecogniser:
        """Return one.

        Raises:
            ValueError: A variable is missing.
        """
        names = ("TENCENT_ASR_APP_ID", "TENCENT_ASR_SECRET_ID", "TENCENT_ASR_SECRET_KEY")
        first, second, third = wanted(environment, *names)
        account = Account(first, second, third, environment.get("TENCENT_ASR_URL") or URL)
        return cls(lambda _, hints: TencentDialect(account, hints))
