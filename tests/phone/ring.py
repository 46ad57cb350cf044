"""A newcomer's first call: `make ring` rings what `make phone` has started with a recorded caller, and keeps what was heard.

The caller's sentences are in `callers/`, spoken by Kokoro's jm_kumo. It answers by what it hears the bot ask: the turns it has
taken are in the gateway's events, so that it needs no ears of its own. Yes and no are given by keys.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError

from phone import audio
from phone.settings import PhoneSettings
from tests.phone.line import ask
from tests.phone.telephone import Failed, Telephone

CALLER = "13900001140"
CALLERS = Path(__file__).parent / "callers"
HEARD = Path("var/ring.wav")

ANSWERS: dict[str, dict[str, Any]] = json.loads((CALLERS / "replies.json").read_text(encoding="utf-8"))
"""By the question that is open: a recording to play, or keys to press."""

LONGEST_S = 900.0


class Caller(Telephone):
    """Answers the question that is open."""

    def __init__(self, events: Path, call_id: str) -> None:
        """Follow the events of this call."""
        super().__init__(CALLER)
        self.events, self.call_id = events, call_id

    def turns(self) -> list[dict[str, Any]]:
        """Return the turns whose answers were heard to their end."""
        lines = self.events.read_text(encoding="utf-8").splitlines() if self.events.exists() else []
        mine = [event for event in map(json.loads, lines) if event["call_id"] == self.call_id]
        over = [at for at, event in enumerate(mine) if event["event"] == "prompt_over"]
        return [event for event in mine[: over[-1] if over else 0] if event["event"] == "turn"]

    async def talk(self) -> None:
        """Answer until the bot has said goodbye."""
        told: set[str] = set()
        while not self.ended.is_set() and time.monotonic() - self.begun < LONGEST_S:
            await self.do_pause(0.4)
            turns = self.turns()
            if not turns or turns[-1]["number"] in told:
                continue
            told.add(turns[-1]["number"])
            asking = turns[-1]["asking"]
            if asking is None:
                await self.hang_up()
                return
            reply = (
                ANSWERS["opening" if len(told) == 1 else asking] if asking in ANSWERS else ANSWERS["unknown"]
            )
            print(
                f"  {time.monotonic() - self.begun:5.0f} s  {asking}: {reply.get('words') or reply['press']}",
                flush=True,
            )
            if "play" in reply:
                await self.do_play(str(CALLERS / reply["play"]))
            else:
                await self.do_press(reply["press"])


async def main() -> int:
    """Ring, and say what came of it."""
    settings = PhoneSettings.from_environment(os.environ)
    call_id = f"ring-{int(time.time())}"
    caller = Caller(Path(settings.events_file), call_id)
    await caller.open()
    print(f"==> Ringing sip:{settings.hotline}@127.0.0.1:{settings.sip_port}", flush=True)
    try:
        await caller.ring(settings.hotline, settings.sip_port, {"X-Call-Id": call_id})
    except Failed as failed:
        print(f"!!! {failed}. Is `make phone` running, and has it said that it is ready?", file=sys.stderr)
        return 1
    try:
        await caller.talk()
    except Failed as failed:
        print(f"  {failed}")
    finally:
        with suppress(Failed):
            await caller.hang_up()
        HEARD.parent.mkdir(exist_ok=True)
        audio.write_wav(HEARD, caller.both())
        caller.close()
    return told(call_id)


def told(call_id: str) -> int:
    """Print what the claims desk has of the call; return 0 when it has a report number."""
    desk = f"http://127.0.0.1:{os.environ.get('DESK_PORT') or 5057}"
    call: dict[str, Any] = {}
    for _ in range(50):
        with suppress(URLError):
            call = ask(f"{desk}/api/calls/{call_id}")
        if call.get("ended_at"):
            break
        time.sleep(0.2)
    for line in call.get("transcript", []):
        print(f"{'  ' if line['who'] == 'bot' else '客户：'}{line['text']}")
    print(
        f"==> {call.get('outcome')}, report number {call.get('report_number')}; the call to listen to: {HEARD}"
    )
    return 0 if call.get("report_number") else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
