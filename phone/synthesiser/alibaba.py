"""Alibaba Cloud's synthesiser (NLS): help.aliyun.com/zh/isi/developer-reference (websocket, SpeechSynthesizer)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import aiohttp

from phone.accounts import AlibabaAccount, NoToken
from phone.audio import RATE
from phone.synthesiser import SynthesiserLost
from phone.synthesiser.streaming import StreamingSynthesiser

VOICE = "aixia"


class AlibabaDialect:
    """One phrase."""

    def __init__(
        self, account: AlibabaAccount, http: aiohttp.ClientSession, voice: str, text: str, speed: float
    ) -> None:
        """Begin a task."""
        self._account, self._http, self._voice, self._text, self._speed = account, http, voice, text, speed

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL and the token."""
        try:
            return self._account.url, {"X-NLS-Token": await self._account.token(self._http)}
        except NoToken as error:
            raise SynthesiserLost(str(error)) from error

    def opening(self) -> str:
        """Say what is to be spoken, and how."""
        header = {
            "message_id": uuid.uuid4().hex,
            "task_id": uuid.uuid4().hex,
            "namespace": "SpeechSynthesizer",
            "name": "StartSynthesis",
            "appkey": self._account.app_key,
        }
        payload = {
            "text": self._text,
            "voice": self._voice,
            "format": "pcm",
            "sample_rate": RATE,
            "speech_rate": speech_rate(self._speed),
        }
        return json.dumps({"header": header, "payload": payload})

    def read(self, message: dict[str, Any]) -> tuple[bytes, bool]:
        """Take a message: on its way, done, or failed; the sound comes beside it."""
        header = message.get("header") or {}
        if header.get("name") == "TaskFailed" or header.get("status", 20_000_000) != 20_000_000:
            raise SynthesiserLost(f"Alibaba: status {header.get('status')}")
        return b"", header.get("name") == "SynthesisCompleted"


def speech_rate(speed: float) -> int:
    """Return the vendor's -500 to 500 for a speed: half, 1, double, and between as its documentation reckons."""
    return max(-500, min(500, round((1 - 1 / speed) / (0.001 if speed > 1 else 0.002))))


class AlibabaSynthesiser(StreamingSynthesiser):
    """Needs ALIBABA_NLS_APP_KEY, ALIBABA_ACCESS_KEY_ID and ALIBABA_ACCESS_KEY_SECRET; ALIBABA_VOICE names another voice."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> AlibabaSynthesiser:
        """Return one.

        Raises:
            ValueError: A variable is missing.
        """
        account = AlibabaAccount.from_environment(environment)
        voice = environment.get("ALIBABA_VOICE") or VOICE
        return cls(
            f"alibaba-{voice}", lambda http, text, speed: AlibabaDialect(account, http, voice, text, speed)
        )
