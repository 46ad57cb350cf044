"""Start the gateway: ``python -m phone``."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from aiohttp import web

from phone import audio
from phone.gateway import Gateway
from phone.journal import to_file
from phone.recogniser import make_recogniser
from phone.recordings import keep_expiring
from phone.sentences import BY_EXCHANGE, SENTENCES
from phone.settings import PhoneSettings, UnsafeSettings
from phone.ssml import phrases, plain
from phone.synthesiser import make_synthesiser
from phone.voice import Voice


async def _serve(settings: PhoneSettings) -> None:
    recogniser = make_recogniser(settings.recogniser)
    synthesiser = make_synthesiser(settings.synthesiser)
    voice = Voice(synthesiser, Path(settings.speech_dir), settings.speaking_rate)
    await asyncio.gather(recogniser.start(), synthesiser.start())
    await voice.prepare(map(plain, SENTENCES.values()))
    settings.sentences.mkdir(parents=True, exist_ok=True)
    for name in BY_EXCHANGE:
        sound = [await voice.phrase(phrase) for phrase in phrases(plain(SENTENCES[name]))]
        audio.write_wav(settings.sentences / f"{name}.wav", b"".join(sound))
    gateway = Gateway(settings, recogniser, voice, to_file(Path(settings.events_file)))
    runner = web.AppRunner(gateway.application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.gateway_host, settings.gateway_port, reuse_address=True).start()
        logging.info("the gateway listens on %s", settings.gateway)
        expiring = asyncio.create_task(keep_expiring(settings))
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        await stopped.wait()
        expiring.cancel()
    finally:
        await runner.cleanup()
        await asyncio.gather(recogniser.close(), synthesiser.close())


def main() -> int:
    """Serve until told to stop."""
    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.INFO)
    try:
        settings = PhoneSettings.from_environment(os.environ)
        settings.refuse_default_secrets(settings.gateway_host)
        asyncio.run(_serve(settings))
    except (ValueError, UnsafeSettings) as error:
        print(f"!!! The gateway was not started: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
