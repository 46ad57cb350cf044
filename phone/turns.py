"""Client of the bot's voice turn API: one POST for each thing that happens in a call."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import aiohttp

logger = logging.getLogger(__name__)

BEIJING = timezone(timedelta(hours=8))
ATTEMPT_S = 12.0
"""Longest one attempt may take; the bot answers within 8 s, with an apology if need be."""

PAUSES_S = (0.3, 1.0, 2.0)
"""Pauses before a turn is delivered again: its ``turn_id`` makes the bot take it once."""


def clock(begin: str) -> Callable[[], datetime]:
    """Return what tells the time: the real one, or one that was ``begin`` when this was called.

    Raises:
        ValueError: ``begin`` is neither empty nor a time in ISO 8601 with an offset.
    """
    if not begin:
        return lambda: datetime.now(BEIJING)
    first, started = datetime.fromisoformat(begin), time.monotonic()
    if first.tzinfo is None:
        raise ValueError(f"CLOCK must have an offset, as 2026-03-10T08:05:00+08:00, not {begin!r}")
    return lambda: first + timedelta(seconds=time.monotonic() - started)


class BotLost(Exception):
    """Raised when a turn could not be delivered, or was not answered."""


class CallOver(Exception):
    """Raised when the bot says that the call has ended (409)."""


@dataclass(frozen=True)
class Say:
    """One sentence: its id, its SSML, and whether the caller may interrupt it."""

    id: str
    ssml: str
    barge_in: bool = True


@dataclass(frozen=True)
class Listen:
    """How to listen: the most keys expected, patience and end of speech in milliseconds, words to expect."""

    keys: int = 0
    silence_ms: int = 5000
    end_ms: int = 700
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The bot's answer to a turn."""

    say: tuple[Say, ...]
    asking: str | None
    listen: Listen
    transfer: dict[str, Any] | None
    hangup: bool


@dataclass
class Turns:
    """The turns of one call, numbered so that one delivered twice is taken once."""

    http: aiohttp.ClientSession
    bot: str
    token: str
    call_id: str
    now: Callable[[], datetime] = field(default=lambda: datetime.now(BEIJING))
    taken: int = field(default=0)

    async def take(self, event: str, **fields: Any) -> Answer:
        """Deliver a turn and return the answer.

        Raises:
            BotLost: It was not answered, however often it was delivered.
            CallOver: The bot has ended the call.
        """
        self.taken += 1
        body = {
            "call_id": self.call_id,
            "event": event,
            "turn_id": str(self.taken),
            "at": self.now().isoformat(timespec="milliseconds"),
            **{name: value for name, value in fields.items() if value is not None},
        }
        for pause in (*PAUSES_S, None):
            try:
                return await self._post(body)
            except (aiohttp.ClientError, asyncio.TimeoutError, BotLost) as error:
                logger.warning(
                    "call %s: turn %d was not answered: %s", self.call_id, self.taken, type(error).__name__
                )
                if pause is None:
                    raise BotLost(f"turn {self.taken}") from error
            await asyncio.sleep(pause)
        raise AssertionError("the last pause is None")

    async def _post(self, body: dict[str, Any]) -> Answer:
        async with self.http.post(
            f"{self.bot}/webhooks/voice/turn",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=aiohttp.ClientTimeout(total=ATTEMPT_S),
        ) as response:
            if response.status == 409:
                raise CallOver
            if response.status != 200:
                raise BotLost(f"status {response.status}")
            return read_answer(await response.json())


def read_answer(body: dict[str, Any]) -> Answer:
    """Read the bot's answer.

    Raises:
        BotLost: It is none.
    """
    try:
        listen = body.get("listen") or {}
        return Answer(
            tuple(Say(say["id"], say["ssml"], say.get("barge_in", True)) for say in body["say"]),
            body.get("asking"),
            Listen(
                int(listen.get("keys", 0)),
                int(listen.get("silence_ms", Listen.silence_ms)),
                int(listen.get("end_ms", Listen.end_ms)),
                tuple(listen.get("hints", ())),
            ),
            body.get("transfer"),
            bool(body.get("hangup")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BotLost("no answer of the turn API") from error
