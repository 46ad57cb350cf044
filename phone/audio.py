"""Sound as the telephone carries it: 8 kHz, 16 bit, mono, little endian."""

from __future__ import annotations

import wave
from pathlib import Path

RATE = 8000
WIDTH = 2
FRAME_MS = 20
FRAME = RATE * FRAME_MS // 1000 * WIDTH
"""Bytes of one frame."""


def seconds(sound: bytes | bytearray) -> float:
    """Return how long a sound lasts."""
    return len(sound) / (RATE * WIDTH)


def silence(length_s: float) -> bytes:
    """Return so many seconds of silence; none when the length is negative."""
    return bytes(max(0, int(length_s * RATE)) * WIDTH)


def read_wav(path: Path) -> bytes:
    """Return the sound of a WAV file.

    Raises:
        ValueError: It is not 8 kHz, 16 bit, mono.
    """
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getsampwidth(), file.getnchannels()) != (RATE, WIDTH, 1):
            raise ValueError(f"{path} is not 8 kHz, 16 bit, mono")
        return file.readframes(file.getnframes())


def write_wav(path: Path, sound: bytes) -> None:
    """Write a sound as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setframerate(RATE)
        file.setsampwidth(WIDTH)
        file.setnchannels(1)
        file.writeframes(sound)
