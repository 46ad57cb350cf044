"""Reach the database: SQLite or PostgreSQL, transactions that write one at a time, one kind of failure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # sqlite3 begins transactions when it sees fit, and never before DDL; _begin_sqlite does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    # In WAL mode NORMAL survives a killed process; FULL also a power cut. What a caller was told must survive both.
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options.get('durable') else 'NORMAL'}")
    # A transaction that reads and then writes fails at once, without waiting, if another wrote in between (deferred
    # BEGIN, SQLITE_BUSY_SNAPSHOT); taking the write lock first waits its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def transaction(engine: Engine, writes: bool = False, durable: bool = False) -> Iterator[Connection]:
    """Yield a connection in one transaction, committed at the end, rolled back on any exception.

    Raises:
        StoreUnavailable: For whatever the database or its driver raises.
    """
    try:
        with engine.execution_options(writes=writes, durable=durable).begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise StoreUnavailable(f"the database failed: {type(error).__name__}") from error


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
