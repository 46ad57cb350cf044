"""iFlytek's synthesiser: xfyun.cn/doc/tts/online_tts/API.html (websocket, v2/tts)."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phone.accounts import signed_for_iflytek, wanted
from phone.synthesiser import SynthesiserLost
from phone.synthesiser.streaming import StreamingSynthesiser

URL = "wss://tts-api.xfyun.cn/v2/tts"
VOICE = "xiaoyan"


@dataclass(frozen=True)
class Account:
    """Credentials, voice, and where to connect."""

    app_id: str
    key: str
    secret: str
    voice: str = VOICE
    url: str = URL


class IflytekDialect:
    """One phrase."""

    def __init__(self, account: Account, text: str, speed: float) -> None:
        """Speak this."""
        self._account, self._text, self._speed = account, text, speed

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL, signed."""
        return signed_for_iflytek(self._account.url, self._account.key, self._account.secret), {}

    def opening(self) -> str:
        """Say what is to be spoken, and how, all in one frame."""
        business = {
            "aue": "raw",
            "auf": "audio/L16;rate=8000",
            "vcn": self._account.voice,
            "speed": speed_number(self._speed),
            "tte": "UTF8",
        }
        data = {"status": 2, "text": base64.b64encode(self._text.encode()).decode()}
        return json.dumps({"common": {"app_id": self._account.app_id}, "business": business, "data": data})

    def read(self, message: dict[str, Any]) -> tuple[bytes, bool]:
        """Take a message with sound in base64."""
        if message.get("code") != 0:
            raise SynthesiserLost(f"iFlytek: code {message.get('code')}")
        data = message.get("data") or {}
        try:
            return base64.b64decode(data.get("audio") or "", validate=True), data.get("status") == 2
        except (binascii.Error, TypeError, ValueError) as error:
            raise SynthesiserLost("iFlytek: no sound in base64") from error


def speed_number(speed: float) -> int:
    """Return the vendor's 0 to 100 for a speed; 50 is the voice's own. What lies between is not documented: half and double are taken for the ends."""
    return max(0, min(100, round(50 + 50 * math.log2(speed))))


class IflytekSynthesiser(StreamingSynthesiser):
    """Needs IFLYTEK_APP_ID, IFLYTEK_API_KEY and IFLYTEK_API_SECRET; IFLYTEK_VOICE names another voice."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> IflytekSynthesiser:
        """Return one.

        Raises:
            ValueError: A variable is missing.
        """
        names = ("IFLYTEK_APP_ID", "IFLYTEK_API_KEY", "IFLYTEK_API_SECRET")
        voice = environment.get("IFLYTEK_VOICE") or VOICE
        first, second, third = wanted(environment, *names)
        account = Account(first, second, third, voice, environment.get("IFLYTEK_TTS_URL") or URL)
        return cls(f"iflytek-{voice}", lambda _, text, speed: IflytekDialect(account, text, speed))
