"""What turns a caller's voice into words. Adding a vendor is one file here and its row in ``RECOGNISERS``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

RECOGNISERS = {
    "alibaba": "phone.recogniser.alibaba:AlibabaRecogniser",
    "iflytek": "phone.recogniser.iflytek:IflytekRecogniser",
    "tencent": "phone.recogniser.tencent:TencentRecogniser",
    "whisper": "phone.recogniser.whisper:WhisperRecogniser",
    "tones": "phone.recogniser.tones:TonesRecogniser",
}
"""By the name ``RECOGNISER`` gives: module and class, imported only when it is wanted."""


@dataclass(frozen=True)
class Heard:
    """What was understood of an utterance, the best first; nothing when ``text`` is empty.

    ``confidence`` is from 0 to 1, None when the recogniser tells none.
    """

    text: str
    confidence: float | None = None
    alternatives: tuple[tuple[str, float | None], ...] = ()


class RecogniserLost(Exception):
    """Raised when a recogniser could not be reached, or gave an answer that is none."""


class Hearing(Protocol):
    """One utterance while it is spoken."""

    @property
    def partial(self) -> str:
        """Return what has been understood so far; always empty with recognisers that do not stream."""
        ...

    def feed(self, sound: bytes) -> None:
        """Take more of the utterance: 8 kHz, 16 bit, mono. Must not block."""
        ...

    async def finish(self) -> Heard:
        """Return what was said, once it has ended.

        Raises:
            RecogniserLost: Nobody knows what was said.
        """
        ...

    async def cancel(self) -> None:
        """Forget the utterance."""
        ...


class Recogniser(Protocol):
    """Hears utterances, any number at once."""

    async def start(self) -> None:
        """Load or connect what is needed before the first call."""
        ...

    def hear(self, hints: Sequence[str]) -> Hearing:
        """Begin an utterance, expecting these words."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


def make_recogniser(name: str, environment: Mapping[str, str] = os.environ) -> Recogniser:
    """Return the recogniser of this name, with its credentials from the environment.

    Raises:
        ValueError: There is none of this name, or one of its variables is missing; the message names it.
    """
    if name not in RECOGNISERS:
        raise ValueError(f"RECOGNISER must be one of {', '.join(RECOGNISERS)}, not {name!r}")
    module, _, kind = RECOGNISERS[name].partition(":")
    made: Recogniser = getattr(import_module(module), kind).from_environment(environment)
    return made
