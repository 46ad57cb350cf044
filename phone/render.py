"""Render sentences ahead: ``python -m phone.render [TEXT …]``, by default whatever the bot says that holds no value, into ``SPEECH_DIR``.

``python -m phone.render --pack`` renders what ``EVERY_CALL`` lists into ``phone/voices/`` as G.711 A-law, for the repository, and
takes out what it lists no longer.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml

from phone.sentences import SENTENCES
from phone.settings import PhoneSettings
from phone.ssml import Phrase, phrases, plain
from phone.synthesiser import make_synthesiser
from phone.voice import PACKS, Voice

DOMAIN = Path("domain.yml")


EVERY_CALL = PACKS / "every_call.txt"
"""What comes rendered with the project, a line each: names of the bot's responses, and words it says beside them in nearly every call or to the recorded caller.

Kokoro may take a minute for a sentence on a busy machine.
"""

VALUE = "囎囎囎囎"
"""Stands for a value: characters the bot never says."""


def fixed_phrases(domain: Path, names: Iterable[str] | None = None) -> dict[Phrase, None]:
    """Return the phrases of Rasa's responses that are always the same on the telephone, in order, of these responses or of all."""
    responses = yaml.safe_load(domain.read_text(encoding="utf-8"))["responses"]
    texts = [
        variant["text"]
        for name in (responses if names is None else names)
        for variant in responses[name]
        if variant.get("text") and variant.get("channel", "voice") == "voice"
    ]
    spoken = (phrase for text in texts for phrase in phrases(plain(re.sub(r"{\w+}", VALUE, text))))
    return dict.fromkeys(phrase for phrase in spoken if VALUE[0] not in phrase.text)


def every_call() -> list[Phrase]:
    """Return the phrases that come rendered with the project: the gateway's own, and those of ``EVERY_CALL``."""
    lines = EVERY_CALL.read_text(encoding="utf-8").split()
    words = [*SENTENCES.values(), *(line for line in lines if not line.startswith("utter_"))]
    own = [phrase for text in words for phrase in phrases(plain(text))]
    return [*own, *fixed_phrases(DOMAIN, (line for line in lines if line.startswith("utter_")))]


async def render(texts: list[str], pack: bool) -> None:
    """Render what is not there yet."""
    settings = PhoneSettings.from_environment(os.environ)
    synthesiser = make_synthesiser(settings.synthesiser)
    voice = Voice(synthesiser, Path(settings.speech_dir), settings.speaking_rate)
    named = [phrase for text in texts for phrase in phrases(plain(text))]
    wanted = every_call() if pack else named or list(fixed_phrases(DOMAIN))
    await synthesiser.start()
    try:
        for number, phrase in enumerate(wanted, 1):
            print(f"{number}/{len(wanted)} {phrase.text}", flush=True)
            await voice.keep(phrase)
    finally:
        await synthesiser.close()
    if pack:
        voice.pack(wanted)


def main() -> None:
    """Render what was named, or everything that is fixed."""
    asyncio.run(render([said for said in sys.argv[1:] if said != "--pack"], "--pack" in sys.argv))


if __name__ == "__main__":
    main()
