"""The bot's voice: sentences at the telephone's pace, rendered once and kept."""

from __future__ import annotations

import asyncio
import audioop
import hashlib
import os
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from phone import audio
from phone.ssml import Phrase, phrases
from phone.synthesiser import Synthesiser, SynthesiserLost

HASTE = 1.35
"""How much faster than the pace a single phrase may be spoken, so that its pause fits into its time."""


PACKS = Path(__file__).parent / "voices"
"""Phrases that come with the project, as G.711 A-law: those every call needs, in the offline voice."""

KEPT = 256
"""Phrases with values in them that are kept in memory."""


class Voice:
    """A synthesiser with a cache: what was rendered ahead lies in files; other phrases, which hold plates and names, never do."""

    def __init__(self, synthesiser: Synthesiser, folder: Path, characters_per_minute: int) -> None:
        """Speak at this pace, pauses included, and keep what is rendered ahead below ``folder``."""
        self.synthesiser = synthesiser
        self.pace = characters_per_minute
        self.folder = folder / f"{synthesiser.voice}-{characters_per_minute}"
        self._spoken: OrderedDict[Path, asyncio.Task[bytes]] = OrderedDict()

    async def say(self, ssml: str) -> AsyncIterator[bytes]:
        """Yield a sentence's sound phrase by phrase.

        Raises:
            SynthesiserLost: A phrase cannot be spoken now.
        """
        for phrase in phrases(ssml):
            yield await self.phrase(phrase)

    async def prepare(self, sentences: Iterable[str]) -> None:
        """Render sentences ahead, given as SSML, and keep them for ever.

        Raises:
            SynthesiserLost: A phrase cannot be spoken now.
        """
        for ssml in sentences:
            for phrase in phrases(ssml):
                await self.keep(phrase)

    async def keep(self, phrase: Phrase) -> None:
        """Render a phrase ahead, and keep it for ever.

        Raises:
            SynthesiserLost: It cannot be spoken now.
        """
        path = self._path(phrase)
        if not path.exists() and not self.packed(phrase).exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(await self.phrase(phrase))
            unfinished.rename(path)

    def packed(self, phrase: Phrase) -> Path:
        """Return the file of a phrase that comes with the project."""
        return PACKS / self.folder.name / f"{self._path(phrase).stem}.al"

    def pack(self, wanted: Iterable[Phrase]) -> None:
        """Have phrases that are kept come with the project, and no others."""
        files = {self.packed(phrase): self._path(phrase) for phrase in wanted}
        for file, kept in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.write_bytes(audioop.lin2alaw(kept.read_bytes(), audio.WIDTH))
        for file in (PACKS / self.folder.name).glob("*.al"):
            if file not in files:
                file.unlink()

    async def phrase(self, phrase: Phrase) -> bytes:
        """Return a phrase and its pause: together they take the time the pace gives its characters.

        Raises:
            SynthesiserLost: It cannot be spoken now.
        """
        path = self._path(phrase)
        for file in (path, self.packed(phrase)):
            if file.exists():
                sound = file.read_bytes()
                return audioop.alaw2lin(sound, audio.WIDTH) if file.suffix == ".al" else sound
        if path not in self._spoken:  # two calls may want the same phrase at once
            self._spoken[path] = asyncio.create_task(self._render(phrase))
            while len(self._spoken) > KEPT:
                self._spoken.popitem(last=False)
        self._spoken.move_to_end(path)
        task = self._spoken[path]
        try:
            return await asyncio.shield(task)
        except SynthesiserLost:
            self._spoken.pop(path, None)
            raise

    def _path(self, phrase: Phrase) -> Path:
        name = hashlib.sha256(f"{phrase.text}\n{phrase.pause_ms}".encode()).hexdigest()[:32]
        return self.folder / f"{name}.pcm"

    async def _render(self, phrase: Phrase) -> bytes:
        whole = phrase.characters * 60 / self.pace
        pause = phrase.pause_ms / 1000
        sound = await self.synthesiser.speak(phrase.text, max(whole - pause, whole / HASTE))
        return sound + audio.silence(min(max(whole - audio.seconds(sound), pause / 2), 2 * pause))
