"""Alibaba Cloud's one-sentence recogniser (NLS): help.aliyun.com/zh/isi/developer-reference (websocket, SpeechRecognizer)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from phone.accounts import AlibabaAccount, NoToken
from phone.recogniser import RecogniserLost
from phone.recogniser.streaming import Reading, StreamingRecogniser


class AlibabaDialect:
    """One utterance; the words to expect are a vocabulary of the account's (ALIBABA_VOCABULARY_ID) and not here."""

    waits = True

    def __init__(self, account: AlibabaAccount, http: aiohttp.ClientSession, vocabulary: str) -> None:
        """Begin a task."""
        self._account, self._http, self._vocabulary = account, http, vocabulary
        self._task = uuid.uuid4().hex

    async def address(self) -> tuple[str, Mapping[str, str]]:
        """Return the URL and the token."""
        try:
            return self._account.url, {"X-NLS-Token": await self._account.token(self._http)}
        except NoToken as error:
            raise RecogniserLost(str(error)) from error

    def opening(self) -> Sequence[str]:
        """Say how the sound comes and what is wanted."""
        payload = {
            "format": "pcm",
            "sample_rate": 8000,
            "enable_intermediate_result": True,
            "enable_punctuation_prediction": True,
            "enable_inverse_text_normalization": False,  # the bot reads spoken numbers itself, with what they mean
            **({"vocabulary_id": self._vocabulary} if self._vocabulary else {}),
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
        account = AlibabaAccount.from_environment(environment)
        vocabulary = environment.get("ALIBABA_VOCABULARY_ID", "")
        return cls(lambda http, _: AlibabaDialect(account, http, vocabulary))
