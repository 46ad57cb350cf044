"""The worker's rounds: every job that is due, one after the other, until it is told to stop."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from claims import telemetry
from claims.clock import BEIJING
from claims.store import Store, StoreUnavailable
from worker.escalating import escalate
from worker.ringing import Gateway, ring
from worker.sending import Receiver, send_messages
from worker.upkeep import end_silent_calls

PAUSE_S = 0.5
"""Between two rounds in which nothing was to do."""

PAUSE_AFTER_FAULT_S = 3.0
"""After a round in which a job could not be done: the database is away, and comes back no sooner for being asked."""

LEASE = timedelta(seconds=25)
"""Above what an attempt takes, and short enough that, when a worker falls, the next one keeps the minute."""

UPKEEP_EVERY = timedelta(minutes=1)

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


def beijing_now() -> datetime:
    """Return the present moment."""
    return datetime.now(BEIJING)


class Worker:
    """Does what is due. Several may run over one database, on one machine or many."""

    def __init__(
        self,
        store: Store,
        receiver: Receiver,
        gateway: Gateway | None = None,
        clock: Clock = beijing_now,
        lease: timedelta = LEASE,
    ) -> None:
        """Work over ``store``.

        Args:
            store: The record.
            receiver: Takes text messages.
            gateway: Places call-backs; None: people ring.
            clock: Tells the moment.
            lease: How long a message or call-back is this worker's.
        """
        self.name = uuid.uuid4().hex
        self._store, self._clock = store, clock
        self._upkeep_at: datetime | None = None
        self._well = True
        self._jobs: list[tuple[str, Callable[[], int]]] = [
            ("send messages", lambda: send_messages(store, receiver, self.name, clock, lease)),
            ("escalate", lambda: escalate(store, clock())),
            ("end silent calls", self._upkeep),
        ]
        if gateway is not None:
            self._jobs.insert(1, ("ring", lambda: ring(store, gateway, clock, lease)))

    def round(self) -> int:
        """Do each job once; return how much there was to do. What one job fails at does not keep the others from theirs."""
        done, self._well = 0, True
        for name, job in self._jobs:
            came_to = "failed"
            with telemetry.clocked() as took:
                try:
                    done += job()
                    came_to = "done"
                except StoreUnavailable as error:
                    self._well = False
                    logger.warning("Could not %s: %s", name, error)
                except Exception:
                    self._well = False
                    logger.exception("Could not %s", name)
            telemetry.JOBS.labels(name, came_to).observe(took["seconds"])
        return done

    def run(self, stop: threading.Event) -> None:
        """Go round until ``stop`` is set; the round that has begun is finished."""
        while not stop.is_set():
            done = self.round()
            if not self._well:
                stop.wait(PAUSE_AFTER_FAULT_S)
            elif not done:
                stop.wait(PAUSE_S)

    def _upkeep(self) -> int:
        now = self._clock()
        if self._upkeep_at is not None and now < self._upkeep_at:
            return 0
        self._upkeep_at = now + UPKEEP_EVERY
        return end_silent_calls(self._store, now)
