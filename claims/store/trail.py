"""The guard of the trail: triggers that refuse any change of it, and the two things that lift them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.engine import Connection


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Let the trail be changed within this transaction: for erasure, which the law asks for, and for sealing what is in it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        yield
        connection.execute(text("ALTER TABLE history ENABLE TRIGGER USER"))
        return
    about = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'"
    triggers = connection.execute(text(about)).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, made in triggers:
        connection.exec_driver_sql(made)
