"""Everything that can be set from outside, read once from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

LOCAL_TOKEN = "local"
"""Token of a local run in which no token is set; refused as soon as the bot listens to the outside."""

SECRETS = ("policy_token", "voice_token", "desk_token")
NUMBERS = ("web_proxies", "personal_data_days", "workers", "worker_metrics_port")

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class UnsafeSettings(RuntimeError):
    """Raised when a server is told to listen to the outside on default secrets."""


@dataclass(frozen=True)
class Settings:
    """The project's settings; each is the environment variable of the same name in capitals.

    Ports are TCP ports on 127.0.0.1, URLs carry no trailing slash, ``database_url`` is SQLAlchemy's.
    """

    bot_port: int = 5005
    actions_port: int = 5055
    sandbox_port: int = 5056
    desk_port: int = 5057
    worker_metrics_port: int = 0
    company: str = "民安保险"
    hotline: str = "95585"
    bot_number: str = "8001"
    database_url: str = "sqlite:///var/claims.db"
    workers: int = 1
    redis_url: str = ""
    policy_url: str = "http://127.0.0.1:5056"
    policy_token: str = ""
    voice_token: str = ""
    desk_token: str = ""
    sandbox_policies: str = "sandbox/policies.jsonl"
    sms_url: str = "http://127.0.0.1:5056/messages"
    sms_secret: str = ""
    gateway_url: str = ""
    gateway_token: str = LOCAL_TOKEN
    web_secret: str = LOCAL_TOKEN
    web_origins: str = ""
    web_hosts: str = ""
    web_proxies: int = 0
    data_key: str = ""
    photos_dir: str = "var/photos"
    recordings_dir: str = "var/recordings"
    personal_data_days: int = 1825
    jambonz_webhook_secret: str = ""
    jambonz_url: str = ""
    people_uri: str = "people@127.0.0.1:5071"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings; an empty variable counts as not set.

        Raises:
            ValueError: A port is not a number; the message names the variable.
        """
        values: dict[str, object] = {}
        for field in fields(cls):
            said = environment.get(field.name.upper(), "").strip()
            if said:
                values[field.name] = _read(field.name, said)
        if not any(values.get(name) for name in SECRETS):
            values.update(dict.fromkeys(SECRETS, LOCAL_TOKEN))
            values.setdefault("data_key", LOCAL_TOKEN)
        sandbox = f"http://127.0.0.1:{values.get('sandbox_port', cls.sandbox_port)}"
        values.setdefault("policy_url", sandbox)
        if (
            "sms_url" not in values
        ):  # the sandbox's telephone, which is on this machine and takes the same default
            values["sms_url"] = f"{sandbox}/messages"
            values.setdefault("sms_secret", LOCAL_TOKEN)
        return cls(**values)  # type: ignore[arg-type]

    @property
    def local_run(self) -> bool:
        """Tell whether this is a local run: nobody has set the desk's token."""
        return self.desk_token == LOCAL_TOKEN

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins of ``web_origins``, the sites that may embed the chat page."""
        return tuple(origin.rstrip("/") for origin in self.web_origins.replace(",", " ").split())

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the host names the chat page answers to: this machine's, and those of ``web_hosts``."""
        return (*LOOPBACK, "[::1]", *self.web_hosts.replace(",", " ").split())

    @property
    def jambonz_hooks(self) -> str:
        """Return the address under which jambonz reaches its webhooks."""
        base = self.jambonz_url.rstrip("/") or f"http://127.0.0.1:{self.bot_port}"
        return f"{base}/webhooks/jambonz"

    def chat_may_open(self, host: str) -> bool:
        """Tell whether the chat page may be served: with the local secret only on this machine, for no other site and no proxy.

        Unlike the tokens it does not keep the bot from starting: whoever has no chat page needs no secret for it.
        """
        only_here = host in LOOPBACK and not (self.origins or self.web_hosts or self.web_proxies)
        return only_here or self.web_secret not in ("", LOCAL_TOKEN)

    def refuse_default_secrets(self, host: str) -> None:
        """Raise when ``host`` is reachable from outside and a secret is missing or the local one.

        Raises:
            UnsafeSettings: Naming the variables to set.
        """
        if host in LOOPBACK:
            return
        unsafe = [name.upper() for name in SECRETS if getattr(self, name) in ("", LOCAL_TOKEN)]
        if unsafe:
            raise UnsafeSettings(f"set {', '.join(unsafe)} before listening on {host}")

    def refuse_unsigned_messages(self) -> None:
        """Raise when messages would leave for another machine without a secret of their own to sign them with.

        Raises:
            UnsafeSettings: Naming the variable to set.
        """
        here = urlsplit(self.sms_url).hostname in LOOPBACK
        if not self.sms_secret or (self.sms_secret == LOCAL_TOKEN and not here):
            raise UnsafeSettings("set SMS_SECRET, which signs the messages sent to SMS_URL")


def _read(name: str, said: str) -> object:
    if name in NUMBERS:
        if not said.isdigit():
            raise ValueError(f"{name.upper()} must be a number, not {said!r}")
        return int(said)
    if name.endswith("_port"):
        return _port(name, said)
    return said


def _port(name: str, said: str) -> int:
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise ValueError(f"{name.upper()} must be a port number, not {said!r}")
    return int(said)
