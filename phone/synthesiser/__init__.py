"""What turns the bot's words into a voice. Adding a vendor is one file here and its row in ``SYNTHESISERS``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

SYNTHESISERS = {
    "alibaba": "phone.synthesiser.alibaba:AlibabaSynthesiser",
    "iflytek": "phone.synthesiser.iflytek:IflytekSynthesiser",
    "tencent": "phone.synthesiser.tencent:TencentSynthesiser",
    "kokoro": "phone.synthesiser.kokoro:KokoroSynthesiser",
    "tones": "phone.synthesiser.tones:TonesSynthesiser",
}
"""By the name ``SYNTHESISER`` gives: module and class, imported only when it is wanted."""


class SynthesiserLost(Exception):
    """Raised when a synthesiser could not be reached, or gave no sound."""


class Synthesiser(Protocol):
    """Speaks phrases."""

    voice: str
    """Names all that the sound depends on beside words and length, for the cache: vendor, voice, version."""

    async def start(self) -> None:
        """Load or connect what is needed before the first call."""
        ...

    async def speak(self, text: str, length_s: float) -> bytes:
        """Return a phrase as 8 kHz, 16 bit, mono, as near to ``length_s`` seconds long as the voice can.

        Numbers and letters are spoken one by one; 1 comes as 幺 where it is said so.

        Raises:
            SynthesiserLost: It cannot be spoken now.
        """
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


def make_synthesiser(name: str, environment: Mapping[str, str] = os.environ) -> Synthesiser:
    """Return the synthesiser of this name, with its credentials from the environment.

    Raises:
        ValueError: There is none of this name, or one of its variables is missing; the message names it.
    """
    if name not in SYNTHESISERS:
        raise ValueError(f"SYNTHESISER must be one of {', '.join(SYNTHESISERS)}, not {name!r}")
    module, _, kind = SYNTHESISERS[name].partition(":")
    made: Synthesiser = getattr(import_module(module), kind).from_environment(environment)
    return made
