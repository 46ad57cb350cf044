"""Speaks the language of tones: what was heard of a sentence can be read back from a recording, to the character."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phone import tones


class TonesSynthesiser:
    """Needs nothing, and takes no time."""

    voice = "tones-1"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> TonesSynthesiser:
        """Return one."""
        return cls()

    async def start(self) -> None:
        """Do nothing."""

    async def speak(self, text: str, length_s: float) -> bytes:
        """Return a phrase, without its punctuation."""
        words = "".join(re.findall(r"[\u3400-\u9fff0-9A-Za-z]", text))
        return tones.encode(words, len(words) * 60 / length_s).tobytes() if words else b""

    async def close(self) -> None:
        """Do nothing."""
