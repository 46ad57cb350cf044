"""Render sentences ahead: ``python -m phone.render [--pack] [TEXT …]``, by default every sentence of the bot without a value in it.

With ``--pack`` they go into ``phone/voices/`` as G.711 A-law, for the repository; else into ``SPEECH_DIR``.
"""

from __future__ import annotations

import asyncio
import audioop
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from phone import audio
from phone.settings import PhoneSettings
from phone.ssml import plain
from phone.synthesiser import make_synthesiser
from phone.voice import PACKS, Voice

DOMAIN = Path("domain.yml")


def fixed_sentences(domain: Path) -> Iterator[str]:
    """Yield the sentences of Rasa's domain that are always the same on the telephone."""
    responses = yaml.safe_load(domain.read_text(encoding="utf-8"))["responses"]
    for variants in responses.values():
        for variant in variants:
            if "{" not in variant.get("text", "{") and variant.get("channel", "voice") == "voice":
                yield variant["text"]


async def render(texts: list[str], pack: bool) -> None:
    """Render texts that are not there yet."""
    settings = PhoneSettings.from_environment(os.environ)
    synthesiser = make_synthesiser(settings.synthesiser)
    voice = Voice(synthesiser, Path(settings.speech_dir), settings.speaking_rate)
    await synthesiser.start()
    try:
        for number, text in enumerate(texts, 1):
            print(f"{number}/{len(texts)} {text}", flush=True)
            await voice.prepare([plain(text)])
    finally:
        await synthesiser.close()
    if pack:
        folder = PACKS / voice.folder.name
        folder.mkdir(parents=True, exist_ok=True)
        for file in voice.folder.glob("*.pcm"):
            (folder / f"{file.stem}.al").write_bytes(audioop.lin2alaw(file.read_bytes(), audio.WIDTH))


def main() -> None:
    """Render what was named, or everything that is fixed."""
    texts = [argument for argument in sys.argv[1:] if argument != "--pack"]
    asyncio.run(render(texts or list(fixed_sentences(DOMAIN)), "--pack" in sys.argv))


if __name__ == "__main__":
    main()
