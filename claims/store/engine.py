"""Reach the database: SQLite or PostgreSQL, transactions that write one at a time, one kind of failure."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

WAIT_SECONDS = 2
"""How long a caller may have to wait for the database before the bot says that it records by hand."""


class StoreUnavailable(RuntimeError):
    """The record could not be read or written: locked, missing, corrupt, full or out of reach.

    Nothing of the attempt has been kept, save when the connection broke at the very commit; repeating is always safe.
    """


class Turn:
    """A lock that threads get in the order in which they asked.

    SQLite has no queue: whoever waits tries again after ever longer pauses of up to 0.1 s, and of many busy threads
    some are passed over until their patience is gone. ``threading.Lock`` is no fairer: who releases it and asks again
    is first. So threads queue here, and only processes meet in SQLite.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def held(self, seconds: float) -> Iterator[None]:
        """Hold the lock, or raise ``StoreUnavailable`` after waiting so many seconds for it."""
        if not self._acquire(seconds):
            raise StoreUnavailable("the database is busy")
        try:
            yield
        finally:
            self._release()

    def _acquire(self, seconds: float) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():  # handed over between the end of the wait and here
                return True
            self._waiting.remove(mine)
            return False

    def _release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_turns: defaultdict[str, Turn] = defaultdict(Turn)
"""Whose turn it is to write, per SQLite file, among the threads of this process."""


def open_engine(url: str, wait_seconds: int = WAIT_SECONDS) -> Engine:
    """Return an engine for ``sqlite:///path`` (the folder is made) or ``postgresql://…``. Connects to nothing yet.

    Raises:
        StoreUnavailable: The URL is not one, is of another database, or its folder cannot be made.
    """
    try:
        target = make_url(url.replace("postgres://", "postgresql://", 1))
        kind = target.get_backend_name()
        if kind == "sqlite":
            if target.database in (None, "", ":memory:"):
                raise StoreUnavailable("the store is shared by processes: a SQLite URL must name a file")
            Path(target.database).parent.mkdir(parents=True, exist_ok=True)
            connect: dict[str, Any] = {"timeout": wait_seconds, "check_same_thread": False}
        elif kind == "postgresql":
            limits = f"-c lock_timeout={wait_seconds}s -c statement_timeout={wait_seconds + 3}s"
            connect = {"connect_timeout": WAIT_SECONDS, "options": limits}
        else:
            raise StoreUnavailable(f"the store knows SQLite and PostgreSQL, not {kind}")
        engine = create_engine(
            target,
            future=True,
            connect_args=connect,
            # A QueuePool also for SQLite files, whose default opens the file anew for every transaction.
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            pool_timeout=wait_seconds,
            pool_pre_ping=kind == "postgresql",
            # Values are callers' names and numbers: they stay out of messages and logs.
            hide_parameters=True,
            json_serializer=lambda value: json.dumps(value, ensure_ascii=False, allow_nan=False),
        )
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StoreUnavailable(f"the database cannot be reached: {type(error).__name__}") from error
    if kind == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, wait_seconds))
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # sqlite3 begins transactions when it sees fit, and never before DDL; _begin_sqlite does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection, wait_seconds: float) -> None:
    options = connection.get_execution_options()
    # In WAL mode NORMAL survives a killed process; FULL also a power cut. What a caller was told must survive both.
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options.get('durable') else 'NORMAL'}")
    if options.get("writes"):
        _begin_to_write(connection.connection, wait_seconds)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Any, wait_seconds: float) -> None:
    """Take SQLite's write lock before reading, for a reader that then writes fails at once if another wrote between.

    Tried every two milliseconds: SQLite's own pauses of up to 0.1 s let one busy process keep another out for good.
    """
    deadline = time.monotonic() + wait_seconds
    connection.execute("PRAGMA busy_timeout = 1")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise StoreUnavailable(f"the database failed: {error}") from error
            time.sleep(0.001)
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(f"the database failed: {type(error).__name__}") from error
    finally:
        connection.execute(f"PRAGMA busy_timeout = {wait_seconds * 1000:.0f}")


@contextmanager
def transaction(engine: Engine, writes: bool = False, durable: bool = False) -> Iterator[Connection]:
    """Yield a connection in one transaction, committed at the end, rolled back on any exception.

    Raises:
        StoreUnavailable: For whatever the database or its driver raises.
    """
    try:
        with (
            _turn(engine, writes),
            engine.execution_options(writes=writes, durable=durable).begin() as connection,
        ):
            yield connection
    except SQLAlchemyError as error:
        raise StoreUnavailable(f"the database failed: {type(error).__name__}") from error


def _turn(engine: Engine, writes: bool) -> AbstractContextManager[None]:
    if not writes or engine.dialect.name != "sqlite":
        return nullcontext()
    return _turns[os.path.realpath(str(engine.url.database))].held(WAIT_SECONDS)


def lock(connection: Connection, names: Iterable[str]) -> None:
    """Hold the named locks until the transaction ends, waiting for whoever holds one of them.

    SQLite has one writer at a time anyway. On PostgreSQL they are advisory locks, taken in one order by everybody,
    so that two transactions cannot wait for each other.
    """
    if connection.dialect.name != "postgresql":
        return
    for name in sorted(set(names)):
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def upsert(connection: Connection, table: Any) -> Any:
    """Return an INSERT for ``table`` that knows ON CONFLICT, in the connection's dialect."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
