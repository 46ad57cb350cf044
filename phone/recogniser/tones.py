"""Hears the language of tones: exact words in tests, through a real telephone line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from phone import tones
from phone.recogniser import Heard


class TonesHearing:
    """One utterance."""

    partial = ""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._sound = bytearray()

    def feed(self, sound: bytes) -> None:
        """Take more of the utterance."""
        self._sound += sound

    async def finish(self) -> Heard:
        """Return what was said."""
        text = tones.decode(np.frombuffer(bytes(self._sound), "<i2"))
        return Heard(text, 1.0 if text else None)

    async def cancel(self) -> None:
        """Forget the utterance."""


class TonesRecogniser:
    """Needs nothing."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> TonesRecogniser:
        """Return one."""
        return cls()

    async def start(self) -> None:
        """Do nothing."""

    def hear(self, hints: Sequence[str]) -> TonesHearing:
        """Begin an utterance; hints are of no use."""
        return TonesHearing()

    async def close(self) -> None:
        """Do nothing."""
