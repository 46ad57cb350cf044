"""Whether a frame of sound holds a voice."""

from __future__ import annotations

from typing import Protocol

import webrtcvad

from phone.audio import RATE

AGGRESSIVENESS = 2
"""Of WebRTC's detector, 0 to 3: how much noise it keeps out. 3 loses quiet callers on telephone lines."""


class VoiceActivity(Protocol):
    """Tells voice from noise, frame by frame; one a call."""

    def is_voice(self, frame: bytes) -> bool:
        """Tell whether a frame of 20 ms holds a voice."""
        ...


class WebRtcVoiceActivity:
    """WebRTC's detector."""

    def __init__(self) -> None:
        """Begin afresh: it adapts to the line."""
        self._detector = webrtcvad.Vad(AGGRESSIVENESS)

    def is_voice(self, frame: bytes) -> bool:
        """Tell whether a frame of 20 ms holds a voice."""
        return bool(self._detector.is_speech(frame, RATE))
