"""Tencent Cloud's synthesiser: cloud.tencent.com/document/product/1073/94308 (websocket, TextToStreamAudioWS)."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from phone.accounts import signed_for_tencent, wanted
from phone.audio import RATE
from phone.synthesiser import SynthesiserLost
from phone.synthesiser.streaming import StreamingSynthesiser

URL = "wss://tts.cloud.tencent.com/stream_ws"
ACTION = "TextToStreamAudioWS"
VOICE = "101001"
SIGNED_FOR_S = 600

SPEEDS = ((0.6, -2.0), (0.8, -1.0), (1.0, 0.0), (1.2, 1.0), (1.5, 2.0), (2.5, 6.0))
"""Speeds, and the vendor's numbers for them; between them it takes hundredths."""


@dataclass(frozen=True)
class Account:
    """Credentials, voice, and where to connect."""

    app_id: str
    secret_id: str
    secret_key: str
    voice: str = VOICE
    url: str = URL


class TencentDialect:
    """One phrase."""

    def __init__(self, account: Account, text: str, speed: float) -> None:
        """Speak this."""
        self._account, self._text, self._speed = account, text, speed

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL, which says everything, signed."""
        now = int(time.time())
        values = {
            "Action": ACTION,
            "AppId": self._account.app_id,
            "Codec": "pcm",
            "Expired": now + SIGNED_FOR_S,
            "SampleRate": RATE,
            "SecretId": self._account.secret_id,
            "SessionId": uuid.uuid4().hex,
            "Speed": f"{speed_number(self._speed):.2f}",
            "Text": self._text,
            "Timestamp": now,
            "VoiceType": self._account.voice,
        }
        return signed_for_tencent(self._account.url, values, self._account.secret_key, "GET", "Signature"), {}

    def opening(self) -> None:
        """Send nothing."""

    def read(self, message: dict[str, Any]) -> tuple[bytes, bool]:
        """Take a message: on its way, done, or failed; the sound comes beside it."""
        if message.get("code") != 0:
            raise SynthesiserLost(f"Tencent: code {message.get('code')}")
        return b"", message.get("final") == 1


def speed_number(speed: float) -> float:
    """Return the vendor's -2 to 6 for a speed."""
    speed = min(max(speed, SPEEDS[0][0]), SPEEDS[-1][0])
    (low, first), (high, last) = next(pair for pair in pairwise(SPEEDS) if speed <= pair[1][0])
    return first + (last - first) * (speed - low) / (high - low)


class TencentSynthesiser(StreamingSynthesiser):
    """Needs TENCENT_TTS_APP_ID, TENCENT_TTS_SECRET_ID and TENCENT_TTS_SECRET_KEY; TENCENT_TTS_VOICE names another voice."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> TencentSynthesiser:
        """Return one.

        Raises:
            ValueError: A variable is missing.
        """
        names = ("TENCENT_TTS_APP_ID", "TENCENT_TTS_SECRET_ID", "TENCENT_TTS_SECRET_KEY")
        voice = environment.get("TENCENT_TTS_VOICE") or VOICE
        first, second, third = wanted(environment, *names)
        account = Account(first, second, third, voice, environment.get("TENCENT_TTS_URL") or URL)
        return cls(f"tencent-{voice}", lambda _, text, speed: TencentDialect(account, text, speed))
