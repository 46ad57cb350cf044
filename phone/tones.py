"""A language of tones, for calls in tests: words that survive a telephone line exactly, and can be read back from a recording.

Each character is a separator tone and the four hexadecimal digits of its code point, one of sixteen tones each; the
separator then sounds until the character's time is over, so that a sentence takes as long as a voice would need.
Characters beyond the basic multilingual plane are not spoken.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 8000
SYMBOL = 96
"""Samples of one digit, 12 ms."""

SEPARATOR = 500.0
DIGITS = 700.0 + 160.0 * np.arange(16)
LEAD = RATE // 10
"""Samples of the separator before the first character: a telephone's jitter buffer settles on the first sound it hears."""

SHORTEST = SYMBOL * 6
"""Samples of the shortest character: some of the separator, then its digits."""

LOUDNESS = 0.25
STEP = 8
"""Samples between two windows, a millisecond."""

_TONES = np.concatenate([[SEPARATOR], DIGITS])


def encode(text: str, characters_per_minute: float = 170.0) -> npt.NDArray[np.int16]:
    """Return the sound of a text: 8 kHz, 16 bit, mono. Characters follow each other at the rate given, at most 830 a minute."""
    length = max(int(RATE * 60 / characters_per_minute), SHORTEST)
    sounds = [np.full(LEAD, SEPARATOR)]
    for code in (ord(character) for character in text):
        if code > 0xFFFF:
            continue
        lead = (length - 4 * SYMBOL) // 2
        tones = [SEPARATOR] * lead
        for shift in (12, 8, 4, 0):
            tones += [float(DIGITS[code >> shift & 15])] * SYMBOL
        tones += [SEPARATOR] * (length - len(tones))
        sounds.append(np.array(tones))
    if len(sounds) == 1:
        return np.zeros(0, np.int16)
    phase = np.cumsum(2 * np.pi * np.concatenate(sounds) / RATE)
    return (LOUDNESS * 32767 * np.sin(phase)).astype(np.int16)


def decode(sound: npt.NDArray[np.int16]) -> str:
    """Return the text in a sound; a character cut off in its middle is left out."""
    return read(listen(sound))


def read(heard: npt.NDArray[np.int8]) -> str:
    """Return the text in a row of tones, as ``listen`` gives them."""
    symbol = SYMBOL // STEP
    separators = np.flatnonzero(heard == 0)
    text = []
    for last in separators[np.flatnonzero(np.diff(separators, append=len(heard) + symbol * 5) > symbol * 3)]:
        begun = last + 1 + np.flatnonzero(heard[last + 1 : last + symbol] > 0)
        if not len(begun):
            continue
        # Half-way between them the window holds as much of the separator as of the first digit.
        first = (last + int(begun[0])) // 2 + symbol // 2
        digits = heard[first : first + 4 * symbol : symbol] - 1
        if len(digits) == 4 and min(digits) >= 0:
            text.append(chr(int(digits.astype(int) @ (4096, 256, 16, 1))))
    return "".join(text)


def listen(sound: npt.NDArray[np.int16]) -> npt.NDArray[np.int8]:
    """Return the tone in each window of one digit's length, a millisecond apart: 0 the separator, 1–16 a digit, -1 none.

    Of n samples there are ``(n - SYMBOL) // STEP + 1`` windows, so that a sound that is still coming can be listened to bit by bit.
    """
    if len(sound) < SYMBOL:
        return np.zeros(0, np.int8)
    samples = sound.astype(np.float32) / 32768
    windows = np.lib.stride_tricks.sliding_window_view(samples, SYMBOL)[::STEP]
    angles = 2 * np.pi * np.outer(np.arange(SYMBOL), _TONES) / RATE
    shape = np.hanning(SYMBOL + 2)[1:-1, None]
    power = np.abs(windows @ (np.exp(-1j * angles) * shape).astype(np.complex64)) ** 2
    energy = np.sum(windows**2 * shape.T**2, axis=1)
    loudest = np.argmax(power, axis=1)
    clear = power[np.arange(len(power)), loudest] > 0.5 * energy * np.sum(shape**2) / 2
    return np.where(clear & (energy > 1e-3), loudest, -1).astype(np.int8)
