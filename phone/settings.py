"""Everything of the telephone that can be set from outside, read once from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOCAL_TOKEN = "local"
"""Secret of a local run; refused as soon as anything listens to the outside."""


class UnsafeSettings(RuntimeError):
    """Raised when the gateway or the exchange is told to listen to the outside on default secrets."""


@dataclass(frozen=True)
class PhoneSettings:
    """The telephone's settings; each is the environment variable of the same name in capitals.

    Attributes:
        gateway_host: Address the gateway listens on, for the exchange and for outbound orders.
        gateway_port: Its port.
        gateway_token: Secret between exchange, gateway and whoever orders calls.
        exchange_port: Port of the exchange's own HTTP server, on 127.0.0.1.
        sip_host: Address the exchange answers SIP and RTP on.
        sip_port: UDP port of SIP.
        rtp_ports: First and last UDP port of RTP: ``20000-20199``.
        carrier: Address or network whose calls are answered.
        carrier_uri: Where outbound calls are sent to, host and port.
        people_uri: Where calls are handed over to: a queue's ``user@host:port``.
        bot_port: Port of the bot on 127.0.0.1, when ``bot_url`` is not set.
        bot_url: The bot, without a trailing slash.
        voice_token: Bearer token of the bot's turn API.
        hotline: The number that is rung.
        recogniser: One of ``phone.recogniser.RECOGNISERS``.
        synthesiser: One of ``phone.synthesiser.SYNTHESISERS``.
        speaking_rate: Characters a minute, as measured on the audio.
        recordings_dir: Where calls are recorded to, ``<call_id>.wav``.
        recordings_days: How long recordings are kept, in days.
        speech_dir: Where sentences once spoken are kept.
        exchange_dir: The exchange's folder: its programs, its configuration as rendered, what it writes.
        events_file: Where the events of calls are written, a JSON object a line.
        call_limit_s: Longest call, in seconds.
        clock: For tests: when the gateway's day begins, ISO 8601; empty for the real time.
        ring_s: How long a call the bot places rings, in seconds.
        farewell_s: How long the caller is left to hang up after the goodbye, in seconds.
    """

    gateway_host: str = "127.0.0.1"
    gateway_port: int = 5058
    gateway_token: str = LOCAL_TOKEN
    exchange_port: int = 5059
    sip_host: str = "127.0.0.1"
    sip_port: int = 5060
    rtp_ports: str = "20000-20199"
    carrier: str = "127.0.0.1"
    carrier_uri: str = "127.0.0.1:5070"
    people_uri: str = "people@127.0.0.1:5071"
    bot_port: int = 5005
    bot_url: str = ""
    voice_token: str = LOCAL_TOKEN
    hotline: str = "95585"
    recogniser: str = "whisper"
    synthesiser: str = "kokoro"
    speaking_rate: int = 170
    recordings_dir: str = "var/recordings"
    recordings_days: int = 180
    speech_dir: str = "var/speech"
    exchange_dir: str = "var/exchange"
    events_file: str = "var/log/calls.jsonl"
    call_limit_s: int = 1800
    farewell_s: int = 8
    ring_s: int = 45
    clock: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> PhoneSettings:
        """Read the settings; an empty variable counts as not set.

        Raises:
            ValueError: A number is none; the message names the variable.
        """
        values: dict[str, object] = {}
        for field in fields(cls):
            said = environment.get(field.name.upper(), "").strip()
            if not said:
                continue
            if isinstance(field.default, int):
                if not said.isdigit():
                    raise ValueError(f"{field.name.upper()} must be a number, not {said!r}")
                values[field.name] = int(said)
            else:
                values[field.name] = said
        settings = cls(**values)  # type: ignore[arg-type]
        settings.rtp_range()
        return settings

    @property
    def bot(self) -> str:
        """Return the bot's address, without a trailing slash."""
        return self.bot_url.rstrip("/") or f"http://127.0.0.1:{self.bot_port}"

    @property
    def gateway(self) -> str:
        """Return where the gateway is reached, host and port."""
        return f"{self.gateway_host}:{self.gateway_port}"

    @property
    def recordings(self) -> Path:
        """Return the folder of the recordings, absolute."""
        return Path(self.recordings_dir).absolute()

    @property
    def sentences(self) -> Path:
        """Return the folder of the sentences the exchange says by itself when the gateway is gone, absolute."""
        return Path(self.exchange_dir).absolute() / "sentences"

    def rtp_range(self) -> tuple[int, int]:
        """Return the first and the last RTP port.

        Raises:
            ValueError: ``rtp_ports`` is no range.
        """
        first, _, last = self.rtp_ports.partition("-")
        if not (first.isdigit() and last.isdigit() and 1024 <= int(first) < int(last) < 65536):
            raise ValueError(f"RTP_PORTS must be two ports, as 20000-20199, not {self.rtp_ports!r}")
        return int(first), int(last)

    def refuse_default_secrets(self, host: str) -> None:
        """Raise when ``host`` is reachable from outside and a secret is missing or the local one.

        Raises:
            UnsafeSettings: Naming the variables to set.
        """
        secrets = {"GATEWAY_TOKEN": self.gateway_token, "VOICE_TOKEN": self.voice_token}
        unsafe = [name for name, value in secrets.items() if value in ("", LOCAL_TOKEN)]
        if host not in LOOPBACK and unsafe:
            raise UnsafeSettings(f"set {' and '.join(unsafe)} before listening on {host}")
