"""A telephone that rings: SIP and RTP by pjsua2, one call a process, led by a script; it prints what it heard as JSON.

    python -m tests.phone.caller SCRIPT.json

A script is ``{"number", "from", "port", "recording", "steps": [...]}``. Steps, one after the other:

``{"hear": "文字"}``      wait until the bot has said this (in the language of tones)
``{"prompt_end": 0.6}``  wait until it has spoken and then been silent for so long, in seconds
``{"say": "文字"}``       say this in tones; ``{"play": "file.wav"}`` a recording
``{"press": "123#"}``    press keys (RFC 4733)
``{"pause": 1.0}``       wait, in seconds
``{"replies": [["文字", {"say": "…"}], …]}``  after each prompt do what stands beside the first words found in it, until the call ends
``{"hang_up": true}``    hang up
``{"ended": 20}``        wait until the other side has hung up, in seconds at most
"""

from __future__ import annotations

import json
import os
import sys
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pjsua2 as pj

from phone import tones

RATE, FRAME = 8000, 320
LOUD = 200
"""Root mean square over which a frame is no silence."""

LIMIT_S = 240.0


class Failed(Exception):
    """Raised when what a step waits for does not come."""


class Sound(pj.AudioMediaPort):
    """The telephone's mouthpiece and earpiece; both run at the speed of sound, in pjsua2's own thread."""

    def __init__(self) -> None:
        super().__init__()
        self.mouth, self.ear = bytearray(), bytearray()
        self.said: list[tuple[float, float]] = []

    def onFrameRequested(self, frame: Any) -> None:
        size = frame.size
        sound = bytes(self.mouth[:size]).ljust(size, b"\0")
        del self.mouth[:size]
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.buf = pj.ByteVector(sound)

    def onFrameReceived(self, frame: Any) -> None:
        whole = frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO and frame.size
        self.ear += bytes(frame.buf) if whole else bytes(FRAME)


class Call(pj.Call):
    """One call."""

    def __init__(self, account: Any) -> None:
        super().__init__(account)
        self.sound: Sound | None = None
        self.answered = self.ended = 0.0
        self.reason = ""

    def onCallState(self, _: Any) -> None:
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self.answered = time.monotonic()
        elif info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.ended, self.reason = time.monotonic(), f"{info.lastStatusCode} {info.lastReason}"

    def onCallMediaState(self, _: Any) -> None:
        info = self.getInfo()
        for index, media in enumerate(info.media):
            active = media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE
            if not active or self.sound is not None:
                continue
            self.sound = Sound()
            form = pj.MediaFormatAudio()
            form.init(pj.PJMEDIA_FORMAT_PCM, RATE, 1, 20000, 16)
            self.sound.createPort("telephone", form)
            line = self.getAudioMedia(index)
            self.sound.startTransmit(line)
            line.startTransmit(self.sound)


class Telephone:
    """Rings a number and follows a script."""

    def __init__(self, script: dict[str, Any]) -> None:
        self.script = script
        self.endpoint = pj.Endpoint()
        self.endpoint.libCreate()
        config = pj.EpConfig()
        config.logConfig.level = config.logConfig.consoleLevel = 0
        config.uaConfig.threadCnt = 0
        config.medConfig.clockRate = config.medConfig.sndClockRate = RATE
        config.medConfig.noVad = True
        self.endpoint.libInit(config)
        transport = pj.TransportConfig()
        transport.port, transport.boundAddress = script["port"], "127.0.0.1"
        self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()
        for codec in self.endpoint.codecEnum2():
            self.endpoint.codecSetPriority(codec.codecId, 255 if codec.codecId.startswith("PCMA/8000") else 0)
        account = pj.AccountConfig()
        account.idUri = f"sip:{script['from']}@127.0.0.1:{script['port']}"
        account.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
        account.mediaConfig.transportConfig.port = script.get("rtp_port", 0)
        self.account = pj.Account()
        self.account.create(account)
        self.call = Call(self.account)
        self.mark = 0
        self.timeline: list[dict[str, Any]] = []
        self.begun = time.monotonic()

    def run(self) -> dict[str, Any]:
        options = pj.CallOpParam(True)
        for name, value in self.script.get("headers", {}).items():
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            options.txOption.headers.push_back(header)
        self.call.makeCall(self.script["number"], options)
        failed = ""
        try:
            self.until(
                lambda: self.call.sound is not None or self.call.ended, 15, "the call was not answered"
            )
            for step in self.script["steps"]:
                self.take(step)
        except Failed as failure:
            failed = str(failure)
        if not self.call.ended:
            self.call.hangup(pj.CallOpParam())
            self.spin(0.5)
        ear = bytes(self.call.sound.ear) if self.call.sound else b""
        with wave.open(self.script["recording"], "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(ear)
        return {
            "failed": failed,
            "reason": self.call.reason,
            "rang_s": round((self.call.answered or self.begun) - self.begun, 3),
            "heard": tones.decode(np.frombuffer(ear, "<i2")),
            "timeline": self.timeline,
        }

    def take(self, step: dict[str, Any]) -> None:
        ((kind, value),) = step.items()
        if kind == "replies":
            self.reply(value)
            return
        if self.call.ended and kind != "ended":
            raise Failed(f"the call had ended ({self.call.reason}) before {step}")
        getattr(self, f"_{kind}")(value)

    def reply(self, replies: list[list[Any]]) -> None:
        """Answer prompts by what is heard in them; the last reply that fits is used again."""
        while not self.call.ended:
            try:
                heard = self._prompt_end(0.5)
            except Failed:
                if self.call.ended:
                    return
                raise
            step = next((step for words, step in replies if words in heard), None)
            if step is None:
                raise Failed(f"nothing to say to {heard!r}")
            for one in step if isinstance(step, list) else [step]:
                self.take(one)

    def _hear(self, words: str) -> None:
        self.until(lambda: words in self.heard(), 60, f"{words!r} was not heard, but {self.heard()!r}")
        self.note("heard", words)

    def _prompt_end(self, length_s: float) -> str:
        frames = int(length_s * 1000 / 20)
        since = self.mark

        def over() -> bool:
            ear = np.frombuffer(bytes(self.sound.ear[since:]), "<i2")
            loud = (
                np.sqrt(
                    np.mean(ear[: len(ear) // 160 * 160].reshape(-1, 160).astype(np.float32) ** 2, axis=1)
                )
                > LOUD
            )
            return bool(loud.any()) and not loud[-frames:].any() and len(loud) >= frames

        self.until(over, 60, "the bot did not come to the end of what it said")
        heard = self.heard()
        self.mark = len(self.sound.ear)
        self.note("prompt", heard)
        return heard

    def _say(self, words: str) -> None:
        self.speak(tones.encode(words, self.script.get("rate", 400)).tobytes(), words)

    def _play(self, path: str) -> None:
        with wave.open(path) as file:
            self.speak(file.readframes(file.getnframes()), Path(path).stem)

    def speak(self, sound: bytes, words: str) -> None:
        self.mark = len(self.sound.ear)
        self.note("say", words)
        self.sound.mouth += sound
        self.until(lambda: not self.sound.mouth, 60, "what was to be said could not be said")

    def _press(self, digits: str) -> None:
        self.mark = len(self.sound.ear)
        self.note("press", digits)
        for digit in digits:
            self.call.dialDtmf(digit)
            self.spin(0.25)

    def _pause(self, length_s: float) -> None:
        self.spin(length_s)

    def _hang_up(self, _: Any) -> None:
        self.note("hang_up", "")
        self.call.hangup(pj.CallOpParam())
        self.spin(0.5)

    def _ended(self, limit_s: float) -> None:
        self.until(lambda: bool(self.call.ended), limit_s, "the other side did not hang up")
        self.note("ended", self.call.reason)

    @property
    def sound(self) -> Sound:
        if self.call.sound is None:
            raise Failed(f"there is no sound ({self.call.reason})")
        return self.call.sound

    def heard(self) -> str:
        """What the bot has said since the last step."""
        return tones.decode(np.frombuffer(bytes(self.sound.ear[self.mark // 2 * 2 :]), "<i2"))

    def until(self, done: Any, limit_s: float, failure: str) -> None:
        last = min(time.monotonic() + limit_s, self.begun + LIMIT_S)
        while not done():
            if time.monotonic() > last:
                raise Failed(failure)
            if self.call.ended and not done():
                raise Failed(f"{failure}: the call ended ({self.call.reason})")
            self.spin(0.1)

    def spin(self, length_s: float) -> None:
        end = time.monotonic() + length_s
        while (left := end - time.monotonic()) > 0:
            self.endpoint.libHandleEvents(int(min(left, 0.02) * 1000) or 1)

    def note(self, what: str, words: str) -> None:
        self.timeline.append({"at": round(time.monotonic() - self.begun, 2), what: words})


def main() -> None:
    script = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    telephone = Telephone(script)
    result = telephone.run()
    print(json.dumps(result, ensure_ascii=False), flush=True)
    os._exit(0)  # pjsua2's destructors run in an order of their own, and crash


if __name__ == "__main__":
    main()
