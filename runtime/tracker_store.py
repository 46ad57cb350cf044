"""Where the state of every call is kept: Rasa's SQL tracker store, made quick and hard to knock over.

Upstream faults mended here (Rasa 3.6.21, ``rasa.core.tracker_store.SQLTrackerStore``):

* ``session_scope`` takes any ``ValueError`` (a NUL in a sender id on PostgreSQL, one corrupt row) for a missing schema
  and exits the whole server; a database that is away when it starts ends it too.
* Every turn reads and rebuilds the whole call, and counts it once more to save it.
* All of that is blocking I/O in the event loop: one slow database stalls every caller.
* On SQLite every statement opens a connection, and a second writer fails at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import os
from collections import OrderedDict
from collections.abc import Generator, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from claims.settings import Settings
from claims.store.engine import StoreUnavailable, lock, open_engine, transaction
from claims.store.models import sealer
from runtime.mend import install
from runtime.processor import TurnOvertaken

logger = logging.getLogger(__name__)


TRACKERS_KEPT = 512
"""Calls whose state is kept in memory between their turns; a call of 40 turns takes about 1 MB."""


class Kept(NamedTuple):
    """A call's tracker, and the id of its last stored event."""

    tracker: DialogueStateTracker
    last_id: int


class CallTrackerStore(SQLTrackerStore):
    """Keeps the events of every call in the table ``events`` of the project's database."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Use ``host`` (``url:`` in ``endpoints.yml``), else ``DATABASE_URL``, and mend the server.

        A database that is away makes turns fail, not the server: it is asked again with every turn.

        Raises:
            StoreUnavailable: The URL is none.
        """
        install()
        self.engine = open_engine(host or Settings.from_environment(os.environ).database_url)
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine, future=True)
        self._made = False
        try:
            self._make_table()
        except StoreUnavailable as error:
            logger.error("The server starts without its database: %s", error)
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        super(SQLTrackerStore, self).__init__(domain, event_broker, **kwargs)

    @property
    def domain(self) -> Domain:
        """Return the domain of the loaded model."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        self._kept.clear()

    def _make_table(self) -> None:
        if not self._made:
            with transaction(self.engine, writes=True) as connection:
                _EVENTS.metadata.create_all(connection)
            self._made = True

    @contextlib.contextmanager
    def session_scope(self) -> Generator[Session, None, None]:
        """Provide a session; unlike upstream's, an error in it is the caller's to handle and ends nothing else."""
        try:
            self._make_table()
            with self.sessionmaker() as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreUnavailable(f"the database failed: {type(error).__name__}") from error

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the latest session of a call: from memory when no other process has written since.

        Raises:
            StoreUnavailable: The database failed.
        """
        kept = self._kept.get(sender_id)
        if (
            kept
            and _stored(kept.tracker) == len(kept.tracker.events)  # else a turn on it was begun and given up
            and await asyncio.to_thread(self._last_id, sender_id) == kept.last_id
        ):
            if sender_id in self._kept:  # calls that came meanwhile may have taken its place
                self._kept.move_to_end(sender_id)
            return kept.tracker
        self._kept.pop(sender_id, None)
        rows = await asyncio.to_thread(self._rows, sender_id)
        if not rows:
            return None
        tracker = DialogueStateTracker.from_events(sender_id, _readable(rows), self.domain.slots)
        # A row that cannot be read is still a row, so what is new is counted from the events at hand.
        self._keep(tracker, rows[-1][0])
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events of ``tracker`` that are not stored yet, in one transaction.

        Among several servers this is the fence: whoever lost the lock of the call stores nothing on top of what came since.

        Raises:
            StoreUnavailable: The database failed; nothing of the turn is stored.
            TurnOvertaken: The call has gone on elsewhere since ``tracker`` was read; nothing of the turn is stored.
        """
        await self.stream_events(tracker)
        self._kept.pop(tracker.sender_id, None)
        last_id = await asyncio.to_thread(self._insert, tracker)
        self._keep(tracker, last_id)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """Return the tracker of a call of which nothing is stored."""
        tracker = super().init_tracker(sender_id)
        _note(tracker, 0, 0)
        return tracker

    def _keep(self, tracker: DialogueStateTracker, last_id: int) -> None:
        _note(tracker, len(tracker.events), last_id)
        self._kept[tracker.sender_id] = Kept(tracker, last_id)
        while len(self._kept) > TRACKERS_KEPT:
            self._kept.popitem(last=False)

    def _last_id(self, sender_id: str) -> int:
        with transaction(self.engine) as connection:
            return _last_id(connection, sender_id)

    def _rows(self, sender_id: str) -> list[tuple[int, str]]:
        with self.session_scope() as session:
            query = self._event_query(session, sender_id, fetch_events_from_all_sessions=False)
            return [(int(row.id), str(row.data)) for row in query]

    def _insert(self, tracker: DialogueStateTracker) -> int:
        stored = _stored(tracker)
        if stored is None:
            with self.session_scope() as session:
                new: Iterable[Event] = list(self._additional_events(session, tracker))
        else:
            new = itertools.islice(tracker.events, stored, None)
        rows = [_row(tracker.sender_id, event.as_dict()) for event in new]
        self._make_table()
        with transaction(self.engine, writes=True) as connection:
            lock(connection, [f"events of {tracker.sender_id}"])
            last_id = _last_id(connection, tracker.sender_id)
            if not rows:
                return last_id
            if stored is not None and last_id != tracker.__dict__["last_id"]:
                raise TurnOvertaken("another turn of the call was stored meanwhile")
            connection.execute(_EVENTS.insert(), rows)
            return _last_id(connection, tracker.sender_id)


_EVENTS: sa.Table = SQLTrackerStore.SQLEvent.__table__


def _stored(tracker: DialogueStateTracker) -> int | None:
    """Return how many of the tracker's events are stored; None for a tracker that was not read or saved here."""
    return tracker.__dict__.get("stored_events")


def _note(tracker: DialogueStateTracker, stored: int, last_id: int) -> None:
    # Noted on the tracker itself: upstream counts the rows of the latest session instead, which is wrong for a
    # tracker in which the session began after its first event.
    tracker.__dict__.update(stored_events=stored, last_id=last_id)


def _last_id(connection: Connection, sender_id: str) -> int:
    query = sa.select(sa.func.max(_EVENTS.c.id)).where(_EVENTS.c.sender_id == sender_id)
    return connection.execute(query).scalar() or 0


def _row(sender_id: str, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "sender_id": sender_id,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": ((event.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": event.get("name") if event["event"] == "action" else None,
        "data": json.dumps(sealer().seal(event)),
    }


def _readable(rows: list[tuple[int, str]]) -> list[Event]:
    """Leave out rows that hold no event any more: a call with a gap can go on, a server that exits cannot."""
    events: list[Event] = []
    for row_id, data in rows:
        try:
            events += deserialise_events([sealer().open(json.loads(data))])
        except Exception as error:
            logger.error("Row %d of the tracker store cannot be read: %s", row_id, type(error).__name__)
    return events
