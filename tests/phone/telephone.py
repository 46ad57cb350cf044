"""A telephone for tests: as much of SIP (RFC 3261), SDP, RTP (RFC 3550), G.711 A-law and RFC 4733 as a call needs, over UDP on 127.0.0.1.

Sound is put together by its RTP timestamps, as a perfect jitter buffer would, and packets are sent by the clock and never
dropped, so that a machine that is busy with many calls neither loses nor changes a word. Packets that came late are still seen:
``arrivals`` has them, by the kernel's clock. (pjsua2, tried before, loses a tenth of the characters on a loaded machine.)
"""

from __future__ import annotations

import asyncio
import audioop
import random
import re
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from phone import audio, tones

HERE = "127.0.0.1"
PCMA, KEYS = 8, 101
ARRIVAL = 35
"""SO_TIMESTAMPNS of Linux: the kernel tells when a packet came, however late a busy machine lets this process read it."""

SAMPLES = 160
LOUD = 200
"""Root mean square over which a frame is no silence."""

SILENCE = audioop.lin2alaw(bytes(audio.FRAME), 2)
KEY_PACKETS, KEY_PAUSE_PACKETS = 5, 5


class Failed(Exception):
    """Raised when what a telephone waits for does not come."""


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, take: Any) -> None:
        self.take = take

    def datagram_received(self, data: bytes, address: Any) -> None:
        self.take(data, address)


class Telephone:
    """One telephone, which rings a number or is rung; one call."""

    def __init__(self, number: str) -> None:
        """Show this number."""
        self.number = number
        self.rung, self.answered, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.reason = ""
        self.invite: dict[str, str] = {}
        """Headers of the call, in lower case, when it was rung."""
        self.ear = bytearray()
        self._tones = np.zeros(0, np.int8)
        """The tones in ``ear``, as far as it was listened to."""
        self.said = bytearray()
        """What was said, beside what was heard at that time."""
        self.keys_heard = ""
        """Keys the other side pressed, as RFC 4733 brings them."""
        self._last_key = -1
        self.arrivals: list[tuple[float, int]] = []
        """When each packet with sound came, and its timestamp."""
        self.loudness: list[tuple[float, bool]] = []
        """When each packet with sound came, and whether there was anything to hear in it."""
        self.loud_at = 0.0
        self.loud_until = 0
        self.timeline: list[dict[str, Any]] = []
        self.begun = time.monotonic()
        self.rang_s = 0.0
        self.mark = 0
        self.rate = 400
        self._mouth: deque[bytes] = deque()
        self._keys: deque[str] = deque()
        self._call_id = f"{random.randrange(1 << 48):x}@{HERE}"
        self._tag, self._their_tag = f"{random.randrange(1 << 32):x}", ""
        self._sequence = 0
        self._media: tuple[str, int] | None = None
        self._server: tuple[str, int] = (HERE, 0)
        self._target = ""
        self._base: tuple[int, int, int] | None = None
        self._responses: asyncio.Queue[tuple[str, dict[str, str], str]] = asyncio.Queue()

    async def open(self, port: int = 0) -> Telephone:
        """Take a port for SIP, any by default, and one for RTP."""
        loop = asyncio.get_running_loop()
        self._sip, _ = await loop.create_datagram_endpoint(lambda: _Socket(self._take_sip), (HERE, port))
        self._rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._rtp.setsockopt(socket.SOL_SOCKET, ARRIVAL, 1)
        self._rtp.setblocking(False)
        self._rtp.bind((HERE, 0))
        loop.add_reader(self._rtp, self._read_rtp)
        self.port = self._sip.get_extra_info("sockname")[1]
        self._rtp_port = self._rtp.getsockname()[1]
        self._speaking = asyncio.create_task(self._speak())
        return self

    def close(self) -> None:
        """Let go of the ports."""
        self._speaking.cancel()
        self._sip.close()
        asyncio.get_running_loop().remove_reader(self._rtp)
        self._rtp.close()

    # Ringing

    async def ring(self, number: str, port: int, headers: dict[str, str] | None = None) -> None:
        """Ring a number; return once the call is answered.

        Raises:
            Failed: It is not.
        """
        self.begun = time.monotonic()
        self._server, self._target = (HERE, port), f"sip:{number}@{HERE}:{port}"
        self._to = f"<{self._target}>"
        shown = '"Anonymous" ' if self.number == "anonymous" else ""
        self._from = f"{shown}<sip:{self.number}@{HERE}:{self.port}>;tag={self._tag}"
        request = self._request("INVITE", self._sdp(), headers)
        for _ in range(8):
            self._send(request)
            with suppress(asyncio.TimeoutError):
                while True:
                    status, said, body = await asyncio.wait_for(
                        self._responses.get(), 30 if self._their_tag else 0.5
                    )
                    if not said["cseq"].endswith("INVITE"):
                        continue
                    self._their_tag = _tag(said["to"]) or self._their_tag
                    if status >= "200":
                        self._to = said["to"]
                        self._target = _uri(said.get("contact", "")) or self._target
                        self._send(self._request("ACK"))
                    if status.startswith("2"):
                        self._connect(body)
                        self.rang_s = time.monotonic() - self.begun
                        return
                    if status >= "300":
                        raise Failed(f"refused: {status}")
        raise Failed("the call was not answered")

    async def hang_up(self) -> None:
        """End the call."""
        if self.ended.is_set():
            return
        request = self._request("BYE")
        for _ in range(6):
            self._send(request)
            with suppress(asyncio.TimeoutError):
                while True:
                    _, said, _ = await asyncio.wait_for(self._responses.get(), 0.5)
                    if said["cseq"].endswith("BYE"):
                        self.reason = self.reason or "hung up"
                        self.ended.set()
                        return
        raise Failed("nobody took note of the end of the call")

    # What a caller does

    async def follow(self, steps: Any) -> None:
        """Follow a script: a row of steps, each a method of this class beginning with ``do_`` and its argument.

        Raises:
            Failed: What a step waits for did not come.
        """
        for step in steps:
            ((kind, value),) = step.items()
            if self.ended.is_set() and kind != "ended":
                raise Failed(f"the call had ended ({self.reason}) before {step}")
            await getattr(self, f"do_{kind}")(value)

    async def do_replies(self, replies: list[list[Any]]) -> None:
        """After each prompt, do what stands beside the first words that were heard in it, until the call ends."""
        while not self.ended.is_set():
            try:
                heard = await self.do_prompt_end(0.5)
            except Failed:
                if self.ended.is_set():
                    return
                raise
            step = next((step for words, step in replies if words in heard), None)
            if step is None:
                raise Failed(f"nothing to say to {heard!r}")
            await self.follow(step if isinstance(step, list) else [step])

    async def do_hear(self, words: str) -> None:
        """Wait until these words were said."""
        await self._until(lambda: words in self.heard(last_s=10), 60, f"{words!r} was not heard", every_s=0.2)
        self.note("heard", words)

    patience_s = 60.0
    """How long a telephone waits for a prompt to end."""

    async def do_prompt_end(self, length_s: float) -> str:
        """Wait until something was said, and then nothing for so long; return what."""
        await self._until(
            lambda: self.loud_until > self.mark and time.monotonic() - self.loud_at > length_s,
            self.patience_s,
            "the bot did not come to the end of what it said",
        )
        heard = self.heard()
        self.mark = len(self.ear)
        self.note("prompt", heard)
        return heard

    async def do_say(self, words: str) -> None:
        """Say words in tones."""
        await self._utter(tones.encode(words, self.rate).tobytes(), words)

    async def do_slowly(self, words: str) -> None:
        """Say words in tones, two a second."""
        await self._utter(tones.encode(words, 120).tobytes(), words)

    async def do_play(self, path: str) -> None:
        """Say what is in a WAV file."""
        await self._utter(audio.read_wav(Path(path)), Path(path).stem)

    async def do_noise(self, length_s: float) -> None:
        """Make a sound that is a voice to a detector, and no word."""
        time_ = np.arange(int(length_s * audio.RATE)) / audio.RATE
        sound = sum(np.sin(2 * np.pi * f * time_) for f in (180, 360, 540, 900)) * (
            1 + np.sin(2 * np.pi * 4 * time_)
        )
        await self._utter((sound * 2000).astype("<i2").tobytes(), "")

    async def do_press(self, digits: str) -> None:
        """Press keys."""
        self.mark = len(self.ear)
        self.note("press", digits)
        self._keys.extend(digits)
        await self._until(lambda: not self._keys, 30, "the keys could not be pressed")

    async def do_pause(self, length_s: float) -> None:
        """Wait."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.ended.wait(), length_s)

    async def do_hang_up(self, _: Any) -> None:
        """End the call."""
        self.note("hang_up", "")
        await self.hang_up()

    async def do_ended(self, limit_s: float) -> None:
        """Wait until the other side has ended it."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.ended.wait(), limit_s)
        if not self.ended.is_set():
            raise Failed("the other side did not hang up")
        self.note("ended", self.reason)

    def heard(self, last_s: int = 600) -> str:
        """Return what was said since the last step, or at most so long ago."""
        # Only what is new is listened to: twenty callers who wait for a word would else keep a core busy, and measure themselves.
        new = bytes(self.ear[len(self._tones) * tones.STEP * audio.WIDTH :])
        self._tones = np.concatenate([self._tones, tones.listen(np.frombuffer(new, "<i2"))])
        since = max(self.mark, len(self.ear) - last_s * audio.RATE * audio.WIDTH)
        return tones.read(self._tones[since // audio.WIDTH // tones.STEP :])

    def both(self) -> bytes:
        """Return the whole call, as somebody listening in hears it."""
        length = max(len(self.ear), len(self.said))
        return audioop.add(bytes(self.ear).ljust(length, b"\0"), bytes(self.said).ljust(length, b"\0"), 2)

    def note(self, what: str, words: str) -> None:
        """Keep what happened, and when."""
        self.timeline.append({"at": round(time.monotonic() - self.begun, 2), what: words})

    async def _utter(self, sound: bytes, words: str) -> None:
        self.note("say", words)
        sound += bytes(-len(sound) % audio.FRAME)
        self._mouth.extend(
            audioop.lin2alaw(sound[at : at + audio.FRAME], 2) for at in range(0, len(sound), audio.FRAME)
        )
        await self._until(lambda: not self._mouth, 60, "what was to be said could not be said")
        self.mark = len(self.ear)

    async def _until(self, done: Any, limit_s: float, failure: str, every_s: float = 0.04) -> None:
        last = time.monotonic() + limit_s
        while not done():
            if self.ended.is_set() or time.monotonic() > last:
                raise Failed(f"{failure} (call ended: {self.reason or 'no'}), but {self.heard()!r}")
            await asyncio.sleep(every_s)

    # RTP

    async def _speak(self) -> None:
        sequence, stamp, source = (
            random.randrange(1 << 15),
            random.randrange(1 << 30),
            random.randrange(1 << 32),
        )
        due = time.monotonic()
        pressing: deque[bytes | None] = deque()
        while True:
            due += audio.FRAME_MS / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if self._media is None:
                due = time.monotonic()
                continue
            if not pressing and self._keys:
                pressing.extend(_key(self._keys[0]))
                key_stamp = stamp
            if pressing:
                event = pressing.popleft()
                if event is None:
                    packet, kind, when = SILENCE, PCMA, stamp
                else:
                    packet, kind, when = event, KEYS, key_stamp
                if not pressing:
                    self._keys.popleft()
            else:
                packet, kind, when = self._mouth.popleft() if self._mouth else SILENCE, PCMA, stamp
            self.said.extend(bytes(max(0, len(self.ear) - audio.FRAME - len(self.said))))
            self.said += audioop.alaw2lin(packet, 2) if kind == PCMA else bytes(audio.FRAME)
            header = struct.pack("!BBHII", 0x80, kind, sequence & 0xFFFF, when & 0xFFFFFFFF, source)
            self._rtp.sendto(header + packet, self._media)
            sequence, stamp = sequence + 1, stamp + SAMPLES

    def _read_rtp(self) -> None:
        with suppress(BlockingIOError):
            while True:
                data, beside, _, _ = self._rtp.recvmsg(2048, 64)
                seconds, nanoseconds = struct.unpack("qq", beside[0][2])
                self._take_rtp(data, seconds + nanoseconds / 1e9 - time.time() + time.monotonic())

    def _take_rtp(self, data: bytes, now: float) -> None:
        if len(data) < 12:
            return
        _, kind, _, stamp, source = struct.unpack("!BBHII", data[:12])
        if kind & 0x7F == KEYS and stamp != self._last_key:
            self._last_key = stamp
            self.keys_heard += "0123456789*#"[data[12]]
        if kind & 0x7F != PCMA:
            return
        sound = audioop.alaw2lin(data[12:], 2)
        if self._base is None or self._base[0] != source or abs(stamp - self._base[1]) > 10 * audio.RATE:
            self._base = (source, stamp, len(self.ear))
        at = self._base[2] + (stamp - self._base[1]) * 2
        if at < 0:
            return
        self.ear.extend(bytes(max(0, at + len(sound) - len(self.ear))))
        self.ear[at : at + len(sound)] = sound
        self._base = (source, stamp, at)
        self.arrivals.append((now, at // 2))
        loud = audioop.rms(sound, 2) > LOUD
        self.loudness.append((now, loud))
        if loud:
            self.loud_at, self.loud_until = now, at + len(sound)

    # SIP

    def _request(self, method: str, body: str = "", headers: dict[str, str] | None = None) -> str:
        if method != "ACK":
            self._sequence += 1
        lines = [
            f"{method} {self._target} SIP/2.0",
            f"Via: SIP/2.0/UDP {HERE}:{self.port};rport;branch=z9hG4bK{random.randrange(1 << 48):x}",
            f"From: {self._from}",
            f"To: {self._to}",
            f"Call-ID: {self._call_id}",
            f"CSeq: {self._sequence} {method}",
            f"Contact: <sip:{self.number}@{HERE}:{self.port}>",
            "Max-Forwards: 70",
            *(["Privacy: id"] if self.number == "anonymous" else []),
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        return _message(lines, body)

    def _send(self, message: str) -> None:
        if not self._sip.is_closing():
            self._sip.sendto(message.encode(), self._server)

    def _take_sip(self, data: bytes, address: Any) -> None:
        head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        first, *rest = head.split("\r\n")
        said = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)
        }
        if first.startswith("SIP/2.0"):
            status = first.split(" ", 1)[1]
            if self.answered.is_set() and said["cseq"].endswith("INVITE"):  # sent again: our ACK was lost
                self._send(self._request("ACK"))
            self._responses.put_nowait((status, said, body))
            return
        self._server = address
        method = first.split(" ")[0]
        if method == "INVITE":
            self._ringing = asyncio.ensure_future(self._rung(said, body))
            return
        if method in ("BYE", "CANCEL"):
            self.reason = method
            self._send(_reply("200 OK", rest))
            if method == "CANCEL" and self.invite and not self.answered.is_set():
                rung = [f"{name}: {value}" for name, value in self.invite.items()]
                self._send(_reply("487 Request Terminated", rung, self._tag))
            self.ended.set()
        elif method != "ACK":
            self._send(_reply("200 OK", rest))

    busy = ""
    """What to answer when rung, instead of taking the call: ``486 Busy Here``."""

    rings_s = 0.2
    """How long it rings before it is taken; 0 for ever."""

    async def _rung(self, said: dict[str, str], body: str) -> None:
        if self.invite:
            return
        self.invite = said
        self.rung.set()
        rest = [f"{name}: {value}" for name, value in said.items()]
        if self.busy:
            self._send(_reply(self.busy, rest, self._tag))
            return
        self._send(_reply("180 Ringing", rest, self._tag))
        if not self.rings_s:
            return
        await asyncio.sleep(self.rings_s)
        self._their_tag = _tag(said["from"])
        self._from, self._to = f"{said['to']};tag={self._tag}", said["from"]
        self._call_id, self._target = said["call-id"], _uri(said["contact"])
        contact = f"Contact: <sip:{self.number}@{HERE}:{self.port}>"
        self._send(_reply("200 OK", [*rest, contact], self._tag, self._sdp()))
        self._connect(body)

    def _connect(self, sdp: str) -> None:
        port = re.search(r"^m=audio (\d+)", sdp, re.MULTILINE)
        host = re.search(r"^c=IN IP4 (\S+)", sdp, re.MULTILINE)
        if not (port and host):
            raise Failed("no sound was agreed on")
        self._media = (host[1], int(port[1]))
        self.answered.set()

    def _sdp(self) -> str:
        return (
            f"v=0\r\no=- 1 1 IN IP4 {HERE}\r\ns=-\r\nc=IN IP4 {HERE}\r\nt=0 0\r\n"
            f"m=audio {self._rtp_port} RTP/AVP {PCMA} {KEYS}\r\na=rtpmap:{PCMA} PCMA/8000\r\n"
            f"a=rtpmap:{KEYS} telephone-event/8000\r\na=fmtp:{KEYS} 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
        )


def _key(digit: str) -> list[bytes | None]:
    """Return the packets of a key and of the pause after it."""
    event = "0123456789*#".index(digit)
    whole = KEY_PACKETS * SAMPLES
    going = [struct.pack("!BBH", event, 10, (n + 1) * SAMPLES) for n in range(KEY_PACKETS)]
    end = [struct.pack("!BBH", event, 0x80 | 10, whole)] * 3
    return [*going, *end, *[None] * KEY_PAUSE_PACKETS]


def _message(lines: list[str], body: str = "") -> str:
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join([*lines, *kind, f"Content-Length: {len(body)}", "", body])


def _reply(status: str, request: list[str], tag: str = "", body: str = "") -> str:
    kept = [
        line for line in request if line.split(":")[0].lower() in ("via", "from", "to", "call-id", "cseq")
    ]
    kept = [
        f"{line};tag={tag}" if tag and line.lower().startswith("to:") and "tag=" not in line else line
        for line in kept
    ]
    contact = [line for line in request if line.startswith("Contact: ") and body]
    return _message([f"SIP/2.0 {status}", *kept, *contact], body)


def _tag(header: str) -> str:
    return header.partition(";tag=")[2].partition(";")[0]


def _uri(header: str) -> str:
    found = re.search(r"<([^>]*)>", header)
    return found[1] if found else header.partition(";")[0]
