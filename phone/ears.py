"""What the caller says: frames of sound into utterances."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from phone import audio
from phone.recogniser import Hearing, Recogniser
from phone.turns import Listen
from phone.voice_activity import VoiceActivity

ONSET_FRAMES, ONSET_WITHIN = 3, 5
"""Frames with a voice in them, of so many, that begin an utterance."""

BEFORE_FRAMES = 15
"""Frames before the onset that belong to it, 300 ms: a first consonant is no voice to a detector."""

LONGEST_MS = 30_000
"""An utterance that does not end is taken as it is: noise never ends."""


@dataclass
class Utterance:
    """Something a caller is saying, or has said.

    Attributes:
        hearing: What is being understood of it.
        under_prompt: Whether it began while the bot spoke.
        voiced_ms: How much of it was voice.
        quiet_ms: How long it has been quiet since.
        lasted_ms: How long it is altogether.
        ended_at: The loop's time when it had ended; 0 before.
    """

    hearing: Hearing
    under_prompt: bool
    voiced_ms: int = 0
    quiet_ms: int = 0
    lasted_ms: int = 0
    ended_at: float = field(default=0.0)


class Ears:
    """Listens to one caller, all the time, also while the bot speaks."""

    def __init__(
        self, recogniser: Recogniser, activity: VoiceActivity, on_end: Callable[[Utterance], None]
    ) -> None:
        """Hand every utterance to ``on_end`` when it has ended."""
        self._recogniser, self._activity, self._on_end = recogniser, activity, on_end
        self._rest = b""
        self._before: deque[bytes] = deque(maxlen=BEFORE_FRAMES)
        self._voiced: deque[bool] = deque(maxlen=ONSET_WITHIN)
        self.listen = Listen()
        self.utterance: Utterance | None = None
        self.heard_at = 0.0
        """The loop's time up to which sound has come."""

    def take(self, sound: bytes, now: float, under_prompt: bool) -> None:
        """Take sound that came at ``now``."""
        self.heard_at = now
        sound = self._rest + sound
        whole = len(sound) - len(sound) % audio.FRAME
        self._rest = sound[whole:]
        for at in range(0, whole, audio.FRAME):
            self._frame(sound[at : at + audio.FRAME], now, under_prompt)

    def miss(self, now: float, under_prompt: bool) -> None:
        """Fill in silence when no sound comes: a telephone that keeps quiet may send nothing."""
        if self.heard_at and now - self.heard_at > 0.2:
            self.take(audio.silence(now - self.heard_at), now, under_prompt)

    async def drop(self) -> None:
        """Forget what is being said: the caller has pressed a key instead."""
        if self.utterance:
            hearing, self.utterance = self.utterance.hearing, None
            await hearing.cancel()

    def _frame(self, frame: bytes, now: float, under_prompt: bool) -> None:
        voice = self._activity.is_voice(frame)
        if self.utterance is None:
            self._before.append(frame)
            self._voiced.append(voice)
            if sum(self._voiced) < ONSET_FRAMES:
                return
            self.utterance = Utterance(self._recogniser.hear(self.listen.hints), under_prompt)
            self.utterance.voiced_ms = sum(self._voiced) * audio.FRAME_MS
            self.utterance.hearing.feed(b"".join(self._before))
            self._before.clear()
            self._voiced.clear()
            return
        utterance = self.utterance
        utterance.hearing.feed(frame)
        utterance.lasted_ms += audio.FRAME_MS
        if voice:
            utterance.voiced_ms += audio.FRAME_MS
            utterance.quiet_ms = 0
        else:
            utterance.quiet_ms += audio.FRAME_MS
        if utterance.quiet_ms >= self.listen.end_ms or utterance.lasted_ms >= LONGEST_MS:
            utterance.ended_at = now
            self.utterance = None
            self._on_end(utterance)
