"""Text messages leave: by signed webhook to ``SMS_URL``, until the receiver has them or they are given up."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import requests

from claims import telemetry
from claims.clock import iso
from claims.messages import next_attempt
from claims.store import Store
from claims.webhook import headers
from worker.waiting import retry_after

TIME_LIMITS_S = (2.0, 5.0)
"""To connect, and to answer."""

AT_ONCE = 4

FINAL = frozenset({400, 410, 413, 415, 422})
"""Answers that no repetition changes: the receiver has understood and does not want it."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What an attempt came to.

    Attributes:
        error: What went wrong, without number and text of the message; None when the receiver has it.
        final: Trying again is of no use.
        retry_after: Seconds the receiver asks for.
    """

    error: str | None = None
    final: bool = False
    retry_after: float | None = None


class Receiver(Protocol):
    """Whoever takes messages."""

    def hand_over(self, message: Mapping[str, Any], now: datetime) -> Answer:
        """Make one attempt; from several threads at once."""


class Webhook:
    """The receiver of messages at an address. Thread-safe."""

    def __init__(self, url: str, secret: str, time_limits: tuple[float, float] = TIME_LIMITS_S) -> None:
        """Send to ``url``, signed with ``secret`` (``claims.webhook``)."""
        self._url, self._secret, self._time_limits = url, secret, time_limits
        self._session = requests.Session()
        # A proxy or .netrc of the machine is not asked for what is addressed to one place.
        self._session.trust_env = False

    def hand_over(self, message: Mapping[str, Any], now: datetime) -> Answer:
        """Make one attempt. The same ``message["key"]`` goes out each time, by which the receiver takes it once."""
        said = {name: message[name] for name in ("to", "text", "report_number")}
        body = json.dumps(
            {"id": message["key"], **said, "queued_at": iso(message["queued_at"])}, ensure_ascii=False
        ).encode()
        signed = headers(self._secret, message["key"], body, now.timestamp())
        try:
            answer = self._session.post(
                self._url,
                data=body,
                headers={"Content-Type": "application/json; charset=utf-8", **signed},
                timeout=self._time_limits,
                allow_redirects=False,
                stream=True,  # the status is enough
            )
            answer.close()
        except requests.RequestException as error:
            return Answer(f"no answer ({type(error).__name__})")
        if answer.ok and answer.status_code < 300:
            return Answer()
        final = answer.status_code in FINAL
        return Answer(f"answered {answer.status_code}", final, retry_after(answer))


def send_messages(
    store: Store, receiver: Receiver, by: str, clock: Callable[[], datetime], lease: timedelta
) -> int:
    """Send what is due, some at once, and return how many were tried.

    Raises:
        StoreUnavailable: What was claimed is left to whoever comes when its lease is over.
    """
    if not store.messages_waiting(clock()):
        return 0
    claimed = store.claim_messages(by, clock(), lease, AT_ONCE)

    def send(message: Mapping[str, Any]) -> None:
        answer = receiver.hand_over(message, clock())
        now = clock()
        came_to = "sent" if answer.error is None else "dead" if answer.final else "failed"
        telemetry.HAND_OVERS.labels(came_to).inc()
        if answer.error is None:
            store.message_sent(message["id"], by, now)
            return
        attempts = message["attempts"]
        again = None if answer.final else next_attempt(attempts, now, answer.retry_after)
        logger.warning(
            "Message %d, attempt %d: %s; %s",
            message["id"],
            attempts,
            answer.error,
            f"again at {iso(again)}" if again else "given up, a clerk is to tell it",
        )
        store.message_failed(message["id"], by, now, answer.error, again)

    if claimed:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(send, claimed))
    return len(claimed)
