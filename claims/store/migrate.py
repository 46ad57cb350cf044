"""Bring a database to the newest tables: ``python -m claims.store.migrate`` (the URL is ``DATABASE_URL``)."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from claims.settings import Settings
from claims.store.engine import StoreUnavailable, lock, open_engine, transaction

WAIT_SECONDS = 30
"""How long a process waits for another one that is migrating."""


def migrate(url: str, revision: str = "head") -> None:
    """Run the migrations not yet run, in one transaction, under a lock: any number of processes may start at once.

    Args:
        url: The database.
        revision: The version to bring it to.

    Raises:
        StoreUnavailable: The database is locked for longer than ``WAIT_SECONDS``, out of reach or not a database.
    """
    engine = open_engine(url, wait_seconds=WAIT_SECONDS)
    try:
        if engine.dialect.name == "sqlite":
            _write_ahead(engine)
        with transaction(engine, writes=True, durable=True) as connection:
            lock(connection, ["migrate"])
            config = Config()
            config.set_main_option(
                "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
            )
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()


def _write_ahead(engine: Engine) -> None:
    """Switch the file to WAL for good: readers and the one writer no longer wait for each other.

    The switch needs the file alone and, unlike a transaction, does not wait for it.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection = engine.raw_connection()
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            finally:
                connection.close()
        except (sqlite3.Error, SQLAlchemyError) as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise StoreUnavailable(f"the database failed: {type(error).__name__}") from error
            time.sleep(0.05)


if __name__ == "__main__":
    migrate(Settings.from_environment(os.environ).database_url)
